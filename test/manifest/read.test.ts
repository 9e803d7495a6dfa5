import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leavesWorkspace } from '../../src/manifest/read.ts';
import { flat, load, loadFrom, type Seen, withFolder } from './support.ts';

const WINDOWS = process.platform === 'win32';
const MEBIBYTE = 1024 * 1024;
const OUTSIDE = 'is outside the workspace; give a path inside the repository';
const OUTSIDE_BY_LINK = 'is outside the workspace, by a symlink; give a file of the repository';

interface Place {
  readonly workspace: string;
  /** A folder beside the workspace, with a manifest `kafka.yml` that must not be read. */
  readonly beside: string;
}

/** Loads a path of a workspace, which is prepared first; a manifest `kafka.yml` is always there. */
function read(path: string | ((place: Place) => string), prepare?: (place: Place) => unknown): Promise<Seen> {
  return withFolder(async (folder) => {
    const place = { workspace: join(folder, 'workspace'), beside: join(folder, 'beside') };
    for (const directory of [place.workspace, place.beside]) {
      await mkdir(directory);
      await writeFile(join(directory, 'kafka.yml'), flat());
    }
    await prepare?.(place);
    return loadFrom(place.workspace, typeof path === 'string' ? path : path(place));
  });
}

async function expectRefused(seen: Promise<Seen>, path: string, reason: string): Promise<void> {
  const { diagnostics, sent } = await seen;
  expect(diagnostics).toEqual([`error input manifest Manifest "${path}" ${reason}`]);
  expect(sent.size).toBe(0);
}

async function originOf(seen: Promise<Seen>): Promise<string | undefined> {
  const { diagnostics, sent } = await seen;
  expect(diagnostics).toEqual([]);
  return [...sent.values()][0]?.RegionId?.origin;
}

describe('a manifest is read', () => {
  it('at a path relative to the workspace, whatever the current directory is', async () => {
    const prepare = async ({ workspace }: Place) => {
      await mkdir(join(workspace, 'deploy'));
      await writeFile(join(workspace, 'deploy', 'kafka.yaml'), flat());
    };
    expect(await originOf(read('kafka.yml'))).toBe('kafka.yml:1:11');
    expect(await originOf(read('deploy/kafka.yaml', prepare))).toBe('deploy/kafka.yaml:1:11');
    expect(await originOf(read('./deploy/../kafka.yml', prepare))).toBe('kafka.yml:1:11');
  });

  it('at an absolute path, when it is in the workspace', async () => {
    expect(await originOf(read(({ workspace }) => join(workspace, 'kafka.yml')))).toBe('kafka.yml:1:11');
  });

  it('through a symlink that stays in the workspace, with the origin where the text stands', async () => {
    const prepare = ({ workspace }: Place) => symlink('kafka.yml', join(workspace, 'link.yml'));
    expect(await originOf(read('link.yml', prepare))).toBe('kafka.yml:1:11');
  });

  it('in a folder whose name begins with two dots', async () => {
    const prepare = async ({ workspace }: Place) => {
      await mkdir(join(workspace, '..deploy'));
      await writeFile(join(workspace, '..deploy', 'kafka.yml'), flat());
    };
    expect(await originOf(read('..deploy/kafka.yml', prepare))).toBe('..deploy/kafka.yml:1:11');
  });

  it('in a workspace that is itself a symlink', async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'real'));
      await writeFile(join(folder, 'real', 'kafka.yml'), flat());
      await symlink('real', join(folder, 'workspace'));
      expect(await originOf(loadFrom(join(folder, 'workspace'), 'kafka.yml'))).toBe('kafka.yml:1:11');
    });
  });

  it('up to one mebibyte', async () => {
    const prepare = ({ workspace }: Place) => {
      return writeFile(join(workspace, 'large.yml'), `${flat()}#`.padEnd(MEBIBYTE, '.'));
    };
    expect(await originOf(read('large.yml', prepare))).toBe('large.yml:1:11');
  });
});

describe('a manifest is refused', () => {
  it('when there is none', async () => {
    await expectRefused(
      read('missing.yml'),
      'missing.yml',
      'does not exist in the workspace; is the path right, and did actions/checkout run before?',
    );
    await expectRefused(
      read('kafka.yml/inner.yml'),
      'kafka.yml/inner.yml',
      WINDOWS
        ? 'does not exist in the workspace; is the path right, and did actions/checkout run before?'
        : 'does not exist in the workspace; a part of the path is a file',
    );
  });

  it('when it is a directory', async () => {
    const reason = 'is a directory; give the path of the manifest file in it';
    await expectRefused(read('.'), '.', reason);
    await expectRefused(
      read('deploy', ({ workspace }) => mkdir(join(workspace, 'deploy'))),
      'deploy',
      reason,
    );
  });

  it.each([
    '../beside/kafka.yml',
    'a/../../beside/kafka.yml',
    './../beside/kafka.yml',
    '..',
    '../missing.yml',
  ])('when its path leaves the workspace: %s', async (path) => {
    await expectRefused(read(path), path, OUTSIDE);
  });

  it('when its absolute path is elsewhere', async () => {
    await expectRefused(read('/elsewhere/kafka.yml'), '/elsewhere/kafka.yml', OUTSIDE);
    const { diagnostics } = await read(({ beside }) => join(beside, 'kafka.yml'));
    expect(diagnostics).toEqual([expect.stringMatching(`^error input manifest Manifest ".*" ${OUTSIDE}$`)]);
  });

  it('when its folder only begins like the workspace', async () => {
    const { diagnostics } = await read(
      ({ workspace }) => `${workspace}-2/kafka.yml`,
      async ({ workspace }) => {
        await mkdir(`${workspace}-2`);
        await writeFile(join(`${workspace}-2`, 'kafka.yml'), flat());
      },
    );
    expect(diagnostics).toEqual([expect.stringMatching(`^error input manifest Manifest ".*" ${OUTSIDE}$`)]);
  });

  it('when a symlink leads out of the workspace: the file itself', async () => {
    const prepare = ({ workspace }: Place) => symlink('../beside/kafka.yml', join(workspace, 'link.yml'));
    await expectRefused(read('link.yml', prepare), 'link.yml', OUTSIDE_BY_LINK);
  });

  it('when a symlink leads out of the workspace: a folder on the way', async () => {
    const prepare = ({ workspace, beside }: Place) => symlink(beside, join(workspace, 'folder'));
    await expectRefused(read('folder/kafka.yml', prepare), 'folder/kafka.yml', OUTSIDE_BY_LINK);
  });

  it('when a symlink leads out of the workspace: through several', async () => {
    const prepare = async ({ workspace }: Place) => {
      await symlink('../beside', join(workspace, 'second'));
      await symlink('second', join(workspace, 'first'));
    };
    await expectRefused(read('first/kafka.yml', prepare), 'first/kafka.yml', OUTSIDE_BY_LINK);
  });

  it('when symlinks lead in a circle', async () => {
    const prepare = async ({ workspace }: Place) => {
      await symlink('b.yml', join(workspace, 'a.yml'));
      await symlink('a.yml', join(workspace, 'b.yml'));
    };
    await expectRefused(read('a.yml', prepare), 'a.yml', 'is a symlink that leads in a circle');
  });

  it('when it is larger than one mebibyte', async () => {
    const prepare = ({ workspace }: Place) => {
      return writeFile(join(workspace, 'large.yml'), `${flat()}#`.padEnd(MEBIBYTE + 1, '.'));
    };
    await expectRefused(read('large.yml', prepare), 'large.yml', 'is larger than 1 MiB; split it');
  });

  it.each([
    ['Latin-1', Buffer.from('name: Größe', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFname: abc', 'utf16le')],
    ['a cut character', Buffer.from('name: ü').subarray(0, -1)],
    ['an encoded surrogate', Buffer.from([0x61, 0xed, 0xa0, 0x80])],
  ])('when it is not UTF-8: %s', async (_, bytes) => {
    const prepare = ({ workspace }: Place) => writeFile(join(workspace, 'bytes.yml'), bytes);
    await expectRefused(read('bytes.yml', prepare), 'bytes.yml', 'is not UTF-8; save it in that encoding');
  });

  it.skipIf(WINDOWS)('when it is a named pipe, at once', { timeout: 20_000 }, async () => {
    const prepare = ({ workspace }: Place) => execFileSync('mkfifo', [join(workspace, 'pipe.yml')]);
    await expectRefused(read('pipe.yml', prepare), 'pipe.yml', 'is not a regular file');
  });

  it.skipIf(WINDOWS || process.getuid?.() === 0)('when this user may not read it', async () => {
    const prepare = ({ workspace }: Place) => chmod(join(workspace, 'kafka.yml'), 0o000);
    await expectRefused(read('kafka.yml', prepare), 'kafka.yml', 'may not be read by this user');
  });

  it('when its path is nothing a file could have', async () => {
    await expectRefused(read('a\0b'), 'a\\u0000b', 'cannot be read (ERR_INVALID_ARG_VALUE)');
    if (WINDOWS) return; // which says of a name that is too long that there is no such file
    await expectRefused(read('x'.repeat(300)), '… (300 characters)', 'cannot be read (ENAMETOOLONG)');
  });

  it('before anything else is looked at, so that this is the only error', async () => {
    await withFolder(async (workspace) => {
      const { diagnostics } = await loadFrom(workspace, 'kafka.yml', { inputs: { name: 'x' } });
      expect(diagnostics).toEqual([expect.stringContaining('does not exist in the workspace')]);
    });
  });
});

describe('a path leads out of the workspace', () => {
  const inWindows = 'D:\\a\\repo\\repo';

  it.each([
    [win32, inWindows, '..\\kafka.yml'],
    [win32, inWindows, 'deploy/../../kafka.yml'],
    [win32, inWindows, 'C:\\a\\repo\\repo\\kafka.yml'], // another drive
    [win32, inWindows, '\\\\server\\share\\kafka.yml'],
    [win32, inWindows, '\\kafka.yml'],
    [win32, inWindows, 'D:\\a\\repo\\repo-2\\kafka.yml'],
    [posix, '/checkout/repo', '../kafka.yml'],
    [posix, '/checkout/repo', '/checkout/repo-2/kafka.yml'],
  ])('by the rules of its platform: %#', (rules, workspace, path) => {
    expect(leavesWorkspace(path, workspace, rules)).toBe(true);
  });

  it.each([
    [win32, inWindows, 'deploy\\kafka.yml'],
    [win32, inWindows, 'deploy/kafka.yml'],
    [win32, inWindows, 'd:\\A\\repo\\Repo\\kafka.yml'], // names there have no case
    [win32, inWindows, '..deploy\\kafka.yml'],
    [posix, '/checkout/repo', '/checkout/repo/kafka.yml'],
    [posix, '/checkout/repo', '..\\kafka.yml'], // a name like any other
  ])('or does not: %#', (rules, workspace, path) => {
    expect(leavesWorkspace(path, workspace, rules)).toBe(false);
  });
});

describe('a manifest that a checkout on Windows gave CR LF', () => {
  const examples = join(import.meta.dirname, '..', '..', 'examples');

  it.each(['kafka.yml', 'kafka-broken.yml', 'fleet/kafka.yml'])(
    'says the same, at the same places: %s',
    async (name) => {
      const text = await readFile(join(examples, name), 'utf8');
      const variables = { AUDIT_PASSWORD: 'Sesame-0pen' };
      expect(text).not.toContain('\r');
      const windows = await load(text.replaceAll('\n', '\r\n'), { variables });
      expect(windows).toEqual(await load(text, { variables }));
    },
  );
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { inFolder } from './folder.ts';
import { runScript } from './workflows/step-script.ts';

const STEP = z.object({
  name: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const JOBS = z.object({ jobs: z.record(z.string(), z.object({ steps: z.array(STEP) })) });

/** The steps of a job that run a script. */
function scriptsOf(workflow: string, job: string) {
  const path = join(import.meta.dirname, '..', '.github', 'workflows', workflow);
  const steps = JOBS.parse(parse(readFileSync(path, 'utf8'))).jobs[job]?.steps ?? [];
  return steps.flatMap(({ run, ...step }) => (run === undefined ? [] : [{ ...step, run }]));
}

type Git = (...args: readonly string[]) => string;

// These scripts run on GitHub's Linux only.
describe.runIf(process.platform === 'linux')('dist for Dependabot', () => {
  const steps = scriptsOf('commit-dist.yml', 'commit');

  interface Given {
    readonly built: string;
    readonly git: Git;
    /** Where nothing is, unless something of the artifact was run. */
    readonly trace: string;
  }

  /** Runs the scripts in a clone of a branch, with this beside the built file; returns what the branch holds then. */
  function commit(after: (given: Given) => void) {
    const files = { 'work/dist/index.js': 'old', 'work/dist/1.index.js': 'old', 'built/index.js': 'new' };
    return inFolder({ ...files, 'bin/gh': '#!/bin/sh\n' }, (folder) => {
      const [work, origin, built] = [join(folder, 'work'), join(folder, 'origin'), join(folder, 'built')];
      const trace = join(folder, 'trace');
      chmodSync(join(folder, 'bin', 'gh'), 0o755);
      const env = {
        PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
      };
      const given: Record<string, string> = {
        BRANCH: 'dependabot/npm_and_yarn/x',
        BUILT: built,
        GH_TOKEN: 't',
      };
      const identity = ['-c', 'user.name=a', '-c', 'user.email=a@a.test'];
      const git: Git = (...args) =>
        execFileSync('git', [...identity, ...args], { cwd: work, env, stdio: 'pipe' }).toString();
      execFileSync('git', ['init', '--bare', '--quiet', origin], { env });
      git('init', '--quiet', '--initial-branch', 'dependabot/npm_and_yarn/x');
      git('add', '--all');
      git('commit', '--quiet', '--message', 'A new version');
      git('remote', 'add', 'origin', origin);
      git('push', '--quiet', 'origin', 'HEAD');
      after({ built, git, trace });
      let status: number | null = 0;
      for (const { run, env: own = {} } of steps) {
        const named = Object.fromEntries(Object.keys(own).map((name) => [name, given[name]]));
        if (status === 0)
          ({ status } = spawnSync('bash', ['-ec', run], { cwd: work, env: { ...env, ...named } }));
      }
      const show = (...args: string[]) => execFileSync('git', args, { cwd: origin, env }).toString().trim();
      const names = show('ls-tree', '-r', '--name-only', 'dependabot/npm_and_yarn/x').split('\n');
      const index = show('show', 'dependabot/npm_and_yarn/x:dist/index.js');
      return { status, names, index, ran: existsSync(trace) };
    });
  }

  it('a branch of Dependabot gets the new dist', () => {
    expect(commit(() => {})).toEqual({ status: 0, names: ['dist/index.js'], index: 'new', ran: false });
  });

  it.each<[what: string, make: (given: Given) => void]>([
    ['a symlink', ({ built }) => symlinkSync('/etc/passwd', join(built, '2.index.js'))],
    ['a folder', ({ built }) => mkdirSync(join(built, 'sub'))],
    [
      'a repository of its own, whose settings run a command',
      ({ built, git, trace }) => {
        const sub = join(built, 'sub');
        git('init', '--quiet', sub);
        git('-C', sub, 'commit', '--quiet', '--allow-empty', '--message', 'x');
        git('-C', sub, 'config', 'core.fsmonitor', `touch ${trace}; false`);
      },
    ],
    ['settings of git', ({ built }) => writeFileSync(join(built, '.gitattributes'), '* text')],
    ['a program', ({ built }) => chmodSync(join(built, 'index.js'), 0o755)],
  ])('nothing but plain files of dist is committed: not %s', (_, make) => {
    expect(commit(make)).toMatchObject({ status: 1, index: 'old', ran: false });
  });

  it('a branch that moved meanwhile keeps what it has', () => {
    const moved = commit(({ git }) => {
      git('commit', '--quiet', '--allow-empty', '--message', 'Newer');
      git('push', '--quiet', 'origin', 'HEAD');
      git('reset', '--quiet', '--hard', 'HEAD~1');
    });
    expect(moved).toMatchObject({ status: 1, index: 'old' });
  });
});

describe.runIf(process.platform === 'linux')('a release', () => {
  /** GitHub as its CLI shows it: these releases are published, each of a commit named like its tag. */
  const GH = `echo "$*" >> calls
[ -z "$REFUSES" ] || exit 4
case "$*" in
  'release list --exclude-drafts --limit 1000 --json tagName --jq .[].tagName') echo "$PUBLISHED" ;;
  'api repos/o/r/commits/tags/'*' --jq .sha') [[ $* =~ tags/(.*)' --jq' ]] && echo "commit-of-\${BASH_REMATCH[1]}" ;;
  'api repos/o/r/git/ref/tags/v1 --silent') [ -n "$MAJOR_TAG" ] ;;
  'api repos/o/r/releases/tags/v1.10.0 --jq .immutable') echo "$IMMUTABLE" ;;
  'api --method '* | 'release create '* | 'release edit '*) ;;
  *) exit 9 ;;
esac`;

  /** What the job "build" hands on. */
  const PACKED = {
    'release/notes.md': '- Much',
    'release/deploy-alikafka-v1.10.0.tar.gz': '',
    'release/sbom.spdx.json': '{}',
  };

  /** Runs a script for the tag v1.10.0; `changes` is what it asked GitHub to change. */
  async function released(job: string, step: string, published: readonly string[], env = {}) {
    const { run = 'exit 9' } = scriptsOf('release.yml', job).find(({ name }) => name === step) ?? {};
    const PUBLISHED = published.join('\n');
    const variables = {
      GITHUB_REF_NAME: 'v1.10.0',
      GH_REPO: 'o/r',
      PUBLISHED,
      MAJOR_TAG: 'v1',
      IMMUTABLE: 'true',
      REFUSES: '',
      ...env,
    };
    const done = await runScript(`trap 'cat calls >&2' EXIT\n${run}`, {
      env: variables,
      files: PACKED,
      programs: { gh: GH },
    });
    const changes = done.stderr.split('\n').filter((call) => /--method|release (create|edit)/.test(call));
    return { ...done, changes };
  }

  describe.each(['build', 'publish'])('in the job %s', (job) => {
    const step = 'No later version is published';

    it.each([
      ['there is no other', []],
      ['all others are earlier', ['v1.9.0', 'v0.20.0', 'v1.2.10']],
      ['it is run again', ['v1.10.0', 'v1.9.0']],
    ])('goes on where %s', async (_, published) => {
      expect(await released(job, step, published)).toMatchObject({ exitCode: 0, stdout: '' });
    });

    it.each(['v1.10.1', 'v1.11.0', 'v2.0.0', 'v10.0.0'])('ends where %s is published', async (later) => {
      expect(await released(job, step, ['v1.9.0', later, 'v1.2.0'])).toMatchObject({
        exitCode: 1,
        stdout: `::error::${later} is published, which is later than v1.10.0\n`,
      });
    });

    it('ends where GitHub does not tell what is published', async () => {
      expect((await released(job, step, [], { REFUSES: 'yes' })).exitCode).toBe(4);
    });
  });

  it('is drafted of a tag that is there, with notes, archive and SBOM', async () => {
    const { exitCode, changes } = await released('draft', 'Draft the release', []);
    const files =
      '--notes-file release/notes.md release/deploy-alikafka-v1.10.0.tar.gz release/sbom.spdx.json';
    expect([exitCode, changes]).toEqual([
      0,
      [`release create v1.10.0 --draft --verify-tag --title v1.10.0 ${files}`],
    ]);
    expect((await released('draft', 'Draft the release', [], { REFUSES: 'yes' })).exitCode).toBe(4);
  });

  it('is published as it was drafted', async () => {
    const { exitCode, changes } = await released('publish', 'Publish', []);
    expect([exitCode, changes]).toEqual([0, ['release edit v1.10.0 --draft=false']]);
    expect((await released('publish', 'Publish', [], { REFUSES: 'yes' })).exitCode).toBe(4);
  });

  it.each([
    [{ IMMUTABLE: 'true' }, 0],
    [{ IMMUTABLE: 'false' }, 1],
    [{ IMMUTABLE: 'null' }, 1],
    [{ REFUSES: 'yes' }, 1],
  ])('succeeds only where GitHub says that nobody can change it any more: %o', async (env, expected) => {
    const { exitCode } = await released('publish', 'It cannot be changed any more', [], env);
    expect(exitCode).toBe(expected);
  });

  it.each([
    ['its own', ['v1.9.0', 'v1.10.0', 'v1.2.0'], 'v1.10.0'],
    ['a later one, where an earlier release is run again', ['v1.9.0', 'v1.10.0', 'v1.11.0'], 'v1.11.0'],
    ['one of the same major version', ['v10.0.0', 'v1.10.0', 'v2.0.0'], 'v1.10.0'],
  ])('moves the major tag to the newest release: %s', async (_, published, newest) => {
    const step = 'Move the major tag to its newest release';
    const sha = `-f sha=commit-of-${newest}`;
    const { exitCode, changes } = await released('major', step, published);
    expect([exitCode, changes]).toEqual([
      0,
      [`api --method PATCH repos/o/r/git/refs/tags/v1 ${sha} -F force=true --silent`],
    ]);
    const first = await released('major', step, published, { MAJOR_TAG: '' });
    expect(first.changes).toEqual([
      `api --method POST repos/o/r/git/refs -f ref=refs/tags/v1 ${sha} --silent`,
    ]);
  });

  it('moves no major tag where GitHub does not tell what is published', async () => {
    const step = 'Move the major tag to its newest release';
    const { exitCode, changes } = await released('major', step, [], { REFUSES: 'yes' });
    expect([exitCode, changes]).toEqual([4, []]);
  });
});

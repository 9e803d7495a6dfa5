import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { node24, OLDEST, runsAction, scriptOf } from '../scripts/node24.mjs';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const project = JSON.parse(read('package.json'));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-node-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A machine with this Node. */
const machine = (node: string) => ({
  versions: { node },
  execPath: '/opt/machine/node',
  platform: process.platform,
  arch: process.arch,
});

/** A folder of packages with a Node for this platform: the one that runs this test. */
function packages(): string {
  const folder = temporaryFolder();
  const bin = join(folder, `node24-${process.platform}-${process.arch}`, 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(process.execPath, join(bin, process.platform === 'win32' ? 'node.exe' : 'node'), 'file');
  return folder;
}

describe('the Node that runs the project', () => {
  it.each(['24.4.0', '24.21.0', '24.100.0'])('is the machine’s own %s, and no packaged one', (version) => {
    expect(node24(machine(version), packages())).toBe('/opt/machine/node');
  });

  it('is the one that runs these tests', () => {
    expect(node24()).toBe(process.execPath);
  });

  it.each(['20.20.2', '24.0.0', '24.3.9', '25.0.0'])(
    'is a packaged one where the machine has %s',
    (version) => {
      const folder = packages();
      expect(dirname(node24(machine(version), folder))).toBe(
        join(folder, `node24-${process.platform}-${process.arch}`, 'bin'),
      );
    },
  );

  it('is asked for where there is neither, with what is needed and what is there', () => {
    const mac = { ...machine('24.3.0'), platform: 'darwin', arch: 'arm64' };
    expect(() => node24(mac, temporaryFolder())).toThrow(
      'This project runs on Node 24.4.0 or a later 24. This machine has Node 24.3.0, and no Node 24 is installed for ' +
        'darwin-arm64 by npm. Install Node 24 and try again.',
    );
  });

  it('is not the packaged one because npm put that first on the path', () => {
    expect(existsSync(join(root, 'node_modules', '.bin', 'node'))).toBe(false);
  });
});

describe('a command of the project', () => {
  const launch = (script: string, ...args: string[]) =>
    spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });

  it('runs in a checkout that was reached through a symlink, with its arguments whole', () => {
    const link = join(temporaryFolder(), 'checkout');
    symlinkSync(root, link, 'junction');
    const { stdout } = launch(
      join(link, 'scripts', 'node24.mjs'),
      ...['node', '-p', 'JSON.stringify(process.argv.slice(1))', 'two words', '%PATH% & "$HOME"'],
    );
    expect(JSON.parse(stdout)).toEqual(['two words', '%PATH% & "$HOME"']);
  });

  it('is found by its name in the packages, or named where there is none', () => {
    expect(['vitest', 'tsc', 'biome', 'ncc'].map(scriptOf).filter((path) => !existsSync(path))).toEqual([]);
    const { status, stderr } = launch(join(root, 'scripts', 'node24.mjs'), 'vitets');
    expect([status, stderr]).toEqual([
      1,
      'No package of this project brings the command vitets; is "npm ci" done?\n',
    ]);
  });

  it.each(Object.entries<string>(project.scripts))('%s starts by way of scripts/node24.mjs', (_, script) => {
    const programs = script.split(' && ').map((part) => part.replace(/^npm run (\S+).*/, 'npm run'));
    const direct = programs.filter(
      (part) => part !== 'npm run' && !part.startsWith('node scripts/node24.mjs '),
    );
    expect(direct).toEqual([]);
  });
});

describe('the versions of Node', () => {
  const versionIn = (spec: string) => spec.replace(/^npm:node-.*@/, '');

  it('are the same packaged one everywhere, but where the newest is older, and each runs the action', () => {
    const packaged = Object.entries<string>(project.optionalDependencies)
      .filter(([name]) => name.startsWith('node24-'))
      .map(([name, spec]) => [name, versionIn(spec)] as const);
    const older = { 'node24-darwin-x64': '24.18.1' };
    const newest = read('test/workflows/node-versions.test.ts')
      .match(/(?<=\[')24\.\d+\.\d+/g)
      ?.at(-1);
    expect(Object.fromEntries(packaged)).toEqual({
      ...{ 'node24-linux-x64': newest, 'node24-linux-arm64': newest, 'node24-win32-x64': newest },
      ...older,
    });
    expect(packaged.filter(([, version]) => !runsAction(version))).toEqual([]);
  });

  it('agree wherever the oldest that runs the action, or the runner’s own, is named', () => {
    const { jobs } = parse(read('.github/workflows/ci.yml'));
    const others = JSON.parse(read('scripts/tools/nodes/package.json')).optionalDependencies;
    expect(jobs.node.strategy.matrix.node[0]).toBe(OLDEST);
    expect(versionIn(others.oldest)).toBe(OLDEST);
    expect(versionIn(others.runner)).toBe(read('.node-version').trim());
    expect(project.engines.node).toBe(`>=${OLDEST}`);
    for (const readme of ['README.md', 'README.zh-CN.md']) expect(read(readme)).toContain(`Node ${OLDEST}`);
    expect(runsAction(read('.node-version').trim())).toBe(true);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { inFolder } from './folder.ts';

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
describe.skipIf(process.platform === 'win32')('dist for Dependabot', () => {
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

import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { runWorkflow } from './engine.ts';

vi.setConfig({ testTimeout: 180_000 }); // a run of the engine within its own limit

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const project = JSON.parse(read('package.json'));
const { version } = project;

const SBOM = z.object({
  name: z.string(),
  packages: z.array(z.object({ name: z.string(), versionInfo: z.string() })),
});
const LOCK = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});
const JOB = z.object({
  steps: z.array(z.looseObject({ uses: z.string().optional(), run: z.string().optional() })),
});

/** What another command has put beside the files of a build. */
const KEPT = 'build/coverage';

/**
 * The job that builds a release, without what needs GitHub or a registry: Node and the packages are those of this
 * checkout, the tests are left out, and what would be uploaded is put into a folder.
 */
function rehearsal(handedOn: string): string {
  const workflow = parseDocument(read('.github/workflows/release.yml'));
  const { steps } = JOB.parse(workflow.toJS().jobs.build);
  const local = steps.flatMap((step) => {
    if (step.uses?.startsWith('actions/setup-node@') || step.run === 'npm test') return [];
    if (step.run?.includes('gh release list')) return []; // test/workflow-scripts.test.ts runs it
    if (step.uses?.startsWith('actions/upload-artifact@')) return [{ run: `cp release/* ${handedOn}` }];
    if (step.run === 'npm run check') return [{ run: `mkdir -p ${KEPT}` }, step, { run: `test -d ${KEPT}` }];
    if (step.run === 'npm ci') return [{ run: `cp -al ${join(root, 'node_modules')} node_modules` }];
    return [step];
  });
  workflow.setIn(['jobs', 'build', 'steps'], workflow.createNode(local));
  for (const job of ['attest', 'draft', 'publish', 'major']) workflow.deleteIn(['jobs', job]);
  return workflow.toString({ lineWidth: 0 });
}

interface Release {
  readonly tag?: string;
  /** Whether the changelog has an entry for the version. */
  readonly entry?: boolean;
  /** Changes what is tagged, before its commit. */
  readonly change?: (repository: string) => void;
  /** Whether main holds the commit. */
  readonly onMain?: boolean;
}

const ENTRY = `## [Unreleased]\n\n## [${version}] - 2026-01-31\n\n- Much\n\n## [0.0.0] - 2026-01-01`;

/** Tags this checkout as a release, and has the job run. */
async function release({ tag = `v${version}`, entry = true, change, onMain = true }: Release = {}) {
  const handedOn = mkdtempSync(join(tmpdir(), 'deploy-alikafka-release-'));
  onTestFinished(() => rmSync(handedOn, { recursive: true }));
  const { exitCode, log } = await runWorkflow({
    workflow: rehearsal(handedOn),
    files: {},
    event: { name: 'push', payload: { ref: `refs/tags/${tag}` } },
    endpoint: 'http://127.0.0.1:1',
    limitMs: 150_000, // it builds dist
    prepare: (repository, git) => {
      copyCheckout(repository);
      if (entry) {
        const path = join(repository, 'CHANGELOG.md');
        writeFileSync(path, readFileSync(path, 'utf8').replace('## [Unreleased]', ENTRY));
      }
      change?.(repository);
      git('add', '--all');
      git('commit', '--message', 'A release');
      git('update-ref', 'refs/remotes/origin/main', onMain ? 'HEAD' : 'HEAD~1');
    },
  });
  const [, failed] = /Failure - Main (.*?) \[/.exec(log) ?? [];
  return { exitCode, log, failed, handedOn };
}

/** What git knows of this checkout, as it stands in it now, but for the workflow that is rehearsed. */
function copyCheckout(to: string): void {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  for (const name of names) {
    if (name === '' || name === '.github/workflows/release.yml') continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    cpSync(join(root, name), join(to, name));
  }
}

/** This project and all that it installs to run, by the lock file. */
function whatRuns(): Set<string> {
  const { packages } = LOCK.parse(JSON.parse(read('package-lock.json')));
  const runs = Object.entries(packages).filter(
    ([, { dev, optional, devOptional }]) => !(dev || optional || devOptional),
  );
  return new Set(
    runs.map(([path, { name, version: of }]) => `${name ?? path.replace(/^.*node_modules\//, '')}@${of}`),
  );
}

it('a tag on main is checked, and makes notes, the archive of what runs, and the list of what is in it', async () => {
  const { exitCode, log, handedOn } = await release();
  expect(exitCode, log).toBe(0);
  expect(log).toContain('npm run build -- --check');
  expect(readFileSync(join(handedOn, 'notes.md'), 'utf8')).toBe('- Much\n');
  const archive = ['-tzf', join(handedOn, `deploy-alikafka-v${version}.tar.gz`)];
  const archived = execFileSync('tar', archive, { encoding: 'utf8' }).trim().split('\n');
  expect(archived).toEqual(expect.arrayContaining(['LICENSE', 'action.yml', 'dist/index.js']));
  expect(archived.filter((name) => !/^(LICENSE$|action\.yml$|dist\/|schema\/)/.test(name))).toEqual([]);
  const sbom = SBOM.parse(JSON.parse(readFileSync(join(handedOn, 'sbom.spdx.json'), 'utf8')));
  expect(sbom.name).toBe(`deploy-alikafka@${version}`);
  const listed = sbom.packages.map(({ name, versionInfo }) => `${name}@${versionInfo}`);
  expect(new Set(listed)).toEqual(whatRuns());
});

it.each<[why: string, given: Release, step: string, said: string]>([
  ['its tag is not on main', { onMain: false }, 'The tag is on main', ''],
  [
    'its tag is not the version',
    { tag: 'v999.0.0' },
    'The tag is the version, and the changelog has its entry',
    `The tag v999.0.0 is not the version of package.json, ${version}.`,
  ],
  [
    'the changelog has no entry for it',
    { entry: false },
    'The tag is the version, and the changelog has its entry',
    `CHANGELOG.md has no entry "## [${version}] - YYYY-MM-DD" with a text.`,
  ],
  [
    'its dist is not what src builds',
    { change: (repository) => appendFileSync(join(repository, 'dist', 'index.js'), '//') },
    'npm run check',
    'dist/ is not what src/ builds (index.js): run "npm run build" and commit dist/.',
  ],
])('a release is refused where %s', async (_, given, step, said) => {
  const { exitCode, log, failed, handedOn } = await release(given);
  expect([exitCode, failed], log).toEqual([1, step]);
  expect(log).toContain(said);
  expect(readdirSync(handedOn)).toEqual([]);
});

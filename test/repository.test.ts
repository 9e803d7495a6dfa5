import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { node24 } from '../scripts/node24.mjs';
import { VERSION } from '../src/version.ts';
import { inFolder } from './folder.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const STEP = z.object({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const WORKFLOW = z.object({
  permissions: z.unknown(),
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.union([z.string(), z.array(z.string())]).optional(),
      permissions: z.record(z.string(), z.string()),
      steps: z.array(STEP),
    }),
  ),
});

const workflow = (name: string) => WORKFLOW.parse(parse(read(`.github/workflows/${name}`)));
const workflows = globSync('*.yml', { cwd: join(root, '.github', 'workflows') }).sort();
const runsOf = (steps: readonly z.infer<typeof STEP>[]) => steps.flatMap(({ run }) => run ?? []);

describe('the threat model', () => {
  const rows = read('SECURITY.md').match(/^\| \d+ \|.*$/gm) ?? [];
  // `test/file.test.ts`: “name”, “describe › name”
  const shown = rows.map((row) =>
    [...row.matchAll(/`(test\/[^`]+)`: ((?:“[^”]+”(?:, )?)+)/g)].flatMap(([, file = '', names = '']) =>
      [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => ({ file, name })),
    ),
  );

  it('has a test for each threat, and each test that it names exists', () => {
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((_, at) => shown[at]?.length === 0)).toEqual([]);
    const missing = shown.flat().filter(({ file, name }) => {
      const text = existsSync(join(root, file)) ? read(file) : '';
      return !name.split(' › ').every((part) => ["'", '"', '`'].some((q) => text.includes(q + part + q)));
    });
    expect(missing).toEqual([]);
  });
});

describe('the documents', () => {
  const documents = ['SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/architecture.md'];

  it('draw the arrows that the house allows, and no other', () => {
    const [, table = ''] = /const ARROWS.*?= \{\n(.*?)\n\};/s.exec(read('test/house.test.ts')) ?? [];
    const allowed = [...table.matchAll(/(\w+): \[(.*?)\]/g)].flatMap(([, from, targets = '']) =>
      [...targets.matchAll(/\w+/g)].map(([to]) => `${from} --> ${to}`),
    );
    const [, picture = ''] = /```mermaid\n(.*?)```/s.exec(read('docs/architecture.md')) ?? [];
    expect(allowed.length).toBeGreaterThan(20);
    expect(picture.match(/\w+ --> \w+/g)?.sort()).toEqual(allowed.sort());
  });

  it.each(documents)('name files, scripts and links that are there: %s', (path) => {
    const text = read(path);
    const linked = [...text.matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, to = '']) =>
      join(dirname(path), to),
    );
    const named = [...text.matchAll(/`((?:src|test|emulator|examples|\.github|docs)\/[^`*]*)`/g)].map(
      ([, to = '']) => to,
    );
    expect([...linked, ...named].filter((to) => !existsSync(join(root, to)))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json'));
    const run = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(run.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('workflows', () => {
  it('say each in one place what of them has run so far', () => {
    const [, section = ''] = read('CONTRIBUTING.md').split('\n## What has not run yet\n');
    const named = [...section.matchAll(/^\| `\.github\/workflows\/([^`]+)` \|/gm)].map(([, name]) => name);
    expect(named).toEqual(workflows);
    expect(read('SECURITY.md')).toContain('](CONTRIBUTING.md#what-has-not-run-yet)');
  });

  it.each(workflows)('have no permission by default: %s', (name) => {
    expect(workflow(name).permissions).toEqual({});
  });

  it('every action is pinned by commit, with its version beside it, and by one only', () => {
    const files = globSync(['.github/workflows/*.yml', 'examples/**/*.yml'], { cwd: root });
    const uses = files.flatMap((path) =>
      [...read(path).matchAll(/\buses: (?!\.\/|OWNER\/)(.+)$/gm)].map(([, text = '']) => text),
    );
    expect(uses.filter((text) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(text))).toEqual([]);
    const pins = [...new Set(uses)].map((text) => text.replace(/@.*/, ''));
    expect(pins.filter((action, at) => pins.indexOf(action) !== at)).toEqual([]);
  });

  it('whoever commits dist for Dependabot runs nothing that the pull request brought', () => {
    const builds = Object.values(workflow('rebuild-dist.yml').jobs);
    expect(builds.map(({ permissions }) => permissions)).toEqual([{ contents: 'read' }]);
    expect(read('.github/workflows/rebuild-dist.yml')).not.toContain('secrets.');
    const commits = Object.values(workflow('commit-dist.yml').jobs).flatMap(({ steps }) => steps);
    expect(runsOf(commits).filter((run) => /\b(npm|npx|node|make|bash|sh)\b|\.\//.test(run))).toEqual([]);
    const actions = commits.flatMap(({ uses }) => uses?.replace(/@.*/, '') ?? []);
    expect(actions).toEqual(['actions/download-artifact', 'actions/checkout']);
    const withToken = commits.filter(({ env }) => env?.GH_TOKEN !== undefined);
    expect(runsOf(withToken)).toEqual(['gh auth setup-git\ngit push origin "HEAD:refs/heads/$BRANCH"\n']);
  });

  it('CI builds dist again and compares it, and cannot be green without', () => {
    const { ok, ...jobs } = workflow('ci.yml').jobs;
    expect(runsOf(jobs.check?.steps ?? [])).toContain('npm run check');
    expect(ok?.needs).toEqual(Object.keys(jobs));
  });

  it('CI runs the tests in process under the thresholds of coverage', () => {
    expect(runsOf(workflow('ci.yml').jobs.check?.steps ?? [])).toContain(
      'npm test -- --project src --coverage',
    );
  });

  it('a release is built again and compared before anything is attested or published', () => {
    const { jobs } = workflow('release.yml');
    expect(Object.entries(jobs).map(([name, { needs }]) => [name, needs])).toEqual([
      ['build', undefined],
      ['attest', 'build'],
      ['draft', 'attest'],
      ['publish', 'draft'],
      ['major', 'publish'],
    ]);
    expect(runsOf(jobs.build?.steps ?? [])).toEqual(expect.arrayContaining(['npm run check', 'npm test']));
    const { scripts } = JSON.parse(read('package.json'));
    expect(scripts.check).toContain('npm run build -- --check');
    const write = Object.entries(jobs).filter(([, { permissions }]) => permissions.contents === 'write');
    expect(write.flatMap(([, { steps }]) => runsOf(steps)).join('\n')).not.toMatch(/\b(npm|npx|node)\b/);
  });
});

describe('a release', () => {
  const { jobs } = workflow('release.yml');

  it('attests the files that a job gets and the archive, which has an SBOM', () => {
    const { permissions, steps = [] } = jobs.attest ?? {};
    expect(permissions).toEqual({ attestations: 'write', contents: 'read', 'id-token': 'write' });
    const attests = steps.filter(({ uses }) => uses?.startsWith('actions/attest@'));
    expect(attests.map((step) => step.with)).toEqual([
      { 'subject-path': 'action.yml\ndist/*\nrelease/*.tar.gz\n' },
      { 'subject-path': 'release/*.tar.gz', 'sbom-path': 'release/sbom.spdx.json' },
    ]);
  });

  it('asks whether it can be changed once it is published, before the major tag moves to it', () => {
    expect(jobs.publish?.steps.map(({ name }) => name)).toEqual([
      'No later version is published',
      'Publish',
      'It cannot be changed any more',
    ]);
    expect(jobs.major?.needs).toBe('publish');
  });
});

describe('dependencies', () => {
  it.each(['package.json', 'scripts/tools/nodes/package.json'])('are of exact versions in %s', (path) => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(path));
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(versions).not.toEqual([]);
    const exact = /^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/;
    expect(versions.filter(([, version]) => !exact.test(String(version)))).toEqual([]);
  });

  it('run no script when they are installed, and a new one is saved with its exact version', () => {
    const settings = read('.npmrc').split('\n');
    expect(settings).toEqual(expect.arrayContaining(['save-exact=true', 'ignore-scripts=true']));
    const installs = workflows.flatMap((name) =>
      Object.values(workflow(name).jobs).flatMap(({ steps }) => runsOf(steps)),
    );
    expect(installs.join('\n')).not.toMatch(/npm install(?!.*--ignore-scripts)|ignore-scripts=false/);
  });
});

describe('the version', () => {
  it('is that of package.json, wherever it stands', () => {
    const { version } = JSON.parse(read('package.json'));
    const lock = JSON.parse(read('package-lock.json'));
    expect([VERSION, lock.version, lock.packages[''].version]).toEqual([version, version, version]);
  });

  const changelog =
    '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-31\n\n### Added\n\n- Much\n\n## [1.2.2] - 2026-01-01\n\n- Less\n';

  it.each([
    ['v1.2.3', changelog, 0, '### Added\n\n- Much\n', ''],
    ['v1.2.4', changelog, 1, '', 'The tag v1.2.4 is not the version of package.json, 1.2.3.\n'],
    [
      'v1.2.3',
      changelog.replace('2026-01-31', 'soon'),
      1,
      '',
      'CHANGELOG.md has no entry "## [1.2.3] - YYYY-MM-DD" with a text.\n',
    ],
    [
      'v1.2.3',
      '## [1.2.3] - 2026-01-31\n\n[1.2.3]: https://github.test\n',
      1,
      '',
      'CHANGELOG.md has no entry "## [1.2.3] - YYYY-MM-DD" with a text.\n',
    ],
  ])(
    'is released as %s with an entry in the changelog, or not at all',
    (tag, text, status, stdout, stderr) => {
      const files = { 'package.json': '{"version":"1.2.3"}', 'CHANGELOG.md': text };
      const script = join(root, '.github', 'scripts', 'release-notes.mjs');
      const ran = inFolder(files, (cwd) => spawnSync(node24(), [script, tag], { cwd, encoding: 'utf8' }));
      expect(ran).toMatchObject({ status, stdout, stderr });
    },
  );

  it('has a place in the changelog before it is released', () => {
    expect(read('CHANGELOG.md')).toMatch(/^## \[Unreleased\]$/m);
  });
});

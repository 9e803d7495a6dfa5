import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Files } from '../folder.ts';
import { actionlint, languageService, zizmor } from './linters.ts';
import { readWorkflow } from './workflow-file.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const workflows = globSync(['.github/workflows/*.yml', 'examples/**/*.yml'], { cwd: root })
  .filter((path) => readWorkflow(read(path)) !== undefined)
  .sort();

/** What zizmor reads besides workflows. */
const dependabot = { '.github/dependabot.yml': read('.github/dependabot.yml') };

const files: Files = Object.fromEntries(['action.yml', ...workflows].map((path) => [path, read(path)]));

/** The files with a mistake in examples/deploy.yml. */
function withMistake(right: string, wrong: string): Files {
  const text = read('examples/deploy.yml');
  expect(text).toContain(right);
  return { ...files, 'examples/deploy.yml': text.replace(right, wrong) };
}

it('has workflows to look at', () => {
  expect(workflows).toEqual(
    expect.arrayContaining([
      '.github/workflows/ci.yml',
      '.github/workflows/codeql.yml',
      '.github/workflows/commit-dist.yml',
      '.github/workflows/dependency-review.yml',
      '.github/workflows/rebuild-dist.yml',
      '.github/workflows/release.yml',
      '.github/workflows/scorecard.yml',
      '.github/workflows/zizmor.yml',
      'examples/deploy.yml',
      'examples/fleet/workflow.yml',
    ]),
  );
});

it('has no finding of actionlint, which knows the inputs and outputs of this action', () => {
  expect(actionlint(files)).toEqual([]);
  expect(actionlint(withMistake('outputs.console-url', 'outputs.console'))).toEqual([
    expect.stringMatching(/^examples\/deploy\.yml:\d+ expression: property "console" is not defined/),
  ]);
  expect(actionlint(withMistake('mode: ', 'moode: '))).toEqual([
    expect.stringMatching(/^examples\/deploy\.yml:\d+ action: input "moode" is not defined/),
  ]);
});

it('has no finding of zizmor', () => {
  expect(zizmor({ ...files, ...dependabot })).toEqual([]);
  expect(zizmor(withMistake('permissions:\n  contents: read', 'permissions: write-all'))).toEqual([
    expect.stringMatching(/^examples\/deploy\.yml:\d+ excessive-permissions: /),
  ]);
  const hasty = dependabot['.github/dependabot.yml'].replaceAll('default-days: 7', 'default-days: 1');
  expect(zizmor({ '.github/dependabot.yml': hasty })).toEqual(
    expect.arrayContaining([expect.stringMatching(/^\.github\/dependabot\.yml:\d+ dependabot-cooldown: /)]),
  );
});

it("has no finding of GitHub's own language service", async () => {
  expect(await languageService(files)).toEqual([]);
  expect(await languageService(withMistake('mode: ', 'moode: '))).toEqual([
    expect.stringMatching(/^examples\/deploy\.yml:\d+ Invalid action input 'moode'$/),
  ]);
});

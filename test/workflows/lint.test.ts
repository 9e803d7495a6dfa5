import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { actionlint, type Files, languageService, zizmor } from './linters.ts';
import { readWorkflow } from './workflow-file.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const workflows = globSync(['.github/workflows/*.yml', 'examples/**/*.yml'], { cwd: root })
  .filter((path) => readWorkflow(read(path)) !== undefined)
  .sort();

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
  expect(zizmor(files)).toEqual([]);
  expect(zizmor(withMistake('permissions:\n  contents: read', 'permissions: write-all'))).toEqual([
    expect.stringMatching(/^examples\/deploy\.yml:\d+ excessive-permissions: /),
  ]);
});

it("has no finding of GitHub's own language service", async () => {
  expect(await languageService(files)).toEqual([]);
  expect(await languageService(withMistake('mode: ', 'moode: '))).toEqual([
    expect.stringMatching(/^examples\/deploy\.yml:\d+ Invalid action input 'moode'$/),
  ]);
});

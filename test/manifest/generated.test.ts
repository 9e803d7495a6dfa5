import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import schema from '../../schema/manifest.schema.json' with { type: 'json' };
import { actionText } from '../../scripts/generate/action.ts';
import { manifestParts } from '../../scripts/generate/manifest.ts';
import { withParts } from '../../scripts/generate/markdown.ts';
import { manifestJsonSchema } from '../../scripts/json-schema.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

it('the JSON Schema in the repository is that of the fields', () => {
  expect(JSON.parse(JSON.stringify(manifestJsonSchema()))).toEqual(schema);
});

it('action.yml has the inputs of the field table', () => {
  expect(read('action.yml')).toBe(actionText());
});

it.each([
  ['en', 'docs/manifest.md'],
  ['zh', 'docs/zh/manifest.md'],
] as const)('the reference in the language %s has the rules of the fields', (language, path) => {
  expect(read(path)).toBe(withParts(read(path), manifestParts(language)));
});

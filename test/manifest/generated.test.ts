import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import schema from '../../schema/manifest.schema.json' with { type: 'json' };
import { manifestJsonSchema } from '../../scripts/json-schema.ts';
import { fieldNames, fieldOf } from '../../src/manifest/fields.ts';

it('the JSON Schema in the repository is that of the fields', () => {
  expect(JSON.parse(JSON.stringify(manifestJsonSchema()))).toEqual(schema);
});

it('action.yml describes the input of each field as the table does', () => {
  const { inputs } = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));
  const described = fieldNames.map((name) => [fieldOf(name).input, fieldOf(name).description]);
  const there = described.map(([input = '']) => [input, inputs[input]?.description]);
  expect(there).toEqual(described);
});

import { describe, expect, it } from 'vitest';
import { fieldNames } from '../../src/manifest/fields.ts';
import { type Bad, FIELDS, type Field, type Good, VARIABLES } from './fields-table.ts';
import { COMPLETE, flat, load, only, type Seen } from './support.ts';

type Rows<T> = [name: string, written: string, expected: T, field: Field][];

function rows<T extends Good | Bad>(list: (field: Field) => readonly T[]): Rows<T> {
  return Object.entries(FIELDS).flatMap(([name, field]) => {
    return list(field).map((row): Rows<T>[number] => [name, row[0], row, field]);
  });
}

function bad(field: Field): Bad[] {
  return [...(field.bad ?? []), ...(field.badBesideOthers ?? [])];
}

function fromManifest(name: string, written: string, { beside = [] }: Field): Promise<Seen> {
  return load(flat(`${name}: ${written}`, ...beside), { variables: VARIABLES });
}

function fromInput(text: string, { input, beside = [] }: Field): Promise<Seen> {
  return load(flat(...beside), { variables: VARIABLES, inputs: { [input]: text } });
}

describe('the table of fields', () => {
  it('has a row for every field of the manifest, and no other', () => {
    expect(Object.keys(FIELDS).toSorted()).toEqual(fieldNames.toSorted());
  });
});

describe('in the manifest', () => {
  it.each(rows((field) => [...(field.good ?? []), ...(field.goodInManifest ?? [])]))(
    '%s takes %j',
    async (name, written, [, value, ...warnings], field) => {
      const seen = await fromManifest(name, written, field);
      const sent = only(seen)[field.parameter];
      expect(sent?.value).toEqual(value);
      expect(seen.diagnostics.map((problem) => problem.replace(/^warning kafka\.yml:1:\d+ /, ''))).toEqual(
        warnings,
      );
      const start = name === 'extraParameters' ? written.search(/value|\[/) : 0; // each of them is sent by itself
      expect(sent?.origin).toBe(value === undefined ? undefined : `kafka.yml:1:${name.length + 3 + start}`);
    },
  );

  it.each(rows((field) => [...bad(field), ...(field.badInManifest ?? [])]))(
    '%s refuses %j',
    async (name, written, [, error], field) => {
      const column = name.length + 3 + Math.max(written.indexOf('»'), 0);
      const { diagnostics } = await fromManifest(name, written.replace('»', ''), field);
      expect(diagnostics.filter((problem) => problem.startsWith('error'))).toEqual([
        `error kafka.yml:1:${column} ${error}`,
      ]);
    },
  );

  it.each(rows((field) => (field.required === undefined ? [] : [['', field.required]])))(
    '%s must be given',
    async (name, _, [, error]) => {
      const { diagnostics } = await load(flat(`${name}: null`));
      expect(diagnostics).toEqual([`error kafka.yml:1:1 ${error}`]);
    },
  );

  it.each(Object.entries(FIELDS).filter(([, { required }]) => required === undefined))(
    '%s may be left out, and is not sent then',
    async (_, { parameter }) => {
      const seen = await load(flat());
      expect(seen.diagnostics).toEqual([]);
      expect(only(seen)).not.toHaveProperty(parameter);
    },
  );
});

describe('as an input', () => {
  it.each(rows((field) => [...(field.good ?? []), ...(field.goodInInput ?? [])]))(
    '%s takes %j',
    async (_, text, [, value, ...warnings], field) => {
      const seen = await fromInput(text, field);
      expect(only(seen)[field.parameter]).toEqual(
        value === undefined ? undefined : { value, origin: `input ${field.input}` },
      );
      expect(seen.diagnostics).toEqual(warnings.map((warning) => `warning input ${field.input} ${warning}`));
    },
  );

  it.each(rows((field) => [...bad(field), ...(field.badInInput ?? [])]))(
    '%s refuses %j',
    async (_, text, [, error], field) => {
      const { diagnostics } = await fromInput(text.replace('»', ''), field);
      expect(diagnostics).toEqual([`error input ${field.input} ${error}`]);
    },
  );

  it.each(rows((field) => (field.required === undefined ? [] : [['', field.required]])))(
    '%s must be given',
    async (name, _, [, error]) => {
      const others = Object.entries(COMPLETE).filter(([field]) => field !== name);
      const inputs = others.map(([field, line]) => [FIELDS[field]?.input, line.split(': ')[1]]);
      const { diagnostics } = await load('{}', { inputs: Object.fromEntries(inputs) });
      expect(diagnostics).toEqual([`error kafka.yml:1:1 ${error}`]);
    },
  );

  it.each(Object.entries(FIELDS))(
    '%s counts as absent when it is empty',
    async (_, { input, beside = [] }) => {
      const options = { variables: VARIABLES };
      const empty = await load(flat(...beside), { ...options, inputs: { [input]: '' } });
      expect(empty).toEqual(await load(flat(...beside), options));
    },
  );
});

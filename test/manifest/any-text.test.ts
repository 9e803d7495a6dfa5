import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldNames, fieldOf } from '../../src/manifest/fields.ts';
import { FIELDS } from './fields-table.ts';
import { flat, load, type Seen } from './support.ts';

const runs = { seed: 20261124, numRuns: 60 };

function expectEither({ diagnostics, sent }: Seen): void {
  const failed = diagnostics.some((problem) => problem.startsWith('error '));
  expect(sent.size > 0).toBe(!failed);
}

const SECTIONS = ['defaults', 'instances', 'environments', 'production', 'orders', '__proto__'];

describe('loading ends with requests or with errors, and never throws', () => {
  it('of any tree of values under the names of fields and sections', async () => {
    const within = ['vpc', 'sasl', 'partitions', 'remark', 'localTopic', 'compact', 'retention.ms'];
    const odd = ['constructor', 'toString', '', 'a\nb'];
    const key = fc.constantFrom(...SECTIONS, ...fieldNames, ...within, ...odd);
    const leaf = fc.constantFrom<unknown>(
      null,
      true,
      0,
      1e300,
      '',
      'abc',
      '${X}',
      '$${',
      'vsw-1',
      'zonea',
      'eip',
      '3.3.1',
      '10.0.0.0/8',
      '10.0.0.1/8',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, fc.array(tie('tree')), tie('map')),
      map: fc.array(fc.tuple(key, tie('tree')), { maxLength: 5 }).map((entries) => new Map(entries)),
    }));
    const yaml = (value: unknown): string => {
      if (Array.isArray(value)) return `[${value.map(yaml).join()}]`;
      if (!(value instanceof Map)) return JSON.stringify(value);
      return `{${[...value].map(([name, inner]) => `${JSON.stringify(name)}: ${yaml(inner)}`).join()}}`;
    };
    const manifest = fc.tuple(tree, tree, tree).map(([a, b, c]) => {
      return `{"defaults": ${yaml(a)}, "instances": ${yaml(b)}, "environments": {"production": ${yaml(c)}}}`;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(manifest, tree.map(yaml)), async (text) => {
        for (const environment of [undefined, 'production']) {
          expectEither(await load(text, { variables: { X: 'x' }, ...(environment && { environment }) }));
        }
      }),
      runs,
    );
  });

  it('of any text in an input', async () => {
    const name = fc.constantFrom(...fieldNames.map((field) => fieldOf(field).input));
    const examples = Object.values(FIELDS).flatMap(({ good = [], bad = [] }) =>
      [...good, ...bad].map(([text]) => text),
    );
    const text = fc.oneof(fc.constantFrom(...examples), fc.json({ maxDepth: 2 }), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, text, { maxKeys: 3 }), async (inputs) => {
        expectEither(await load(flat(), { inputs }));
      }),
      runs,
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startRequest } from '../../src/deployment/start-request.ts';
import { confidentialIn } from '../../src/manifest/confidential.ts';
import { desiredInstances } from '../../src/manifest/desired.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { fieldNames, fieldOf } from '../../src/manifest/fields.ts';
import { parseManifest } from '../../src/manifest/parse.ts';
import type { ProcessEnv } from '../../src/manifest/references.ts';
import { resolve } from '../../src/manifest/resolve.ts';
import { DEFAULTS, flat } from '../manifest/support.ts';
import { runs } from './runs.ts';
import { HOSTILE_TEXTS, hostileText, PROTOTYPE_NAMES, prototypesAreClean } from './texts.ts';

interface Given {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: ProcessEnv;
  readonly environment?: string | undefined;
  readonly instances?: readonly string[];
}

function resolved(manifest: string, { inputs = {}, env = {}, environment, instances = [] }: Given) {
  const diagnostics = new Diagnostics();
  const root = parseManifest(manifest, 'kafka.yml', diagnostics);
  if (!root) throw new Error(`a test wrote no YAML: ${JSON.stringify(diagnostics.all())}`);
  const found = resolve(root, inputs, { environment, instances }, env, diagnostics);
  const confidential = confidentialIn(root, found, diagnostics);
  const requests = desiredInstances(found, diagnostics).map(startRequest);
  return { requests, confidential, diagnostics: diagnostics.all() };
}

/** What a text becomes by the rule of references: one pass, in which nothing that was put in is read again. */
function filledBy(text: string, env: ReadonlyMap<string, string>): string | undefined {
  let isKnown = true;
  const filled = text
    .split(/(\$\$\{|\$\{\w+\})/)
    .map((part, index) => {
      if (index % 2 === 0) return part;
      if (part === '$${') return '${';
      const value = env.get(part.slice(2, -1));
      if (value === undefined) isKnown = false;
      return value ?? '';
    })
    .join('');
  return isKnown ? filled : undefined;
}

const VARIABLES = ['A', 'B', '_', 'constructor', 'toString', '__proto__', 'hasOwnProperty'];
const variables = fc.uniqueArray(fc.tuple(fc.constantFrom(...VARIABLES), hostileText), {
  selector: ([name]) => name,
});

const SETTINGS = { env: { KEEP: 'Kq7-Sesame-0pen-Zx9' } };

describe('references', () => {
  it('are filled once with what the environment holds itself, whatever it holds', () => {
    const part = fc.oneof(
      fc.constantFrom(...VARIABLES.map((name) => `\${${name}}`), '$${', '$', '{', '}', '$$', ' '),
      fc.constantFrom(...HOSTILE_TEXTS.filter((text) => !text.includes('${'))),
    );
    const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const property = fc.property(text, variables, (written, entries) => {
      const expected = filledBy(written, new Map(entries));
      fc.pre(!written.replaceAll(/\$\$\{|\$\{\w+\}/g, '').includes('${') && written.isWellFormed());
      const manifest = flat(`extraParameters: { Newer: ${JSON.stringify(written)} }`);
      const { requests, diagnostics } = resolved(manifest, { env: Object.fromEntries(entries) });
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      const sent = requests[0]?.parameters.find(({ name }) => name === 'Newer');
      if (expected === undefined) expect(errors.length).toBeGreaterThan(0);
      if (sent) expect(sent.value).toBe(expected);
      else expect(errors.length).toBeGreaterThan(0);
      for (const [, value] of entries.filter(([, { length }]) => length > 8)) {
        if (HOSTILE_TEXTS.some((known) => written.includes(value) || known === value)) continue;
        for (const { message } of diagnostics) expect(message).not.toContain(value);
      }
    });
    fc.assert(property, runs('usual'));
  });

  it('give nothing of the environment away, wherever they stand and whatever is refused', () => {
    const name = fc.constantFrom(...fieldNames);
    const value = fc.constantFrom(
      '"${KEEP}"',
      '"x${KEEP}"',
      '["${KEEP}"]',
      '{ a: "${KEEP}" }',
      '{ "${KEEP}": x }',
      '{ a: { b: "${KEEP}" } }',
      '{ vpc: ["${KEEP}"] }',
    );
    const property = fc.property(name, value, name, value, (one, first, two, second) => {
      fc.pre(one !== two);
      const layers = `${DEFAULTS}\ninstances: { a: { ${one}: ${first} }, b: { instanceId: alikafka_2, ${two}: ${second} } }\n`;
      const seen = resolved(`${layers}environments: { e: { defaults: { ${two}: ${first} } } }`, {
        ...SETTINGS,
        environment: 'e',
      });
      for (const { message } of seen.diagnostics) expect(message).not.toMatch(/Sesame|0pen/);
      for (const { parameters } of seen.requests) {
        for (const { privacy, shown, value: sent } of parameters) {
          if (privacy === undefined) expect(JSON.stringify(shown)).not.toMatch(/Sesame|0pen/);
          if (!JSON.stringify(sent).includes('Sesame')) continue;
          expect([...seen.confidential.masked, ...seen.confidential.concealed].join()).toContain('Sesame');
        }
      }
    });
    fc.assert(property, runs('usual'));
  });
});

describe('any choice and any inputs', () => {
  const fleet = `${DEFAULTS}
instances: { a: { instanceId: alikafka_1 }, b: { instanceId: alikafka_2, topics: { orders: {} } } }
environments:
  e: { instances: { b: null } }
  constructor: { defaults: { config: { toString: x } } }
`;
  const name = fc.oneof(fc.constantFrom('a', 'b', 'e', ...PROTOTYPE_NAMES), hostileText);
  const input = fc.constantFrom(...fieldNames.map((field) => fieldOf(field).input), ...PROTOTYPE_NAMES);
  const given = fc.record({
    inputs: fc.dictionary(input, hostileText, { maxKeys: 3 }),
    environment: fc.option(name, { nil: undefined }),
    instances: fc.array(name, { maxLength: 3 }),
    manifest: fc.constantFrom(fleet, flat(), flat('environments: { e: { name: x }, toString: null }')),
  });

  it('end with the instances that were chosen, or with errors', () => {
    const property = fc.property(given, ({ manifest, ...choice }) => {
      const { requests, diagnostics } = resolved(manifest, choice);
      const failed = diagnostics.some(({ severity }) => severity === 'error');
      expect(requests.length > 0).toBe(!failed);
      if (failed) return;
      expect(
        choice.environment === undefined || ['e', 'constructor', 'toString'].includes(choice.environment),
      ).toBe(true);
      const keys = requests.map(({ key }) => key);
      if (choice.instances.length > 0)
        expect(keys.toSorted()).toEqual([...new Set(choice.instances)].toSorted());
      expect(prototypesAreClean()).toBe(true);
    });
    fc.assert(property, runs('usual'));
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRequest } from '../../src/deployment/start-request.ts';
import { contentsOf } from '../../src/manifest/contents.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { fieldNames } from '../../src/manifest/fields.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { parseManifest } from '../../src/manifest/parse.ts';
import { resolve } from '../../src/manifest/resolve.ts';
import { DEFAULTS, flat } from '../manifest/support.ts';
import { runs } from './runs.ts';
import { hostileText, PROTOTYPE_NAMES, prototypesAreClean } from './texts.ts';

const SECRET = 'Kq7-Sesame-0pen-Zx9';
const FILE = 'kafka.yml';

let workspace = '';
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'adversarial-'));
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

function loadPath(manifest: string, environment?: string) {
  return loadManifest({
    ...{ manifest, workspace, selection: { environment, instances: [] }, fieldInputs: {} },
    ...{ env: { X: SECRET, KAFKA_PASSWORD: SECRET }, needsPrivateValues: true },
  });
}

/** Checks that a text becomes requests, or errors at places of it that give no secret away. */
async function expectLoaded(content: string | Uint8Array, environment?: string): Promise<void> {
  await writeFile(join(workspace, FILE), content);
  const { desired, diagnostics } = await loadPath(FILE, environment);
  const lines = Buffer.from(content)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n/);
  for (const { message, origin } of diagnostics) {
    expect(message).not.toBe('');
    expect(message).not.toContain(SECRET);
    if (origin?.kind !== 'manifest') continue;
    expect(origin.file).toBe(FILE);
    expect(lines[origin.line - 1], `${message} at line ${origin.line}`).toBeDefined();
    expect(origin.column).toBeGreaterThan(0);
    expect(origin.column).toBeLessThanOrEqual((lines[origin.line - 1]?.length ?? 0) + 2);
  }
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  expect(desired.length > 0).toBe(!failed);
  for (const instance of desired) {
    startRequest(instance);
    contentsOf(instance);
  }
  expect(prototypesAreClean()).toBe(true);
}

const LONG = 'x'.repeat(70_000);
const KEYS = [
  ...fieldNames,
  ...PROTOTYPE_NAMES,
  'defaults',
  'instances',
  'environments',
  'production',
  'orders',
  'vpc',
  'partitions',
  '<<',
];

/** Pieces of YAML that are more than text, and things that editors, systems and attackers put between them. */
const PIECES = [
  ...[
    '\n',
    '\n',
    '\n  ',
    '\n    ',
    '\r\n',
    '\r',
    '\t',
    ' ',
    ': ',
    ': ',
    ':',
    '- ',
    '? ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '#',
  ],
  ...[
    '&a ',
    '*a',
    '*b',
    '<<: *a',
    '<<: [*a, *a]',
    '!!binary ',
    '!!merge ',
    '!!set ',
    '!!timestamp ',
    '!!float ',
    '!<x> ',
    '!x ',
  ],
  ...[
    '"',
    "'",
    '|',
    '>',
    '|9\n',
    '>-\n',
    '---\n',
    '--- ',
    '...\n',
    '%YAML 1.1\n---\n',
    '%TAG ! x\n',
    '@',
    '`',
    '0x',
    '0o8',
    '.nan',
    'null',
    '1',
  ],
  ...[
    '\0',
    '\ufeff',
    '\u0085',
    '\u2028',
    '\ud800',
    '\u001b[2J',
    '：',
    '，',
    '“',
    '${X}',
    '${KAFKA_PASSWORD}',
    '$${',
    LONG,
  ],
  ...[
    '"\\ud800"',
    '"\\x00"',
    '"\\U00110000"',
    '1e999',
    `${'9'.repeat(400)}`,
    '{a: *a}',
    '&a [*a]',
    '? [a]\n: b',
  ],
];

const yamlLike = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(...KEYS), hostileText), { maxLength: 25 })
  .map((parts) => parts.join(''));

describe('a manifest is loaded, or refused at its place and without its secrets, when it is', () => {
  it('made of any bytes', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(bytes, (content) => expectLoaded(content)),
      runs('usual'),
    );
  });

  it('made of the pieces of YAML', async () => {
    await fc.assert(
      fc.asyncProperty(yamlLike, (content) => expectLoaded(content)),
      runs('usual'),
    );
  });

  it('a good one with a hostile piece anywhere in it', async () => {
    const fleet = `${DEFAULTS}
instances:
  a: &a { instanceId: alikafka_1, password: "\${KAFKA_PASSWORD}", deployModule: eip }
  b: { instanceId: alikafka_2, topics: { orders: { partitions: 3 }, x: {} } }
environments:
  production: { defaults: { name: "\${X}" }, instances: { b: { config: { enable.acl: true } } } }
`;
    const good = fc.constantFrom(
      fleet,
      fleet.replaceAll('\n', '\r\n'),
      flat('name: "${X}"'),
      `\ufeff${flat()}`,
    );
    const piece = fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(...KEYS), hostileText);
    const property = fc.asyncProperty(good, piece, fc.nat(1000), fc.nat(3), async (text, by, at, cut) => {
      const start = at % text.length;
      await expectLoaded(
        `${text.slice(0, start)}${by}${text.slice(start + cut)}`,
        at % 2 === 0 ? 'production' : undefined,
      );
    });
    await fc.assert(property, runs('usual'));
  });

  it('one whose names are those that objects have', async () => {
    const name = fc.constantFrom(...PROTOTYPE_NAMES);
    const property = fc.asyncProperty(name, name, name, async (one, two, three) => {
      const value = `{ ${two}: { ${three}: x }, ${three}: [${one}] }`;
      const fleet = `${DEFAULTS}\ninstances: { ${one}: { instanceId: alikafka_1, config: ${value} }, ${two}: ${value} }\n`;
      await expectLoaded(
        `${fleet}environments: { ${three}: { instances: { ${one}: ${value} }, ${two}: ${value} } }`,
        three,
      );
      await expectLoaded(
        flat(`extraParameters: ${value}`, `extraConfig: { ${one}: ${two} }`, `topics: ${value}`),
      );
      await expectLoaded(flat(`${one}: ${value}`, `environments: { ${two}: ${value} }`), two);
    });
    await fc.assert(property, runs('dear'));
  });

  it('at any path, which is told as one that is no manifest', async () => {
    const step = fc.oneof(
      fc.constantFrom('..', '.', '', '/', '~', 'dev', 'null', 'C:', '\\', 'x'.repeat(300)),
      hostileText,
    );
    const path = fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => steps.join('/'));
    const property = fc.asyncProperty(
      fc.oneof(path, fc.constantFrom('/dev/zero', '/dev/stdin', '/proc/self/environ')),
      async (at) => {
        fc.pre(at !== '' && posix.join('/', at) !== `/${FILE}`);
        const { desired, diagnostics } = await loadPath(at);
        expect(desired).toEqual([]);
        expect(diagnostics).toHaveLength(1);
        expect(diagnostics[0]).toMatchObject({
          severity: 'error',
          origin: { kind: 'input', name: 'manifest' },
        });
      },
    );
    await fc.assert(property, runs('usual'));
  });
});

describe('the words about a syntax error', () => {
  it('repeat nothing of the text but names of fields', () => {
    const damage = fc.constantFrom(...PIECES.filter((piece) => piece.length < 100));
    const property = fc.property(damage, damage, fc.nat(200), fc.nat(200), (one, two, at, other) => {
      const good = flat(
        `password: "${SECRET}"`,
        `username: ${SECRET}`,
        `${SECRET}: 1`,
        `name: "${SECRET}\\q"`,
      );
      const first = `${good.slice(0, at)}${one}${good.slice(at)}`;
      const diagnostics = new Diagnostics();
      parseManifest(`${first.slice(0, other)}${two}${first.slice(other)}`, FILE, diagnostics);
      for (const { message } of diagnostics.all()) expect(message).not.toMatch(/Sesame|0pen/);
    });
    fc.assert(property, runs('usual'));
  });
});

/** Lines until there are so many bytes. */
function lines(bytes: number, line: (index: number) => string): string {
  const all: string[] = [];
  for (let size = 0; size < bytes; size += (all.at(-1)?.length ?? 0) + 1) all.push(line(all.length));
  return all.join('\n');
}

const MIB = 1024 * 1024;
// Each takes some seconds at most; with the square of its size it would be minutes.
const LIMIT_MS = 25_000;

describe('the time that a manifest takes grows with its size when it has', () => {
  const fleet = (bytes: number) =>
    `${DEFAULTS}\ninstances:\n${lines(bytes, (i) => `  k${i}:`)}\nenvironments:`;

  it.each<[string, () => string]>([
    [
      'many instances that an environment does not know',
      () => `${fleet(MIB / 8)}\n  e:\n    instances:\n${lines(MIB / 8, (i) => `      x${i}:`)}`,
    ],
    ['many instances and many environments', () => `${fleet(MIB / 8)}\n${lines(MIB / 8, (i) => `  e${i}:`)}`],
    [
      'many instances and many topics that are removed',
      () =>
        `${fleet(MIB / 2)}\n  e:\n    defaults:\n      topics:\n${lines(MIB / 3, (i) => `        t${i}:`)}`,
    ],
    ['many vSwitches', () => flat(`vSwitchIds: [\n${lines(MIB / 2, (i) => `  vsw-${i},`)}\n  ]`)],
    ['many zones', () => flat(`selectedZones: [[\n${lines(MIB / 2, (i) => `  cn-a${i}-1a,`)}\n  ], []]`)],
    ['many keys in one map', () => flat(`extraConfig:\n${lines(MIB - 200, (i) => `  k${i}: 1`)}`)],
    ['many unknown keys', () => lines(MIB / 8, (i) => `k${i}: 1`)],
    ['a key and a value without end', () => `${'k'.repeat(MIB / 2)}: ${'v'.repeat(MIB / 2 - 10)}`],
    [
      'many aliases, each with an anchor of its own',
      () => lines(MIB / 16, (i) => `a${i}: &a${i} x\nb${i}: *a${i}`),
    ],
    ['many lines that are no YAML', () => lines(MIB / 4, () => 'a:b')],
    ['a quote that is never closed', () => `a: "${lines(MIB / 2, () => 'x')}`],
    ['a value of many line breaks', () => flat(`name: "${'\\n'.repeat(MIB / 8)}x"`)],
    ['a key of many line breaks', () => flat(`config:\n  ? "${'\\n'.repeat(MIB / 8)}x"\n  : 1`)],
    ['many references in one value', () => flat(`name: "${'${X}'.repeat(MIB / 8)}"`)],
  ])('%s', (_, make) => {
    const text = make();
    expect(text.length).toBeLessThanOrEqual(MIB);
    const began = performance.now();
    const diagnostics = new Diagnostics();
    const root = parseManifest(text, FILE, diagnostics);
    if (root) resolve(root, {}, { environment: undefined, instances: [] }, { X: 'abcdef' }, diagnostics);
    diagnostics.all();
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
  });
});

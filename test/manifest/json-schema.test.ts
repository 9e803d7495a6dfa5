import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import schema from '../../schema/manifest.schema.json' with { type: 'json' };
import { FIELDS, VARIABLES } from './fields-table.ts';
import { COMPLETE, DEFAULTS, flat, fleet, load } from './support.ts';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

const allowedBySchema = (text: string): boolean => validate(parse(text, { prettyErrors: false }));

async function allowedByAction(text: string): Promise<boolean> {
  const { diagnostics } = await load(text, { variables: VARIABLES });
  return !diagnostics.some((problem) => problem.startsWith('error'));
}

/** A part of a JSON Schema, as far as editors take words for completion from it. */
interface Described {
  readonly type?: unknown;
  readonly description?: string;
  readonly anyOf?: readonly Described[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
}

/** The alternative that is a map. */
function mapIn(node: Described | undefined): Described | undefined {
  return node?.anyOf?.find((choice) => choice.properties ?? choice.additionalProperties);
}

/** What each value of a map is whose keys are the user's. */
function valueIn(node: Described | undefined): Described | undefined {
  const value = mapIn(node)?.additionalProperties;
  return typeof value === 'object' ? value : undefined;
}

/** A manifest of two instances that is complete, with more lines below. */
const pair = (...lines: readonly string[]): string => fleet(['a', 'b'], ...lines);

describe('the JSON Schema and the action allow', () => {
  it.each([
    ['a flat manifest', flat()],
    ['a flat manifest with environments', flat('environments: {x: {name: abc}, y: null, z: {}}')],
    ['null for the environments', flat('environments: null')],
    ['several instances', pair()],
    ['instances without defaults', `instances: {a: {${Object.values(COMPLETE).join(', ')}}}`],
    [
      'instances with environments',
      pair('environments: {x: {instances: {a: {name: abc}, b: null}}, y: null}'),
    ],
    [
      'instances of one environment',
      pair('  c: null', 'environments: {x: {defaults: {}, instances: {c: {}}}}'),
    ],
    ['null for parts', pair('environments: {x: {defaults: null, instances: null}}')],
    [
      'null for any field',
      flat(
        ...Object.keys(FIELDS)
          .filter((name) => !(name in COMPLETE))
          .map((name) => `${name}: null`),
      ),
    ],
    [
      'null for keys of maps',
      flat('config: {enable.acl: null}', 'extraConfig: {a: null}', 'extraParameters: {A: null}'),
    ],
    [
      'null for what is within the sections',
      flat(
        'topics: {orders: {partitions: null, config: {retention.ms: null}}, audit: {config: null}}',
        'consumerGroups: {billing: {remark: null}}',
        'allowedIps: {vpc: null}',
        'environments: {x: {topics: {orders: null}, consumerGroups: {billing: null}}}',
      ),
    ],
    [
      'variables in the sections',
      flat(
        'topics: {orders: {remark: "${WEAK_PASSWORD}", localTopic: true, config: {retention.ms: 3600000}}}',
        'consumerGroups: {billing: {remark: "${WEAK_PASSWORD}"}}',
      ),
    ],
    [
      'variables',
      flat('name: "${WEAK_PASSWORD}"', 'crossZone: null', 'vSwitchIds: ["vsw-${WEAK_PASSWORD}"]'),
    ],
    [
      'numbers as texts',
      flat('config: {kafka.log.retention.hours: "72", kafka.message.max.bytes: "1048576"}'),
    ],
    [
      'numbers and flags in extras',
      flat('extraConfig: {a: 1, b: true}', 'extraParameters: {A: 1.5, B: [true, 2, x]}'),
    ],
  ])('%s', async (_, text) => {
    expect(await allowedByAction(text)).toBe(true);
    expect(allowedBySchema(text), JSON.stringify(validate.errors, null, 2)).toBe(true);
  });

  // That the action takes the examples of the table, too, is tested with the table.
  const good = Object.entries(FIELDS).flatMap(([name, field]) =>
    [...(field.good ?? []), ...(field.goodInManifest ?? [])].map(
      ([written]) => [name, written, field] as const,
    ),
  );
  it.each(good)('%s: %s', (name, written, { beside = [] }) => {
    const text = flat(`${name}: ${written}`, ...beside);
    expect(allowedBySchema(text), JSON.stringify(validate.errors, null, 2)).toBe(true);
  });
});

describe('the JSON Schema', () => {
  it('allows a variable wherever a section has a text, a number or an address', () => {
    const text = flat(
      'topics: {orders: {partitions: "${A}", compact: "${A}", config: {retention.hours: "${A}", message.timestamp.type: "${A}"}}}',
      'allowedIps: {vpc: ["${A}", "10.0.${A}.0/24"]}',
    );
    expect(allowedBySchema(text), JSON.stringify(validate.errors, null, 2)).toBe(true);
  });

  it.each([
    [
      'topics',
      true,
      ['compact', 'config', 'localTopic', 'minInsyncReplicas', 'partitions', 'remark', 'replicationFactor'],
    ],
    ['consumerGroups', true, ['remark']],
    ['allowedIps', false, ['internet', 'sasl', 'vpc', 'vpcSasl']],
  ] as const)('tells editors the keys within %s, each with its meaning', (section, hasNames, keys) => {
    const [flatForm] = schema.anyOf;
    let node: Described | undefined = flatForm?.properties?.[section];
    expect(node?.description).toMatch(/once the instance is in service/);
    if (hasNames) node = valueIn(node);
    const properties = mapIn(node)?.properties ?? {};
    expect(Object.keys(properties).toSorted()).toEqual(keys);
    for (const [key, { description }] of Object.entries(properties)) expect(description, key).toMatch(/\.$/);
    const config = mapIn(properties.config)?.properties;
    if (section !== 'topics') return;
    expect(Object.keys(config ?? {})).toEqual(
      expect.arrayContaining([
        'retention.ms',
        'retention.hours',
        'max.message.bytes',
        'message.timestamp.type',
      ]),
    );
  });
});

describe('the JSON Schema and the action refuse', () => {
  it.each([
    ['an unknown key', flat('nam: abc')],
    ['a field of the API’s spelling', flat('VpcId: vpc-1')],
    ['an unknown key in an environment', flat('environments: {x: {nam: abc}}')],
    ['defaults in a flat manifest', flat('defaults: {name: abc}')],
    ['instances in a flat environment', flat('environments: {x: {instances: {}}}')],
    ['an environment that is a list', flat('environments: {x: []}')],
    ['a field beside instances', pair('regionId: cn-hangzhou')],
    ['an unknown key beside instances', pair('enviroments: {}')],
    ['an unknown key in an instance', pair('  c: {nam: abc}')],
    ['an unknown key in the defaults', 'defaults: {nam: abc}\ninstances: {a: null}'],
    ['a field beside an environment’s instances', pair('environments: {x: {name: abc}}')],
    ['an unknown key in an environment’s defaults', pair('environments: {x: {defaults: {nam: abc}}}')],
    ['an unknown key in an environment’s instance', pair('environments: {x: {instances: {a: {nam: abc}}}}')],
    ['a bad instance key', pair('  c d: null')],
    ['a bad instance key in an environment', pair('environments: {x: {instances: {-a: null}}}')],
    ['an instance that is a text', pair('  c: abc')],
    ['defaults that are a list', 'defaults: [a]\ninstances: {a: null}'],
    ['instances that are a list', `${DEFAULTS}\ninstances: [a]`],
    ['a bad value in an instance', pair('  c: {name: x}')],
    ['a bad value in an environment', pair('environments: {x: {instances: {a: {name: x}}}}')],
    ['a password that is written out', flat('password: Sesame-0pen', 'deployModule: eip')],
    ['a password that is partly a variable', flat('password: "x${KAFKA_PASSWORD}"', 'deployModule: eip')],
    ['retention below the range', flat('config: {kafka.log.retention.hours: 23}')],
    ['retention above the range', flat('config: {kafka.log.retention.hours: 481}')],
    ['a message size below the range', flat('config: {kafka.message.max.bytes: 1048575}')],
    ['a fraction of a number', flat('config: {num.partitions: 1.5}', 'series: serverless')],
    ['null in a list', flat('vSwitchIds: [null]')],
    ['a list', '[]'],
    ['a text', 'abc'],
  ])('%s', async (_, text) => {
    expect(await allowedByAction(text)).toBe(false);
    expect(allowedBySchema(text)).toBe(false);
  });

  // That the action refuses them, too, is tested with the table.
  const bad = Object.entries(FIELDS).flatMap(([name, field]) =>
    [...(field.bad ?? []), ...(field.badInManifest ?? [])].map(
      ([written]) => [name, written.replace('»', ''), field] as const,
    ),
  );
  it.each(bad)('%s: %s', (name, written, { beside = [] }) => {
    const text = flat(`${name}: ${written}`, ...beside);
    expect(allowedBySchema(text)).toBe(false);
  });
});

describe('every manifest that the action allows', () => {
  const base = Object.fromEntries(
    Object.values(COMPLETE).map((line) => line.split(': ') as [name: string, value: string]),
  );
  const own = { ...base, deployModule: 'eip', instanceId: null };
  const odd = [72, '72', 72.5, 1e3, true, 'True', '', 'zone a', [], {}];

  /** Values of a field from its examples; now and then null, or what it may refuse. */
  const exampleOf = (name: string): fc.Arbitrary<unknown> => {
    const { good = [], goodInManifest = [] } = FIELDS[name] ?? {};
    const values = [...good, ...goodInManifest].map(([written]) => parse(written) as unknown);
    return fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(...values) },
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom(...odd) },
    );
  };
  const names = Object.keys(FIELDS).filter((name) => name !== 'series' && !(name in base));
  const layer = fc
    .subarray(names, { maxLength: 6 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, exampleOf(name)]))));
  const maybeLayer = fc.option(layer, { freq: 8 });
  const keys = fc.subarray(['a', 'b'], { minLength: 1 });
  const flatManifest = fc
    .record({
      fields: layer,
      environments: fc.option(fc.dictionary(fc.string(), maybeLayer, { maxKeys: 2 })),
    })
    .map(({ fields, environments }) => ({ ...fields, ...own, instanceId: 'alikafka_1', environments }));
  const fleetManifest = fc
    .record({ defaults: layer, a: layer, b: layer, x: maybeLayer, y: maybeLayer, keys })
    .map(({ defaults, a, b, x, y, keys }) => ({
      defaults: { ...defaults, ...own },
      instances: { a: { ...a, instanceId: 'alikafka_1' }, b: { ...b, instanceId: 'alikafka_2' } },
      environments: {
        x: { defaults: x, instances: Object.fromEntries(keys.map((key) => [key, y])) },
        z: null,
      },
    }));

  it.each([
    ['flat', flatManifest],
    ['of several instances', fleetManifest],
  ])('is one that the schema allows: %s', async (_, manifests: fc.Arbitrary<object>) => {
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(manifests, async (manifest) => {
        const text = JSON.stringify(manifest);
        if (!(await allowedByAction(text))) return;
        allowed += 1;
        expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
      }),
      { seed: 20261124, numRuns: 80 },
    );
    expect(allowed).toBeGreaterThan(10); // also of the few runs that mutation tests make
  });
});

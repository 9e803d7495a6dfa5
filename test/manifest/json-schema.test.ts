import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import schema from '../../schema/manifest.schema.json' with { type: 'json' };
import { FIELDS, VARIABLES } from './fields-table.ts';
import { COMPLETE, DEFAULTS, flat, fleet, load } from './support.ts';

const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
  allErrors: true,
})
  .addVocabulary(['errorMessage', 'deprecationMessage', 'doNotSuggest'])
  .compile(schema);

const allowedBySchema = (text: string): boolean => validate(parse(text, { prettyErrors: false }));

async function allowedByAction(text: string): Promise<boolean> {
  const { diagnostics } = await load(text, { variables: VARIABLES });
  return !diagnostics.some((problem) => problem.startsWith('error'));
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
      'series: serverless',
      'topics: {orders: {localTopic: "${A}", partitions: "${A}", compact: "${A}", config: {retention.hours: "${A}", message.timestamp.type: "${A}"}}}',
      'allowedIps: {vpc: ["${A}", "10.0.${A}.0/24"]}',
    );
    expect(allowedBySchema(text), JSON.stringify(validate.errors, null, 2)).toBe(true);
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

describe('the JSON Schema and the action refuse, of one instance that has no other layers,', () => {
  const serverless = 'series: serverless';
  const eip = 'deployModule: eip';
  const topic = (settings: string) => `topics: {orders: {${settings}}}`;
  const noZone = ['vpcId: vpc-1', 'vSwitchId: vsw-1', 'regionId: cn-hangzhou', 'instanceId: alikafka_1'];
  it.each([
    ['no region', without('regionId')],
    ['no instance', without('instanceId')],
    ['no VPC', without('vpcId')],
    ['no vSwitch', without('vSwitchId')],
    ['no zone', without('zoneId')],
    ['no network type', without('deployModule')],
    ['no region of a serverless instance', `${serverless}\n${without('regionId')}`],
    ['a serverless instance without its series', noZone.join('\n').replace('_1', '_serverless-1')],
    ['a name of a serverless instance', flat(serverless, 'name: abc')],
    ['a key of a serverless instance', flat(serverless, 'kmsKeyId: abc')],
    ['a name of a Confluent instance', flat('series: confluent', 'name: abc', 'password: ${KAFKA_PASSWORD}')],
    [
      'topics of a Confluent instance',
      flat('series: confluent', 'topics: {a: {}}', 'password: ${KAFKA_PASSWORD}'),
    ],
    [
      'another user of a Confluent instance',
      flat('series: confluent', 'username: me', 'password: ${KAFKA_PASSWORD}'),
    ],
    ['addresses that it was not bought with', flat('isEipInner: true')],
    ['no addresses although it was bought with them', flat('isEipInner: "False"', eip)],
    ['a user without addresses', flat('username: me', 'password: ${KAFKA_PASSWORD}')],
    [
      'a user of a serverless instance in a VPC',
      flat(serverless, 'username: me', 'password: ${KAFKA_PASSWORD}'),
    ],
    ['a login without addresses', flat('isSetUserAndPassword: false')],
    ['a login that is and is not', flat('isSetUserAndPassword: false', eip, 'password: ${KAFKA_PASSWORD}')],
    ['a second list for one zone', flat('crossZone: false', 'selectedZones: [[zonea], [zoneb]]')],
    ['no second list for two zones', flat('selectedZones: [[zonea], []]')],
    ['no second list across zones', flat('crossZone: "TRUE"', 'selectedZones: [[zonea], []]')],
    ['no first list', flat('selectedZones: [[], [zonea]]')],
    ['a zone twice', flat('selectedZones: [[zonea, zonea], [zoneb]]')],
    ['a vSwitch twice', flat('vSwitchIds: [vsw-1, vsw-1]')],
    ['a zone of another region', flat('zoneId: cn-shanghai-b')],
    ['zones of another region', flat('selectedZones: [[zonea], [cn-shanghai-b]]')],
    ['encryption without a login', flat('config: {enable.vpc_sasl_ssl: true}')],
    ['a login of an old version', flat('config: {enable.acl: true}', 'serviceVersion: 2.1.9')],
    ['a field as an extra parameter', flat('extraParameters: {VpcId: vpc-1}')],
    ['a field’s list as an extra parameter', flat('extraParameters: {VSwitchIds.1: vsw-1}')],
    ['a known key as an extra one', flat('extraConfig: {enable.acl: true}')],
    ['the Internet without addresses', flat('allowedIps: {internet: [192.0.2.1]}')],
    ['a listener for logins without them', flat('allowedIps: {sasl: [192.0.2.1]}')],
    [
      'a listener for TLS without it',
      flat('allowedIps: {vpcSasl: [192.0.2.1]}', 'config: {enable.acl: true}'),
    ],
    ['a topic with nothing after it', flat('topics: {orders: null}')],
    ['a group with nothing after it', flat('consumerGroups: {billing: null}')],
    ['a topic’s short name', flat('topics: {ab: {}}')],
    ['a group’s short name', flat('consumerGroups: {ab: {}}')],
    ['one partition in the cloud', flat(topic('partitions: 1'))],
    ['compaction in the cloud', flat(topic('compact: true'))],
    ['replicas in the cloud', flat(topic('replicationFactor: 2, localTopic: false'))],
    ['settings in the cloud', flat(topic('config: {retention.ms: 3600000}'))],
    ['as many in sync as there are', flat(topic('localTopic: true, minInsyncReplicas: 3'))],
    ['two in sync of two', flat(topic('localTopic: true, replicationFactor: "2", minInsyncReplicas: 2'))],
    ['one in sync of one', flat(topic('localTopic: true, replicationFactor: 1, minInsyncReplicas: 1'))],
    ['hours on a provisioned instance', flat(topic('localTopic: true, config: {retention.hours: 24}'))],
    ['milliseconds on a serverless one', flat(serverless, topic('config: {retention.ms: 3600000}'))],
  ])('%s', async (_, text) => {
    expect(await allowedByAction(text)).toBe(false);
    expect(allowedBySchema(text)).toBe(false);
    const asOneOfSeveral = `instances:\n  a:\n${text.trimEnd().replaceAll(/^/gm, '    ')}\n`;
    expect(allowedBySchema(asOneOfSeveral)).toBe(false);
    expect(allowedBySchema(`defaults: {}\n${asOneOfSeveral}`)).toBe(true);
  });
});

/** A flat manifest that lacks a field. */
function without(name: keyof typeof COMPLETE): string {
  const { [name]: _, ...rest } = COMPLETE;
  return `${Object.values(rest).join('\n')}\n`;
}

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
    .record(
      { fields: layer, environments: fc.option(fc.dictionary(fc.string(), maybeLayer, { maxKeys: 2 })) },
      { requiredKeys: ['fields'] },
    )
    .map(({ fields, ...environments }) => ({ ...fields, ...own, instanceId: 'alikafka_1', ...environments }));
  const series = fc.constantFrom({}, { series: 'provisioned' }, { series: 'serverless' });
  const wholeManifest = fc
    .record({ a: layer, b: layer, network: fc.constantFrom('vpc', 'eip'), series })
    .map(({ a, b, network, series }) => ({
      instances: {
        a: { ...own, ...series, deployModule: network, ...a, instanceId: 'alikafka_1' },
        b: { ...own, ...b, instanceId: 'alikafka_2' },
        c: null,
      },
    }));
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
    ['of several instances without defaults', wholeManifest],
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

import { describe, expect, it } from 'vitest';
import type { DesiredContents } from '../../src/manifest/contents.ts';
import { desiredInstances } from '../../src/manifest/desired.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { describeOrigin, type Origin } from '../../src/manifest/origin.ts';
import { parseManifest } from '../../src/manifest/parse.ts';
import { resolve } from '../../src/manifest/resolve.ts';
import { environment, fleet as layered } from './layers-of.ts';
import { contentsFor, flat, fleet, load } from './support.ts';

interface Placed {
  readonly origin: Origin;
  readonly shown: string;
}

const placed = ({ origin, shown }: Placed): string => `${shown} at ${describeOrigin(origin)}`;

/** Everything in a text each: `orders at kafka.yml:2:3`, `orders.partitions 12 at kafka.yml:3:17`. */
function written({ addresses, topics, groups }: DesiredContents): string[] {
  return [
    ...addresses.map((address) => `${address.listener} ${placed(address)}`),
    ...topics.flatMap(({ name, origin, shown, config, ...given }) => [
      placed({ origin, shown }),
      ...Object.entries(given).flatMap(([key, value]) => (value ? [`${name}.${key} ${placed(value)}`] : [])),
      ...[...config].map(([key, value]) => `${name} ${key} ${placed(value)}`),
    ]),
    ...groups.flatMap(({ name, remark, ...group }) => [
      placed(group),
      ...(remark ? [`${name}.remark ${placed(remark)}`] : []),
    ]),
  ];
}

const writtenFor = async (...args: Parameters<typeof contentsFor>) => written(await contentsFor(...args));

describe('what an instance is to hold', () => {
  it('is empty where no section is given, or where they are empty', async () => {
    const nothing = { addresses: [], topics: [], groups: [] };
    expect(await contentsFor(flat())).toEqual(nothing);
    const empty = flat('allowedIps: {vpc: []}', 'topics: {}', 'consumerGroups: {}');
    expect(await contentsFor(empty)).toEqual(nothing);
    expect(await contentsFor(flat('allowedIps: null', 'topics:', 'consumerGroups: ~'))).toEqual(nothing);
  });

  it('knows the line of every part', async () => {
    const text = flat(
      'allowedIps:',
      '  vpc:',
      '    - 10.0.0.0/8',
      '    - 192.0.2.1',
      'topics:',
      '  orders:',
      '    partitions: 12',
      '    remark: all-orders',
      '    localTopic: true',
      '    compact: "true"',
      '    replicationFactor: 3',
      '    minInsyncReplicas: "2"',
      '    config:',
      '      retention.ms: 3600000',
      '  audit: {}',
      'consumerGroups:',
      '  billing:',
      '    remark: Who pays',
      '  empty: {}',
    );
    const contents = await contentsFor(text);
    expect(written(contents)).toEqual([
      'vpc 10.0.0.0/8 at kafka.yml:3:7',
      'vpc 192.0.2.1/32 at kafka.yml:4:7',
      'orders at kafka.yml:6:3',
      'orders.remark all-orders at kafka.yml:8:13',
      'orders.partitions 12 at kafka.yml:7:17',
      'orders.localTopic true at kafka.yml:9:17',
      'orders.compact true at kafka.yml:10:14',
      'orders.replicationFactor 3 at kafka.yml:11:24',
      'orders.minInsyncReplicas 2 at kafka.yml:12:24',
      'orders retention.ms 3600000 at kafka.yml:14:21',
      'audit at kafka.yml:15:3',
      'billing at kafka.yml:17:3',
      'billing.remark Who pays at kafka.yml:18:13',
      'empty at kafka.yml:19:3',
    ]);
    const [orders] = contents.topics;
    expect([
      orders?.partitions?.value,
      orders?.compact?.value,
      orders?.config.get('retention.ms')?.value,
    ]).toEqual([12, true, '3600000']);
  });

  it('is in the order of the manifest, also where names are numbers', async () => {
    const { topics } = await contentsFor(flat('topics: {orders: {}, 2026: {}, "1999": {}, config: {}}'));
    expect(topics.map(({ name }) => name)).toEqual(['orders', '2026', '1999', 'config']);
  });

  it('has each network of a listener once, where it stands first', async () => {
    const lines = ['allowedIps: {vpc: [10.0.0.1, 0.0.0.0/1, 10.0.0.1/32, 0.0.0.0/1], internet: [10.0.0.1]}'];
    expect(await writtenFor(flat(...lines, 'deployModule: eip'))).toEqual([
      'vpc 10.0.0.1/32 at kafka.yml:1:20',
      'vpc 0.0.0.0/1 at kafka.yml:1:30',
      'internet 10.0.0.1/32 at kafka.yml:1:77',
    ]);
  });

  it('shows what came from the environment as its variable, also in messages', async () => {
    const text = flat(
      'allowedIps: {vpc: ["${OFFICE}", 10.0.0.0/8]}',
      'topics: {orders: {partitions: "${SIZE}", remark: "the-${SIZE}", localTopic: true, config: {retention.ms: "${KEEP}"}}}',
      'consumerGroups: {billing: {remark: "${KEEP}"}}',
    );
    const variables = { OFFICE: '203.0.113.7', SIZE: '24', KEEP: '86400000' };
    const contents = await contentsFor(text, { variables });
    expect(contents.addresses.map(({ network, shown }) => [network, shown])).toEqual([
      ['203.0.113.7/32', '${OFFICE}'],
      ['10.0.0.0/8', '10.0.0.0/8'],
    ]);
    const [orders] = contents.topics;
    expect(orders?.partitions).toMatchObject({ value: 24, shown: '${SIZE}' });
    expect(orders?.remark).toMatchObject({ value: 'the-24', shown: 'the-${SIZE}' });
    expect(orders?.config.get('retention.ms')).toMatchObject({ value: '86400000', shown: '${KEEP}' });
    expect(contents.groups[0]?.remark).toMatchObject({ value: '86400000', shown: '${KEEP}' });

    const { diagnostics } = await load(text, {
      variables: { ...variables, OFFICE: '203.0.113.7/8', SIZE: '999' },
    });
    expect(diagnostics).toEqual([
      'error kafka.yml:1:20 allowedIps.vpc[0] must have no host bits set, but is the value of ${OFFICE}',
      'error kafka.yml:2:31 topics["orders"].partitions must be a whole number from 1 to 360, but is the value of ${SIZE}',
    ]);
  });

  it('needs the variables that it names, and conceals what they hold', async () => {
    const text = flat('allowedIps: {vpc: ["${OFFICE}"]}');
    expect((await load(text)).diagnostics).toEqual([
      'error kafka.yml:1:20 Environment variable "OFFICE" is not set; give it to the step in "env:", for instance from a secret',
    ]);
    const { concealed } = await load(text, { variables: { OFFICE: '203.0.113.7' } });
    expect(concealed).toEqual(['203.0.113.7']);
  });

  it('holds thousands of topics of one manifest', async () => {
    const size = 5_000;
    const lines = Array.from({ length: size }, (_, index) => {
      const settings = 'localTopic: true, replicationFactor: 3, minInsyncReplicas: 2';
      return `  orders.events.v${index}: {partitions: 12, remark: all-orders, ${settings}, config: {retention.ms: 86400000}}`;
    });
    const text = flat('topics:', ...lines);
    expect(text.length).toBeLessThan(1024 * 1024);
    const { topics } = await contentsFor(text);
    expect(topics).toHaveLength(size);
    expect(topics.at(-1)).toMatchObject({ name: 'orders.events.v4999', origin: { line: 5001, column: 3 } });
  });
});

describe('layers', () => {
  it('merge topics key by key, down to their settings, each with its own place', async () => {
    const manifest = layered({
      defaults:
        'topics: {orders: {partitions: 3, localTopic: true, config: {retention.ms: 3600000}}, audit: {}}',
      instance: 'topics: {orders: {partitions: 6, remark: instance}}',
      'environment’s defaults': 'topics: {orders: {config: {max.message.bytes: 1048576}}, late: {}}',
      'environment’s instance': 'topics: {orders: {partitions: 9}}',
    });
    expect(
      (await writtenFor(manifest, { environment, inputs: { topics: 'orders: {remark: by-input}' } })).map(
        withoutColumn,
      ),
    ).toEqual([
      'orders at input topics',
      'orders.remark by-input at input topics',
      'orders.partitions 9 at kafka.yml:7',
      'orders.localTopic true at kafka.yml:1',
      'orders retention.ms 3600000 at kafka.yml:1',
      'orders max.message.bytes 1048576 at kafka.yml:6',
      'audit at kafka.yml:1',
      'late at kafka.yml:6',
    ]);
  });

  it('merge groups key by key, and a listener’s list is replaced whole', async () => {
    const manifest = layered({
      defaults: 'consumerGroups: {billing: {remark: low}}, allowedIps: {vpc: [10.0.0.1, 10.0.0.2]}',
      instance: 'consumerGroups: {billing: {}, audit: {}}, allowedIps: {vpc: [10.0.0.3]}',
    });
    expect((await writtenFor(manifest)).map(withoutColumn)).toEqual([
      'vpc 10.0.0.3/32 at kafka.yml:3',
      'billing at kafka.yml:3',
      'billing.remark low at kafka.yml:1',
      'audit at kafka.yml:3',
    ]);
  });

  it('take out with null what a lower layer set: a topic, a setting, a group, a list, a section', async () => {
    const manifest = layered({
      defaults:
        'topics: {orders: {partitions: 3, localTopic: true, config: {retention.ms: 3600000}}, audit: {}}, consumerGroups: {billing: {}, audit: {}}, allowedIps: {vpc: [10.0.0.1], sasl: [10.0.0.2]}, config: {enable.acl: true}',
      instance:
        'topics: {orders: {partitions: null, config: {retention.ms: null}}, audit: null}, consumerGroups: {billing: }, allowedIps: {sasl: null}',
      'environment’s instance': 'topics: null, consumerGroups: null, allowedIps: null',
    });
    expect((await writtenFor(manifest)).map(withoutColumn)).toEqual([
      'vpc 10.0.0.1/32 at kafka.yml:1',
      'orders at kafka.yml:3',
      'orders.localTopic true at kafka.yml:1',
      'audit at kafka.yml:1',
    ]);
    expect(await writtenFor(manifest, { environment })).toEqual([]);
  });

  it('above a null begin anew', async () => {
    const manifest = layered({
      defaults: 'topics: {orders: {partitions: 3}}',
      instance: 'topics: {orders: null}',
      'environment’s defaults': 'topics: {orders: {remark: again}}',
    });
    expect((await writtenFor(manifest, { environment })).map(withoutColumn)).toEqual([
      'orders at kafka.yml:6',
      'orders.remark again at kafka.yml:6',
    ]);
  });
});

describe('the inputs topics, consumer-groups and allowed-ips', () => {
  const inputs = {
    topics: '{"orders": {"partitions": 6}}',
    'consumer-groups': 'billing: {}\naudit: {remark: x}\n',
    'allowed-ips': 'vpc: [10.0.0.0/8]',
  };
  const given = [
    'vpc 10.0.0.0/8 at input allowed-ips',
    'orders at input topics',
    'orders.partitions 6 at input topics',
    'billing at input consumer-groups',
    'audit at input consumer-groups',
    'audit.remark x at input consumer-groups',
  ];

  it('give the sections of an instance', async () => {
    expect(await writtenFor(flat(), { inputs })).toEqual(given);
  });

  it('are laid over each of several instances', async () => {
    const manifest = fleet(['a', 'b'], 'environments: {}').replace(
      'alikafka_2}',
      'alikafka_2, topics: {orders: {partitions: 3}, late: {}}}',
    );
    const { contents, diagnostics } = await load(manifest, { inputs });
    expect(diagnostics).toEqual([]);
    expect([...contents.values()].map(written)).toEqual([
      given,
      given.toSpliced(3, 0, 'late at kafka.yml:4:65'),
    ]);
  });

  it('take out with null what any of the instances has', async () => {
    const manifest = fleet(['a', 'b'], 'environments: {}').replace(
      'alikafka_2}',
      'alikafka_2, topics: {late: {}}}',
    );
    const { contents, diagnostics } = await load(manifest, { inputs: { topics: 'late: null' } });
    expect(diagnostics).toEqual([]);
    expect([...contents.values()].flatMap(({ topics }) => topics)).toEqual([]);
  });

  it('take texts as they are', async () => {
    const variables = { X: 'abc' };
    const { topics } = await contentsFor(flat(), {
      variables,
      inputs: { topics: 'orders: {remark: "a-${X}"}' },
    });
    expect(topics[0]?.remark?.value).toBe('a-${X}');
  });
});

it('what many instances share is checked once and told once', () => {
  const keys = Array.from({ length: 300 }, (_, index) => `k${index}`);
  const shared = 'defaults: {topics: {orders: {partitions: 12}, wrong: {remark: "a b"}}, ';
  const diagnostics = new Diagnostics();
  const root = parseManifest(fleet(keys).replace('defaults: {', shared), 'kafka.yml', diagnostics);
  const resolved = resolve(root, {}, { environment: undefined, instances: [] }, {}, diagnostics);
  expect(new Set(resolved.map(({ settings }) => settings.topics)).size).toBe(1);
  expect(resolved).toHaveLength(300);
  desiredInstances(resolved, diagnostics);
  expect(diagnostics.all()).toHaveLength(1);
});

function withoutColumn(text: string): string {
  return text.replace(/(kafka\.yml:\d+):\d+$/, '$1');
}

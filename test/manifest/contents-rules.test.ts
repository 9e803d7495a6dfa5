import { describe, expect, it } from 'vitest';
import { flat, fleet, load, problemsOf } from './support.ts';

type Row = readonly [what: string, lines: readonly string[], ...told: readonly string[]];

const PROVISIONED =
  'must be named with 3 to 64 letters, digits, dots, hyphens or underscores on provisioned instances';
const SERVERLESS = 'series: serverless';
const LOCAL = 'needs localTopic: true';

/** The section first, so that its lines are those of the messages; every other line is beside it. */
const ROWS: readonly Row[] = [
  [
    'a name of two characters',
    ['topics:', '  ab:', '    partitions: 3'],
    `error kafka.yml:2:3 topics["ab"] ${PROVISIONED}`,
  ],
  [
    '… of 65',
    ['topics:', `  ${'a'.repeat(65)}: {}`],
    `error kafka.yml:2:3 topics["${'a'.repeat(65)}"] ${PROVISIONED}`,
  ],
  ['… on a serverless instance', [`topics: {a: {}, ${'b'.repeat(249)}: {}}`, SERVERLESS]],
  [
    'a group’s name of two characters',
    ['consumerGroups: {ab: {}}'],
    `error kafka.yml:1:18 consumerGroups["ab"] ${PROVISIONED}`,
  ],
  [
    '… with other signs',
    ['consumerGroups: {"abc#1": {}}'],
    `error kafka.yml:1:18 consumerGroups["abc#1"] ${PROVISIONED}`,
  ],
  ['… on a serverless instance', ['consumerGroups: {a: {}, "@._*$#^!&-": {}}', SERVERLESS]],
  [
    'one partition in cloud storage',
    ['topics:', '  orders:', '    localTopic: false', '    partitions: 1'],
    'error kafka.yml:4:17 topics["orders"].partitions must be at least 2 in cloud storage; for a single partition set localTopic: true',
  ],
  ['… in local storage', ['topics: {orders: {partitions: 1, localTopic: true}}']],
  ['… on a serverless instance', ['topics: {orders: {partitions: 1}}', SERVERLESS]],
  [
    'what only local storage has',
    [
      'topics:',
      '  orders:',
      '    compact: true',
      '    replicationFactor: 3',
      '    minInsyncReplicas: 2',
      '    config:',
      '      retention.ms: 3600000',
      '      max.message.bytes: 1048576',
    ],
    `error kafka.yml:3:14 topics["orders"].compact ${LOCAL}`,
    `error kafka.yml:4:24 topics["orders"].replicationFactor ${LOCAL}`,
    `error kafka.yml:5:24 topics["orders"].minInsyncReplicas ${LOCAL}`,
    `error kafka.yml:7:21 topics["orders"].config ${LOCAL} on provisioned instances`,
  ],
  ['log compaction that is off', ['topics: {orders: {compact: false}}']],
  [
    '… on a serverless instance, where every topic may have settings',
    ['topics: {orders: {compact: true, config: {retention.hours: 24}}}', SERVERLESS],
    `error kafka.yml:1:28 topics["orders"].compact ${LOCAL}`,
  ],
  [
    'as many replicas in sync as there are',
    ['topics: {orders: {localTopic: true, replicationFactor: 2, minInsyncReplicas: 2}}'],
    'error kafka.yml:1:78 topics["orders"].minInsyncReplicas must be less than replicationFactor 2',
  ],
  [
    '… where their number is not given',
    ['topics: {orders: {localTopic: true, minInsyncReplicas: 3}}'],
    'error kafka.yml:1:56 topics["orders"].minInsyncReplicas must be less than 3, the most replicas there are',
  ],
  [
    'a setting of serverless instances',
    ['topics: {orders: {localTopic: true, config: {retention.hours: 24}}}'],
    'error kafka.yml:1:63 topics["orders"].config["retention.hours"] is a key of serverless instances; this one is provisioned, use "retention.ms"',
  ],
  [
    'a setting of provisioned instances',
    ['topics: {orders: {config: {retention.ms: 3600000}}}', SERVERLESS],
    'error kafka.yml:1:42 topics["orders"].config["retention.ms"] is a key of provisioned instances; this one is serverless, use "retention.hours"',
  ],
  [
    'Internet addresses of an instance in a VPC',
    ['allowedIps:', '  internet:', '    - 192.0.2.1'],
    'error kafka.yml:2:3 allowedIps.internet is only for instances with deployModule "eip"; remove it',
  ],
  ['… with public addresses', ['allowedIps: {internet: [192.0.2.1]}', 'deployModule: eip']],
  [
    'the SASL listeners where nothing turns them on',
    ['allowedIps:', '  sasl: [192.0.2.1]', '  vpcSasl: [192.0.2.1]'],
    'error kafka.yml:2:3 allowedIps.sasl needs config "enable.acl": true',
    'error kafka.yml:3:3 allowedIps.vpcSasl needs config "enable.vpc_sasl_ssl": true',
  ],
  [
    '… where config turns on one of them',
    [
      'allowedIps: {sasl: [192.0.2.1], vpcSasl: [192.0.2.1]}',
      'config: {enable.acl: true, enable.vpc_sasl_ssl: false}',
    ],
    'error kafka.yml:1:33 allowedIps.vpcSasl needs config "enable.vpc_sasl_ssl": true',
  ],
  [
    '… where config is wrong, which is told alone',
    ['allowedIps: {sasl: [192.0.2.1]}', 'config: {enable.acl: ja}'],
    'error kafka.yml:2:22 config["enable.acl"] must be true or false, but is "ja"',
  ],
  [
    'the whole world',
    ['allowedIps: {vpc: [10.0.0.0/8, 0.0.0.0/0]}'],
    'warning kafka.yml:1:32 allowedIps.vpc "0.0.0.0/0" lets every address connect',
  ],
  [
    'the sections of a Confluent instance',
    [
      'allowedIps: {vpc: [10.0.0.1]}',
      'topics: {ab: {}}',
      'consumerGroups: {billing: {}}',
      'series: confluent',
      'password: ${P}',
      'deployModule: eip',
    ],
    'error kafka.yml:1:13 allowedIps is not for confluent instances; remove it',
    'error kafka.yml:2:9 topics is not for confluent instances; remove it',
    'error kafka.yml:3:17 consumerGroups is not for confluent instances; remove it',
  ],
  [
    '… that are empty',
    [
      'topics: {}',
      'consumerGroups: {}',
      'allowedIps: {}',
      'series: confluent',
      'password: ${P}',
      'deployModule: eip',
    ],
  ],
  [
    'a series that is unknown, which is told alone',
    ['topics: {ab: {config: {retention.ms: 3600000}}}', 'consumerGroups: {ab: {}}', 'series: serverles'],
    'error kafka.yml:3:9 series must be "provisioned", "serverless" or "confluent", but is "serverles"; did you mean "serverless"?',
  ],
];

describe('the rules of contents', () => {
  it.each(ROWS)('%s: %j', async (_, lines, ...told) => {
    expect(await problemsOf(flat(...lines), { variables: { P: 'Sesame-0pen' } })).toEqual(told);
  });

  it('are those of each instance that shares a section', async () => {
    const shared = 'defaults: {topics: {ab: {}}, ';
    const text = fleet(['a', 'b'], 'environments: {}')
      .replace('defaults: {', shared)
      .replace('alikafka_2}', 'alikafka_2, series: serverless}');
    expect(await problemsOf(text, { instances: ['b'] })).toEqual([]);
    expect(await problemsOf(text)).toEqual([`error kafka.yml:1:21 topics["ab"] ${PROVISIONED}`]);
  });

  it('never lose a name, whatever it is', async () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      const { contents } = await load(flat(`topics: {${name}: {}}`, `consumerGroups: {${name}: {}}`));
      const [held] = contents.values();
      expect([held?.topics[0]?.name, held?.groups[0]?.name]).toEqual([name, name]);
    }
    for (const section of ['topics', 'consumerGroups', 'allowedIps']) {
      expect(await problemsOf(flat(`${section}: {__proto__: {}}`))).toEqual([
        `error kafka.yml:1:${section.length + 4} ${section}["__proto__"] cannot be sent under this name; remove it`,
      ]);
    }
    for (const inner of ['{__proto__: 3}', '{config: {__proto__: 3}}', '{constructor: 3}']) {
      expect(await problemsOf(flat(`topics: {orders: ${inner}}`))).toEqual([
        expect.stringMatching(
          /^error kafka\.yml:1:\d+ Unknown key "(__proto__|constructor)" in topics\["orders"\]/,
        ),
      ]);
    }
  });
});

describe('a name without a value, which no lower layer sets', () => {
  const why = 'has no value, and no lower layer sets one that this could remove';
  const told = (place: string, name: string) =>
    `error ${place} topics["${name}"] ${why}; for a topic with the service's defaults write ${name}: {}`;
  const withEnvironment = (here: string) => fleet(['a', 'b'], `environments: {x: ${here}}`);

  it.each(['null', '~', ''])('written %j says to write {}', async (empty) => {
    expect(await problemsOf(flat('topics:', `  orders: ${empty}`))).toEqual([
      told('kafka.yml:2:3', 'orders'),
    ]);
    expect(await problemsOf(flat('consumerGroups:', `  "#1": ${empty}`))).toEqual([
      `error kafka.yml:2:3 consumerGroups["#1"] ${why}; for a group with the service's defaults write "#1": {}`,
    ]);
  });

  it('is one in every layer, chosen or not', async () => {
    expect(await problemsOf(flat('environments:', '  x: {topics: {orders: null}}'))).toEqual([
      told('kafka.yml:2:16', 'orders'),
    ]);
    expect(await problemsOf(withEnvironment('{defaults: {topics: {orders: null}}}'))).toEqual([
      told('kafka.yml:5:40', 'orders'),
    ]);
    expect(await problemsOf(flat(), { inputs: { topics: 'orders: null' } })).toEqual([
      told('input topics', 'orders'),
    ]);
    expect(await problemsOf(undefined, { inputs: { topics: 'orders:' } })).toContain(
      told('input topics', 'orders'),
    );
  });

  it('is one where only a higher layer, or another instance, sets it', async () => {
    const above = fleet(['a', 'b'], 'environments: {x: {defaults: {topics: {orders: {}}}}}').replace(
      'alikafka_1}',
      'alikafka_1, topics: {orders: null}}',
    );
    expect(await problemsOf(above, { environment: 'x' })).toEqual([told('kafka.yml:3:40', 'orders')]);
    const beside = withEnvironment('{instances: {a: {topics: {orders: null}}}}').replace(
      'alikafka_2}',
      'alikafka_2, topics: {orders: {}}}',
    );
    expect(await problemsOf(beside)).toEqual([told('kafka.yml:5:45', 'orders')]);
  });

  it('is none in an environment’s defaults where one of the instances has it, whichever is chosen', async () => {
    const text = withEnvironment('{defaults: {topics: {orders: null}}}').replace(
      'alikafka_2}',
      'alikafka_2, topics: {orders: {}}}',
    );
    for (const instances of [[], ['a'], ['b']]) {
      expect(await problemsOf(text, { environment: 'x', instances })).toEqual([]);
    }
  });
});

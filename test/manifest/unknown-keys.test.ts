import { describe, expect, it } from 'vitest';
import { flat, fleet, problemsOf, sentFor } from './support.ts';

const README = 'see the list of fields in docs/manifest.md';
const NOT_MADE =
  'this action makes no SASL users and no ACLs: create them in the console, or with Terraform (alicloud_alikafka_sasl_user, alicloud_alikafka_sasl_acl)';
const BESIDE = 'beside "instances", fields stand under "defaults" or under one instance';
const IN_ENVIRONMENT = 'in an environment, fields stand under "defaults" or under one instance';

describe('a key that is unknown at its place', () => {
  it.each([
    ['in a flat manifest', flat('vpcID: x'), '1:1', 'vpcID', 'did you mean "vpcId"?'],
    ['in a flat manifest', flat('vpc-id: x'), '1:1', 'vpc-id', 'did you mean "vpcId"?'],
    ['in a flat manifest', flat('KMSKeyId: x'), '1:1', 'KMSKeyId', 'did you mean "kmsKeyId"?'],
    ['in a flat manifest', flat('notifer: x'), '1:1', 'notifer', 'did you mean "notifier"?'],
    ['in a flat manifest', flat('topic: {}'), '1:1', 'topic', 'did you mean "topics"?'],
    [
      'in a flat manifest',
      flat('consumerGroup: {}'),
      '1:1',
      'consumerGroup',
      'did you mean "consumerGroups"?',
    ],
    ['in a flat manifest', flat('allowedIPs: {}'), '1:1', 'allowedIPs', 'did you mean "allowedIps"?'],
    ['in a flat manifest', flat('replication: 3'), '1:1', 'replication', README],
    ['in a flat manifest', flat('saslUsers: {}'), '1:1', 'saslUsers', NOT_MADE],
    ['in a flat manifest', flat('acl: true'), '1:1', 'acl', NOT_MADE],
    ['in defaults', 'defaults: {acls: []}\ninstances: {a: null}', '1:12', 'acls', NOT_MADE],
    ['in an instance', fleet(['a'], '  b: {users: []}'), '4:7', 'users', NOT_MADE],
    ['in an environment of it', flat('environments: {x: {users: []}}'), '1:20', 'users', NOT_MADE],
    [
      'in an environment of it',
      flat('environments: {x: {zone: a}}'),
      '1:20',
      'zone',
      'did you mean "zoneId"?',
    ],
    [
      'in an environment of it',
      flat('environments: {x: {zoneid: a}}'),
      '1:20',
      'zoneid',
      'did you mean "zoneId"?',
    ],
    ['beside instances', fleet(['a'], 'regionId: x'), '4:1', 'regionId', BESIDE],
    [
      'beside instances',
      fleet(['a'], 'enviroments: {}'),
      '4:1',
      'enviroments',
      'did you mean "environments"?',
    ],
    [
      'beside instances',
      fleet(['a'], 'version: 2'),
      '4:1',
      'version',
      'only defaults, instances, environments stand beside "instances"',
    ],
    ['in defaults', 'defaults: {nme: abc}\ninstances: {a: null}', '1:12', 'nme', 'did you mean "name"?'],
    ['in defaults', 'defaults: {orders: {}}\ninstances: {a: null}', '1:12', 'orders', README],
    ['in an instance', fleet(['a'], '  b: {defaults: {}}'), '4:7', 'defaults', README],
    ['in an instance', fleet(['a'], '  b: {configs: {}}'), '4:7', 'configs', 'did you mean "config"?'],
    ['in an environment', fleet(['a'], 'environments: {x: {name: abc}}'), '4:20', 'name', IN_ENVIRONMENT],
    [
      'in an environment',
      fleet(['a'], 'environments: {x: {instance: {}}}'),
      '4:20',
      'instance',
      'did you mean "instances"?',
    ],
    [
      'in an environment',
      fleet(['a'], 'environments: {x: {a: {}}}'),
      '4:20',
      'a',
      'an environment has "defaults" and "instances"',
    ],
    [
      'in its defaults',
      fleet(['a'], 'environments: {x: {defaults: {nam: abc}}}'),
      '4:31',
      'nam',
      'did you mean "name"?',
    ],
    [
      'in its instances',
      fleet(['a'], 'environments: {x: {instances: {a: {nam: abc}}}}'),
      '4:36',
      'nam',
      'did you mean "name"?',
    ],
    ['in config', flat('config: {enable_acl: true}'), '1:10', 'enable_acl', ''],
  ])('%s is an error with a hint: %#', async (_, text, place, key, hint) => {
    const diagnostics = await problemsOf(text);
    const where = hint === '' ? ' in config; did you mean "enable.acl"?' : `; ${hint}`;
    expect(diagnostics.filter((problem) => problem.includes('Unknown key'))).toEqual([
      `error kafka.yml:${place} Unknown key "${key}"${where}`,
    ]);
  });

  it.each([
    [
      'config: {kafka.log.retention.hour: }',
      '10',
      'kafka.log.retention.hour" in config; did you mean "kafka.log.retention.hours"?',
    ],
    ['config: {hours: null}', '10', 'hours" in config; a key newer than this release goes into extraConfig'],
    [
      'topics: {abc: {partitions：24}}',
      '16',
      'partitions：24" in topics["abc"]; it holds full-width characters, write ordinary ones instead',
    ],
    [
      'topics: {abc: {config: {max.message.byte: }}}',
      '25',
      'max.message.byte" in topics["abc"].config; did you mean "max.message.bytes"?',
    ],
  ])('is not taken for one to remove, where it has no value: %s', async (line, column, message) => {
    expect(await problemsOf(flat(line))).toEqual([`error kafka.yml:1:${column} Unknown key "${message}`]);
  });

  it.each([
    ['vpcID: vpc-1', 'vpcId: null', []],
    ['vswitchIds: [vsw-1]', 'vSwitchId: null', []],
    ['seris: serverless', 'zoneId: null', []],
    ['vp: vpc-1', 'vpcId: null', [expect.stringContaining('vpcId is required')]],
  ])('counts as the field that was probably meant: %s', async (line, without, more) => {
    expect(await problemsOf(flat(line, without))).toEqual([
      expect.stringMatching(/^error kafka\.yml:1:1 Unknown key/),
      ...more,
    ]);
  });

  it('is told once for all keys of a map that are spelled as in the API', async () => {
    const text = fleet(['a'], '  b: {InstanceId: alikafka_2, Name: orders}', '  c: {InstanceId: alikafka_3}');
    expect(await problemsOf(text)).toEqual([
      'error kafka.yml:4:7 Keys are in camelCase here, unlike in the API: InstanceId is instanceId, Name is name',
      'error kafka.yml:5:7 Unknown key "InstanceId"; did you mean "instanceId"?',
    ]);
  });

  it('is not read as a section where it has a single value', async () => {
    expect(await problemsOf(flat('environment: production'))).toEqual([
      `error kafka.yml:1:1 Unknown key "environment"; ${README}`,
    ]);
  });

  it.each([
    ['instanses:', fleet(['a']).replace('instances:', 'instanses:')],
    ['Defaults:', fleet(['a']).replace('defaults:', 'Defaults:')],
    ['enviroments:', fleet(['a'], 'enviroments: {x: {}}')],
    ['default:', fleet(['a'], 'environments: {x: {default: {vpcId: vpc-2}}}')],
    ['instance:', fleet(['a'], 'environments: {x: {instance: {a: {instanceId: alikafka_9}}}}')],
    ['enviroments:', flat('enviroments: {x: {}}')],
  ])('is read as the section that was meant: %s', async (_, text) => {
    expect(await problemsOf(text, text.includes('x: {') ? { environment: 'x' } : {})).toEqual([
      expect.stringMatching(/^error kafka\.yml:\d+:\d+ Unknown key "\w+"; did you mean "\w+s"\?$/),
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'is never lost and never breaks anything: %s',
    async (key) => {
      const places: [text: string, place: string][] = [
        [flat(`${key}: 1`), '1:1'],
        [flat(`config: {${key}: 1}`), '1:10'],
        [flat(`environments: {x: {${key}: 1}}`), '1:20'],
        [fleet(['a'], `${key}: 1`), '4:1'],
        [`defaults: {${key}: 1}\ninstances: {a: null}`, '1:12'],
        [fleet(['a'], `  b: {${key}: 1}`), '4:7'],
        [fleet(['a'], `environments: {x: {${key}: 1}}`), '4:20'],
        [fleet(['a'], `environments: {x: {defaults: {${key}: 1}}}`), '4:31'],
        [fleet(['a'], `environments: {x: {instances: {a: {${key}: 1}}}}`), '4:36'],
      ];
      for (const [text, place] of places) {
        expect(await problemsOf(text), text).toContainEqual(
          expect.stringContaining(`error kafka.yml:${place} Unknown key "${key}"`),
        );
      }
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('may be the name of an environment: %s', async (key) => {
    const text = fleet(['a'], `environments: {${key}: {defaults: {name: abc}}}`);
    expect((await sentFor(text)).Name).toBeUndefined();
    expect((await sentFor(text, { environment: key })).Name?.value).toBe('abc');
  });
});

import * as z from 'zod';
import { config } from './config.ts';
import type { Field } from './field.ts';
import { allowedIps } from './networks.ts';
import { consumerGroups, topics } from './topics.ts';
import { flag, keyId, line, oneOf, resourceId, zone } from './values.ts';

const scalar = z
  .union([z.string(), z.number(), z.boolean()], { error: 'must be a text, a number, true or false' })
  .transform(String);

const extraRule = { error: 'must be a text, a number, true or false, or a list of them' };
const extraList = z.array(scalar, extraRule).min(1, { error: 'must have at least one value' });

/** A text, number or boolean, or a list of them: what `extraParameters` sends as it is. */
const extraValue = z.union([scalar, extraList], extraRule);

/**
 * Every parameter of StartInstance, as the vendor's page and the official SDK 2.14.0 have them. The order is
 * that of tables and of the JSON Schema.
 */
export const fields = {
  regionId: {
    input: 'region-id',
    api: 'RegionId',
    encoding: 'text',
    form: 'text',
    schema: z.string({ error: 'must be a text' }).regex(/^(?!oss-)(?=.{1,63}$)[a-z]+(-[a-z0-9]+)+$/, {
      error: 'must be a region id such as cn-hangzhou',
    }),
    description: 'Region of the instance, such as `cn-hangzhou`.',
  },
  instanceId: {
    input: 'instance-id',
    api: 'InstanceId',
    encoding: 'text',
    form: 'text',
    schema: resourceId('alikafka_', 'alikafka_post-cn-v0h1fgs2a001'),
    description: 'Id of the instance that was bought and waits for deployment.',
  },
  series: {
    input: 'series',
    api: undefined,
    form: 'text',
    schema: oneOf('provisioned', 'serverless', 'confluent'),
    description:
      'Series of the instance: `provisioned` (the default), `serverless` or `confluent`. Picks the rules, is not sent.',
  },
  deployModule: {
    input: 'deploy-module',
    api: 'DeployModule',
    encoding: 'text',
    form: 'text',
    schema: oneOf('vpc', 'eip'),
    description:
      'Network type the instance was bought with: `vpc`, or `eip` for Internet and VPC. Required for provisioned instances.',
  },
  vpcId: {
    input: 'vpc-id',
    api: 'VpcId',
    encoding: 'text',
    form: 'text',
    schema: resourceId('vpc-', 'vpc-bp1r4eg3yrxmygv0abcd'),
    description: 'VPC to deploy into.',
  },
  vSwitchId: {
    input: 'vswitch-id',
    api: 'VSwitchId',
    encoding: 'text',
    form: 'text',
    schema: resourceId('vsw-', 'vsw-bp1j3sg5979fstnpl0abc'),
    description: 'vSwitch to deploy into. Defaults to the first of `vSwitchIds` when that is given.',
  },
  vSwitchIds: {
    input: 'vswitch-ids',
    api: 'VSwitchIds',
    encoding: 'list',
    form: 'list',
    schema: z
      .array(resourceId('vsw-', 'vsw-bp1j3sg5979fstnpl0abc'), { error: 'must be a list of vSwitch ids' })
      .min(1, { error: 'must name at least one vSwitch' }),
    description:
      'Several vSwitches to deploy into; their zones are preferred unless `selectedZones` is given.',
  },
  zoneId: {
    input: 'zone-id',
    api: 'ZoneId',
    encoding: 'text',
    form: 'text',
    schema: zone,
    description:
      'Zone of the vSwitch, `zonea` or `cn-hangzhou-a`. Required for provisioned instances unless `vSwitchIds` or `selectedZones` is given.',
  },
  crossZone: {
    input: 'cross-zone',
    api: 'CrossZone',
    encoding: 'text',
    form: 'text',
    schema: flag,
    description: 'Whether to deploy across zones. The service takes true when it is not given.',
  },
  selectedZones: {
    input: 'selected-zones',
    api: 'SelectedZones',
    encoding: 'json',
    form: 'yaml',
    schema: z.tuple(
      [
        z.array(zone, { error: 'must be a list of zones' }),
        z.array(zone, { error: 'must be a list of zones' }),
      ],
      { error: 'must be two lists of zones, such as [[zonea, zoneb], [zonec]]' },
    ),
    description:
      'Two lists of zones, the candidates for the primary and for the secondary. The second is empty exactly when `crossZone` is false.',
  },
  isForceSelectedZones: {
    input: 'is-force-selected-zones',
    api: 'IsForceSelectedZones',
    encoding: 'text',
    form: 'text',
    schema: flag,
    description: 'Whether the instance must be placed in `selectedZones`, instead of preferably so.',
  },
  isEipInner: {
    input: 'is-eip-inner',
    api: 'IsEipInner',
    encoding: 'text',
    form: 'text',
    schema: flag,
    description:
      'Whether the instance has elastic IP addresses. Derived from `deployModule`, and must agree with it.',
  },
  isSetUserAndPassword: {
    input: 'is-set-user-and-password',
    api: 'IsSetUserAndPassword',
    encoding: 'text',
    form: 'text',
    schema: flag,
    description:
      'Whether to set a username and password, for `eip` only. Derived as true when one of them is given.',
  },
  username: {
    input: 'username',
    api: 'Username',
    encoding: 'text',
    form: 'text',
    schema: line,
    description: 'Username, for `eip` only; for Confluent only `root`.',
  },
  password: {
    input: 'password',
    api: 'Password',
    encoding: 'text',
    form: 'text',
    schema: line,
    privacy: 'secret',
    description: 'Password, for `eip` only; required for Confluent. In a manifest only as `${NAME}`.',
  },
  name: {
    input: 'name',
    api: 'Name',
    encoding: 'text',
    form: 'text',
    schema: z
      .string({ error: 'must be a text' })
      .regex(/^[A-Za-z0-9_-]{3,64}$/, { error: 'must be 3 to 64 letters, digits, hyphens or underscores' }),
    description: 'Name of the instance, unique in the region. Not for serverless or Confluent.',
  },
  securityGroup: {
    input: 'security-group',
    api: 'SecurityGroup',
    encoding: 'text',
    form: 'text',
    schema: resourceId('sg-', 'sg-bp13wfx7kz9pkow0abcd'),
    description: 'An existing security group. The service creates one when it is not given.',
  },
  serviceVersion: {
    input: 'service-version',
    api: 'ServiceVersion',
    encoding: 'text',
    form: 'text',
    schema: z
      .string({ error: 'must be a text' })
      .regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, { error: 'must be a version of three numbers, such as 2.6.2' }),
    description:
      'Version to deploy: 2.2.0 or 2.6.2 for provisioned, 3.3.1 for serverless, 7.4.0 for Confluent.',
  },
  config: {
    input: 'config',
    api: 'Config',
    encoding: 'json',
    form: 'yaml',
    schema: config,
    merged: 1,
    description: 'Initial configuration, a map of keys to values. Not for Confluent.',
  },
  extraConfig: {
    input: 'extra-config',
    api: undefined,
    form: 'yaml',
    schema: z.record(z.string().regex(/\S/, { error: 'must not be an empty key' }), scalar, {
      error: 'must be a map of configuration keys to texts, numbers, true or false',
    }),
    merged: 1,
    description: 'Configuration keys newer than this release; added to `config` unchecked, with a warning.',
  },
  kmsKeyId: {
    input: 'kms-key-id',
    api: 'KMSKeyId',
    encoding: 'text',
    form: 'text',
    schema: keyId,
    description: 'KMS key that encrypts the disks, for good. Not for serverless.',
  },
  notifier: {
    input: 'notifier',
    api: 'Notifier',
    encoding: 'text',
    form: 'text',
    schema: line,
    privacy: 'personal',
    description: 'Name of the alert contact.',
  },
  userPhoneNum: {
    input: 'user-phone-num',
    api: 'UserPhoneNum',
    encoding: 'text',
    form: 'text',
    schema: line,
    privacy: 'personal',
    description: 'Phone number of the alert contact.',
  },
  extraParameters: {
    input: 'extra-parameters',
    api: undefined,
    form: 'yaml',
    schema: z.record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_.]*$/, { error: 'must be the name of an API parameter' }),
      extraValue,
      { error: 'must be a map of API parameters to values' },
    ),
    merged: 1,
    description: 'API parameters newer than this release; sent as they are, with a warning.',
  },
  allowedIps: {
    input: 'allowed-ips',
    api: undefined,
    form: 'yaml',
    schema: allowedIps,
    merged: 1,
    description:
      'Who may connect, once the instance is in service: a map of `vpc` (port 9092), `internet` (9093), `sasl` (9094) and `vpcSasl` (9095) to lists of IPv4 addresses and blocks. What is missing is added, nothing is removed. Not for Confluent.',
  },
  topics: {
    input: 'topics',
    api: undefined,
    form: 'yaml',
    schema: topics,
    merged: 3,
    description:
      'Topics to have, once the instance is in service: a map of names to `{remark, partitions, localTopic, compact, replicationFactor, minInsyncReplicas, config}`, or `{}`. What is missing is created, partitions only grow. Not for Confluent.',
  },
  consumerGroups: {
    input: 'consumer-groups',
    api: undefined,
    form: 'yaml',
    schema: consumerGroups,
    merged: 2,
    description:
      'Consumer groups to have, once the instance is in service: a map of names to `{remark}`, or `{}`. What is missing is created. Not for Confluent.',
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

export type FieldValue<K extends FieldName> = z.output<(typeof fields)[K]['schema']>;

export const fieldNames = Object.keys(fields) as FieldName[];

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

/** A field's properties, without the exact types of the table. */
export function fieldOf(name: FieldName): Field {
  return fields[name];
}

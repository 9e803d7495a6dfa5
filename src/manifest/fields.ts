import * as z from 'zod';
import { config } from './config.ts';
import type { Field } from './field.ts';
import { lazily } from './lazily.ts';
import { allowedIps } from './networks.ts';
import { consumerGroups, topics } from './topics.ts';
import { flag, keyId, line, oneOf, region, resourceId, scalar, scalars, zone } from './values.ts';

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
    schema: region,
  },
  instanceId: {
    input: 'instance-id',
    api: 'InstanceId',
    encoding: 'text',
    form: 'text',
    schema: resourceId('alikafka_', 'alikafka_post-cn-v0h1fgs2a001'),
  },
  series: {
    input: 'series',
    api: undefined,
    form: 'text',
    schema: oneOf('provisioned', 'serverless', 'confluent'),
  },
  deployModule: {
    input: 'deploy-module',
    api: 'DeployModule',
    encoding: 'text',
    form: 'text',
    schema: oneOf('vpc', 'eip'),
  },
  vpcId: {
    input: 'vpc-id',
    api: 'VpcId',
    encoding: 'text',
    form: 'text',
    schema: resourceId('vpc-', 'vpc-bp1r4eg3yrxmygv0abcd'),
  },
  vSwitchId: {
    input: 'vswitch-id',
    api: 'VSwitchId',
    encoding: 'text',
    form: 'text',
    schema: resourceId('vsw-', 'vsw-bp1j3sg5979fstnpl0abc'),
  },
  vSwitchIds: {
    input: 'vswitch-ids',
    api: 'VSwitchIds',
    encoding: 'list',
    form: 'list',
    schema: lazily(() =>
      z
        .array(resourceId('vsw-', 'vsw-bp1j3sg5979fstnpl0abc')(), { error: 'must be a list of vSwitch ids' })
        .min(1, { error: 'must name at least one vSwitch' }),
    ),
  },
  zoneId: {
    input: 'zone-id',
    api: 'ZoneId',
    encoding: 'text',
    form: 'text',
    schema: zone,
  },
  crossZone: {
    input: 'cross-zone',
    api: 'CrossZone',
    encoding: 'text',
    form: 'text',
    schema: flag,
  },
  selectedZones: {
    input: 'selected-zones',
    api: 'SelectedZones',
    encoding: 'json',
    form: 'yaml',
    schema: lazily(() => {
      const zones = z.array(zone(), { error: 'must be a list of zones' });
      const error = 'must be two lists of zones, such as [[zonea, zoneb], [zonec]]';
      return z.tuple([zones, zones], { error });
    }),
  },
  isForceSelectedZones: {
    input: 'is-force-selected-zones',
    api: 'IsForceSelectedZones',
    encoding: 'text',
    form: 'text',
    schema: flag,
  },
  isEipInner: {
    input: 'is-eip-inner',
    api: 'IsEipInner',
    encoding: 'text',
    form: 'text',
    schema: flag,
  },
  isSetUserAndPassword: {
    input: 'is-set-user-and-password',
    api: 'IsSetUserAndPassword',
    encoding: 'text',
    form: 'text',
    schema: flag,
  },
  username: {
    input: 'username',
    api: 'Username',
    encoding: 'text',
    form: 'text',
    schema: line,
  },
  password: {
    input: 'password',
    api: 'Password',
    encoding: 'text',
    form: 'text',
    schema: line,
    privacy: 'secret',
  },
  name: {
    input: 'name',
    api: 'Name',
    encoding: 'text',
    form: 'text',
    schema: lazily(() =>
      z
        .string({ error: 'must be a text' })
        .regex(/^[A-Za-z0-9_-]{3,64}$/, { error: 'must be 3 to 64 letters, digits, hyphens or underscores' }),
    ),
  },
  securityGroup: {
    input: 'security-group',
    api: 'SecurityGroup',
    encoding: 'text',
    form: 'text',
    schema: resourceId('sg-', 'sg-bp13wfx7kz9pkow0abcd'),
  },
  serviceVersion: {
    input: 'service-version',
    api: 'ServiceVersion',
    encoding: 'text',
    form: 'text',
    schema: lazily(() =>
      z
        .string({ error: 'must be a text' })
        .regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, { error: 'must be a version of three numbers, such as 2.6.2' }),
    ),
  },
  config: {
    input: 'config',
    api: 'Config',
    encoding: 'json',
    form: 'yaml',
    schema: config,
    merged: 1,
  },
  extraConfig: {
    input: 'extra-config',
    api: undefined,
    form: 'yaml',
    schema: lazily(() =>
      z.record(z.string().regex(/\S/, { error: 'must not be an empty key' }), scalar(), {
        error: 'must be a map of configuration keys to texts, numbers, true or false',
      }),
    ),
    merged: 1,
  },
  kmsKeyId: {
    input: 'kms-key-id',
    api: 'KMSKeyId',
    encoding: 'text',
    form: 'text',
    schema: keyId,
  },
  notifier: {
    input: 'notifier',
    api: 'Notifier',
    encoding: 'text',
    form: 'text',
    schema: line,
    privacy: 'personal',
  },
  userPhoneNum: {
    input: 'user-phone-num',
    api: 'UserPhoneNum',
    encoding: 'text',
    form: 'text',
    schema: line,
    privacy: 'personal',
  },
  extraParameters: {
    input: 'extra-parameters',
    api: undefined,
    form: 'yaml',
    schema: lazily(() =>
      z.record(
        z.string().regex(/^[A-Za-z][A-Za-z0-9_.]*$/, { error: 'must be the name of an API parameter' }),
        scalars(),
        { error: 'must be a map of API parameters to values' },
      ),
    ),
    merged: 1,
  },
  allowedIps: {
    input: 'allowed-ips',
    api: undefined,
    form: 'yaml',
    schema: allowedIps,
    merged: 1,
  },
  topics: {
    input: 'topics',
    api: undefined,
    form: 'yaml',
    schema: topics,
    merged: 3,
  },
  consumerGroups: {
    input: 'consumer-groups',
    api: undefined,
    form: 'yaml',
    schema: consumerGroups,
    merged: 2,
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

export type FieldValue<K extends FieldName> = z.output<ReturnType<(typeof fields)[K]['schema']>>;

export const fieldNames = Object.keys(fields) as FieldName[];

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

/** A field's properties, without the exact types of the table. */
export function fieldOf(name: FieldName): Field {
  return fields[name];
}

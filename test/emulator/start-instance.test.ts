import { describe, expect, it } from 'vitest';
import type { CloudOptions, InstanceSeed, Surroundings } from '../../emulator/index.ts';
import { cloudAt, INSTANCE_ID, START } from './cloud-at.ts';

const CONFLUENT = { RegionId: 'cn-hangzhou', InstanceId: INSTANCE_ID, VpcId: 'vpc-1', VSwitchId: 'vsw-1' };
const SURROUNDINGS: Surroundings = {
  vSwitches: [
    { vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-h' },
    { vSwitchId: 'vsw-2', vpcId: 'vpc-2', zoneId: 'cn-hangzhou-i' },
    { vSwitchId: 'vsw-3', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-j' },
    { vSwitchId: 'vsw-new', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-h', status: 'Pending' },
    { vSwitchId: 'vsw-far', vpcId: 'vpc-1', zoneId: 'cn-beijing-h' },
  ],
  securityGroups: [
    { securityGroupId: 'sg-1', vpcId: 'vpc-1' },
    { securityGroupId: 'sg-2', vpcId: 'vpc-2' },
    { securityGroupId: 'sg-far', vpcId: 'vpc-1', regionId: 'cn-beijing' },
  ],
  keys: [
    { keyId: 'key-1', aliases: ['alias/orders'] },
    { keyId: 'key-off', state: 'Disabled' },
    { keyId: 'key-gone', state: 'PendingDeletion' },
    { keyId: 'key-new', state: 'PendingImport' },
    { keyId: 'key-sign', usage: 'SIGN/VERIFY' },
    { keyId: 'key-far', regionId: 'cn-beijing' },
  ],
};

type Seed = Omit<InstanceSeed, 'instanceId'>;
type Changes = Readonly<Record<string, string | undefined>>;

/** START with some parameters changed, and those left out whose value is undefined. */
function changed(changes: Changes, from = START): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...from, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** The code with which a start of such an instance is answered. */
function codeOf(parameters: Record<string, string>, seed: Seed = {}, options: Partial<CloudOptions> = {}) {
  const { start, cloud } = cloudAt(0, { instances: [{ instanceId: INSTANCE_ID, ...seed }], ...options });
  start(parameters);
  const [entry] = cloud.journal;
  expect(entry?.carriedOut).toBe(entry?.code === '200');
  return entry?.code;
}

describe('of a provisioned instance', () => {
  it.each<[string, Changes, Seed?]>([
    ['the least', {}],
    ['a list of vSwitches only', { VSwitchId: undefined, 'VSwitchIds.1': 'vsw-1', 'VSwitchIds.2': 'vsw-2' }],
    ['an empty vSwitch beside the list', { VSwitchId: '', 'VSwitchIds.1': 'vsw-1' }],
    [
      'ten vSwitches',
      Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => [`VSwitchIds.${n}`, `v${n}`])),
    ],
    ['both forms of zones', { ZoneId: 'zoneh', SelectedZones: '[["zoneh","cn-hangzhou-i"],["zonek"]]' }],
    ['a single zone', { CrossZone: 'false', SelectedZones: '[["zoneh"],[]]' }],
    ['an eip instance', { DeployModule: 'eip', IsEipInner: 'true' }, { deployType: 4 }],
    ['Python’s booleans', { DeployModule: 'eip', IsEipInner: 'True', CrossZone: 'False' }, { deployType: 4 }],
    ['no DeployModule, as from Terraform', { DeployModule: undefined }],
    ['no DeployModule for an eip instance', { DeployModule: undefined }, { deployType: 4 }],
    [
      'a login',
      { DeployModule: 'eip', IsSetUserAndPassword: 'true', Username: 'u', Password: 'p' },
      { deployType: 4 },
    ],
    [
      'the lowest values',
      { Config: '{"kafka.log.retention.hours":"24","kafka.message.max.bytes":"1048576"}' },
    ],
    [
      'the highest values',
      { Config: '{"kafka.log.retention.hours":"480","kafka.message.max.bytes":"10485760"}' },
    ],
    ['encryption with ACL', { Config: '{"enable.vpc_sasl_ssl":"true","enable.acl":"true"}' }],
    ['every version', { ServiceVersion: '2.6.2' }],
    ['a name', { Name: 'a_B-9' }],
    ['the name it has', { Name: 'orders' }, { name: 'orders' }],
    [
      'the rest',
      { KMSKeyId: 'k', SecurityGroup: 's', Notifier: 'n', UserPhoneNum: '1', IsForceSelectedZones: 'true' },
    ],
  ])('takes %s', (_, changes, seed) => {
    expect(codeOf(changed(changes), seed)).toBe('200');
  });

  it.each<[string, Changes, Seed?]>([
    ['MissingRegionId', { RegionId: undefined }],
    ['MissingInstanceId', { InstanceId: '' }],
    ['MissingVpcId', { VpcId: undefined }],
    ['MISSING_PARAMETER', { VSwitchId: undefined }],
    ['INVALID_PARAMETER', { VSwitchID: 'vsw-1' }],
    ['INVALID_PARAMETER', { 'InstanceId.1': INSTANCE_ID }],
    ['INVALID_PARAMETER', { 'Tag.1.Key': 'a' }],
    ['INVALID_PARAMETER', { constructor: 'a' }],
    ['INVALID_PARAMETER', { VSwitchIds: 'vsw-1' }],
    ['INVALID_PARAMETER_FORMAT', { 'VSwitchIds.0': 'vsw-1' }],
    ['INVALID_PARAMETER_FORMAT', { 'VSwitchIds.1': 'vsw-1', 'VSwitchIds.3': 'vsw-3' }],
    ['INVALID_PARAMETER_FORMAT', { CrossZone: 'yes' }],
    ['INVALID_PARAMETER_FORMAT', { IsEipInner: '0' }],
    ['BIZ_INSTANCE_NOT_FOUND', { InstanceId: 'alikafka_post-cn-none' }],
    ['BIZ_INSTANCE_NOT_FOUND', { RegionId: 'cn-beijing' }],
    ['BIZ_INSTANCE_OWNER_ERROR', {}, { accountId: '2' }],
    ['INSTANCE_STATUS_NOT_WAIT_DEPLOY', {}, { status: 'running' }],
    ['INSTANCE_STATUS_NOT_WAIT_DEPLOY', {}, { status: 'released' }],
    ['INVALID_PARAMETER', { DeployModule: 'eip' }],
    ['INVALID_PARAMETER', { DeployModule: 'vpc' }, { deployType: 4 }],
    ['INVALID_PARAMETER', { IsEipInner: 'true' }],
    ['INVALID_PARAMETER', { IsEipInner: 'True' }],
    ['INVALID_PARAMETER', { DeployModule: 'eip', IsEipInner: 'false' }, { deployType: 4 }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { IsSetUserAndPassword: 'true' }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { IsSetUserAndPassword: 'True' }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { Username: 'u' }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { Password: 'p' }],
    ['MISSING_PARAMETER', { DeployModule: 'eip', IsSetUserAndPassword: 'true' }, { deployType: 4 }],
    ['INVALID_PARAMETER_SIZE', { Name: 'ab' }],
    ['INVALID_PARAMETER_SIZE', { Name: 'a'.repeat(65) }],
    ['INVALID_PARAMETER_FORMAT', { Name: 'a b c' }],
    ['InvalidParameter.VersionNotSupport', { ServiceVersion: '0.10.2' }],
    ['InvalidParameter.VersionNotSupport', { ServiceVersion: '3.3.1' }],
    ['INVALID_PARAMETER_FORMAT', { Config: '{' }],
    ['INVALID_PARAMETER_FORMAT', { Config: '[]' }],
    ['INVALID_PARAMETER_FORMAT', { Config: '{"kafka.log.retention.hours":33}' }],
    ['INVALID_PARAMETER', { Config: '{"kafka.log.retention.hour":"33"}' }],
    ['INVALID_PARAMETER', { Config: '{"toString":"33"}' }],
    ['INVALID_PARAMETER_RANGE', { Config: '{"kafka.log.retention.hours":"23"}' }],
    ['INVALID_PARAMETER_RANGE', { Config: '{"kafka.log.retention.hours":"481"}' }],
    ['INVALID_PARAMETER_RANGE', { Config: '{"kafka.message.max.bytes":"1048575"}' }],
    ['INVALID_PARAMETER_RANGE', { Config: '{"kafka.message.max.bytes":"1e7"}' }],
    ['INVALID_PARAMETER_RANGE', { Config: '{"enable.acl":"yes"}' }],
    ['INVALID_PARAMETER', { Config: '{"enable.vpc_sasl_ssl":"true"}' }],
    ['BIZ_INSTANCE_ONLY_PROFESSIONAL_SUPPORT', { Config: '{"enable.acl":"true"}' }, { specType: 'normal' }],
    ['INVALID_PARAMETER_FORMAT', { ZoneId: 'zone-h' }],
    ['INVALID_PARAMETER_FORMAT', { ZoneId: 'cn-beijing-h' }],
    ['INVALID_PARAMETER_FORMAT', { SelectedZones: '["zoneh","zonek"]' }],
    ['INVALID_PARAMETER_FORMAT', { SelectedZones: '[["zoneh"]]' }],
    ['INVALID_PARAMETER_FORMAT', { SelectedZones: '[[],["zoneh"]]' }],
    ['INVALID_PARAMETER_FORMAT', { SelectedZones: '[["h"],[]]' }],
    ['INVALID_PARAMETER', { CrossZone: 'false', SelectedZones: '[["zoneh"],["zonek"]]' }],
    ['INVALID_PARAMETER', { CrossZone: 'False', SelectedZones: '[["zoneh"],["zonek"]]' }],
  ])('answers %s to %o', (code, changes, seed) => {
    expect(codeOf(changed(changes), seed)).toBe(code);
  });

  it('wants a name that no other instance of the region has or was given', () => {
    const { start, clock, cloud } = cloudAt(0, {
      instances: [
        { instanceId: INSTANCE_ID },
        { instanceId: 'second', name: 'orders' },
        { instanceId: 'third' },
        { instanceId: 'elsewhere', regionId: 'cn-beijing', name: 'audit' },
      ],
    });
    start(changed({ Name: 'orders' }));
    start(changed({ Name: 'audit' }));
    clock.now += 1;
    start(changed({ InstanceId: 'third', Name: 'audit' }));
    expect(cloud.journal.map(({ code }) => code)).toEqual([
      'INVALID_PARAMETER_DATA_ALREADY_EXIST',
      '200',
      'INVALID_PARAMETER_DATA_ALREADY_EXIST',
    ]);
  });
});

describe('of a serverless instance', () => {
  it.each<[string, Changes]>([
    ['200', { DeployModule: undefined, ServiceVersion: '3.3.1' }],
    [
      '200',
      {
        Config: '{"kafka.log.retention.hours":"72","num.partitions":"3","auto.create.topics.enable":"true"}',
      },
    ],
    ['INVALID_PARAMETER_RANGE', { Config: '{"num.partitions":"many"}' }],
    ['INVALID_PARAMETER', { DeployModule: 'eip' }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { Name: 'orders' }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { KMSKeyId: 'key-1' }],
    ['InvalidParameter.VersionNotSupport', { ServiceVersion: '2.2.0' }],
  ])('answers %s to %o', (code, changes) => {
    expect(codeOf(changed(changes), { series: 'v3' })).toBe(code);
  });
});

describe('of a Confluent instance', () => {
  it.each<[string, Changes]>([
    ['200', { Password: 'Passw0rd' }],
    ['200', { Password: 'pass-w0rd', Username: 'root', ServiceVersion: '7.4.0' }],
    ['MISSING_PARAMETER', {}],
    ['INVALID_PARAMETER', { Password: 'Passw0rd', Username: 'admin' }],
    ['INVALID_PARAMETER_FORMAT', { Password: 'passw0rd' }],
    ['INVALID_PARAMETER_FORMAT', { Password: 'Passw0r' }],
    ['INVALID_PARAMETER_FORMAT', { Password: 'Passw0rd'.repeat(5) }],
    ['INVALID_PARAMETER_FORMAT', { Password: 'Pass w0rd' }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { Password: 'Passw0rd', Config: '{}' }],
    ['INVALID_PARAMETER_NOT_SUPPORT', { Password: 'Passw0rd', Name: 'orders' }],
  ])('answers %s to %o', (code, changes) => {
    expect(codeOf(changed(changes, CONFLUENT), { series: 'confluent' })).toBe(code);
  });
});

describe('in declared surroundings', () => {
  it.each<[string, Changes, number]>([
    ['200', { ZoneId: 'zoneh', SecurityGroup: 'sg-1', KMSKeyId: 'key-1' }, 200],
    ['200', { ZoneId: 'cn-hangzhou-j', 'VSwitchIds.1': 'vsw-1', 'VSwitchIds.2': 'vsw-3' }, 200],
    ['200', { ZoneId: 'zoneh', SelectedZones: '[["zonek"],["zonel"]]' }, 200],
    ['200', { KMSKeyId: 'alias/orders' }, 200],
    ['VpcVSwitch.NotFound', { VSwitchId: 'vsw-9' }, 404],
    ['VpcVSwitch.NotFound', { 'VSwitchIds.1': 'vsw-9' }, 404],
    ['VpcVSwitch.NotFound', { 'VSwitchIds.1': 'vsw-1', 'VSwitchIds.2': 'vsw-far' }, 404],
    ['VPC_VSW_ZONE_MAPPING_ERROR', { VSwitchId: 'vsw-2' }, 400],
    ['VPC_VSW_ZONE_MAPPING_ERROR', { ZoneId: 'cn-hangzhou-i' }, 400],
    ['VPC_VSW_ZONE_MAPPING_ERROR', { ZoneId: 'zonej' }, 400],
    ['DeployPreCheckError', { VSwitchId: 'vsw-new' }, 400],
    ['SG_ERROR', { SecurityGroup: 'sg-9' }, 404],
    ['SG_ERROR', { SecurityGroup: 'sg-2' }, 404],
    ['SG_ERROR', { SecurityGroup: 'sg-far' }, 404],
    ['DeployPreCheckError', { KMSKeyId: 'key-9' }, 400],
    ['DeployPreCheckError', { KMSKeyId: 'key-off' }, 400],
    ['DeployPreCheckError', { KMSKeyId: 'key-gone' }, 400],
    ['DeployPreCheckError', { KMSKeyId: 'key-new' }, 400],
    ['DeployPreCheckError', { KMSKeyId: 'key-sign' }, 400],
    ['DeployPreCheckError', { KMSKeyId: 'key-far' }, 400],
  ])('answers %s to %o', (code, changes, httpStatus) => {
    const { start } = cloudAt(0, { surroundings: SURROUNDINGS });
    expect(start(changed(changes))).toMatchObject({ code, httpStatus });
  });
});

it('names that the service has learned since are taken as they are', () => {
  const newer = { parameters: ['Colour'], configKeys: ['quota'] };
  const parameters = changed({ Colour: 'red', Config: '{"quota":"x"}' });
  expect(codeOf(parameters)).toBe('INVALID_PARAMETER');
  expect(codeOf(parameters, {}, { newer })).toBe('200');
});

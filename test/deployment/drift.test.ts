import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../emulator/json.ts';
import { driftTexts } from '../../src/report/drift.ts';
import { fleet } from './fleet.ts';
import { ID, planFor, requestsIn } from './given.ts';

const MANIFEST = `regionId: cn-hangzhou
instanceId: ${ID}
name: orders
deployModule: vpc
vpcId: vpc-1
vSwitchIds: [vsw-1, vsw-2]
zoneId: zonea
serviceVersion: 2.6.2
securityGroup: sg-1
kmsKeyId: key-1
config:
  enable.acl: true
  kafka.log.retention.hours: 72
`;

/** An entry of GetInstanceList that is as MANIFEST says. */
const AS_WANTED: JsonObject = {
  Name: 'orders',
  DeployType: 5,
  VpcId: 'vpc-1',
  VSwitchId: 'vsw-1',
  VSwitchIds: { VSwitchIds: ['vsw-1', 'vsw-2'] },
  ZoneId: 'zonea',
  StandardZoneId: 'cn-hangzhou-a',
  UpgradeServiceDetailInfo: { Current2OpenSourceVersion: '2.6.2' },
  SecurityGroup: 'sg-1',
  KmsKeyId: 'key-1',
  AllConfig: '{"enable.acl":"true","kafka.log.retention.hours":"72","enable.vpc_sasl_ssl":"false"}',
};

interface Given {
  readonly manifest?: string;
  readonly shown?: JsonObject;
  readonly status?: 'running' | 'starting' | 'stopped' | 'pending';
}

async function plan({ manifest = MANIFEST, shown = {}, status = 'running' }: Given) {
  const shownAs = { ...AS_WANTED, ...shown };
  const dependencies = fleet({ instances: [{ instanceId: ID, status, shownAs }] });
  const [item] = await planFor(dependencies, requestsIn(manifest));
  if (!item) throw new Error('there is no plan');
  const drift = item.drift.map((found) => ({ ...driftTexts(found), origin: found.origin }));
  return { ...item, drift };
}

const at = (line: number, column: number) => ({ kind: 'manifest', file: 'kafka.yml', line, column });

describe('drift', () => {
  it('is none where everything is as the manifest says', async () => {
    expect(await plan({})).toMatchObject({ drift: [], reason: 'it is in service' });
  });

  it.each<[string, JsonObject, string, string, number, number]>([
    ['name', { Name: 'payments' }, 'orders', 'payments', 3, 7],
    ['deployModule', { DeployType: 4 }, 'vpc', 'eip', 4, 15],
    ['vpcId', { VpcId: 'vpc-2' }, 'vpc-1', 'vpc-2', 5, 8],
    ['vSwitchIds', { VSwitchIds: { VSwitchIds: ['vsw-3', 'vsw-1'] } }, 'vsw-1, vsw-2', 'vsw-1, vsw-3', 6, 13],
    ['vSwitchIds', { VSwitchIds: { VSwitchIds: ['vsw-1'] } }, 'vsw-1, vsw-2', 'vsw-1', 6, 13],
    [
      'serviceVersion',
      { UpgradeServiceDetailInfo: { Current2OpenSourceVersion: '2.2.0' } },
      '2.6.2',
      '2.2.0',
      8,
      17,
    ],
    ['securityGroup', { SecurityGroup: 'sg-2' }, 'sg-1', 'sg-2', 9, 16],
    ['kmsKeyId', { KmsKeyId: 'key-2' }, 'key-1', 'key-2', 10, 11],
    [
      'config enable.acl',
      { AllConfig: '{"enable.acl":"false","kafka.log.retention.hours":"72"}' },
      'true',
      'false',
      12,
      15,
    ],
    [
      'config kafka.log.retention.hours',
      { AllConfig: '{"enable.acl":"true","kafka.log.retention.hours":24}' },
      '72',
      '24',
      13,
      30,
    ],
  ])('in %s when the service shows %j', async (field, shown, manifest, live, line, column) => {
    const item = await plan({ shown });
    expect(item).toMatchObject({ action: 'none', reason: 'it is in service, with drift' });
    expect(item.drift).toEqual([{ field, manifest, live, origin: at(line, column) }]);
  });

  it('is told for every field at once', async () => {
    const shown = { Name: 'payments', VpcId: 'vpc-2', AllConfig: '{"enable.acl":"false"}' };
    const { drift } = await plan({ shown });
    expect(drift.map(({ field }) => field)).toEqual(['name', 'vpcId', 'config enable.acl']);
  });

  it.each<[string, JsonObject]>([
    ['vSwitches in another order', { VSwitchIds: { VSwitchIds: ['vsw-2', 'vsw-1'] } }],
    ['only the long form of the zone', { ZoneId: '', StandardZoneId: 'cn-hangzhou-a' }],
    ['only the short form of the zone', { ZoneId: 'zonea', StandardZoneId: '' }],
    ['a true that is not a text', { AllConfig: '{"enable.acl":true,"kafka.log.retention.hours":72}' }],
    ['further configuration', { AllConfig: '{"enable.acl":"true","cloud.maxTieredStoreSpace":"0"}' }],
    ['a configuration that cannot be read', { AllConfig: 'enable.acl=false' }],
    ...Object.keys(AS_WANTED).flatMap((name): [string, JsonObject][] => [
      [`no ${name}`, { [name]: null, ...(name === 'VSwitchIds' && { VSwitchId: '' }) }],
      [`an empty ${name}`, { [name]: '', ...(name === 'VSwitchIds' && { VSwitchId: '' }) }],
    ]),
    ['no version', { UpgradeServiceDetailInfo: { Current2OpenSourceVersion: '' } }],
    ['no vSwitches', { VSwitchIds: { VSwitchIds: [] }, VSwitchId: '' }],
    ['no zone at all', { ZoneId: '', StandardZoneId: '' }],
  ])('is none when the service shows %s', async (_, shown) => {
    expect((await plan({ shown })).drift).toEqual([]);
  });

  it('does not depend on the order of the vSwitches in the manifest', async () => {
    const manifest = MANIFEST.replace('[vsw-1, vsw-2]', '[vsw-2, vsw-1]');
    expect((await plan({ manifest })).drift).toEqual([]);
    const { drift } = await plan({ manifest, shown: { VSwitchIds: { VSwitchIds: ['vsw-3', 'vsw-2'] } } });
    expect(drift).toEqual([
      { field: 'vSwitchIds', manifest: 'vsw-1, vsw-2', live: 'vsw-2, vsw-3', origin: at(6, 13) },
    ]);
  });

  it.each<[string, JsonObject, string]>([
    ['zonea', { ZoneId: '', StandardZoneId: 'cn-hangzhou-b' }, 'cn-hangzhou-b'],
    ['zonea', { StandardZoneId: '', ZoneId: 'zoneb' }, 'zoneb'],
    ['cn-hangzhou-a', { StandardZoneId: '', ZoneId: 'zoneb' }, 'zoneb'],
  ])('is only noted in the zone, which the service may choose: %s, shown %j', async (zone, shown, live) => {
    const manifest = MANIFEST.replace('zonea', zone);
    const item = await plan({ manifest, shown });
    expect(item).toMatchObject({ drift: [], reason: 'it is in service' });
    expect(item.otherZone).toMatchObject({ field: 'zoneId', wanted: zone, live, origin: at(7, 9) });
    const other = await plan({ manifest: `${manifest}isForceSelectedZones: false\n`, shown });
    expect([other.drift, other.otherZone?.live]).toEqual([[], live]);
  });

  it('counts in the zone where isForceSelectedZones is true', async () => {
    const manifest = `${MANIFEST}isForceSelectedZones: true\n`;
    const item = await plan({ manifest, shown: { StandardZoneId: '', ZoneId: 'zoneb' } });
    expect(item.drift).toEqual([{ field: 'zoneId', manifest: 'zonea', live: 'zoneb', origin: at(7, 9) }]);
    expect(item).toMatchObject({ otherZone: undefined, reason: 'it is in service, with drift' });
  });

  it.each([
    ['zonea', { ZoneId: 'zonea', StandardZoneId: 'cn-hangzhou-b' }],
    ['cn-hangzhou-a', { StandardZoneId: '' }],
    ['zonea', { ZoneId: '', StandardZoneId: '' }],
  ])('is not even noted in a zone as wanted: %s, shown %j', async (zone, shown) => {
    const item = await plan({ manifest: MANIFEST.replace('zonea', zone), shown });
    expect([item.drift, item.otherZone]).toEqual([[], undefined]);
  });

  it('with a single vSwitch, asks only that it is among the live ones', async () => {
    const manifest = MANIFEST.replace('vSwitchIds: [vsw-1, vsw-2]', 'vSwitchId: vsw-2');
    expect((await plan({ manifest })).drift).toEqual([]);
    const { drift } = await plan({ manifest, shown: { VSwitchIds: { VSwitchIds: ['vsw-1', 'vsw-3'] } } });
    expect(drift).toEqual([
      { field: 'vSwitchId', manifest: 'vsw-2', live: 'vsw-1, vsw-3', origin: at(6, 12) },
    ]);
  });

  it('does not compare what the manifest does not say', async () => {
    const manifest = `regionId: cn-hangzhou\ninstanceId: ${ID}\ndeployModule: vpc\nvpcId: vpc-1\nvSwitchId: vsw-1\nzoneId: zonea\n`;
    const shown = {
      Name: 'else',
      SecurityGroup: 'sg-2',
      KmsKeyId: 'key-2',
      AllConfig: '{"enable.acl":"false"}',
    };
    expect((await plan({ manifest, shown })).drift).toEqual([]);
  });

  it.each([
    ['starting', 'wait'],
    ['stopped', 'blocked'],
  ] as const)('is also told of an instance that is %s', async (status, action) => {
    const item = await plan({ status, shown: { VpcId: 'vpc-2' } });
    expect(item).toMatchObject({ action, drift: [{ field: 'vpcId', live: 'vpc-2' }] });
  });

  it('is none before the deployment: what is shown then is not what the manifest gives', async () => {
    const item = await plan({ status: 'pending', shown: { Name: 'as bought', VpcId: 'vpc-2' } });
    expect(item).toMatchObject({ action: 'start', drift: [] });
  });
});

describe('a value that the environment has filled in', () => {
  it('is held as its name, also among others of a list', async () => {
    const dependencies = fleet({ instances: [{ instanceId: ID, status: 'running', shownAs: AS_WANTED }] });
    const manifest = MANIFEST.replace('[vsw-1, vsw-2]', '["${SECRET}", vsw-2]').replace('orders', '${NAME}');
    const requests = requestsIn(manifest, { SECRET: 'vsw-0secret', NAME: 'secret-name' });
    const [item] = await planFor(dependencies, requests);
    expect(item?.drift.map(({ field, shown }) => [field, shown])).toEqual([
      ['name', '${NAME}'],
      ['vSwitchIds', ['${SECRET}', 'vsw-2']],
    ]);
  });
});

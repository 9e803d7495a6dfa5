import { GetAllowedIpListRequest, UpdateAllowedIpRequest } from '@alicloud/alikafka20190916';
import { expect, it } from 'vitest';
import type { CloudOptions } from '../../emulator/index.ts';
import { bodyOf, cloudAt, INSTANCE_ID, REGION_ID, record, START } from './cloud-at.ts';
import { emulatorForTest } from './loopback.ts';
import { sdkClient } from './sdk-client.ts';

const NAMED = { RegionId: REGION_ID, InstanceId: INSTANCE_ID };
const PLAIN = { UpdateType: 'add', PortRange: '9092/9092', AllowedListType: 'vpc' };

/** An instance that is in service, with every listener. */
const OPEN = {
  instanceId: INSTANCE_ID,
  status: 'running',
  deployType: 4,
  startedWith: { ...START, Config: '{"enable.acl":"true","enable.vpc_sasl_ssl":"true"}' },
} as const;

/** `count` different addresses. */
function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `172.16.${Math.floor(index / 200)}.${index % 200}`);
}

function allowListAt(options: Omit<CloudOptions, 'now'> = { instances: [OPEN] }) {
  const { call, cloud } = cloudAt(0, options);
  return {
    cloud,
    update: (parameters: Record<string, string>) =>
      call('UpdateAllowedIp', { ...NAMED, ...PLAIN, ...parameters }),
    read: (InstanceId = INSTANCE_ID) =>
      record(bodyOf(call('GetAllowedIpList', { ...NAMED, InstanceId })).AllowedList),
  };
}

it('lets in only the vSwitch at first; the official SDK adds, describes and deletes', async () => {
  const request = { regionId: REGION_ID, instanceId: INSTANCE_ID };
  const emulator = await emulatorForTest({
    instances: [{ instanceId: INSTANCE_ID, status: 'running', startedWith: START }],
    surroundings: {
      vSwitches: [{ vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-h', cidrBlock: '10.1.0.0/24' }],
    },
  });
  const client = sdkClient(emulator);
  const read = async () =>
    (await client.getAllowedIpList(new GetAllowedIpListRequest(request))).body?.allowedList;
  const update = (updateType: string, allowedListIp: string, description?: string) =>
    client.updateAllowedIp(
      new UpdateAllowedIpRequest({
        ...request,
        updateType,
        portRange: '9092/9092',
        allowedListType: 'vpc',
        allowedListIp,
        description,
      }),
    );

  expect(await read()).toMatchObject({
    deployType: 5,
    internetList: [],
    vpcList: [
      { portRange: '9092/9092', allowedIpList: ['10.1.0.0/24'], userDefinedSharedSecurityGroup: false },
    ],
  });
  const added = await update('add', '10.2.0.0/16,10.3.0.9,10.1.0.0/24', 'nodes');
  expect(added.body).toMatchObject({ code: 200, success: true, message: 'operation success.' });
  await update('delete', '10.3.0.9');
  expect(await read()).toMatchObject({
    vpcList: [
      {
        allowedIpList: ['10.1.0.0/24', '10.2.0.0/16'],
        allowedIpGroup: { '10.1.0.0/24': '', '10.2.0.0/16': 'nodes' },
      },
    ],
  });
});

it('keeps one list for each listener that is open, that of 9093 for the whole Internet', () => {
  const { read, update } = allowListAt();
  update({ PortRange: '9095/9095', AllowedListIp: '10.0.0.1' });
  expect(read()).toMatchObject({
    DeployType: 4,
    VpcList: [
      { PortRange: '9092/9092', AllowedIpList: ['192.168.0.0/24'] },
      { PortRange: '9094/9094', AllowedIpList: [] },
      { PortRange: '9095/9095', AllowedIpList: ['10.0.0.1'] },
    ],
    InternetList: [{ PortRange: '9093/9093', AllowedIpList: ['0.0.0.0/0'] }],
  });
});

it.each([
  ['WHITE.PARAM.ERROR', { UpdateType: 'replace', AllowedListIp: '10.0.0.1' }],
  ['WHITE.PARAM.ERROR', { PortRange: '9093/9093', AllowedListIp: '10.0.0.1' }],
  ['WHITE.PARAM.ERROR', { AllowedListType: 'internet', AllowedListIp: '10.0.0.1' }],
  ['WHITE.PARAM.ERROR', { PortRange: '9092', AllowedListIp: '10.0.0.1' }],
  ['WHITE.PARAM.ERROR', { AllowedListIp: '10.0.0.1, 10.0.0.2' }],
  ['WHITE.PARAM.ERROR', { AllowedListIp: '10.0.0.1/24' }],
  ['WHITE.PARAM.ERROR', { AllowedListIp: '10.0.0.0/33' }],
  ['WHITE.PARAM.ERROR', { AllowedListIp: 'fe80::1' }],
  ['WHITE.PARAM.ERROR', { UpdateType: 'delete', AllowedListIp: '10.0.0.1,10.0.0.2' }],
  ['WHITE.OVER.LENGTH.ERROR', { AllowedListIp: addresses(11).join() }],
  ['MissingAllowedListIp', {}],
])('answers %s to %o', (code, parameters: Record<string, string>) => {
  const { update, cloud } = allowListAt();
  const before = cloud.contentsOf(INSTANCE_ID);
  expect(update(parameters)).toMatchObject({ httpStatus: 400, code });
  expect(cloud.contentsOf(INSTANCE_ID)).toEqual(before);
});

it('takes no more than 200 entries on one port, and those that are there already do not count again', () => {
  const instances = [{ ...OPEN, allowedIps: { '9092/9092': addresses(199) } }];
  const { update } = allowListAt({ instances });
  const codes = ['10.0.0.1', '10.0.0.1', '10.0.0.2'].map((AllowedListIp) => update({ AllowedListIp }));
  expect(codes).toMatchObject([{ code: '200' }, { code: '200' }, { code: 'WHITE.IPLIST.OVERLONG.ERROR' }]);
  expect(
    update({ AllowedListIp: '10.0.0.2', AllowedListType: 'internet', PortRange: '9093/9093' }),
  ).toMatchObject({ code: '200' });
});

it('is one list for all instances of a security group that was named at their start', () => {
  const shared = (instanceId: string, SecurityGroup: string) => ({
    instanceId,
    status: 'running' as const,
    startedWith: { ...START, SecurityGroup },
    allowedIps: { '9092/9092': [`10.0.0.0/${24 + instanceId.length}`] },
  });
  const { update, cloud, read } = allowListAt({
    instances: [shared('a', 'sg-1'), shared('bb', 'sg-1'), shared('ccc', 'sg-2')],
  });
  const listsOf = () => ['a', 'bb', 'ccc'].map((id) => cloud.contentsOf(id)?.allowedIps['9092/9092']);
  update({ InstanceId: 'bb', AllowedListIp: '10.9.0.1' });
  update({ InstanceId: 'bb', AllowedListIp: '10.0.0.0/25', UpdateType: 'delete' });
  expect(listsOf()).toEqual([['10.0.0.0/26', '10.9.0.1'], ['10.0.0.0/26', '10.9.0.1'], ['10.0.0.0/27']]);
  expect(read('a')).toMatchObject({
    VpcList: [{ SecurityGroupId: 'sg-1', UserDefinedSharedSecurityGroup: true }],
  });
});

it('keeps what was added although the answer was lost, and loses what never arrived', () => {
  const { update, cloud } = allowListAt({
    instances: [OPEN],
    faults: [
      { action: 'UpdateAllowedIp', effect: { kind: 'reset-after' } },
      { action: 'UpdateAllowedIp', effect: { kind: 'reset-before' } },
    ],
  });
  expect(update({ AllowedListIp: '10.0.0.1' })).toMatchObject({ kind: 'reset' });
  expect(update({ AllowedListIp: '10.0.0.2' })).toMatchObject({ kind: 'reset' });
  expect(cloud.contentsOf(INSTANCE_ID)?.allowedIps['9092/9092']).toEqual(['192.168.0.0/24', '10.0.0.1']);
  expect(cloud.journal.map(({ carriedOut }) => carriedOut)).toEqual([true, false]);
});

import { expect, it } from 'vitest';
import { DEFAULT_ACCOUNT_ID, type StatusName } from '../../emulator/index.ts';
import { cloudAt, INSTANCE_ID, REGION_ID } from './cloud-at.ts';

type Parameters = Record<string, string>;

const NAMED = { RegionId: REGION_ID, InstanceId: INSTANCE_ID };
const READINGS: readonly [string, string, Parameters][] = [
  ['GetAllowedIpList', 'alikafka:ListInstance', {}],
  ['GetTopicList', 'alikafka:ListTopic', {}],
  ['GetConsumerList', 'alikafka:ListGroup', {}],
  ['GetQuotaTip', 'alikafka:ListTopic', {}],
];
const CHANGES: readonly [string, string, Parameters][] = [
  [
    'UpdateAllowedIp',
    'alikafka:UpdateInstance',
    { UpdateType: 'add', PortRange: '9092/9092', AllowedListType: 'vpc', AllowedListIp: '10.0.0.1' },
  ],
  ['CreateTopic', 'alikafka:CreateTopic', { Topic: 'orders', Remark: 'orders' }],
  ['ModifyPartitionNum', 'alikafka:UpdateTopic', { Topic: 'old', AddPartitionNum: '1' }],
  ['CreateConsumerGroup', 'alikafka:CreateGroup', { ConsumerId: 'billing' }],
];
const OPERATIONS = [...READINGS, ...CHANGES];

const seed = (status: StatusName) => ({ instanceId: INSTANCE_ID, status, topics: [{ name: 'old' }] });

it.each<[StatusName, string, string]>([
  ['running', '200', '200'],
  ['expiring', '200', '200'],
  ['upgrading', '200', 'BIZ_INSTANCE_STATUS_ERROR'],
  ['scaling', '200', 'BIZ_INSTANCE_STATUS_ERROR'],
  ['pending', 'BIZ.INSTANCE.STATUS.ERROR', 'BIZ_INSTANCE_STATUS_ERROR'],
  ['starting', 'BIZ.INSTANCE.STATUS.ERROR', 'BIZ_INSTANCE_STATUS_ERROR'],
  ['stopped', 'BIZ.INSTANCE.STATUS.ERROR', 'BIZ_INSTANCE_STATUS_ERROR'],
])('an instance that is %s answers %s to whoever reads and %s to whoever changes', (status, read, change) => {
  const { call } = cloudAt(0, { instances: [seed(status)] });
  const codesOf = (operations: typeof READINGS) =>
    operations.map(([action, , parameters]) => call(action, { ...NAMED, ...parameters }));
  expect(codesOf(READINGS)).toMatchObject(READINGS.map(() => ({ code: read })));
  expect(codesOf(CHANGES)).toMatchObject(CHANGES.map(() => ({ code: change })));
});

it.each(OPERATIONS)(
  '%s does not find another account or region, nor what was never bought',
  (action, _, rest) => {
    const { call } = cloudAt(0, { instances: [seed('running')] });
    const parameters = { ...NAMED, ...rest };
    const refused = { httpStatus: 400, code: 'BIZ_INSTANCE_NOT_FOUND' };
    expect(call(action, parameters, '7')).toMatchObject(refused);
    expect(call(action, { ...parameters, RegionId: 'cn-beijing' })).toMatchObject(refused);
    expect(call(action, { ...parameters, InstanceId: 'none' })).toMatchObject(refused);
  },
);

it.each(OPERATIONS)('%s needs %s', (action, ramAction, rest) => {
  const { cloud } = cloudAt(0, { instances: [seed('running')] });
  const call = { action, parameters: { ...NAMED, ...rest }, accountId: DEFAULT_ACCOUNT_ID };
  expect(cloud.call({ ...call, denied: [ramAction] })).toMatchObject({
    httpStatus: 403,
    code: 'NoPermission',
  });
  const others = OPERATIONS.map(([, each]) => each).filter((each) => each !== ramAction);
  expect(cloud.call({ ...call, denied: others })).toMatchObject({ code: '200' });
  expect(cloud.journal.map(({ carriedOut }) => carriedOut)).toEqual([false, true]);
});

it('GetInstanceList counts what is used', () => {
  const { list } = cloudAt(0, {
    instances: [
      {
        instanceId: INSTANCE_ID,
        status: 'running',
        topics: [{ name: 'one', partitions: 5 }, { name: 'two' }],
        consumerGroups: [{ name: 'one' }],
        quota: { topics: 7 },
      },
    ],
  });
  expect(list()).toMatchObject([
    {
      UsedTopicCount: 2,
      UsedPartitionCount: 17,
      UsedGroupCount: 1,
      TopicNumLimit: 7,
      AutoCreateTopicEnable: false,
    },
  ]);
});

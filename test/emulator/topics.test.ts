import {
  CreateTopicRequest,
  GetQuotaTipRequest,
  GetTopicListRequest,
  ModifyPartitionNumRequest,
} from '@alicloud/alikafka20190916';
import { describe, expect, it } from 'vitest';
import { type CloudOptions, callCounts, type InstanceSeed, type Series } from '../../emulator/index.ts';
import { bodyOf, cloudAt, INSTANCE_ID, REGION_ID, record } from './cloud-at.ts';
import { emulatorForTest } from './loopback.ts';
import { sdkClient } from './sdk-client.ts';

const NAMED = { RegionId: REGION_ID, InstanceId: INSTANCE_ID };

type Parameters = Record<string, string>;

/** A cloud with one instance in service. A topic of it takes 100 ms to be created. */
function topicsOf(seed: Partial<InstanceSeed> = {}, options: Partial<CloudOptions> = {}) {
  const instances = [{ instanceId: INSTANCE_ID, status: 'running' as const, ...seed }];
  const { call, cloud, clock } = cloudAt(1_000, { instances, topicCreationMs: 100, ...options });
  const listed = (parameters: Parameters = {}) => bodyOf(call('GetTopicList', { ...NAMED, ...parameters }));
  return {
    clock,
    cloud,
    create: (Topic: string, parameters: Parameters = {}) =>
      call('CreateTopic', { ...NAMED, Topic, Remark: 'remark', ...parameters }),
    grow: (Topic: string, AddPartitionNum: string) =>
      call('ModifyPartitionNum', { ...NAMED, Topic, AddPartitionNum }),
    listed,
    list: (parameters: Parameters = {}) => {
      const topics = record(listed(parameters).TopicList).TopicVO;
      return Array.isArray(topics) ? topics.map(record) : [];
    },
  };
}

it('the official SDK creates a topic, sees it come into service, and gives it partitions', async () => {
  let now = Date.now();
  const emulator = await emulatorForTest({
    instances: [
      { instanceId: INSTANCE_ID, status: 'running', quota: { topics: 3, partitions: 1020, groups: 2 } },
    ],
    topicCreationMs: 1_000,
    now: () => now,
  });
  const client = sdkClient(emulator);
  const named = { regionId: REGION_ID, instanceId: INSTANCE_ID };
  const list = async () =>
    (await client.getTopicList(new GetTopicListRequest({ ...named, currentPage: '1', pageSize: '50' }))).body;

  expect(await list()).toMatchObject({ total: 0, currentPage: 1, pageSize: 50, topicList: { topicVO: [] } });
  const created = await client.createTopic(
    new CreateTopicRequest({
      ...named,
      topic: 'orders',
      remark: 'Orders of shops',
      partitionNum: '6',
      localTopic: true,
      compactTopic: true,
      replicationFactor: 3,
      minInsyncReplicas: 2,
      config: '{"retention.ms":"3600000"}',
      tag: [{ key: 'team', value: 'shop' }],
    }),
  );
  expect(created.body).toMatchObject({ code: 200, success: true });
  const topic = {
    topic: 'orders',
    remark: 'Orders of shops',
    partitionNum: 6,
    localTopic: true,
    compactTopic: true,
    autoCreate: false,
    createTime: now,
    topicConfig: '{"retention.ms":"3600000"}',
    tags: { tagVO: [{ key: 'team', value: 'shop' }] },
  };
  expect((await list())?.topicList?.topicVO).toMatchObject([{ ...topic, status: 1 }]);
  now += 1_000;
  await client.modifyPartitionNum(
    new ModifyPartitionNumRequest({ ...named, topic: 'orders', addPartitionNum: 4 }),
  );
  expect((await list())?.topicList?.topicVO).toMatchObject([{ ...topic, status: 0, partitionNum: 10 }]);

  const { body } = await client.getQuotaTip(new GetQuotaTipRequest(named));
  expect(body?.quotaData).toMatchObject({
    topicUsed: 1,
    topicLeft: 2,
    topicQuota: 3,
    partitionUsed: 10,
    partitionLeft: 1010,
    partitionQuota: 1020,
    partitionNumOfBuy: 20,
    groupUsed: 0,
    groupLeft: 2,
    isPartitionBuy: 1,
  });
  expect(callCounts(emulator.journal)).toEqual({
    GetTopicList: 3,
    CreateTopic: 1,
    ModifyPartitionNum: 1,
    GetQuotaTip: 1,
  });
});

it('lists ten a page, finds parts of names, and tells how many there are', () => {
  const topics = Array.from({ length: 12 }, (_, index) => ({ name: `topic-${index}`, autoCreate: true }));
  const { list, listed } = topicsOf({ topics });
  const names = (parameters: Parameters) => list(parameters).map(({ Topic }) => Topic);
  expect(names({})).toHaveLength(10);
  expect(names({ CurrentPage: '2' })).toEqual(['topic-10', 'topic-11']);
  expect(names({ CurrentPage: '2', PageSize: '5' })).toEqual(topics.slice(5, 10).map(({ name }) => name));
  expect(names({ CurrentPage: '3' })).toEqual([]);
  expect(names({ Topic: 'ic-1' })).toEqual(['topic-1', 'topic-10', 'topic-11']);
  expect(listed({ Topic: 'ic-1', PageSize: '2' })).toMatchObject({ Total: 3, CurrentPage: 1, PageSize: 2 });
  expect(list()[0]).toMatchObject({ PartitionNum: 12, Remark: 'topic-0', AutoCreate: true, Status: 0 });
  expect(list()[0]).not.toHaveProperty('CompactTopic');
  expect(listed({ PageSize: '101' })).toMatchObject({ Code: 'INVALID_PARAMETER_RANGE' });
  expect(listed({ CurrentPage: '0' })).toMatchObject({ Code: 'INVALID_PARAMETER_RANGE' });
  expect(listed({ CurrentPage: 'one' })).toMatchObject({ Code: 'INVALID_PARAMETER_FORMAT' });
});

describe('CreateTopic', () => {
  const local = { LocalTopic: 'true' };

  it.each<[Series, string, string, Parameters]>([
    ['v2', 'INVALID_PARAMETER_FORMAT', 'or', {}],
    ['v2', 'INVALID_PARAMETER_FORMAT', 'o'.repeat(65), {}],
    ['v2', 'INVALID_PARAMETER_FORMAT', 'a b', {}],
    ['v3', 'INVALID_PARAMETER_FORMAT', 'o'.repeat(250), {}],
    ['v2', 'MissingRemark', 'orders', { Remark: '' }],
    ['v2', 'INVALID_PARAMETER_SIZE', 'orders', { Remark: 'or' }],
    ['v2', 'INVALID_PARAMETER_SIZE', 'orders', { Remark: 'o'.repeat(65) }],
    ['v2', 'INVALID_PARAMETER_FORMAT', 'orders', { PartitionNum: 'six' }],
    ['v2', 'INVALID_PARAMETER_RANGE', 'orders', { PartitionNum: '1' }],
    ['v2', 'INVALID_PARAMETER_RANGE', 'orders', { PartitionNum: '0', ...local }],
    ['v2', 'INVALID_PARAMETER_RANGE', 'orders', { PartitionNum: '361' }],
    ['v2', 'INVALID_PARAMETER_RANGE', 'orders', { ReplicationFactor: '4', ...local }],
    ['v2', 'INVALID_PARAMETER_RANGE', 'orders', { MinInsyncReplicas: '0', ...local }],
    ['v2', 'INVALID_PARAMETER', 'orders', { ReplicationFactor: '2', MinInsyncReplicas: '2', ...local }],
    ['v2', 'INVALID_PARAMETER', 'orders', { MinInsyncReplicas: '3', ...local }],
    ['v2', 'INVALID_PARAMETER_FORMAT', 'orders', { LocalTopic: 'yes' }],
    ['v2', 'INVALID_PARAMETER_FORMAT', 'orders', { Config: '{"retention.ms":3600000}', ...local }],
    ['v2', 'INVALID_PARAMETER', 'orders', { Config: '{"retention.ms":"3599999"}', ...local }],
    ['v2', 'INVALID_PARAMETER', 'orders', { Config: '{"retention.hours":"24"}', ...local }],
    ['v3', 'INVALID_PARAMETER', 'orders', { Config: '{"retention.hours":"8761"}' }],
    ['v3', 'INVALID_PARAMETER', 'orders', { Config: '{"message.timestamp.type":"Now"}' }],
  ])('for %s answers %s to %s with %o', (series, code, topic, parameters) => {
    const { create, cloud } = topicsOf({ series });
    expect(create(topic, parameters)).toMatchObject({ httpStatus: 400, code });
    expect(cloud.contentsOf(INSTANCE_ID)?.topics).toEqual({});
  });

  it('has a default for partitions, and gives no settings to a topic in cloud storage', () => {
    const Config = '{"max.message.bytes":"1048576"}';
    const v2 = topicsOf();
    v2.create('orders', { Config, CompactTopic: 'true' });
    expect(v2.list()).toMatchObject([{ PartitionNum: 12, LocalTopic: false, TopicConfig: '{}' }]);
    const v3 = topicsOf({ series: 'v3' });
    v3.create('o', { Config });
    expect(v3.list()).toMatchObject([{ PartitionNum: 3, TopicConfig: Config }]);
  });

  it('refuses a topic that is there, or is being created', () => {
    const { create, clock } = topicsOf();
    const codes = [create('orders'), create('orders')];
    clock.now += 100;
    expect([...codes, create('orders')]).toMatchObject([
      { code: '200' },
      { code: 'Topic.Exist' },
      { code: 'BIZ_TOPIC_ALREADY_EXISTS' },
    ]);
  });

  it('is held back by the quota of topics, and by that of partitions, and so is growth', () => {
    const { create, grow, clock, cloud } = topicsOf({ quota: { topics: 2, partitions: 10 } });
    const codes = [
      create('one', { PartitionNum: '11' }),
      create('one', { PartitionNum: '4' }),
      create('two', { PartitionNum: '4' }),
      create('three', { PartitionNum: '2' }),
    ];
    clock.now += 100;
    expect([...codes, grow('one', '3'), grow('one', '2')]).toMatchObject([
      { code: 'BIZ_TOPIC_PARTITION_NUM_EXCEED' },
      { code: '200' },
      { code: '200' },
      { code: 'BIZ_TOPIC_TOO_MUCH' },
      { code: 'BIZ_TOPIC_PARTITION_NUM_EXCEED' },
      { code: '200' },
    ]);
    expect(cloud.contentsOf(INSTANCE_ID)?.topics).toEqual({ one: 6, two: 4 });
  });

  it('may be called 20 times a second, or as often as a test says', () => {
    const throttled = (options: Partial<CloudOptions>) => {
      const { create } = topicsOf({}, options);
      return Array.from({ length: 25 }, (_, index) => create(`topic-${index}`)).filter(
        (outcome) => outcome.kind === 'answer' && outcome.code === 'Throttling.User',
      ).length;
    };
    expect(throttled({ requestsPerSecond: 2 })).toBe(4);
    expect(throttled({ rates: { CreateTopic: 5 } })).toBe(20);
  });
});

describe('ModifyPartitionNum', () => {
  it.each([
    ['BIZ_TOPIC_NOT_FOUND', 'order', '1'],
    ['INVALID_PARAMETER_RANGE', 'orders', '0'],
    ['INVALID_PARAMETER_RANGE', 'orders', '-1'],
    ['DATA_EXCEED_MAX_LIMIT', 'orders', '349'],
    ['200', 'orders', '348'],
  ])('answers %s for %s and %s more', (code, topic, added) => {
    expect(topicsOf({ topics: [{ name: 'orders' }] }).grow(topic, added)).toMatchObject({ code });
  });

  it('adds again when it is sent again', () => {
    const { grow, cloud } = topicsOf(
      { topics: [{ name: 'orders', partitions: 6 }] },
      { faults: [{ action: 'ModifyPartitionNum', effect: { kind: 'error-after' } }] },
    );
    expect(grow('orders', '6')).toMatchObject({ httpStatus: 500 });
    expect(cloud.contentsOf(INSTANCE_ID)?.topics).toEqual({ orders: 12 });
    grow('orders', '6');
    expect(cloud.contentsOf(INSTANCE_ID)?.topics).toEqual({ orders: 18 });
  });
});

it('shows a topic, its partitions and the end of its creation a lag later; until then it cannot grow', () => {
  const { create, grow, list, clock } = topicsOf(
    { topics: [{ name: 'old', partitions: 2 }] },
    { contentsLagMs: 10 },
  );
  const shown = () => list().map(({ Topic, PartitionNum, Status }) => [Topic, PartitionNum, Status]);
  create('new', { PartitionNum: '4' });
  grow('old', '1');
  clock.now += 9;
  expect(shown()).toEqual([['old', 2, 0]]);
  clock.now += 1;
  expect(shown()).toEqual([
    ['old', 3, 0],
    ['new', 4, 1],
  ]);
  clock.now += 99;
  expect(grow('new', '1')).toMatchObject({ code: 'BIZ_TOPIC_NOT_FOUND' });
  clock.now += 1;
  expect(shown()[1]).toEqual(['new', 4, 0]);
  expect(grow('new', '1')).toMatchObject({ code: '200' });
});

it('a creation that is late on its way is carried out when it arrives', () => {
  const { create, list, clock } = topicsOf(
    {},
    { faults: [{ action: 'CreateTopic', effect: { kind: 'late', afterMs: 50 } }] },
  );
  expect(create('orders')).toEqual({ kind: 'hang' });
  expect(list()).toEqual([]);
  clock.now += 60;
  expect(list()).toMatchObject([{ Topic: 'orders', CreateTime: 1_050 }]);
});

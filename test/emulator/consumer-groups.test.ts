import { CreateConsumerGroupRequest, GetConsumerListRequest } from '@alicloud/alikafka20190916';
import { expect, it } from 'vitest';
import type { CloudOptions, InstanceSeed, Series } from '../../emulator/index.ts';
import { bodyOf, cloudAt, INSTANCE_ID, REGION_ID, record } from './cloud-at.ts';
import { emulatorForTest } from './loopback.ts';
import { sdkClient } from './sdk-client.ts';

const NAMED = { RegionId: REGION_ID, InstanceId: INSTANCE_ID };

function groupsOf(seed: Partial<InstanceSeed> = {}, options: Partial<CloudOptions> = {}) {
  const instances = [{ instanceId: INSTANCE_ID, status: 'running' as const, ...seed }];
  const { call, cloud, clock } = cloudAt(1_000, { instances, ...options });
  return {
    clock,
    cloud,
    create: (ConsumerId: string) => call('CreateConsumerGroup', { ...NAMED, ConsumerId }),
    names: (parameters: Record<string, string> = {}) => {
      const groups = record(
        bodyOf(call('GetConsumerList', { ...NAMED, ...parameters })).ConsumerList,
      ).ConsumerVO;
      return Array.isArray(groups) ? groups.map((group) => record(group).ConsumerId) : [];
    },
  };
}

it('the official SDK creates a group and reads it', async () => {
  const now = Date.now();
  const emulator = await emulatorForTest({
    instances: [
      {
        instanceId: INSTANCE_ID,
        status: 'running',
        consumerGroups: [{ name: 'joined', automatic: true }],
      },
    ],
    now: () => now,
  });
  const client = sdkClient(emulator);
  const named = { regionId: REGION_ID, instanceId: INSTANCE_ID };
  const created = await client.createConsumerGroup(
    new CreateConsumerGroupRequest({
      ...named,
      consumerId: 'billing',
      remark: 'Bills',
      tag: [{ key: 'team', value: 'money' }],
    }),
  );
  expect(created.body).toMatchObject({ code: 200, success: true });
  const list = await client.getConsumerList(
    new GetConsumerListRequest({ ...named, currentPage: 1, pageSize: 50 }),
  );
  expect(list.body).toMatchObject({
    total: 2,
    currentPage: 1,
    pageSize: 50,
    consumerList: {
      consumerVO: [
        { consumerId: 'joined', remark: '', automaticallyCreatedGroup: true },
        {
          consumerId: 'billing',
          remark: 'Bills',
          automaticallyCreatedGroup: false,
          createTime: now,
          tags: { tagVO: [{ key: 'team', value: 'money' }] },
        },
      ],
    },
  });
});

it('lists ten a page, and finds parts of names', () => {
  const consumerGroups = Array.from({ length: 12 }, (_, index) => ({ name: `group-${index}` }));
  const { names } = groupsOf({ consumerGroups });
  expect(names()).toHaveLength(10);
  expect(names({ CurrentPage: '2' })).toEqual(['group-10', 'group-11']);
  expect(names({ ConsumerId: 'up-1', PageSize: '2' })).toEqual(['group-1', 'group-10']);
});

it.each<[Series, string, string]>([
  ['v2', 'INVALID_PARAMETER_FORMAT', 'ab'],
  ['v2', 'INVALID_PARAMETER_FORMAT', 'a'.repeat(65)],
  ['v2', 'INVALID_PARAMETER_FORMAT', 'bill$'],
  ['v3', 'INVALID_PARAMETER_FORMAT', 'a'.repeat(250)],
  ['v3', '200', 'b$'],
  ['v2', 'BIZ_SUBSCRIPTION_ALREADY_EXISTS', 'one'],
  ['v2', '200', 'two'],
])('for %s answers %s to the name %s', (series, code, name) => {
  expect(groupsOf({ series, consumerGroups: [{ name: 'one' }] }).create(name)).toMatchObject({ code });
});

it('creates no more groups than the quota allows', () => {
  const { create, cloud } = groupsOf({ quota: { groups: 1 } });
  expect([create('one'), create('two')]).toMatchObject([
    { code: '200' },
    { code: 'BIZ_SUBSCRIPTION_TOO_MUCH' },
  ]);
  expect(cloud.contentsOf(INSTANCE_ID)?.consumerGroups).toEqual(['one']);
});

it('shows a group a lag later, also where the answer was lost', () => {
  const { create, names, clock, cloud } = groupsOf(
    { consumerGroups: [{ name: 'old' }] },
    { contentsLagMs: 10, faults: [{ action: 'CreateConsumerGroup', effect: { kind: 'timeout-after' } }] },
  );
  expect(create('new')).toEqual({ kind: 'hang' });
  clock.now += 9;
  expect(names()).toEqual(['old']);
  expect(create('new')).toMatchObject({ code: 'BIZ_SUBSCRIPTION_ALREADY_EXISTS' });
  clock.now += 1;
  expect(names()).toEqual(['old', 'new']);
  expect(cloud.journal[0]).toMatchObject({
    action: 'CreateConsumerGroup',
    outcome: 'fault',
    carriedOut: true,
  });
});

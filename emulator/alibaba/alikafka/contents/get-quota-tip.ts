import type { JsonObject } from '../../../json.ts';
import type { Operation } from '../../service/operation.ts';
import type { Instance } from '../instance.ts';
import { reading } from './reach.ts';
import { partitionSum } from './topics.ts';

/** Every instance has these partitions beside those that were bought. */
const FREE_PARTITIONS = 1000;

/** Tells what of an instance's quota is used and what is left, as it is now. */
export const getQuotaTip: Operation = {
  ramAction: 'alikafka:ListTopic',
  requestsPerSecond: 100,
  parameters: {
    RegionId: { type: 'string', required: true },
    InstanceId: { type: 'string', required: true },
  },
  run: (scene) =>
    reading(scene, (instance) => ({ ok: true, fields: { QuotaData: quotaData(instance, scene.now) } })),
};

function quotaData(instance: Instance, now: number): JsonObject {
  const { quota, topics, groups } = instance.contents;
  const partitions = partitionSum(instance, now);
  return {
    TopicUsed: topics.length,
    TopicLeft: left(quota.topics, topics.length),
    TopicQuota: quota.topics,
    TopicNumOfBuy: quota.topics,
    PartitionUsed: partitions,
    PartitionLeft: left(quota.partitions, partitions),
    PartitionQuota: quota.partitions,
    PartitionNumOfBuy: left(quota.partitions, FREE_PARTITIONS),
    GroupUsed: groups.length,
    GroupLeft: left(quota.groups, groups.length),
    IsPartitionBuy: 1,
  };
}

function left(quota: number, used: number): number {
  return Math.max(0, quota - used);
}

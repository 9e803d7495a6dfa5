import type { Operation, Result, Scene } from '../../service/operation.ts';
import type { Instance } from '../instance.ts';
import { changing, refused } from './reach.ts';
import { MOST_PARTITIONS } from './topic-rules.ts';
import { partitionSum, partitionsAt } from './topics.ts';

/** Gives a topic more partitions: as many as are named, every time it is called. */
export const modifyPartitionNum: Operation = {
  ramAction: 'alikafka:UpdateTopic',
  requestsPerSecond: 100,
  parameters: {
    RegionId: { type: 'string', required: true },
    InstanceId: { type: 'string', required: true },
    Topic: { type: 'string', required: true },
    AddPartitionNum: { type: 'integer', required: true },
  },
  run: (scene) => changing(scene, (instance) => grow(scene, instance)),
};

/** A topic cannot be found before its creation has spread. */
function grow({ parameters, now, contentsLagMs }: Scene, instance: Instance): Result {
  const added = Number(parameters.AddPartitionNum);
  const topic = instance.contents.topics.find(({ name }) => name === parameters.Topic);
  if (topic === undefined || now < topic.inServiceAt + contentsLagMs) {
    return refused('BIZ_TOPIC_NOT_FOUND', 'The topic does not exist.');
  }
  if (added < 1) return refused('INVALID_PARAMETER_RANGE', 'AddPartitionNum must be greater than 0.');
  const partitions = partitionsAt(topic, now) + added;
  if (partitions > MOST_PARTITIONS) {
    return refused('DATA_EXCEED_MAX_LIMIT', `A topic has at most ${MOST_PARTITIONS} partitions.`);
  }
  if (partitionSum(instance, now) + added > instance.contents.quota.partitions) {
    return refused('BIZ_TOPIC_PARTITION_NUM_EXCEED', 'The instance may not have so many partitions.');
  }
  topic.growth.push({ since: now, partitions });
  return { ok: true, fields: {} };
}

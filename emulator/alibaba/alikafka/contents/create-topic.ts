import type { Operation, Result, Scene } from '../../service/operation.ts';
import { booleanIn, tagsOf, valueIn } from '../../service/parameters.ts';
import { firstRefusal, type Refusal, refusal } from '../../service/refusal.ts';
import type { Instance } from '../instance.ts';
import { defaultPartitionsOf } from './contents.ts';
import { changing } from './reach.ts';
import { topicConfigOf, topicRefusal } from './topic-rules.ts';
import { partitionSum } from './topics.ts';

/** Accepts a topic, which is in service some time later. */
export const createTopic: Operation = {
  ramAction: 'alikafka:CreateTopic',
  requestsPerSecond: 20,
  parameters: {
    RegionId: { type: 'string', required: true },
    InstanceId: { type: 'string', required: true },
    Topic: { type: 'string', required: true },
    Remark: { type: 'string', required: true },
    PartitionNum: { type: 'integer' },
    LocalTopic: { type: 'boolean' },
    CompactTopic: { type: 'boolean' },
    ReplicationFactor: { type: 'integer' },
    MinInsyncReplicas: { type: 'integer' },
    Config: { type: 'string' },
    Tag: { type: 'tags' },
  },
  run: (scene) => changing(scene, (instance) => create(scene, instance)),
};

interface Creation extends Scene {
  readonly instance: Instance;
  readonly partitions: number;
}

function create(scene: Scene, instance: Instance): Result {
  const { parameters, now } = scene;
  const partitions = Number(valueIn(parameters, 'PartitionNum') ?? defaultPartitionsOf(instance.series));
  const against = firstRefusal([wrongTopic, existing, tooMuch], { ...scene, instance, partitions });
  if (against !== undefined) return { ok: false, refusal: against };
  const localTopic = booleanIn(parameters, 'LocalTopic') ?? false;
  instance.contents.topics.push({
    name: parameters.Topic ?? '',
    remark: parameters.Remark ?? '',
    localTopic,
    compactTopic: localTopic && booleanIn(parameters, 'CompactTopic') === true,
    config: topicConfigOf(parameters, instance.series),
    autoCreate: false,
    tags: tagsOf(parameters, 'Tag'),
    createdAt: now,
    inServiceAt: now + scene.topicCreationMs,
    growth: [{ since: now, partitions }],
  });
  return { ok: true, fields: {} };
}

function wrongTopic({ parameters, instance, partitions }: Creation): Refusal | undefined {
  return topicRefusal({ parameters, series: instance.series, partitions });
}

/** The service has two codes for it; which of them when is not published. */
function existing({ parameters, instance, now }: Creation): Refusal | undefined {
  const topic = instance.contents.topics.find(({ name }) => name === parameters.Topic);
  if (topic === undefined) return undefined;
  const code = now >= topic.inServiceAt ? 'BIZ_TOPIC_ALREADY_EXISTS' : 'Topic.Exist';
  return refusal(code, 'The topic exists already.');
}

function tooMuch({ instance, partitions, now }: Creation): Refusal | undefined {
  const { quota, topics } = instance.contents;
  if (topics.length >= quota.topics) {
    return refusal('BIZ_TOPIC_TOO_MUCH', 'The instance has as many topics as it may.');
  }
  return partitionSum(instance, now) + partitions > quota.partitions
    ? refusal('BIZ_TOPIC_PARTITION_NUM_EXCEED', 'The instance may not have so many partitions.')
    : undefined;
}

import type { JsonObject } from '../../../json.ts';
import type { Instance } from '../instance.ts';

/** A topic that somebody else created. Everything but its name has a default. */
export interface TopicSeed {
  readonly name: string;
  /** Default: the name. */
  readonly remark?: string;
  /** Default 12, for serverless instances 3. */
  readonly partitions?: number;
  /** Local storage instead of cloud storage. Default false. */
  readonly localTopic?: boolean;
  readonly compactTopic?: boolean;
  readonly config?: Readonly<Record<string, string>>;
  /** A producer created it by sending to it. Default false. */
  readonly autoCreate?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A topic of an instance. Its partitions only ever grow. */
export interface Topic {
  readonly name: string;
  readonly remark: string;
  readonly localTopic: boolean;
  readonly compactTopic: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly autoCreate: boolean;
  readonly tags: readonly (readonly [string, string])[];
  /** Milliseconds, epoch. */
  readonly createdAt: number;
  /** From when on clients can use it. */
  readonly inServiceAt: number;
  /** How many partitions it has from when on, the oldest first; before the first of them it is not there. */
  readonly growth: { readonly since: number; readonly partitions: number }[];
}

/** A topic that is there from the beginning. */
export function topicFrom(
  seed: TopicSeed,
  defaults: { readonly createdAt: number; readonly defaultPartitions: number },
): Topic {
  return {
    name: seed.name,
    remark: seed.remark ?? seed.name,
    localTopic: seed.localTopic ?? false,
    compactTopic: seed.compactTopic ?? false,
    config: seed.config ?? {},
    autoCreate: seed.autoCreate ?? false,
    tags: Object.entries(seed.tags ?? {}),
    createdAt: defaults.createdAt,
    inServiceAt: Number.NEGATIVE_INFINITY,
    growth: [{ since: Number.NEGATIVE_INFINITY, partitions: seed.partitions ?? defaults.defaultPartitions }],
  };
}

/** The topics that were there at a time (milliseconds, epoch). */
export function topicsAt({ contents }: Instance, at: number): readonly Topic[] {
  return contents.topics.filter((topic) => partitionsAt(topic, at) > 0);
}

/** How many partitions a topic had at a time; 0 before it was created. */
export function partitionsAt({ growth }: Topic, at: number): number {
  return growth.findLast(({ since }) => since <= at)?.partitions ?? 0;
}

/** How many partitions all topics of an instance had at a time. */
export function partitionSum(instance: Instance, at: number): number {
  return instance.contents.topics.reduce((sum, topic) => sum + partitionsAt(topic, at), 0);
}

/** A topic's entry in GetTopicList, as it stood at a time. Replicas are not told. */
export function topicView(topic: Topic, { instanceId, regionId }: Instance, at: number): JsonObject {
  const inService = at >= topic.inServiceAt;
  return {
    InstanceId: instanceId,
    RegionId: regionId,
    Topic: topic.name,
    Remark: topic.remark,
    PartitionNum: partitionsAt(topic, at),
    LocalTopic: topic.localTopic,
    ...(topic.localTopic && { CompactTopic: topic.compactTopic }),
    Status: inService ? 0 : 1,
    StatusName: inService ? 'Running' : 'Creating',
    AutoCreate: topic.autoCreate,
    CreateTime: topic.createdAt,
    TopicConfig: JSON.stringify(topic.config),
    Tags: { TagVO: topic.tags.map(([Key, Value]) => ({ Key, Value })) },
  };
}

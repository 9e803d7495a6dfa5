import type { InstanceSeed } from '../instance.ts';
import type { AllowedIp, AllowedIpsSeed } from './allow-list.ts';
import { type ConsumerGroup, type ConsumerGroupSeed, groupFrom } from './groups.ts';
import { type Topic, type TopicSeed, topicFrom } from './topics.ts';

/** How much an instance may hold. */
export interface ContentsQuota {
  readonly topics: number;
  /** Of all topics together. */
  readonly partitions: number;
  readonly groups: number;
}

/** What an instance holds from its beginning, whoever put it there. It shows once the instance is in service. */
export interface ContentsSeed {
  /**
   * Who may connect, by port range. Default: the CIDR blocks of its vSwitches on 9092, and everybody on 9093 of an
   * Internet instance. A port range that is left out is open to nobody.
   */
  readonly allowedIps?: AllowedIpsSeed;
  /** Default: none. */
  readonly topics?: readonly TopicSeed[];
  /** Default: none. */
  readonly consumerGroups?: readonly ConsumerGroupSeed[];
  /** Default: 50 topics, 1100 partitions, 100 groups. */
  readonly quota?: Partial<ContentsQuota>;
}

/** What an instance holds. */
export interface Contents {
  readonly quota: ContentsQuota;
  /** Undefined until somebody asks: the default depends on how the instance was started. */
  allowedIps: readonly AllowedIp[] | undefined;
  readonly topics: Topic[];
  readonly groups: ConsumerGroup[];
}

const DEFAULT_QUOTA: ContentsQuota = { topics: 50, partitions: 1100, groups: 100 };

/** The contents that a seed describes, with all defaults filled in. */
export function contentsFrom(seed: InstanceSeed, createdAt: number): Contents {
  const defaultPartitions = defaultPartitionsOf(seed.series);
  return {
    quota: { ...DEFAULT_QUOTA, ...seed.quota },
    allowedIps: undefined,
    topics: (seed.topics ?? []).map((topic) => topicFrom(topic, { createdAt, defaultPartitions })),
    groups: (seed.consumerGroups ?? []).map((group) => groupFrom(group, createdAt)),
  };
}

/** How many partitions a topic has that does not say it. */
export function defaultPartitionsOf(series: InstanceSeed['series']): number {
  return series === 'v3' ? 3 : 12;
}

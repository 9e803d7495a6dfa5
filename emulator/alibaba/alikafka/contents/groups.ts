import type { JsonObject } from '../../../json.ts';
import type { Instance } from '../instance.ts';

/** A consumer group that somebody else created. Everything but its name has a default. */
export interface ConsumerGroupSeed {
  readonly name: string;
  /** Default: empty. */
  readonly remark?: string;
  /** A consumer created it by joining it. Default false. */
  readonly automatic?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A consumer group of an instance. */
export interface ConsumerGroup {
  readonly name: string;
  readonly remark: string;
  readonly automatic: boolean;
  readonly tags: readonly (readonly [string, string])[];
  /** Milliseconds, epoch. */
  readonly createdAt: number;
  /** From when on it is there. */
  readonly since: number;
}

/** A group that is there from the beginning. */
export function groupFrom(seed: ConsumerGroupSeed, createdAt: number): ConsumerGroup {
  return {
    name: seed.name,
    remark: seed.remark ?? '',
    automatic: seed.automatic ?? false,
    tags: Object.entries(seed.tags ?? {}),
    createdAt,
    since: Number.NEGATIVE_INFINITY,
  };
}

/** The groups that were there at a time (milliseconds, epoch). */
export function groupsAt({ contents }: Instance, at: number): readonly ConsumerGroup[] {
  return contents.groups.filter(({ since }) => since <= at);
}

/** A group's entry in GetConsumerList. */
export function groupView(group: ConsumerGroup, { instanceId, regionId }: Instance): JsonObject {
  return {
    InstanceId: instanceId,
    RegionId: regionId,
    ConsumerId: group.name,
    Remark: group.remark,
    AutomaticallyCreatedGroup: group.automatic,
    CreateTime: group.createdAt,
    Tags: { TagVO: group.tags.map(([Key, Value]) => ({ Key, Value })) },
  };
}

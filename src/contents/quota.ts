import type { Quota } from '../alibaba/contents-answers.ts';
import type { Change, ChangeKind } from '../deployment/change.ts';

/** A kind of additions that is left out whole, because the instance has no room for it. */
export interface Shortfall {
  readonly kind: ChangeKind;
  /** What there is too little of. */
  readonly of: keyof Quota;
  readonly needed: number;
  readonly left: number;
  /** What is left out. */
  readonly changes: readonly Change[];
}

/** How much of a quota is needed. */
type Demand = Readonly<Record<keyof Quota, number>>;

/**
 * The changes that an instance has room for. A kind for which it is short is left out whole, so that it does not
 * depend on chance which of them are there in the end. What of the quota is not known is not checked.
 *
 * @param defaultPartitions of a topic that does not say it
 */
export function withinQuota(
  changes: readonly Change[],
  quota: Quota | undefined,
  defaultPartitions: number,
): { readonly changes: readonly Change[]; readonly shortfalls: readonly Shortfall[] } {
  const left: Record<keyof Quota, number> = {
    topics: quota?.topics ?? Number.POSITIVE_INFINITY,
    partitions: quota?.partitions ?? Number.POSITIVE_INFINITY,
    groups: quota?.groups ?? Number.POSITIVE_INFINITY,
  };
  const taken: Change[] = [];
  const shortfalls: Shortfall[] = [];
  for (const [kind, own] of Map.groupBy(changes, (change) => change.kind)) {
    const demand = demandOf(own, defaultPartitions);
    const short = (['topics', 'partitions', 'groups'] as const).find((of) => demand[of] > left[of]);
    if (short !== undefined) {
      shortfalls.push({ kind, of: short, needed: demand[short], left: left[short], changes: own });
      continue;
    }
    left.partitions -= demand.partitions; // creations and growths draw on the same partitions
    taken.push(...own);
  }
  return { changes: taken, shortfalls };
}

function demandOf(changes: readonly Change[], defaultPartitions: number): Demand {
  const partitions = changes.reduce((sum, change) => sum + partitionsOf(change, defaultPartitions), 0);
  const topics = changes.filter(({ kind }) => kind === 'create-topic').length;
  return { topics, partitions, groups: changes.filter(({ kind }) => kind === 'create-group').length };
}

function partitionsOf(change: Change, defaultPartitions: number): number {
  if (change.kind === 'create-topic') return change.topic.partitions?.value ?? defaultPartitions;
  return change.kind === 'add-partitions' ? change.to - change.from : 0;
}

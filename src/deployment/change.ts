import type { PortRange } from '../alibaba/contents.ts';
import type { DesiredAddress, DesiredGroup, DesiredTopic, ListenerName } from '../manifest/contents.ts';

/** The sections of the manifest that say what an instance is to hold. */
export type Section = 'allowedIps' | 'topics' | 'consumerGroups';

/** One thing that is added to an instance, with one call. */
export type Change =
  | {
      readonly kind: 'add-addresses';
      readonly listener: ListenerName;
      /** At least one, and no more than one call takes. */
      readonly networks: readonly DesiredAddress[];
    }
  | { readonly kind: 'create-topic'; readonly topic: DesiredTopic }
  | {
      readonly kind: 'add-partitions';
      readonly topic: DesiredTopic;
      /** Partitions when it was read. */
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'create-group'; readonly group: DesiredGroup };

export type ChangeKind = Change['kind'];

/** The kinds in the order in which they are carried out; those in one line at the same time. */
export const ORDER: readonly (readonly ChangeKind[])[] = [
  ['add-addresses'],
  ['create-topic', 'add-partitions'],
  ['create-group'],
];

export const PORT_RANGES: Readonly<Record<ListenerName, PortRange>> = {
  vpc: '9092/9092',
  internet: '9093/9093',
  sasl: '9094/9094',
  vpcSasl: '9095/9095',
};

/** How many partitions are wanted, as it may be shown: the number may come from the environment. */
export function wantedPartitions({ topic, to }: Extract<Change, { kind: 'add-partitions' }>): string {
  return topic.partitions?.shown ?? String(to);
}

/** What a change adds, in the words of a log: `topic orders`, `addresses on vpc: 10.0.0.0/8`, …. */
export function nameOf(change: Change): string {
  switch (change.kind) {
    case 'add-addresses':
      return `addresses on ${change.listener}: ${change.networks.map(({ shown }) => shown).join(', ')}`;
    case 'create-topic':
      return `topic ${change.topic.shown}`;
    case 'add-partitions':
      return `partitions ${change.from} → ${wantedPartitions(change)} of topic ${change.topic.shown}`;
    case 'create-group':
      return `consumer group ${change.group.shown}`;
  }
}

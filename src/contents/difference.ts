import { MOST_ADDRESSES_A_CALL } from '../alibaba/contents.ts';
import type { LiveAllowList, LiveGroup, LiveTopic } from '../alibaba/contents-answers.ts';
import { type Change, PORT_RANGES, type Section } from '../deployment/change.ts';
import type {
  DesiredAddress,
  DesiredContents,
  DesiredTopic,
  Given,
  ListenerName,
} from '../manifest/contents.ts';
import { ANYWHERE } from '../manifest/networks.ts';
import type { Origin } from '../manifest/origin.ts';
import { canonicalEntry } from './network.ts';
import { type Shortfall, withinQuota } from './quota.ts';
import type { LiveContents } from './read.ts';

/** A live value that differs from the manifest's, and that is not changed. */
export interface ContentsDrift {
  readonly field: Section;
  /** Within the section: `orders.config.retention.ms`. */
  readonly key: string;
  readonly wanted: string;
  /** `wanted` with what came from the environment as `${NAME}`. */
  readonly shown: string;
  readonly live: string;
  readonly origin: Origin;
}

/** Something that the manifest asks for and that cannot be. */
export interface ContentsError {
  readonly field: Section;
  readonly key: string;
  readonly message: string;
  readonly remedy: string;
  readonly origin: Origin;
}

/** What a listener lets in that the manifest does not name. */
export interface LiveExtras {
  readonly listener: ListenerName;
  /** Canonical where they can be. */
  readonly networks: readonly string[];
  /** Whether everybody is among them, so that the list restricts nothing. */
  readonly everybody: boolean;
}

/** What an instance holds beside what the manifest names, which is left alone. */
export interface Unmanaged {
  /** Only listeners that the manifest names, and that let in more. */
  readonly addresses: readonly LiveExtras[];
  /** How many, without those that the service keeps for itself; undefined where they were not read. */
  readonly topics: number | undefined;
  readonly groups: number | undefined;
}

export interface ContentsDifference {
  /** In the order in which they are carried out. */
  readonly changes: readonly Change[];
  readonly drift: readonly ContentsDrift[];
  readonly errors: readonly ContentsError[];
  readonly unmanaged: Unmanaged;
  /** Listeners that open up for other instances too, because these share the security group. */
  readonly shared: readonly ListenerName[];
  /** What the quota has no room for: these changes are not among the others. */
  readonly shortfalls: readonly Shortfall[];
}

const NOTHING_LIVE: LiveContents = {
  allowLists: [],
  topics: new Map(),
  groups: new Map(),
  quota: undefined,
  failures: [],
};

/** What an instance that does not run yet will need: everything. */
export function pendingChanges(desired: DesiredContents): readonly Change[] {
  return difference(desired, NOTHING_LIVE).changes;
}

/**
 * What of the manifest is not there, and what is there otherwise. Only what the manifest gives is compared, and
 * only sections that were read.
 *
 * @param defaultPartitions of a topic that does not say it; for the quota alone
 */
export function difference(
  desired: DesiredContents,
  live: LiveContents,
  defaultPartitions = 12,
): ContentsDifference {
  const { allowLists, topics, groups } = live;
  const addresses = allowLists ? addressChanges(desired.addresses, allowLists) : [];
  const created = topics ? desired.topics.filter(({ name }) => !topics.has(name)) : [];
  const there = topics ? desired.topics.flatMap((topic) => pairOf(topic, topics.get(topic.name))) : [];
  const found = there.filter(({ live }) => live.inService); // what the others show may change by itself
  const missing = groups ? desired.groups.filter(({ name }) => !groups.has(name)) : [];
  const { changes, shortfalls } = withinQuota(
    [
      ...created.map((topic) => ({ kind: 'create-topic', topic }) as const),
      ...found.flatMap(growthOf),
      ...missing.map((group) => ({ kind: 'create-group', group }) as const),
    ],
    live.quota,
    defaultPartitions,
  );
  return {
    changes: [...addresses, ...changes],
    drift: [...found.flatMap(topicDrift), ...groupDrift(desired, groups)],
    errors: [...found.flatMap(shrinkError), ...there.flatMap(outOfService)],
    unmanaged: {
      addresses: allowLists ? extrasOf(desired.addresses, allowLists) : [],
      topics: topics && unnamed(topics, desired.topics),
      groups: groups && unnamed(groups, desired.groups),
    },
    shared: sharedListeners(addresses, allowLists ?? []),
    shortfalls,
  };
}

const LISTENERS = ['vpc', 'internet', 'sasl', 'vpcSasl'] as const satisfies readonly ListenerName[];

function entriesOf(listener: ListenerName, allowLists: readonly LiveAllowList[]): readonly string[] {
  const own = allowLists.filter(({ portRange }) => portRange === PORT_RANGES[listener]);
  return own.flatMap(({ entries }) => entries).map(canonicalEntry);
}

function addressChanges(wanted: readonly DesiredAddress[], allowLists: readonly LiveAllowList[]): Change[] {
  return LISTENERS.flatMap((listener) => {
    const live = new Set(entriesOf(listener, allowLists));
    const missing = wanted.filter((each) => each.listener === listener && !live.has(each.network));
    return batchesOf(missing).map((networks) => ({ kind: 'add-addresses', listener, networks }) as const);
  });
}

function batchesOf(addresses: readonly DesiredAddress[]): DesiredAddress[][] {
  const count = Math.ceil(addresses.length / MOST_ADDRESSES_A_CALL);
  return Array.from({ length: count }, (_, index) =>
    addresses.slice(index * MOST_ADDRESSES_A_CALL, (index + 1) * MOST_ADDRESSES_A_CALL),
  );
}

function extrasOf(wanted: readonly DesiredAddress[], allowLists: readonly LiveAllowList[]): LiveExtras[] {
  return LISTENERS.flatMap((listener) => {
    const named = new Set(wanted.filter((each) => each.listener === listener).map(({ network }) => network));
    if (named.size === 0) return [];
    const networks = [...new Set(entriesOf(listener, allowLists))].filter((entry) => !named.has(entry));
    return networks.length === 0 ? [] : [{ listener, networks, everybody: networks.includes(ANYWHERE) }];
  });
}

function sharedListeners(changes: readonly Change[], allowLists: readonly LiveAllowList[]): ListenerName[] {
  const shared = allowLists.filter((each) => each.shared).map(({ portRange }) => portRange);
  return LISTENERS.filter(
    (listener) =>
      shared.includes(PORT_RANGES[listener]) &&
      changes.some((change) => change.kind === 'add-addresses' && change.listener === listener),
  );
}

/** A topic of the manifest, and the live one of its name. */
interface Found {
  readonly topic: DesiredTopic;
  readonly live: LiveTopic;
}

function pairOf(topic: DesiredTopic, live: LiveTopic | undefined): Found[] {
  return live ? [{ topic, live }] : [];
}

function growthOf({ topic, live }: Found): Change[] {
  const to = topic.partitions?.value;
  const from = live.partitions;
  if (to === undefined || from === undefined || to <= from) return [];
  return [{ kind: 'add-partitions', topic, from, to }];
}

function shrinkError({ topic, live }: Found): ContentsError[] {
  const { partitions: wanted } = topic;
  if (wanted === undefined || live.partitions === undefined || wanted.value >= live.partitions) return [];
  return [
    {
      field: 'topics',
      key: `${topic.name}.partitions`,
      message: `Topic ${topic.shown} has ${live.partitions} partitions, the manifest says ${wanted.shown}: the service cannot take partitions away`,
      remedy: `Set partitions to ${live.partitions}, or remove it to leave the topic as it is.`,
      origin: wanted.origin,
    },
  ];
}

/** A topic whose creation was cut short, or that is being deleted, is in the list too. */
function outOfService({ topic, live }: Found): ContentsError[] {
  if (live.inService) return [];
  return [
    {
      field: 'topics',
      key: topic.name,
      message: `Topic ${topic.shown} is not in service: it is being created, or deleted`,
      remedy: 'Look at it in the console; run again when it is in service, or gone.',
      origin: topic.origin,
    },
  ];
}

/** The settings of a topic, beside `partitions` and `config`, that are compared with those of the live one. */
export const COMPARED_SETTINGS = ['remark', 'localTopic', 'compact'] as const;

function topicDrift({ topic, live }: Found): ContentsDrift[] {
  const compare = (key: string, wanted: Given<string | boolean> | undefined, found: unknown) =>
    driftOf('topics', `${topic.name}.${key}`, wanted, found);
  return [
    ...COMPARED_SETTINGS.flatMap((key) => compare(key, topic[key], live[key])),
    ...[...topic.config].flatMap(([key, wanted]) => compare(`config.${key}`, wanted, live.config[key])),
  ];
}

function groupDrift(
  { groups }: DesiredContents,
  live: ReadonlyMap<string, LiveGroup> | undefined,
): ContentsDrift[] {
  return groups.flatMap(({ name, remark }) =>
    driftOf('consumerGroups', `${name}.remark`, remark, live?.get(name)?.remark),
  );
}

/** What the service does not show is no difference. */
function driftOf(
  field: Section,
  key: string,
  wanted: Given<string | boolean> | undefined,
  live: unknown,
): ContentsDrift[] {
  if (wanted === undefined || live === undefined || String(wanted.value) === String(live)) return [];
  const { shown, origin } = wanted;
  return [{ field, key, wanted: String(wanted.value), shown, live: String(live), origin }];
}

const INTERNAL = '__'; // how Kafka names topics of its own

function unnamed(live: ReadonlyMap<string, unknown>, wanted: readonly { readonly name: string }[]): number {
  const named = new Set(wanted.map(({ name }) => name));
  return [...live.keys()].filter((name) => !named.has(name) && !name.startsWith(INTERNAL)).length;
}

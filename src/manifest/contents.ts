import { type Node, nodeAt } from './node.ts';
import type { Origin } from './origin.ts';
import type { Case } from './rules/case.ts';
import type { GroupSettings, TopicSettings } from './topics.ts';

/** The listeners of an instance, as `allowedIps` names them. */
export type ListenerName = 'vpc' | 'internet' | 'sasl' | 'vpcSasl';

/** A value of the manifest, where it stands, and how it is shown. */
export interface Given<T> {
  readonly value: T;
  readonly origin: Origin;
  /** With what came from the environment as `${NAME}`. */
  readonly shown: string;
}

/** A network that may connect. */
export interface DesiredAddress {
  readonly listener: ListenerName;
  /** Canonical: `10.0.0.0/8`, `192.0.2.1/32`. */
  readonly network: string;
  readonly origin: Origin;
  readonly shown: string;
}

export interface DesiredTopic {
  readonly name: string;
  /** Of the topic's key. */
  readonly origin: Origin;
  readonly shown: string;
  /** Undefined where the manifest gives none: then the default is sent, and nothing is compared. */
  readonly remark: Given<string> | undefined;
  readonly partitions: Given<number> | undefined;
  readonly localTopic: Given<boolean> | undefined;
  readonly compact: Given<boolean> | undefined;
  readonly replicationFactor: Given<number> | undefined;
  readonly minInsyncReplicas: Given<number> | undefined;
  /** By key; values as the texts that are sent. */
  readonly config: ReadonlyMap<string, Given<string>>;
}

export interface DesiredGroup {
  readonly name: string;
  readonly origin: Origin;
  readonly shown: string;
  readonly remark: Given<string> | undefined;
}

/** What an instance in service is to hold. A section that is absent is empty: the action has no say in it. */
export interface DesiredContents {
  readonly addresses: readonly DesiredAddress[];
  readonly topics: readonly DesiredTopic[];
  readonly groups: readonly DesiredGroup[];
}

/** What the manifest says that an instance is to hold, in its order, each network once for a listener. */
export function contentsOf({ settings }: Pick<Case, 'settings' | 'series'>): DesiredContents {
  const { allowedIps, topics, consumerGroups } = settings;
  return {
    addresses: itemsOf(allowedIps?.value, allowedIps?.written).flatMap(addressesOf),
    topics: itemsOf(topics?.value, topics?.written).map(topicOf),
    groups: itemsOf(consumerGroups?.value, consumerGroups?.written).map(groupOf),
  };
}

/** One key of a map: its checked value, and where both are written. */
interface Item<K, V> {
  readonly key: K;
  readonly value: V;
  readonly origin: Origin;
  readonly node: Node;
}

/** The keys of a map in the order of the manifest: an object would put names that are numbers first. */
function itemsOf<K extends string, V>(
  values: Partial<Readonly<Record<K, V>>> | undefined,
  written: Node | undefined,
): Item<K, NonNullable<V>>[] {
  if (!values || written?.kind !== 'map') return [];
  return [...written.entries].flatMap(([name, { origin, value: node }]) => {
    const key = name as K; // the values are what a schema made of these very nodes
    const value = values[key];
    return value === undefined || value === null ? [] : [{ key, value, origin, node }];
  });
}

function addressesOf({ key, value, node }: Item<ListenerName, readonly string[]>): DesiredAddress[] {
  const addresses = new Map<string, DesiredAddress>();
  for (const [index, network] of value.entries()) {
    if (addresses.has(network)) continue;
    const { origin, shown } = given(network, nodeAt(node, [index]));
    addresses.set(network, { listener: key, network, origin, shown });
  }
  return [...addresses.values()];
}

function topicOf({ key: name, value: topic, origin, node }: Item<string, TopicSettings>): DesiredTopic {
  const of = <K extends Exclude<keyof TopicSettings, 'config'>>(key: K) => optional(topic[key], node, key);
  const config = itemsOf(topic.config, nodeAt(node, ['config']));
  return {
    name,
    origin,
    shown: name,
    remark: of('remark'),
    partitions: of('partitions'),
    localTopic: of('localTopic'),
    compact: of('compact'),
    replicationFactor: of('replicationFactor'),
    minInsyncReplicas: of('minInsyncReplicas'),
    config: new Map(config.map(({ key, value, node }) => [key, given(value, node)])),
  };
}

function groupOf({ key: name, value, origin, node }: Item<string, GroupSettings>): DesiredGroup {
  return { name, origin, shown: name, remark: optional(value.remark, node, 'remark') };
}

function optional<T>(value: T, node: Node, key: string): Given<NonNullable<T>> | undefined {
  return value === undefined || value === null ? undefined : given(value, nodeAt(node, [key]));
}

function given<T>(value: T, node: Node): Given<T> {
  const template = node.kind === 'scalar' ? node.template : undefined;
  return { value, origin: node.origin, shown: template ?? String(value) };
}

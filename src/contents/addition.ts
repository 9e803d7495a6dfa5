import type { InstanceRef } from '../alibaba/contents.ts';
import type { ApiAnswer } from '../alibaba/errors.ts';
import { type Change, nameOf, PORT_RANGES } from '../deployment/change.ts';
import type { DesiredTopic } from '../manifest/contents.ts';
import { canonicalEntry } from './network.ts';
import { type ContentsOperation, OPERATIONS } from './operations.ts';
import { type ContentsReader, readAllowLists, readGroups, readTopics } from './read.ts';

/** `lost`: what it would be added to is not there. */
export type Seen = 'there' | 'missing' | 'lost';

/** How one change is carried out. */
export interface Addition {
  readonly name: string;
  readonly operation: ContentsOperation;
  readonly reading: ContentsOperation;
  /** Whether it depends on a fresh look what is sent. */
  readonly looksFirst: boolean;
  /** Reads whether it is there by now. */
  readonly look: () => Promise<Seen>;
  /** One call, which is not repeated. */
  readonly send: () => Promise<ApiAnswer>;
}

export function additionOf(change: Change, of: InstanceRef, reader: ContentsReader): Addition {
  const named = { name: nameOf(change), operation: OPERATIONS[change.kind] };
  const { contents, stop } = reader;
  switch (change.kind) {
    case 'add-addresses':
      return { ...named, ...addressing(change, of, reader) };
    case 'create-topic': {
      const { topic } = change;
      return {
        ...named,
        ...{ reading: 'GetTopicList', looksFirst: false },
        look: async () => seen((await readTopics(of, reader, topic.name)).has(topic.name)),
        send: () => contents.createTopic(of, newTopic(topic), stop),
      };
    }
    case 'add-partitions':
      return { ...named, ...growing(change, of, reader) };
    case 'create-group': {
      const { name, remark } = change.group;
      return {
        ...named,
        ...{ reading: 'GetConsumerList', looksFirst: false },
        look: async () => seen((await readGroups(of, reader, name)).has(name)),
        send: () => contents.createConsumerGroup(of, name, remark?.value, stop),
      };
    }
  }
}

type Way = Omit<Addition, 'name' | 'operation'>;

/** The service does not say whether an address was there already, so that is read right before. */
function addressing(
  { listener, networks }: Extract<Change, { kind: 'add-addresses' }>,
  of: InstanceRef,
  reader: ContentsReader,
): Way {
  const port = PORT_RANGES[listener];
  let missing = networks.map(({ network }) => network);
  return {
    ...{ reading: 'GetAllowedIpList', looksFirst: true },
    look: async () => {
      const own = (await readAllowLists(of, reader)).filter(({ portRange }) => portRange === port);
      const live = new Set(own.flatMap(({ entries }) => entries).map(canonicalEntry));
      missing = missing.filter((network) => !live.has(network));
      return seen(missing.length === 0);
    },
    send: () => reader.contents.addAllowedIps(of, port, missing, reader.stop),
  };
}

/** The service adds to what there is, so that is read right before. */
function growing(
  { topic: { name }, from, to }: Extract<Change, { kind: 'add-partitions' }>,
  of: InstanceRef,
  reader: ContentsReader,
): Way {
  let live = from;
  return {
    ...{ reading: 'GetTopicList', looksFirst: true },
    look: async () => {
      const partitions = (await readTopics(of, reader, name)).get(name)?.partitions;
      if (partitions === undefined) return 'lost';
      live = partitions;
      return seen(live >= to);
    },
    send: () => reader.contents.addPartitions(of, name, to - live, reader.stop),
  };
}

function seen(isThere: boolean): Seen {
  return isThere ? 'there' : 'missing';
}

const LONGEST_REMARK = 64;
const SHORTEST_REMARK = 3;

/** The service demands a remark. */
function newTopic(topic: DesiredTopic) {
  const { name } = topic;
  const remark = name.length < SHORTEST_REMARK ? `topic ${name}` : name.slice(0, LONGEST_REMARK);
  return {
    name,
    remark: topic.remark?.value ?? remark,
    partitions: topic.partitions?.value,
    localTopic: topic.localTopic?.value,
    compact: topic.compact?.value,
    replicationFactor: topic.replicationFactor?.value,
    minInsyncReplicas: topic.minInsyncReplicas?.value,
    config: new Map([...topic.config].map(([key, { value }]) => [key, value])),
  };
}

import { describe, expect, it } from 'vitest';
import type { LiveTopic } from '../../src/alibaba/contents-answers.ts';
import { difference, pendingChanges } from '../../src/contents/difference.ts';
import type { LiveContents } from '../../src/contents/read.ts';
import { at, type Wish, wanting } from './holding.ts';

const NOTHING: LiveContents = {
  ...{ allowLists: undefined, topics: undefined, groups: undefined, quota: undefined, failures: [] },
};
const UNLIMITED = { topics: undefined, partitions: undefined, groups: undefined };

function topics(...live: (Partial<LiveTopic> & { name: string })[]): LiveContents {
  const all = live.map((topic): [string, LiveTopic] => [
    topic.name,
    {
      ...{ partitions: 12, remark: topic.name, localTopic: false, compact: undefined },
      ...{ config: {}, inService: true, ...topic },
    },
  ]);
  return { ...NOTHING, topics: new Map(all) };
}

function allowing(portRange: string, entries: readonly string[], shared = false): LiveContents {
  return { ...NOTHING, allowLists: [{ portRange, entries, shared }] };
}

const compare = (wish: Wish, live: LiveContents) => difference(wanting(wish), live);

it('of an instance that does not run yet, everything is to be added, in order', () => {
  const wish: Wish = {
    addresses: { internet: ['192.0.2.1/32'], vpc: ['10.0.0.0/8'] },
    topics: { orders: { partitions: 6 } },
    groups: { billing: {} },
  };
  expect(pendingChanges(wanting(wish))).toMatchObject([
    { kind: 'add-addresses', listener: 'vpc', networks: [{ network: '10.0.0.0/8' }] },
    { kind: 'add-addresses', listener: 'internet', networks: [{ network: '192.0.2.1/32' }] },
    { kind: 'create-topic', topic: { name: 'orders' } },
    { kind: 'create-group', group: { name: 'billing' } },
  ]);
});

describe('addresses', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3/32'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['1.2.3.4/0', '0.0.0.0/0'],
    [' 10.0.0.0/8', '10.0.0.0/8'],
  ])('a live %j is the network %s', (entry, network) => {
    const found = compare({ addresses: { vpc: [network] } }, allowing('9092/9092', [entry]));
    expect(found).toMatchObject({ changes: [], unmanaged: { addresses: [] } });
  });

  it.each(['10.0.0.0/33', '10.0.0.256', '10.0.0.1-10.0.0.9', '::1'])(
    'a live %s is listed as it is',
    (odd) => {
      const found = compare({ addresses: { vpc: ['10.0.0.0/8'] } }, allowing('9092/9092', [odd]));
      expect(found.changes).toHaveLength(1);
      expect(found.unmanaged.addresses).toEqual([{ listener: 'vpc', networks: [odd], everybody: false }]);
    },
  );

  it('are not compared by containment, nor across listeners', () => {
    const live = { ...NOTHING, allowLists: [allowing('9092/9092', ['10.0.0.0/8']).allowLists ?? []].flat() };
    const wish = { addresses: { vpc: ['10.1.0.0/16'], sasl: ['10.0.0.0/8'] } };
    expect(compare(wish, live).changes.map((change) => 'listener' in change && change.listener)).toEqual([
      'vpc',
      'sasl',
    ]);
  });

  it('of everybody are told of, where the manifest names the listener and not them', () => {
    const live = allowing('9093/9093', ['0.0.0.0/0', '198.51.100.7']);
    expect(compare({ addresses: { internet: ['192.0.2.0/24'] } }, live).unmanaged.addresses).toEqual([
      { listener: 'internet', networks: ['0.0.0.0/0', '198.51.100.7/32'], everybody: true },
    ]);
    expect(compare({ addresses: { internet: ['0.0.0.0/0'] } }, live).unmanaged.addresses).toMatchObject([
      { everybody: false },
    ]);
    expect(compare({ addresses: { vpc: ['10.0.0.0/8'] } }, live).unmanaged.addresses).toEqual([]);
  });

  it('open up other instances too where the group is shared, and only where something is added', () => {
    const wish = { addresses: { vpc: ['10.0.0.0/8'] } };
    expect(compare(wish, allowing('9092/9092', [], true)).shared).toEqual(['vpc']);
    expect(compare(wish, allowing('9092/9092', [], false)).shared).toEqual([]);
    expect(compare(wish, allowing('9092/9092', ['10.0.0.0/8'], true)).shared).toEqual([]);
    expect(compare(wish, allowing('9094/9094', [], true)).shared).toEqual([]);
  });
});

describe('a topic', () => {
  it('that lacks partitions grows, and one that has too many is an error at its line', () => {
    const found = compare(
      { topics: { less: { partitions: 18 }, same: { partitions: 12 }, more: { partitions: 6 } } },
      topics({ name: 'less' }, { name: 'same' }, { name: 'more' }),
    );
    expect(found.changes).toMatchObject([
      { kind: 'add-partitions', topic: { name: 'less' }, from: 12, to: 18 },
    ]);
    expect(found.errors).toEqual([
      {
        ...{ field: 'topics', key: 'more.partitions', origin: at('topics.more.partitions') },
        message: 'Topic more has 12 partitions, the manifest says 6: the service cannot take partitions away',
        remedy: 'Set partitions to 12, or remove it to leave the topic as it is.',
      },
    ]);
  });

  it('that is there and not in service is an error at its line', () => {
    const wish = {
      topics: { orders: { partitions: 24, remark: 'ours' }, less: { partitions: 6 }, events: {} },
    };
    const unready = ['orders', 'less'].map((name) => ({ name, inService: false }));
    const found = compare(wish, topics(...unready, { name: 'events' }));
    expect(found).toMatchObject({ changes: [], drift: [] });
    expect(found.errors).toMatchObject([
      {
        ...{ field: 'topics', key: 'orders', origin: at('topics.orders') },
        message: 'Topic orders is not in service: it is being created, or deleted',
        remedy: 'Look at it in the console; run again when it is in service, or gone.',
      },
      { key: 'less' },
    ]);
  });

  it('drifts in what the manifest gives, and in nothing else', () => {
    const live = topics({
      ...{ name: 'orders', remark: 'theirs', localTopic: true, compact: true },
      config: { 'retention.ms': '1', 'max.message.bytes': '2' },
    });
    const config = { 'retention.ms': '3600000', 'message.timestamp.type': 'CreateTime' };
    const wish: Wish = { topics: { orders: { remark: 'ours', localTopic: true, compact: false, config } } };
    const drift = { field: 'topics', origin: expect.anything() };
    expect(compare(wish, live).drift).toEqual([
      { ...drift, key: 'orders.remark', wanted: 'ours', shown: 'ours', live: 'theirs' },
      { ...drift, key: 'orders.compact', wanted: 'false', shown: 'false', live: 'true' },
      { ...drift, key: 'orders.config.retention.ms', wanted: '3600000', shown: '3600000', live: '1' },
    ]);
    expect(compare(wish, live).drift[0]?.origin).toEqual(at('topics.orders.remark'));
    expect(compare({ topics: { orders: {} } }, live)).toMatchObject({ changes: [], drift: [], errors: [] });
  });

  it('that the manifest does not name is counted, unless it is Kafka’s own', () => {
    const live = topics({ name: 'orders' }, { name: 'other' }, { name: '__consumer_offsets' });
    expect(compare({ topics: { orders: {} } }, live)).toMatchObject({
      changes: [],
      unmanaged: { topics: 1, groups: undefined },
    });
  });
});

it('a group drifts in its remark, and one that the manifest does not name is counted', () => {
  const groups = new Map(['billing', 'other'].map((name) => [name, { name, remark: 'theirs' }]));
  expect(compare({ groups: { billing: { remark: 'ours' } } }, { ...NOTHING, groups })).toMatchObject({
    ...{ changes: [], unmanaged: { topics: undefined, groups: 1 } },
    drift: [{ field: 'consumerGroups', key: 'billing.remark', wanted: 'ours', live: 'theirs' }],
  });
});

it('nothing is added to what was not read', () => {
  const wish: Wish = { addresses: { vpc: ['10.0.0.0/8'] }, topics: { orders: {} }, groups: { billing: {} } };
  expect(compare(wish, NOTHING).changes).toEqual([]);
});

describe('the quota', () => {
  const wish: Wish = {
    topics: { one: { partitions: 10 }, two: {}, old: { partitions: 20 } },
    groups: { g: {} },
  };
  const live = { ...topics({ name: 'old' }), groups: new Map() };
  const within = (
    quota: Partial<typeof UNLIMITED | Record<keyof typeof UNLIMITED, number>>,
    partitions?: number,
  ) => {
    const found = difference(wanting(wish), { ...live, quota: { ...UNLIMITED, ...quota } }, partitions);
    return {
      kinds: found.changes.map(({ kind }) => kind),
      short: found.shortfalls.map(({ kind, of, needed, left }) => [kind, of, needed, left]),
    };
  };
  const ALL = ['create-topic', 'create-topic', 'add-partitions', 'create-group'];

  it.each([
    ['has room for all', { topics: 2, partitions: 30, groups: 1 }, ALL, []],
    ['is not known', {}, ALL, []],
    ['is short of topics', { topics: 1 }, ALL.slice(2), [['create-topic', 'topics', 2, 1]]],
    ['is short of groups', { groups: 0 }, ALL.slice(0, 3), [['create-group', 'groups', 1, 0]]],
    [
      'has partitions for creations alone',
      { partitions: 29 },
      ['create-topic', 'create-topic', 'create-group'],
      [['add-partitions', 'partitions', 8, 7]],
    ],
    [
      'has partitions for growths alone',
      { partitions: 8 },
      ['add-partitions', 'create-group'],
      [['create-topic', 'partitions', 22, 8]],
    ],
  ])('that %s: a kind that finds no room is left out whole', (_, quota, kinds, short) => {
    expect(within(quota)).toEqual({ kinds, short });
  });

  it('counts a topic without partitions as the series has it', () => {
    expect(within({ partitions: 21 }, 3)).toEqual({ kinds: ALL, short: [] });
  });
});

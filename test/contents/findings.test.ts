import { expect, it } from 'vitest';
import { difference } from '../../src/contents/difference.ts';
import { findingsOf, overgrowthOf } from '../../src/contents/findings.ts';
import { at, wanting } from './holding.ts';

const topic = (name: string) => ({
  ...{ name, partitions: 12, remark: name, localTopic: false, compact: undefined },
  ...{ config: {}, inService: true },
});

it('what cannot be, and what is there besides, is told', () => {
  const found = difference(
    wanting({
      addresses: { vpc: ['10.0.0.0/8'], internet: ['192.0.2.1/32'] },
      topics: { old: { partitions: 6 }, grow: { partitions: 14 }, 'new-1': {}, 'new-2': {} },
      groups: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`group-${index}`, {}])),
    }),
    {
      allowLists: [
        { portRange: '9092/9092', entries: ['172.16.0.0/12'], shared: true },
        { portRange: '9093/9093', entries: ['0.0.0.0/0', '192.0.2.9'], shared: false },
      ],
      topics: new Map(['old', 'grow', 'other', '__own'].map((name) => [name, topic(name)])),
      groups: new Map(['one', 'two'].map((name) => [name, { name, remark: undefined }])),
      ...{ quota: { topics: 1, partitions: 1, groups: 7 }, failures: [] },
    },
  );
  const upgrade = 'Upgrade the instance in the console, or remove what is not needed, then run again.';
  expect(findingsOf(found)).toEqual([
    {
      ...{ level: 'error', field: 'topics', origin: at('topics.old.partitions') },
      message: 'Topic old has 12 partitions, the manifest says 6: the service cannot take partitions away',
      remedy: 'Set partitions to 12, or remove it to leave the topic as it is.',
    },
    {
      ...{ level: 'error', field: 'topics', origin: at('topics.new-1'), remedy: upgrade },
      message:
        'The instance has too little room for new topics: 2 topics are needed, 1 are left. None of these is added: new-1, new-2',
    },
    {
      ...{ level: 'error', field: 'topics', origin: at('topics.grow.partitions'), remedy: upgrade },
      message:
        'The instance has too little room for more partitions: 2 partitions are needed, 1 are left. None of these is added: grow',
    },
    {
      ...{ level: 'error', field: 'consumerGroups', origin: at('consumerGroups.group-0'), remedy: upgrade },
      message:
        'The instance has too little room for new consumer groups: 12 groups are needed, 7 are left. None of these is added: ' +
        'group-0, group-1, group-2, group-3, group-4, group-5, group-6, group-7, group-8, group-9, and 2 more',
    },
    {
      ...{ level: 'warning', field: 'allowedIps' },
      message:
        'The allow list of vpc is kept in a security group that other instances share: they open up too.',
    },
    {
      ...{ level: 'note', field: 'allowedIps' },
      message: 'The allow list of vpc lets in more than the manifest names. Left as they are: 172.16.0.0/12',
    },
    {
      ...{ level: 'warning', field: 'allowedIps' },
      message:
        'The allow list of internet restricts nothing: it lets in 0.0.0.0/0, which the manifest does not name. Left as they are: 0.0.0.0/0, 192.0.2.9/32',
      remedy: 'If that is not wanted, remove 0.0.0.0/0 in the console.',
    },
    { level: 'note', field: 'topics', message: '1 topic that the manifest does not name is left alone' },
    {
      ...{ level: 'note', field: 'consumerGroups' },
      message: '2 consumer groups that the manifest does not name are left alone',
    },
  ]);
});

it('nothing is told of an instance that holds just what is wanted', () => {
  const groups = new Map([['one', { name: 'one', remark: undefined }]]);
  const live = { allowLists: undefined, topics: undefined, groups, quota: undefined, failures: [] };
  expect(findingsOf(difference(wanting({ groups: { one: {} } }), live))).toEqual([]);
});

it('partitions that two runs added are told of', () => {
  expect(overgrowthOf([{ topic: 'orders', wanted: '6', live: 9 }])).toEqual([
    {
      ...{ level: 'warning', field: 'topics' },
      message: 'Topic orders has 9 partitions by now, and not 6: another run added some at the same time',
      remedy: 'Set its partitions to 9; give jobs that deploy the same instance one concurrency group.',
    },
  ]);
});

import { expect, it } from 'vitest';
import {
  readAllowLists,
  readGroupPage,
  readQuota,
  readTopicPage,
} from '../../src/alibaba/contents-answers.ts';

it('a field that is not as documented does not hide the rest', () => {
  const odd = {
    ...{ Topic: 'orders', PartitionNum: [], Remark: 7, LocalTopic: 'yes', CompactTopic: null },
    ...{ Status: {}, TopicConfig: 'no JSON' },
  };
  expect(readTopicPage({ TopicList: { TopicVO: [odd, {}, null, { Topic: '' }] }, Total: 'many' })).toEqual({
    total: undefined,
    items: [
      {
        ...{ name: 'orders', partitions: undefined, remark: undefined, localTopic: undefined },
        ...{ compact: undefined, config: {}, inService: true },
      },
    ],
  });
  expect(
    readGroupPage({ ConsumerList: { ConsumerVO: [{ ConsumerId: 'g', Remark: 1 }, 7] }, Total: 2 }),
  ).toEqual({
    ...{ items: [{ name: 'g', remark: undefined }], total: 2 },
  });
  const list = {
    PortRange: '9092/9092',
    AllowedIpList: ['10.0.0.1', 7],
    UserDefinedSharedSecurityGroup: 'TRUE',
  };
  const empty = { PortRange: '9093/9093', AllowedIpList: '' };
  expect(readAllowLists({ AllowedList: { VpcList: [list, {}, empty], InternetList: '' } })).toEqual([
    { portRange: '9092/9092', entries: ['10.0.0.1'], shared: true },
    { portRange: '9093/9093', entries: [], shared: false },
  ]);
});

it('texts are read as what they stand for, and a list of one as a list', () => {
  const texts = {
    ...{ Topic: 'orders', PartitionNum: '12', LocalTopic: 'true', CompactTopic: 'false', Status: '1' },
    TopicConfig: '{"retention.ms":3600000,"nested":{}}',
  };
  expect(readTopicPage({ TopicList: { TopicVO: texts }, Total: '1' })).toEqual({
    total: 1,
    items: [
      {
        ...{ name: 'orders', partitions: 12, remark: undefined, localTopic: true, compact: false },
        ...{ config: { 'retention.ms': '3600000' }, inService: false },
      },
    ],
  });
  expect(readTopicPage({ TopicList: '', Total: '0' })).toEqual({ items: [], total: 0 });
  expect(readGroupPage({ ConsumerList: '', Total: 0 })).toEqual({ items: [], total: 0 });
});

it.each<[string, unknown, Record<string, string>]>([
  ['an object', { 'retention.ms': 1000, 'a.b': true }, { 'retention.ms': '1000', 'a.b': 'true' }],
  ['JSON', '{"retention.ms":"1000"}', { 'retention.ms': '1000' }],
  ['a list', '[1]', {}],
  ['nothing', undefined, {}],
])('the configuration of a topic is read from %s', (_, TopicConfig, config) => {
  const page = readTopicPage({ TopicList: { TopicVO: [{ Topic: 'orders', TopicConfig }] } });
  expect(page?.items).toMatchObject([{ config }]);
  expect(Object.keys(page?.items[0]?.config ?? {})).toEqual(Object.keys(config));
});

it.each([
  [12, 12],
  ['12', 12],
  ['-1', -1],
  ['123456789012345', 123_456_789_012_345],
  ['1234567890123456', undefined],
  ['x5', undefined],
  ['5x', undefined],
  ['5.5', undefined],
  [5.5, undefined],
  ['', undefined],
])('a number of partitions that is written as %j is read as %s', (PartitionNum, partitions) => {
  const page = readTopicPage({ TopicList: { TopicVO: [{ Topic: 'orders', PartitionNum }] } });
  expect(page?.items.map((item) => item.partitions)).toEqual([partitions]);
});

it.each([
  ['About orders', 'About orders'],
  ['', undefined],
])('the remark %j of a topic and of a group is read as %s', (Remark, remark) => {
  const topics = readTopicPage({ TopicList: { TopicVO: [{ Topic: 'orders', Remark }] } });
  const groups = readGroupPage({ ConsumerList: { ConsumerVO: [{ ConsumerId: 'g', Remark }] } });
  expect([topics?.items[0]?.remark, groups?.items[0]?.remark]).toEqual([remark, remark]);
});

it('a quota that is not told, below nothing, or counted in topics is not known', () => {
  const quota = { TopicLeft: '5', PartitionLeft: 7, GroupLeft: -1, IsPartitionBuy: 1 };
  expect(readQuota({ QuotaData: quota })).toEqual({ topics: 5, partitions: 7, groups: undefined });
  expect(readQuota({ QuotaData: { ...quota, IsPartitionBuy: 0 } })).toMatchObject({ partitions: undefined });
  expect(readQuota({ QuotaData: { TopicLeft: 0, PartitionLeft: '0' } })).toMatchObject({
    topics: 0,
    partitions: 0,
  });
  expect(readQuota({ QuotaData: {} })).toEqual({
    topics: undefined,
    partitions: undefined,
    groups: undefined,
  });
});

it('an answer without its list is none', () => {
  for (const read of [readAllowLists, readTopicPage, readGroupPage, readQuota])
    expect(read({})).toBeUndefined();
});

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
  expect(readAllowLists({ AllowedList: { VpcList: [list, {}], InternetList: '' } })).toEqual([
    { portRange: '9092/9092', entries: ['10.0.0.1'], shared: true },
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

it('a quota that is not told, below nothing, or counted in topics is not known', () => {
  const quota = { TopicLeft: '5', PartitionLeft: 7, GroupLeft: -1, IsPartitionBuy: 1 };
  expect(readQuota({ QuotaData: quota })).toEqual({ topics: 5, partitions: 7, groups: undefined });
  expect(readQuota({ QuotaData: { ...quota, IsPartitionBuy: 0 } })).toMatchObject({ partitions: undefined });
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

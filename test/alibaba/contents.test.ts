import { expect, it } from 'vitest';
import type { Client } from '../../src/alibaba/client.ts';
import { type ContentsApi, contentsApi, contentsHurry } from '../../src/alibaba/contents.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';

const INSTANCE = { regionId: 'cn-hangzhou', instanceId: 'alikafka_post-cn-1' };
const GOOD = { RequestId: 'R-1', Code: 200, Success: true, Message: 'operation success.' };

/** What a call sends, beside the instance, and what it brings, where this is the answer. */
async function made(ask: (api: ContentsApi) => Promise<unknown>, answer: object = GOOD) {
  const calls: { action: string | undefined; parameters: object }[] = [];
  const client: Client = {
    send: async ({ url, headers }) => {
      const { RegionId, InstanceId, ...parameters } = Object.fromEntries(url.searchParams);
      expect({ RegionId, InstanceId, host: url.host }).toEqual({
        RegionId: 'cn-hangzhou',
        InstanceId: 'alikafka_post-cn-1',
        host: 'cn-hangzhou.aliyuncs.com',
      });
      calls.push({ action: headers['x-acs-action'], parameters });
      return { status: 200, header: () => undefined, body: JSON.stringify(answer), broken: undefined };
    },
    credentials: async () => ({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined }),
    ...{ wallTime: () => 0, nonce: () => 'n', conceal: (value) => value, judge: remedyFor },
  };
  const api = contentsApi(client, (regionId) => new URL(`https://${regionId}.aliyuncs.com`));
  return { result: await ask(api), calls };
}

const TOPIC = {
  ...{ name: 'orders', remark: 'of the shop', partitions: undefined, localTopic: undefined },
  ...{ compact: undefined, replicationFactor: undefined, minInsyncReplicas: undefined, config: new Map() },
};

it.each<[string, (api: ContentsApi) => Promise<unknown>, Record<string, string>]>([
  [
    'UpdateAllowedIp',
    (api) => api.addAllowedIps(INSTANCE, '9093/9093', ['10.0.0.1', '10.1.0.0/16']),
    {
      ...{ UpdateType: 'add', PortRange: '9093/9093', AllowedListType: 'internet' },
      AllowedListIp: '10.0.0.1,10.1.0.0/16',
    },
  ],
  ...(['9092/9092', '9094/9094', '9095/9095'] as const).map(
    (port): [string, (api: ContentsApi) => Promise<unknown>, Record<string, string>] => [
      'UpdateAllowedIp',
      (api) => api.addAllowedIps(INSTANCE, port, ['10.0.0.1']),
      { UpdateType: 'add', PortRange: port, AllowedListType: 'vpc', AllowedListIp: '10.0.0.1' },
    ],
  ),
  ['CreateTopic', (api) => api.createTopic(INSTANCE, TOPIC), { Topic: 'orders', Remark: 'of the shop' }],
  [
    'CreateTopic',
    (api) =>
      api.createTopic(INSTANCE, {
        ...{ ...TOPIC, partitions: 12, localTopic: true, compact: false },
        ...{ replicationFactor: 3, minInsyncReplicas: 2, config: new Map([['retention.ms', '1000']]) },
      }),
    {
      ...{ Topic: 'orders', Remark: 'of the shop', PartitionNum: '12', LocalTopic: 'true' },
      ...{ CompactTopic: 'false', ReplicationFactor: '3', MinInsyncReplicas: '2' },
      Config: '{"retention.ms":"1000"}',
    },
  ],
  [
    'ModifyPartitionNum',
    (api) => api.addPartitions(INSTANCE, 'orders', 3),
    { Topic: 'orders', AddPartitionNum: '3' },
  ],
  [
    'CreateConsumerGroup',
    (api) => api.createConsumerGroup(INSTANCE, 'billing', undefined),
    { ConsumerId: 'billing' },
  ],
  [
    'CreateConsumerGroup',
    (api) => api.createConsumerGroup(INSTANCE, 'billing', 'of the shop'),
    { ConsumerId: 'billing', Remark: 'of the shop' },
  ],
])('%s is one call with these parameters', async (action, ask, parameters) => {
  expect(await made(ask)).toEqual({
    result: { requestId: 'R-1', code: '200', message: 'operation success.' },
    calls: [{ action, parameters }],
  });
});

it.each<[string, (api: ContentsApi) => Promise<unknown>, object, Record<string, string>, unknown]>([
  [
    'GetAllowedIpList',
    (api) => api.getAllowedIpList(INSTANCE),
    { AllowedList: { VpcList: [{ PortRange: '9092/9092', AllowedIpList: ['10.0.0.1'] }] } },
    {},
    [{ portRange: '9092/9092', entries: ['10.0.0.1'], shared: false }],
  ],
  [
    'GetTopicList',
    (api) => api.getTopicList(INSTANCE, 2),
    { TopicList: { TopicVO: [] }, Total: 100 },
    { CurrentPage: '2', PageSize: '100' },
    { items: [], total: 100 },
  ],
  [
    'GetTopicList',
    (api) => api.getTopicList(INSTANCE, 1, 'orders'),
    { TopicList: { TopicVO: [] }, Total: 0 },
    { CurrentPage: '1', PageSize: '100', Topic: 'orders' },
    { items: [], total: 0 },
  ],
  [
    'GetConsumerList',
    (api) => api.getConsumerList(INSTANCE, 3, 'billing'),
    { ConsumerList: { ConsumerVO: [{ ConsumerId: 'billing' }] }, Total: 201 },
    { CurrentPage: '3', PageSize: '100', ConsumerId: 'billing' },
    { items: [{ name: 'billing', remark: undefined }], total: 201 },
  ],
  [
    'GetQuotaTip',
    (api) => api.getQuotaTip(INSTANCE),
    { QuotaData: { TopicLeft: 1, PartitionLeft: 2, GroupLeft: 3 } },
    {},
    { topics: 1, partitions: 2, groups: 3 },
  ],
])(
  '%s reads what the answer holds, and is no reading without it',
  async (action, ask, holds, parameters, result) => {
    expect(await made(ask, { ...GOOD, ...holds })).toEqual({ result, calls: [{ action, parameters }] });
    await expect(made(ask)).rejects.toMatchObject({
      message: `${action} got no answer of the API but an answer without its list (HTTP 200)`,
      requestId: 'R-1',
    });
  },
);

it.each([
  [2, 5],
  [4, 5],
  [10, 2],
  [20, 1],
  [100, 1],
])(
  'at %d requests per second topics are created %d times as fast, and what reads goes five times',
  (rate, topics) => {
    expect(Object.fromEntries(contentsHurry(rate))).toEqual({
      ...{ GetAllowedIpList: 5, GetTopicList: 5, GetConsumerList: 5, GetQuotaTip: 5 },
      CreateTopic: topics,
    });
  },
);

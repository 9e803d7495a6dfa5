import {
  CreateConsumerGroupRequest,
  CreateTopicRequest,
  GetAllowedIpListRequest,
  GetConsumerListRequest,
  GetQuotaTipRequest,
  GetTopicListRequest,
  ModifyPartitionNumRequest,
  UpdateAllowedIpRequest,
} from '@alicloud/alikafka20190916';
import { expect, it, onTestFinished } from 'vitest';
import { type ContentsApi, contentsApi } from '../../src/alibaba/contents.ts';
import { UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import { openTransport } from '../../src/http/transport.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { type Captured, captureServer, officialClient } from './official-sdk.ts';

const KEYS = { accessKeyId: 'key', accessKeySecret: 'secret', securityToken: undefined };
const REF = { regionId: 'cn-hangzhou', instanceId: 'alikafka_post-cn-1' };

type Official = ReturnType<typeof officialClient>;
type Ours = (api: ContentsApi) => Promise<unknown>;

const readings: readonly [string, Ours, (client: Official) => Promise<unknown>][] = [
  [
    'GetAllowedIpList',
    (api) => api.getAllowedIpList(REF),
    (client) => client.getAllowedIpList(new GetAllowedIpListRequest(REF)),
  ],
  [
    'GetTopicList',
    (api) => api.getTopicList(REF, 2),
    (client) => client.getTopicList(new GetTopicListRequest({ ...REF, currentPage: '2', pageSize: '100' })),
  ],
  [
    'GetTopicList of a name',
    (api) => api.getTopicList(REF, 1, 'a.b_c-d'),
    (client) =>
      client.getTopicList(
        new GetTopicListRequest({ ...REF, currentPage: '1', pageSize: '100', topic: 'a.b_c-d' }),
      ),
  ],
  [
    'GetConsumerList',
    (api) => api.getConsumerList(REF, 3, '@._*$#^!&-'),
    (client) =>
      client.getConsumerList(
        new GetConsumerListRequest({ ...REF, currentPage: 3, pageSize: 100, consumerId: '@._*$#^!&-' }),
      ),
  ],
  ['GetQuotaTip', (api) => api.getQuotaTip(REF), (client) => client.getQuotaTip(new GetQuotaTipRequest(REF))],
];

const plain = {
  ...{ partitions: undefined, localTopic: undefined, compact: undefined, config: new Map<string, string>() },
  ...{ replicationFactor: undefined, minInsyncReplicas: undefined },
};

const changes: readonly [string, Ours, (client: Official) => Promise<unknown>][] = [
  [
    'UpdateAllowedIp',
    (api) => api.addAllowedIps(REF, '9093/9093', ['10.0.0.0/8', '192.0.2.1/32']),
    (client) =>
      client.updateAllowedIp(
        new UpdateAllowedIpRequest({
          ...{ ...REF, updateType: 'add', portRange: '9093/9093', allowedListType: 'internet' },
          allowedListIp: '10.0.0.0/8,192.0.2.1/32',
        }),
      ),
  ],
  [
    'CreateTopic with the defaults of the service',
    (api) => api.createTopic(REF, { ...plain, name: 'orders', remark: 'all orders' }),
    (client) => client.createTopic(new CreateTopicRequest({ ...REF, topic: 'orders', remark: 'all orders' })),
  ],
  [
    'CreateTopic with everything',
    (api) =>
      api.createTopic(REF, {
        ...{ name: 'orders', remark: '订单', partitions: 6, localTopic: true, compact: false },
        ...{ replicationFactor: 3, minInsyncReplicas: 2, config: new Map([['retention.ms', '3600000']]) },
      }),
    (client) =>
      client.createTopic(
        new CreateTopicRequest({
          ...{ ...REF, topic: 'orders', remark: '订单', partitionNum: '6', localTopic: true },
          ...{ compactTopic: false, replicationFactor: 3, minInsyncReplicas: 2 },
          config: '{"retention.ms":"3600000"}',
        }),
      ),
  ],
  [
    'ModifyPartitionNum',
    (api) => api.addPartitions(REF, 'orders', 6),
    (client) =>
      client.modifyPartitionNum(
        new ModifyPartitionNumRequest({ ...REF, topic: 'orders', addPartitionNum: 6 }),
      ),
  ],
  [
    'CreateConsumerGroup',
    (api) => api.createConsumerGroup(REF, 'billing', undefined),
    (client) => client.createConsumerGroup(new CreateConsumerGroupRequest({ ...REF, consumerId: 'billing' })),
  ],
  [
    'CreateConsumerGroup with a remark',
    (api) => api.createConsumerGroup(REF, 'billing', 'invoices, bills'),
    (client) =>
      client.createConsumerGroup(
        new CreateConsumerGroupRequest({ ...REF, consumerId: 'billing', remark: 'invoices, bills' }),
      ),
  ],
];

it.each(readings)('%s is sent as by the official client, and needs its list', async (_, ours, theirs) => {
  const { api, official, captured } = await bothClients();
  await expect(ours(api)).rejects.toThrow(UnexpectedAnswerError);
  const own = captured();
  await theirs(official);
  expect(comparable(own)).toEqual(comparable(captured()));
});

it.each(changes)('%s is sent as by the official client', async (_, ours, theirs) => {
  const { api, official, captured } = await bothClients();
  expect(await ours(api)).toEqual({ requestId: 'R-1', code: '200', message: 'operation success.' });
  const own = captured();
  await theirs(official);
  expect(comparable(own)).toEqual(comparable(captured()));
});

it.each(changes)('%s is not sent once it must not be', async (_, ours) => {
  const { api, requests } = await bothClients();
  const stopped = AbortSignal.abort(new Error('stopped'));
  const given: ContentsApi = {
    ...api,
    addAllowedIps: (to, port, networks) => api.addAllowedIps(to, port, networks, stopped),
    createTopic: (to, topic) => api.createTopic(to, topic, stopped),
    addPartitions: (to, topic, more) => api.addPartitions(to, topic, more, stopped),
    createConsumerGroup: (to, name, remark) => api.createConsumerGroup(to, name, remark, stopped),
  };
  await expect(ours(given)).rejects.toThrow('stopped');
  expect(requests).toEqual([]);
});

/** What has to be the same in both requests. */
function comparable({ method, path, query, headers, body }: Captured) {
  const compared = ['host', 'accept', 'x-acs-action', 'x-acs-version', 'x-acs-content-sha256'];
  return {
    ...{ method, path, body, query: query.toSorted() },
    headers: compared.map((name) => [name, headers[name]]),
  };
}

/** Both clients before one server. */
async function bothClients() {
  const { host, requests } = await captureServer();
  const transport = openTransport({
    ...{ userAgent: 'deploy-alikafka/1.2.3', timeoutMs: 5_000, limitBytes: 10_000, variables: {} },
  });
  onTestFinished(transport.close);
  const client = {
    send: transport.send,
    credentials: async () => KEYS,
    wallTime: () => Date.parse('2026-11-24T04:05:06.789Z'),
    nonce: () => crypto.randomUUID(),
    conceal: <T>(value: T) => value,
    judge: remedyFor,
  };
  const captured = (): Captured => {
    const request = requests.pop();
    if (request === undefined || requests.length > 0) throw new Error('not exactly one request arrived');
    return request;
  };
  const api = contentsApi(client, () => new URL(`http://${host}`));
  return { api, official: officialClient(host, KEYS), requests, captured };
}

import type { GoodAnswer } from './answer.ts';
import { type Client, call } from './client.ts';
import {
  type LiveAllowList,
  type LiveGroup,
  type LiveTopic,
  type Page,
  type Quota,
  readAllowLists,
  readGroupPage,
  readQuota,
  readTopicPage,
} from './contents-answers.ts';
import { type ApiAnswer, UnexpectedAnswerError } from './errors.ts';

const VERSION = '2019-09-16';

/** The most addresses that one UpdateAllowedIp takes (error code WHITE.OVER.LENGTH.ERROR). */
export const MOST_ADDRESSES_A_CALL = 10;

const PAGE_SIZE = 100;

/** An instance, as its operations name it. */
export interface InstanceRef {
  readonly regionId: string;
  readonly instanceId: string;
}

/** The ports whose allow lists can be changed, and which list each belongs to. */
const ALLOW_LIST_TYPES = {
  '9092/9092': 'vpc',
  '9093/9093': 'internet',
  '9094/9094': 'vpc',
  '9095/9095': 'vpc',
} as const;

export type PortRange = keyof typeof ALLOW_LIST_TYPES;

/** A topic to be created; what is undefined is left to the service. */
export interface NewTopic {
  readonly name: string;
  readonly remark: string;
  readonly partitions: number | undefined;
  readonly localTopic: boolean | undefined;
  readonly compact: boolean | undefined;
  readonly replicationFactor: number | undefined;
  readonly minInsyncReplicas: number | undefined;
  readonly config: ReadonlyMap<string, string>;
}

/** The operations on what an instance holds. All throw CallError and send only once. */
export interface ContentsApi {
  readonly getAllowedIpList: (of: InstanceRef) => Promise<readonly LiveAllowList[]>;
  /**
   * @param page counted from 1
   * @param part only topics whose names hold it
   */
  readonly getTopicList: (of: InstanceRef, page: number, part?: string) => Promise<Page<LiveTopic>>;
  /**
   * @param page counted from 1
   * @param part only groups whose names hold it
   */
  readonly getConsumerList: (of: InstanceRef, page: number, part?: string) => Promise<Page<LiveGroup>>;
  readonly getQuotaTip: (of: InstanceRef) => Promise<Quota>;
  /** @param stop aborted when it must not be sent any more; then it throws the signal's reason */
  readonly addAllowedIps: (
    to: InstanceRef,
    port: PortRange,
    networks: readonly string[],
    stop?: AbortSignal,
  ) => Promise<ApiAnswer>;
  /** The topic is in service some time later. */
  readonly createTopic: (to: InstanceRef, topic: NewTopic, stop?: AbortSignal) => Promise<ApiAnswer>;
  /** @param more how many partitions are added to those that it has */
  readonly addPartitions: (
    to: InstanceRef,
    topic: string,
    more: number,
    stop?: AbortSignal,
  ) => Promise<ApiAnswer>;
  readonly createConsumerGroup: (
    to: InstanceRef,
    name: string,
    remark: string | undefined,
    stop?: AbortSignal,
  ) => Promise<ApiAnswer>;
}

const MOST_HURRY = 5;
const CREATE_TOPIC_PER_SECOND = 20; // documented for CreateTopic alone

/** How many times the usual rate the operations go that may be made faster, for RateLimits. */
export function contentsHurry(requestsPerSecond: number): ReadonlyMap<string, number> {
  const creating = Math.max(1, Math.min(MOST_HURRY, CREATE_TOPIC_PER_SECOND / requestsPerSecond));
  const readings = ['GetAllowedIpList', 'GetTopicList', 'GetConsumerList', 'GetQuotaTip'];
  return new Map([...readings.map((name) => [name, MOST_HURRY] as const), ['CreateTopic', creating]]);
}

type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** @param endpointOf where the calls for a region go */
export function contentsApi(client: Client, endpointOf: (regionId: string) => URL): ContentsApi {
  const operation = (
    action: string,
    { regionId, instanceId }: InstanceRef,
    parameters: Values = {},
    stop?: AbortSignal,
  ): Promise<GoodAnswer> =>
    call(client, {
      ...(stop && { stop }),
      endpoint: endpointOf(regionId),
      action,
      version: VERSION,
      parameters: writtenOut({ RegionId: regionId, InstanceId: instanceId, ...parameters }),
    });
  const reading = async <T>(
    action: string,
    of: InstanceRef,
    read: (content: GoodAnswer['content']) => T | undefined,
    parameters: Values = {},
  ): Promise<T> => {
    const { content, requestId } = await operation(action, of, parameters);
    const found = read(content);
    if (found !== undefined) return found;
    const facts = { httpStatus: 200, requestId, contentType: undefined, found: 'an answer without its list' };
    throw new UnexpectedAnswerError(action, facts);
  };
  const changing = async (...of: Parameters<typeof operation>): Promise<ApiAnswer> => {
    const { requestId, code, message } = await operation(...of);
    return { requestId, code, message };
  };
  const paging = (page: number) => ({ CurrentPage: page, PageSize: PAGE_SIZE });
  return {
    getAllowedIpList: (of) => reading('GetAllowedIpList', of, readAllowLists),
    getTopicList: (of, page, part) =>
      reading('GetTopicList', of, readTopicPage, { ...paging(page), Topic: part }),
    getConsumerList: (of, page, part) =>
      reading('GetConsumerList', of, readGroupPage, { ...paging(page), ConsumerId: part }),
    getQuotaTip: (of) => reading('GetQuotaTip', of, readQuota),
    addAllowedIps: (to, port, networks, stop) => {
      const list = { PortRange: port, AllowedListType: ALLOW_LIST_TYPES[port] };
      const parameters = { UpdateType: 'add', ...list, AllowedListIp: networks.join(',') };
      return changing('UpdateAllowedIp', to, parameters, stop);
    },
    createTopic: (to, topic, stop) => changing('CreateTopic', to, topicParameters(topic), stop),
    addPartitions: (to, topic, more, stop) =>
      changing('ModifyPartitionNum', to, { Topic: topic, AddPartitionNum: more }, stop),
    createConsumerGroup: (to, name, remark, stop) =>
      changing('CreateConsumerGroup', to, { ConsumerId: name, Remark: remark }, stop),
  };
}

function topicParameters(topic: NewTopic): Values {
  return {
    Topic: topic.name,
    Remark: topic.remark,
    PartitionNum: topic.partitions,
    LocalTopic: topic.localTopic,
    CompactTopic: topic.compact,
    ReplicationFactor: topic.replicationFactor,
    MinInsyncReplicas: topic.minInsyncReplicas,
    Config: topic.config.size === 0 ? undefined : JSON.stringify(Object.fromEntries(topic.config)),
  };
}

function writtenOut(parameters: Values): [string, string][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
}

import * as z from 'zod';

/** The allow list of one port. */
export interface LiveAllowList {
  /** `9092/9092`, …. */
  readonly portRange: string;
  /** Addresses and CIDR blocks as the service writes them. */
  readonly entries: readonly string[];
  /** Whether other instances share it, because it is kept in a security group of the user's own. */
  readonly shared: boolean;
}

/** A topic as the service shows it now. Fields that it lacks are undefined. */
export interface LiveTopic {
  readonly name: string;
  readonly partitions: number | undefined;
  readonly remark: string | undefined;
  readonly localTopic: boolean | undefined;
  /** Only topics in local storage show it. */
  readonly compact: boolean | undefined;
  readonly config: Readonly<Record<string, string>>;
  /** Whether clients can use it. */
  readonly inService: boolean;
}

export interface LiveGroup {
  readonly name: string;
  readonly remark: string | undefined;
}

/** How much more an instance may hold; undefined where the service does not say it. */
export interface Quota {
  readonly topics: number | undefined;
  /** Of all topics together. */
  readonly partitions: number | undefined;
  readonly groups: number | undefined;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of all pages; undefined where the answer does not say it. */
  readonly total: number | undefined;
}

type Content = Readonly<Record<string, unknown>>;

// Whatever a field holds, one that is not as documented must not hide the rest.
const text = z.string().min(1).optional().catch(undefined);
const flag = z
  .union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })])
  .optional()
  .catch(undefined);
const count = z
  .union([
    z.number().int(),
    z
      .string()
      .regex(/^-?[0-9]{1,15}$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);

/** In the XML form, a list of one is the thing itself, and an empty list is an empty text. */
const list = z
  .unknown()
  .optional()
  .transform((value): unknown[] => (value === undefined || value === '' ? [] : [value].flat()));

const addressList = z.object({
  PortRange: z.string(),
  AllowedIpList: list,
  UserDefinedSharedSecurityGroup: flag,
});

const allowedAnswer = z.object({ AllowedList: z.object({ VpcList: list, InternetList: list }) });

/** The allow lists of a GetAllowedIpList answer; undefined when it holds none. */
export function readAllowLists(content: Content): LiveAllowList[] | undefined {
  const answer = allowedAnswer.safeParse(content);
  if (!answer.success) return undefined;
  const { VpcList, InternetList } = answer.data.AllowedList;
  return parsedOf(addressList, [...VpcList, ...InternetList]).map((each) => ({
    portRange: each.PortRange,
    entries: each.AllowedIpList.filter((entry) => typeof entry === 'string'),
    shared: each.UserDefinedSharedSecurityGroup ?? false,
  }));
}

const topicVO = z.object({
  Topic: z.string().min(1),
  PartitionNum: count,
  Remark: text,
  LocalTopic: flag,
  CompactTopic: flag,
  Status: count,
  TopicConfig: z.unknown().optional(),
});

const topicAnswer = z.object({
  TopicList: z.union([z.literal(''), z.object({ TopicVO: list })]),
  Total: count,
});

/** A page of a GetTopicList answer; undefined when it holds no list. */
export function readTopicPage(content: Content): Page<LiveTopic> | undefined {
  const answer = topicAnswer.safeParse(content);
  if (!answer.success) return undefined;
  const { TopicList, Total: total } = answer.data;
  const items = parsedOf(topicVO, TopicList === '' ? [] : TopicList.TopicVO).map((vo) => ({
    name: vo.Topic,
    partitions: vo.PartitionNum,
    remark: vo.Remark,
    localTopic: vo.LocalTopic,
    compact: vo.CompactTopic,
    config: readTopicConfig(vo.TopicConfig),
    inService: (vo.Status ?? 0) === 0,
  }));
  return { items, total };
}

const consumerVO = z.object({ ConsumerId: z.string().min(1), Remark: text });

const consumerAnswer = z.object({
  ConsumerList: z.union([z.literal(''), z.object({ ConsumerVO: list })]),
  Total: count,
});

/** A page of a GetConsumerList answer; undefined when it holds no list. */
export function readGroupPage(content: Content): Page<LiveGroup> | undefined {
  const answer = consumerAnswer.safeParse(content);
  if (!answer.success) return undefined;
  const { ConsumerList, Total: total } = answer.data;
  const items = parsedOf(consumerVO, ConsumerList === '' ? [] : ConsumerList.ConsumerVO);
  return { items: items.map(({ ConsumerId, Remark }) => ({ name: ConsumerId, remark: Remark })), total };
}

const quotaAnswer = z.object({
  QuotaData: z.object({ TopicLeft: count, PartitionLeft: count, GroupLeft: count, IsPartitionBuy: count }),
});

const BOUGHT_BY_TOPICS = 0;

/**
 * What a GetQuotaTip answer leaves; undefined when it holds no quota. Of an instance that was bought by topics,
 * its partitions are not counted.
 */
export function readQuota(content: Content): Quota | undefined {
  const answer = quotaAnswer.safeParse(content);
  if (!answer.success) return undefined;
  const { TopicLeft, PartitionLeft, GroupLeft, IsPartitionBuy } = answer.data.QuotaData;
  const left = (value: number | undefined) => (value === undefined || value < 0 ? undefined : value);
  const partitions = IsPartitionBuy === BOUGHT_BY_TOPICS ? undefined : left(PartitionLeft);
  return { topics: left(TopicLeft), partitions, groups: left(GroupLeft) };
}

/** What of a list is as documented; the rest is left out. */
function parsedOf<T>(schema: z.ZodType<T>, entries: readonly unknown[]): T[] {
  return entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

const configValues = z.record(z.string(), z.unknown());

/** `TopicConfig` is JSON in a text. */
function readTopicConfig(value: unknown): Record<string, string> {
  const values = configValues.safeParse(typeof value === 'string' ? parseJson(value) : value);
  if (!values.success) return {};
  const plain = Object.entries(values.data).filter(([, item]) => typeof item !== 'object');
  return Object.fromEntries(plain.map(([key, item]) => [key, String(item)]));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

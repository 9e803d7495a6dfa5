import * as z from 'zod';
import { lazily } from './lazily.ts';
import { flag, integer, line, oneOf } from './values.ts';

/*
 * Topics and consumer groups, with the rules that every series has; those of one series are in rules/contents.ts.
 * Source: CreateTopic and CreateConsumerGroup in the vendor's SDK 2.14.0.
 */

/** What is known of a key of a topic's `config`. */
export interface TopicConfigRow {
  readonly series: 'both' | 'provisioned' | 'serverless';
  /** The key that says the same on the other series. */
  readonly instead?: string;
  readonly schema: () => z.ZodType<string>;
  readonly description: string;
}

/** The settings of a topic. The service takes them as texts. Each series has its own way to say how long. */
export const topicConfigKeys = {
  'retention.ms': {
    series: 'provisioned',
    instead: 'retention.hours',
    schema: lazily(() => integer(3_600_000, 31_536_000_000).transform(String)),
    description: 'How long messages are kept, in milliseconds; on provisioned instances.',
  },
  'retention.hours': {
    series: 'serverless',
    instead: 'retention.ms',
    schema: lazily(() => integer(24, 8760).transform(String)),
    description: 'How long messages are kept, in hours; on serverless instances.',
  },
  'max.message.bytes': {
    series: 'both',
    schema: lazily(() => integer(1_048_576, 10_485_760).transform(String)),
    description: 'The largest message, in bytes.',
  },
  'message.timestamp.type': {
    series: 'both',
    schema: oneOf('CreateTime', 'LogAppendTime'),
    description: 'Whose clock a message has: that of its producer, or that of the broker.',
  },
} as const satisfies Record<string, TopicConfigRow>;

export type TopicConfigKey = keyof typeof topicConfigKeys;

export function isTopicConfigKey(key: string): key is TopicConfigKey {
  return Object.hasOwn(topicConfigKeys, key);
}

function configShape() {
  return Object.fromEntries(
    Object.entries(topicConfigKeys).map(([key, { schema, description }]) => [
      key,
      schema().optional().describe(description),
    ]),
  ) as { [K in TopicConfigKey]: z.ZodOptional<ReturnType<(typeof topicConfigKeys)[K]['schema']>> };
}

const topic = lazily(() =>
  z.strictObject(
    {
      remark: z
        .string({ error: 'must be a text' })
        .regex(/^\P{Cc}{3,64}$/u, { error: 'must be 3 to 64 characters on one line' })
        .optional()
        .describe('What the topic is for, 3 to 64 characters. Its name by default.'),
      partitions: integer(1, 360)
        .optional()
        .describe(
          '1 to 360; at least 2 in cloud storage. The service takes 12, or 3 on serverless instances.',
        ),
      localTopic: flag()
        .optional()
        .describe('Whether the topic is in local storage; false for cloud storage.'),
      compact: flag()
        .optional()
        .describe('Whether the newest message of each key is kept (log compaction); in local storage only.'),
      replicationFactor: integer(1, 3)
        .optional()
        .describe('Number of replicas, 1 to 3; in local storage only.'),
      minInsyncReplicas: integer(1, 3)
        .optional()
        .describe('Replicas that must be in sync, fewer than there are; in local storage only.'),
      config: z
        .strictObject(configShape(), { error: 'must be a map of configuration keys to values' })
        .optional()
        .describe('Settings of the topic. On provisioned instances in local storage only.'),
    },
    { error: 'must be a map such as {partitions: 12}, or {} for the defaults' },
  ),
);

const topicName = () =>
  z.string().regex(/^(?!__)[A-Za-z0-9._-]{1,249}$/, {
    error: ({ input }) =>
      String(input).startsWith('__')
        ? 'must not begin with "__", which is for topics of Kafka itself'
        : 'must be named with up to 249 letters, digits, dots, hyphens or underscores',
  });

/** The field `topics`. */
export const topics = lazily(() =>
  z.record(topicName(), topic(), {
    error: 'must be a map of topic names to their settings, such as orders: {partitions: 12}',
  }),
);

const group = lazily(() =>
  z.strictObject(
    { remark: line().optional().describe('What the group is for.') },
    { error: 'must be a map such as {remark: billing}, or {} for the defaults' },
  ),
);

const groupName = () =>
  z.string().regex(/^[A-Za-z0-9@._*$#^!&-]{1,249}$/, {
    error: 'must be named with up to 249 letters, digits or @._*$#^!&-',
  });

/** The field `consumerGroups`. */
export const consumerGroups = lazily(() =>
  z.record(groupName(), group(), {
    error: 'must be a map of group names to their settings, such as billing: {}',
  }),
);

export type TopicSettings = z.output<ReturnType<typeof topic>>;

export type GroupSettings = z.output<ReturnType<typeof group>>;

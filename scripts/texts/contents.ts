import type { ConfigKey } from '../../src/manifest/config.ts';
import type { ListenerName } from '../../src/manifest/contents.ts';
import type { GroupSettings, TopicConfigKey, TopicSettings } from '../../src/manifest/topics.ts';
import type { Text } from './text.ts';

/*
 * The keys within sections. The English texts of the sections of contents stand with their schemas, where the
 * JSON Schema takes them from.
 */

export const LISTENER_TEXTS: Readonly<Record<ListenerName, string>> = {
  vpc: '端口 9092：来自 VPC 内，无需登录。',
  internet: '端口 9093：来自公网，仅限 `deployModule: eip`。',
  sasl: '端口 9094：来自 VPC 内，使用 SASL；需要 `config` 中的 `enable.acl: true`。',
  vpcSasl: '端口 9095：来自 VPC 内，使用 SASL 和 TLS；需要 `config` 中的 `enable.vpc_sasl_ssl: true`。',
};

export const TOPIC_TEXTS: Readonly<Record<keyof TopicSettings, string>> = {
  remark: 'Topic 的用途，3～64 个字符。默认为 Topic 名称。',
  partitions: '分区数，1～360；云存储的 Topic 至少 2。不填时由服务端取 12，Serverless 实例取 3。',
  localTopic: '是否使用 Local 存储；false 为云存储。',
  compact: '是否只保留每个 Key 的最新消息（日志压缩）；仅限 Local 存储。',
  replicationFactor: '副本数，1～3；仅限 Local 存储。',
  minInsyncReplicas: '必须同步的最少副本数，须小于副本数；仅限 Local 存储。',
  config: 'Topic 的配置项。预留实例上仅限 Local 存储。',
};

export const TOPIC_CONFIG_TEXTS: Readonly<Record<TopicConfigKey, string>> = {
  'retention.ms': '消息保留时长，单位毫秒；用于预留实例。',
  'retention.hours': '消息保留时长，单位小时；用于 Serverless 实例。',
  'max.message.bytes': '最大消息大小，单位字节。',
  'message.timestamp.type': '消息的时间戳取自哪个时钟：生产者或 Broker。',
};

export const GROUP_TEXTS: Readonly<Record<keyof GroupSettings, string>> = {
  remark: '消费组的用途。',
};

export interface ConfigText extends Text {
  /** What the service takes where the key is not given (vendor's pages); undefined where that is not known. */
  readonly byDefault: string | undefined;
}

export const CONFIG_TEXTS: Readonly<Record<ConfigKey, ConfigText>> = {
  'enable.vpc_sasl_ssl': {
    en: 'Whether port 9095 is open: SASL and TLS in the VPC. Needs `enable.acl: true`.',
    zh: '是否开放端口 9095：VPC 内使用 SASL 和 TLS。需要 `enable.acl: true`。',
    byDefault: 'false',
  },
  'enable.acl': {
    en: 'Whether access is controlled by ACLs, which ports 9094 and 9095 need.',
    zh: '是否开启 ACL（访问控制列表）；端口 9094 和 9095 需要它。',
    byDefault: 'false',
  },
  'kafka.log.retention.hours': {
    en: 'How long messages are kept, in hours.',
    zh: '消息保留时长，单位小时。',
    byDefault: '72',
  },
  'kafka.message.max.bytes': {
    en: 'The largest message, in bytes.',
    zh: '最大消息大小，单位字节。',
    byDefault: '1048576',
  },
  'log.retention.hours': {
    en: 'How long messages are kept, in hours.',
    zh: '消息保留时长，单位小时。',
    byDefault: '72',
  },
  'offsets.retention.minutes': {
    en: 'How long the offsets of a consumer group are kept, in minutes.',
    zh: '消费位点保留时长，单位分钟。',
    byDefault: undefined,
  },
  'message.max.bytes': {
    en: 'The largest message, in bytes.',
    zh: '最大消息大小，单位字节。',
    byDefault: undefined,
  },
  'auto.create.topics.enable': {
    en: 'Whether a topic that a client asks for is created.',
    zh: '客户端请求的 Topic 不存在时是否自动创建。',
    byDefault: undefined,
  },
  'num.partitions': {
    en: 'Partitions of a topic that is created so.',
    zh: '自动创建的 Topic 的分区数。',
    byDefault: undefined,
  },
};

import type { FieldName } from '../../src/manifest/fields.ts';
import type { Text } from './text.ts';

/** What the documents say of a field; the rest of a reference comes from the code that decides it. */
export interface FieldText extends Text {
  /** In Chinese what a value must be; in English that is the message of its schema. */
  readonly value: string;
  /** A good value, as a manifest writes it. */
  readonly example: string;
  /** What counts where the field is not given, also where that is nothing. */
  readonly byDefault: Text;
}

const NONE: Text = { en: 'none', zh: '无' };
const REQUIRED: Text = { en: 'none; required', zh: '无，必填' };
const DECIDED: Text = { en: 'none; the service decides', zh: '无，由服务端决定' };
const DECIDED_UNLESS_REQUIRED: Text = {
  en: 'none; where it is not required, the service decides',
  zh: '无；非必填时由服务端决定',
};

export const FIELD_TEXTS: Readonly<Record<FieldName, FieldText>> = {
  regionId: {
    en: 'Region of the instance, such as `cn-hangzhou`.',
    zh: '实例所在地域的 ID，例如 `cn-hangzhou`。',
    value: '地域 ID，例如 cn-hangzhou',
    example: 'cn-hangzhou',
    byDefault: REQUIRED,
  },
  instanceId: {
    en: 'Id of the instance that was bought and waits for deployment.',
    zh: '已购买、待部署的实例的 ID。',
    value: 'Kafka 实例的 ID，例如 alikafka_post-cn-v0h1fgs2a001',
    example: 'alikafka_post-cn-v0h1fgs2a001',
    byDefault: REQUIRED,
  },
  series: {
    en: 'Series of the instance: `provisioned` (the default), `serverless` or `confluent`. Picks the rules, is not sent.',
    zh: '实例系列：`provisioned`（预留实例，默认）、`serverless` 或 `confluent`。只用于选择检查规则，不会发送。',
    value: '"provisioned"、"serverless" 或 "confluent"',
    example: 'serverless',
    byDefault: { en: '`provisioned`', zh: '`provisioned`（预留实例）' },
  },
  deployModule: {
    en: 'Network type the instance was bought with: `vpc`, or `eip` for Internet and VPC. Required for provisioned instances.',
    zh: '部署模式，必须与购买的实例类型一致：`vpc`（VPC 实例）或 `eip`（公网/VPC 实例）。预留实例必填。',
    value: '"vpc" 或 "eip"',
    example: 'vpc',
    byDefault: DECIDED_UNLESS_REQUIRED,
  },
  vpcId: {
    en: 'VPC to deploy into.',
    zh: '实例部署到的专有网络 VPC 的 ID。',
    value: 'VPC 的 ID，例如 vpc-bp1r4eg3yrxmygv0abcd',
    example: 'vpc-bp1r4eg3yrxmygv0abcd',
    byDefault: REQUIRED,
  },
  vSwitchId: {
    en: 'vSwitch to deploy into. Defaults to the first of `vSwitchIds` when that is given.',
    zh: '实例部署到的交换机的 ID。给出 `vSwitchIds` 时默认取其中第一个。',
    value: '交换机的 ID，例如 vsw-bp1j3sg5979fstnpl0abc',
    example: 'vsw-bp1j3sg5979fstnpl0abc',
    byDefault: {
      en: 'the first of `vSwitchIds`; without these none, and required',
      zh: '`vSwitchIds` 中的第一个；未给出时无，必填',
    },
  },
  vSwitchIds: {
    en: 'Several vSwitches to deploy into; their zones are preferred unless `selectedZones` is given.',
    zh: '多个交换机。未指定 `selectedZones` 时，优先部署到这些交换机所在的可用区。',
    value: '交换机 ID 的列表',
    example: '[vsw-bp1j3sg5979fstnpl0abc, vsw-bp1j3sg5979fstnpl0abd]',
    byDefault: NONE,
  },
  zoneId: {
    en: 'Zone of the vSwitch, `zonea` or `cn-hangzhou-a`. Required for provisioned instances unless `vSwitchIds` or `selectedZones` is given.',
    zh: '交换机所在的可用区，写作 `zonea` 或 `cn-hangzhou-a`。预留实例在未给出 `vSwitchIds` 或 `selectedZones` 时必填。该可用区资源不足时，服务可能改用其他可用区。',
    value: '可用区，例如 zonea 或 cn-hangzhou-a',
    example: 'zonea',
    byDefault: DECIDED_UNLESS_REQUIRED,
  },
  crossZone: {
    en: 'Whether to deploy across zones. The service takes true when it is not given.',
    zh: '是否跨可用区部署。不填时服务端默认为 true。',
    value: 'true 或 false',
    example: 'false',
    byDefault: { en: '`true`, taken by the service', zh: '`true`（服务端默认值）' },
  },
  selectedZones: {
    en: 'Two lists of zones, the candidates for the primary and for the secondary. The second is empty exactly when `crossZone` is false.',
    zh: '两组可用区：主可用区的候选、备可用区的候选。`crossZone` 为 false 时第二组必须为空，否则不能为空。',
    value: '两个可用区列表，例如 [[zonea, zoneb], [zonec]]',
    example: '[[zonea, zoneb], [zonec]]',
    byDefault: {
      en: 'none; the service decides, and prefers the zones of `vSwitchIds`',
      zh: '无；由服务端决定，优先 `vSwitchIds` 所在的可用区',
    },
  },
  isForceSelectedZones: {
    en: 'Whether the instance must be placed in `selectedZones`, instead of preferably so.',
    zh: '是否必须部署在 `selectedZones` 中，而不只是优先。',
    value: 'true 或 false',
    example: 'true',
    byDefault: {
      en: 'none; the service prefers `selectedZones`, and may take others',
      zh: '无；服务端优先 `selectedZones`，也可能改用其他可用区',
    },
  },
  isEipInner: {
    en: 'Whether the instance has elastic IP addresses. Derived from `deployModule`, and must agree with it.',
    zh: '是否支持 EIP。由 `deployModule` 推出，填写时必须一致。',
    value: 'true 或 false',
    example: 'false',
    byDefault: {
      en: '`true` for `deployModule: eip`, otherwise none',
      zh: '`deployModule: eip` 时为 `true`，否则无',
    },
  },
  isSetUserAndPassword: {
    en: 'Whether to set a username and password, for `eip` only. Derived as true when one of them is given.',
    zh: '是否设置用户名和密码，仅限 `eip`。给出用户名或密码时自动为 true。',
    value: 'true 或 false',
    example: 'true',
    byDefault: {
      en: '`true` for `deployModule: eip` with a `username` or `password`, otherwise none',
      zh: '`deployModule: eip` 且给出 `username` 或 `password` 时为 `true`，否则无',
    },
  },
  username: {
    en: 'Username, for `eip` only; for Confluent only `root`.',
    zh: '用户名，仅限 `eip`；Confluent 实例只能是 `root`。',
    value: '一行文本，不含控制字符',
    example: 'kafka-admin',
    byDefault: {
      en: '`username`, taken by the service; for Confluent instances the service decides',
      zh: '`username`（服务端默认值）；Confluent 实例由服务端决定',
    },
  },
  password: {
    en: 'Password, for `eip` only; required for Confluent. In a manifest only as `${NAME}`.',
    zh: '密码，仅限 `eip`；Confluent 实例必填。清单中只能写成 `${NAME}`。',
    value: '一行文本，不含控制字符',
    example: '${KAFKA_PASSWORD}',
    byDefault: { en: 'none; required for Confluent instances', zh: '无；Confluent 实例必填' },
  },
  name: {
    en: 'Name of the instance, unique in the region. Not for serverless or Confluent.',
    zh: '实例名称，同一地域内唯一。Serverless 和 Confluent 实例不支持。',
    value: '3～64 个英文字母、数字、短划线或下划线',
    example: 'orders-production',
    byDefault: DECIDED,
  },
  securityGroup: {
    en: 'An existing security group. The service creates one when it is not given.',
    zh: '已有的安全组。不填时由服务创建。',
    value: '安全组的 ID，例如 sg-bp13wfx7kz9pkow0abcd',
    example: 'sg-bp13wfx7kz9pkow0abcd',
    byDefault: { en: 'a new one, made by the service', zh: '由服务端新建' },
  },
  serviceVersion: {
    en: 'Version to deploy: 2.2.0 or 2.6.2 for provisioned, 3.3.1 for serverless, 7.4.0 for Confluent.',
    zh: '部署的版本：预留实例 2.2.0 或 2.6.2，Serverless 实例 3.3.1，Confluent 实例 7.4.0。',
    value: '由三个数字组成的版本号，例如 2.6.2',
    example: '2.6.2',
    byDefault: {
      en: '`2.2.0` for provisioned instances, taken by the service; for others the service decides',
      zh: '预留实例为 `2.2.0`（服务端默认值）；其他系列由服务端决定',
    },
  },
  config: {
    en: 'Initial configuration, a map of keys to values. Not for Confluent.',
    zh: '初始配置（键值对）。Confluent 实例不支持。',
    value: '配置项到值的映射',
    example: '{ kafka.log.retention.hours: 72, enable.acl: true }',
    byDefault: {
      en: 'none; the service has [defaults for keys](#keys-of-config) that are not given',
      zh: '无；未填写的配置项采用[服务端的默认值](#config-的配置项)',
    },
  },
  extraConfig: {
    en: 'Configuration keys newer than this release; added to `config` unchecked, with a warning.',
    zh: '本版本尚不认识的配置项：不检查，原样并入 `config`，并给出警告。',
    value: '配置项到文本、数字、true 或 false 的映射',
    example: '{ new.key: 1 }',
    byDefault: NONE,
  },
  kmsKeyId: {
    en: 'KMS key that encrypts the disks, for good. Not for serverless.',
    zh: '云盘加密使用的 KMS 密钥，开启后无法关闭。Serverless 实例不支持。',
    value: 'KMS 密钥的 ID，例如 0d24a1b2-da7b-4786-b981-9a164d0c1e2f',
    example: '0d24a1b2-da7b-4786-b981-9a164d0c1e2f',
    byDefault: NONE,
  },
  notifier: {
    en: 'Name of the alert contact.',
    zh: '预警联系人的姓名。',
    value: '一行文本，不含控制字符',
    example: '${ALERT_CONTACT}',
    byDefault: NONE,
  },
  userPhoneNum: {
    en: 'Phone number of the alert contact.',
    zh: '预警联系人的手机号码。',
    value: '一行文本，不含控制字符',
    example: '${ALERT_PHONE}',
    byDefault: NONE,
  },
  extraParameters: {
    en: 'API parameters newer than this release; sent as they are, with a warning.',
    zh: '本版本尚不认识的 API 参数：原样发送，并给出警告。',
    value: 'API 参数到值的映射',
    example: '{ NewParameter: value }',
    byDefault: NONE,
  },
  allowedIps: {
    en: 'Who may connect, once the instance is in service: a map of `vpc` (port 9092), `internet` (9093), `sasl` (9094) and `vpcSasl` (9095) to lists of IPv4 addresses and blocks. What is missing is added, nothing is removed. Not for Confluent.',
    zh: '实例进入“服务中”之后，哪些地址可以连接（白名单）：`vpc`（端口 9092）、`internet`（9093）、`sasl`（9094）、`vpcSasl`（9095）到 IPv4 地址和网段列表的映射。只添加缺少的，不删除任何地址。Confluent 实例不支持。',
    value: 'vpc、internet、sasl 或 vpcSasl 到 IPv4 地址和网段列表的映射',
    example: '{ vpc: [10.0.0.0/8] }',
    byDefault: { en: 'none; the allow lists are left as they are', zh: '无；白名单保持不变' },
  },
  topics: {
    en: 'Topics to have, once the instance is in service: a map of names to `{remark, partitions, localTopic, compact, replicationFactor, minInsyncReplicas, config}`, or `{}`. What is missing is created, partitions only grow. Not for Confluent.',
    zh: '实例进入“服务中”之后应有的 Topic：名称到 `{remark, partitions, localTopic, compact, replicationFactor, minInsyncReplicas, config}` 或 `{}` 的映射。只创建缺少的，分区数只增不减。Confluent 实例不支持。',
    value: 'Topic 名称到其设置的映射，例如 orders: {partitions: 12}',
    example: '{ orders: { partitions: 12 }, orders-dead-letters: {} }',
    byDefault: { en: 'none; the topics are left as they are', zh: '无；Topic 保持不变' },
  },
  consumerGroups: {
    en: 'Consumer groups to have, once the instance is in service: a map of names to `{remark}`, or `{}`. What is missing is created. Not for Confluent.',
    zh: '实例进入“服务中”之后应有的消费组：名称到 `{remark}` 或 `{}` 的映射。只创建缺少的。Confluent 实例不支持。',
    value: '消费组名称到其设置的映射，例如 billing: {}',
    example: '{ billing: {} }',
    byDefault: { en: 'none; the consumer groups are left as they are', zh: '无；消费组保持不变' },
  },
};

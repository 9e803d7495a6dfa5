import type { REQUEST } from '../../../src/remedies/request.ts';
import { COMPARE_FIELDS, NOT_OURS, type RowTexts } from './remedy.ts';

/** In Chinese: what was asked for, which is parameters, network, encryption and configuration. */
export const REQUEST_TEXTS: RowTexts<typeof REQUEST> = {
  BIZ_PARAM_EMPTY: {
    meaning: '缺少该实例必需的参数。',
    remedy: COMPARE_FIELDS,
  },
  BIZ_FIELD_CHECK_INVALID: {
    meaning: '有一个参数的值服务端不接受。',
    remedy: COMPARE_FIELDS,
  },
  INVALID_PARAMETER_RANGE: {
    meaning: '有一个参数超出取值范围，或者过长、过短。',
    remedy: COMPARE_FIELDS,
  },
  INVALID_PARAMETER_NOT_SUPPORT: {
    meaning: '该类型的实例不支持其中一个参数。',
    remedy:
      '请检查 `series`、`deployModule` 和 `serviceVersion` 与实例是否相符，并去掉 Message 所指的字段：Serverless 实例不支持 `name` 和 `kmsKeyId`，Confluent 实例不支持 `name` 和 `config`。',
  },
  INVALID_PARAMETER_DATA_ALREADY_EXIST: {
    meaning: '有一个必须唯一的值已被占用，多半是实例名称。',
    remedy: '请换一个名称：在该账号的同一地域内，实例名称须唯一。',
  },
  'InvalidParameter.DataNotFound': {
    meaning: '参数所指的资源不存在。',
    remedy:
      '请检查 `instanceId`、`vpcId`、`vSwitchId`、`securityGroup` 和 `kmsKeyId` 在 `regionId` 中存在，并且属于凭证所在的账号。',
  },
  'InvalidParameter.VersionNotSupport': {
    meaning: '该实例不提供这个版本。',
    remedy:
      '请把 `serviceVersion` 改为该实例系列提供的版本（预留实例 2.2.0 或 2.6.2，Serverless 实例 3.3.1，Confluent 实例 7.4.0），或去掉该字段，使用默认版本。',
  },
  VPC_VSW_ZONE_MAPPING_ERROR: {
    meaning: '交换机、所属的 VPC 与可用区不匹配。',
    remedy:
      '请在 VPC 控制台查看交换机，把 `zoneId` 设为它所在的可用区；或换用位于 `zoneId` 的 `vSwitchId`。使用 `selectedZones` 时，其中每个可用区都要有该 VPC 的交换机。',
  },
  'VpcVSwitch.NotFound': {
    meaning: '找不到 VPC 或交换机。',
    remedy:
      '请在 VPC 控制台检查：`vpcId` 和 `vSwitchId`（或 `vSwitchIds`）在 `regionId` 中存在，交换机属于该 VPC，并且两者都属于实例所在的账号。',
  },
  SG_ERROR: {
    meaning: '找不到安全组。',
    remedy:
      '请在 ECS 控制台检查 `securityGroup` 在 `regionId` 和 `vpcId` 中存在；去掉该字段时，由服务端创建安全组。',
  },
  VPC_ASSUMEROLE_ERROR: {
    meaning: '服务无法扮演用来代您管理资源的 RAM 角色。',
    remedy:
      '请用实例所在的账号登录云消息队列 Kafka 版控制台，按提示同意授权，以创建服务所用的角色；并在 RAM 控制台检查该角色的信任策略。',
  },
  BIZ_SLR_CREATE_NO_PERMISSION: {
    meaning: '这组凭证没有权限创建服务关联角色。',
    remedy:
      '请在 RAM 控制台授予 `ram:CreateServiceLinkedRole`，或请管理员创建一次该角色；使用 `kmsKeyId` 时，该角色是 `AliyunServiceRoleForAlikafkaInstanceEncryption`。',
  },
  BIZ_CAN_NOT_ENABLE_ACL: {
    meaning: '该实例不能使用 ACL（访问控制列表）。',
    remedy:
      '只有 2.2.0 及以上版本的专业版实例和 Serverless 实例可以在 `config` 中设置 `enable.acl`；`enable.vpc_sasl_ssl` 需要 `enable.acl`。',
  },
  'BIZ.LIMIT.PUBNETWORK': {
    meaning: '实例的公网带宽不允许此操作。',
    remedy: '请把 `deployModule` 设为 vpc，或在云消息队列 Kafka 版控制台的“实例列表”页面变更实例的公网流量。',
  },
  'BIZ.LIMIT.QUOTA.DOWN': {
    meaning: '实例的规格不允许此操作。',
    remedy: NOT_OURS,
  },
  BIZ_TAG_RESOURCE_NUM_EXCEED: {
    meaning: '实例的标签过多。',
    remedy: '请在云消息队列 Kafka 版控制台删除实例的部分标签，再重新运行作业。',
  },
  '%s': {
    meaning: '服务端拒绝了请求，没有给出具体的错误码。',
    remedy: '响应的 Message 会说明原因。仍不清楚时，请提交工单，附上 RequestId。',
  },
};

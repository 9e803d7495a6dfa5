import type { DEPLOYMENT } from '../../../src/remedies/deployment.ts';
import { CHECK_INSTANCE_ID, LOOK_AT_STATUS, NOT_OURS, type RowTexts, RUN_AGAIN } from './remedy.ts';

/** In Chinese: the instance, its deployment and the service's own faults. */
export const DEPLOYMENT_TEXTS: RowTexts<typeof DEPLOYMENT> = {
  INSTANCE_STATUS_NOT_WAIT_DEPLOY: {
    meaning: '实例不是“待部署”状态，可能已有人发起部署。',
    remedy: LOOK_AT_STATUS,
  },
  BIZ_INSTANCE_STATUS_ERROR: {
    meaning: '实例当前的状态不允许此操作。',
    remedy: LOOK_AT_STATUS,
  },
  BIZ_INSTANCE_ALREADY_EXISTS: {
    meaning: '没有需要变更的内容，实例可能已经部署。',
    remedy: LOOK_AT_STATUS,
  },
  'InstanceStatus.Released': {
    meaning: '实例已停止、已释放或正在释放。',
    remedy:
      '请在云消息队列 Kafka 版控制台的“实例列表”页面查看该实例。已停止的，请在控制台重新启动；已释放的，请另购一个实例，把它的 ID 填入 `instanceId`。',
  },
  BIZ_INSTANCE_CANNOT_OPERATE: {
    meaning: '实例正在维护，暂时不能操作。',
    remedy: '请等到云消息队列 Kafka 版控制台不再显示该实例正在维护，再重新运行作业。',
  },
  BIZ_INSTANCE_NOT_FOUND: {
    meaning: '在该地域和账号中找不到该实例。',
    remedy: CHECK_INSTANCE_ID,
  },
  BIZ_INSTANCE_OWNER_ERROR: {
    meaning: '实例属于其他阿里云账号或其他地域。',
    remedy: CHECK_INSTANCE_ID,
  },
  BIZ_INSTANCE_BASIC_INFO_ERROR: {
    meaning: '服务端出错，无法确定请求是否已受理。',
    remedy: RUN_AGAIN,
  },
  ServiceUnavailable: {
    meaning: '服务暂不可用，无法确定请求是否已受理。',
    remedy: RUN_AGAIN,
  },
  ONS_SYSTEM_FLOW_CONTROL: {
    meaning: '短时间内调用过多，本次调用被流控，没有执行。',
    remedy: '请调低 `requests-per-second`，或减少该账号同时运行的作业：服务端按用户和操作统计调用次数。',
  },
  'Deploy.RetriableError': {
    meaning: '部署在服务端失败，无法确定是否仍有一部分在继续。',
    remedy: RUN_AGAIN,
  },
  'Deploy.NotRetriableError': {
    meaning: '部署在服务端失败，并且服务端说明重新发送没有用。',
    remedy: '请提交工单，附上 RequestId 和实例 ID。',
  },
  'Deploy.ResourceNotEnough': {
    meaning: '可用区的资源不足以部署该实例。',
    remedy:
      '请在 `zoneId` 或 `selectedZones` 中换一个可用区，其中须有交换机（`vSwitchId`、`vSwitchIds`）；或把 `isForceSelectedZones` 设为 false，由服务端选择。',
  },
  DeployPreCheckError: {
    meaning: '服务端在部署前的检查没有通过。',
    remedy:
      '请在 VPC 控制台和 ECS 控制台检查：`vpcId`、`vSwitchId` 和 `securityGroup` 在该地域存在且相互匹配，交换机位于 `zoneId`，并且有可用的 IP 地址。',
  },
  'DeployType.NotSupport': {
    meaning: '部署模式与实例不符。',
    remedy:
      '购买的是公网/VPC 实例时，请把 `deployModule` 设为 eip（`isEipInner` 为 true）；是 VPC 实例时设为 vpc。云消息队列 Kafka 版控制台的“实例列表”页面会显示是哪一种。',
  },
  BIZ_SERVERLESS_NOT_SUPPORT: {
    meaning: '这是旧的 Serverless 实例类型，不能部署。',
    remedy: '请购买现有系列的 Serverless 实例，把它的 ID 填入 `instanceId`。',
  },
  BIZ_INSTANCE_ONLY_PROFESSIONAL_SUPPORT: {
    meaning: '实例的规格类型或付费方式不支持此功能。',
    remedy:
      '请去掉 `config` 中需要专业版的配置项，例如 `enable.acl`；或在云消息队列 Kafka 版控制台的“实例列表”页面升级实例。',
  },
  'Instance.ExceedMaxLimit': {
    meaning: '已达到账号或实例的上限。',
    remedy: '请删除不再使用的内容，或在配额中心申请提高配额，或提交工单。',
  },
  'AsyncTask.RetryLater': {
    meaning: '该实例还有任务正在进行，可能就是部署本身。',
    remedy: RUN_AGAIN,
  },
  'AsyncTask.Ignored': {
    meaning: '实例有一个定时任务，与本次操作冲突。',
    remedy: '请在云消息队列 Kafka 版控制台完成或取消该任务，再重新运行作业。',
  },
  'InstanceAgent.NotFound': {
    meaning: '服务端返回的是对该实例的其他操作的错误。',
    remedy: NOT_OURS,
  },
};

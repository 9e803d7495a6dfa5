import type { Entry } from '../../../src/remedies/remedy.ts';

/** What a code means and what to do about it, as Markdown. */
export interface RemedyText {
  readonly meaning: string;
  readonly remedy: string;
}

/**
 * The Chinese texts of rows of the catalogue, by the first code of each: a row without a text and a text without
 * a row are type errors.
 */
export type RowTexts<Rows extends readonly Entry[]> = Readonly<Record<Rows[number]['codes'][0], RemedyText>>;

// What to do, where several rows share it.

export const RUN_AGAIN =
  '请重新运行作业：它会先查询状态，实例仍为“待部署”时才发起部署。反复出现时，请提交工单，并附上 RequestId。';

export const LOOK_AT_STATUS =
  '请在云消息队列 Kafka 版控制台的“实例列表”页面查看该实例。部署中或服务中的，无需再做什么；否则请先在控制台完成或取消正在进行的操作，再重新运行作业。';

export const COMPARE_FIELDS =
  '响应的 Message 写明了是哪个参数：请修改清单中的同名字段（InstanceId 即 `instanceId`，KMSKeyId 即 `kmsKeyId`，以此类推），再重新运行作业。';

export const CHECK_INSTANCE_ID =
  '请对照云消息队列 Kafka 版控制台的“实例列表”页面核对 `instanceId` 和 `regionId`，并确认凭证属于实例所在的账号。刚购买的实例，请过几分钟再运行作业。';

export const RENEW_CREDENTIALS =
  '请换用一组新的 AccessKey ID、AccessKey Secret 和安全令牌，三者须来自同一次换取的临时身份凭证。等待时间长的，请使用 `role-to-assume`，或让凭证的有效期长于 `wait-timeout`。';

export const CHECK_KEYS =
  '请检查 AccessKey ID 和 AccessKey Secret：两者须成对、完整、不含空格和换行，并在该 RAM 用户的 AccessKey 页面中处于启用状态。AccessKey 可能已经泄露时，请轮换。';

export const PAY =
  '请在阿里云控制台的“费用与成本”页面检查余额、支付方式和未支付的订单，处理完毕后重新运行作业。';

export const NOT_OURS =
  '本 Action 不发送这类调用，原因在实例本身：请在云消息队列 Kafka 版控制台的“实例列表”页面核对该实例，并提交工单，附上 RequestId。';

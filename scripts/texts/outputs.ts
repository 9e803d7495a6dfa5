import type { OutputName } from '../../src/report/outputs.ts';
import type { Text } from './text.ts';

export const OUTPUT_TEXTS: Readonly<Record<OutputName, Text>> = {
  success: {
    en: '`true` only if every selected instance is as wanted (with `wait`: in service, with all that it is to hold). In mode `plan`: if none is blocked; in mode `validate`: if everything is valid. With `fail-on-drift`: if there is no drift either. `false` whenever the step fails.',
    zh: '所选实例全部符合预期时才为 `true`（`wait` 时：已在服务中，且包含清单要求的全部内容）。`plan` 模式：没有受阻的实例；`validate` 模式：全部校验通过。设置 `fail-on-drift` 时还要求没有漂移。步骤失败时总是 `false`。',
  },
  'request-id': {
    en: 'RequestId of the StartInstance answer. If an addition failed: of the first that failed. If nothing was started and no addition failed: of the call that read the status. With several instances: of the first that failed, else of the last that was started, else of the last.',
    zh: 'StartInstance 返回的 RequestId；有添加失败时，为第一个失败的添加调用的；没有部署、也没有添加失败时，为查询状态的调用的。多个实例时取第一个失败的，否则取最后一个部署的，再否则取最后一个。',
  },
  code: {
    en: 'Code of that answer; empty where no answer of the API came.',
    zh: '该响应的错误码；没有收到 API 响应时为空。',
  },
  message: {
    en: 'Message of that answer, or what stopped the run before it.',
    zh: '该响应的消息，或运行在此之前停止的原因。',
  },
  changed: {
    en: '`true` if this run started an instance or added anything, `false` if not, `unknown` if an answer was lost and nothing tells.',
    zh: '本次运行部署了实例或添加了任何内容时为 `true`，否则为 `false`；没有收到响应且无法确定时为 `unknown`。',
  },
  'instance-id': {
    en: 'Id of the instance, or the comma-separated ids in manifest order.',
    zh: '实例 ID；多个时按清单顺序用逗号连接。',
  },
  status: {
    en: 'Status of the instance, or the comma-separated statuses: `pending`, `deploying`, `running`, `stopped`, `expired`, `released`, `failed`, `changing`, `not-found` or `unknown`.',
    zh: '实例状态；多个时用逗号连接：`pending`、`deploying`、`running`、`stopped`、`expired`、`released`、`failed`、`changing`、`not-found` 或 `unknown`。',
  },
  'bootstrap-servers': {
    en: 'Bootstrap servers of the one instance, host:port, comma-separated: in the VPC, port 9092, PLAINTEXT. Empty with several instances, as are the next three.',
    zh: '默认接入点（VPC 内，端口 9092，PLAINTEXT），host:port，用逗号连接。仅一个实例时有值。',
  },
  'ssl-bootstrap-servers': {
    en: 'The same, from the Internet, port 9093, SASL_SSL.',
    zh: '同上，SSL 接入点：公网，端口 9093，SASL_SSL（需要用户名和密码）。',
  },
  'sasl-bootstrap-servers': {
    en: 'The same, in the VPC, port 9094, SASL_PLAINTEXT: not encrypted.',
    zh: '同上，SASL 接入点：VPC 内，端口 9094，SASL_PLAINTEXT，不加密。',
  },
  'vpc-sasl-bootstrap-servers': {
    en: 'The same, in the VPC, port 9095, SASL_SSL.',
    zh: '同上，SASL 接入点：VPC 内，端口 9095，SASL_SSL。',
  },
  'console-url': {
    en: 'Page of the one instance in the console of `site`, for `environment.url`. Empty with several instances.',
    zh: '该实例在 `site` 所指站点的控制台页面，可用于 `environment.url`。仅一个实例时有值。',
  },
  results: {
    en: 'JSON array, one object per instance: key, instanceId, regionId, action, changed, success, status, requestId, code, message, endpoints, consoleUrl, durationSeconds, changes (kind, name, what, result), brokers (`answered`, `failed`, `not-checked`), error.',
    zh: 'JSON 数组，每个实例一个对象：key、instanceId、regionId、action、changed、success、status、requestId、code、message、endpoints、consoleUrl、durationSeconds、changes（kind、name、what、result）、brokers（`answered`、`failed`、`not-checked`）、error。',
  },
  plan: {
    en: 'JSON array: key, instanceId, regionId, action (`start`, `wait`, `update`, `none`, `blocked`), reason, drift, changes (kind, name, what), parameters (secrets as `***`).',
    zh: 'JSON 数组：key、instanceId、regionId、action（`start`、`wait`、`update`、`none`、`blocked`）、reason、drift、changes（kind、name、what）、parameters（机密显示为 `***`）。',
  },
  'has-changes': {
    en: '`true` if the plan would start or add something.',
    zh: '计划中有需要部署的实例或需要添加的内容时为 `true`。',
  },
  'has-drift': {
    en: '`true` if a live value differs from the manifest.',
    zh: '云上的值与清单不一致时为 `true`。',
  },
  matrix: {
    en: 'JSON `{"include":[{"key","instance-id","region-id"}]}` of the instances that need work, for a matrix job: at most 256, what GitHub runs.',
    zh: 'JSON `{"include":[{"key","instance-id","region-id"}]}`，列出需要处理的实例，供矩阵作业使用；最多 256 个，即 GitHub 的上限。',
  },
};

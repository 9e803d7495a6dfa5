import type { RunInputName } from '../../src/inputs/table.ts';
import type { Text } from './text.ts';

export const INPUT_TEXTS: Readonly<Record<RunInputName, Text>> = {
  manifest: {
    en: 'Path of the manifest in the workspace. Without it, the inputs describe one instance.',
    zh: '清单文件在工作区中的路径。不填时，由各输入描述一个实例。',
  },
  environment: {
    en: 'Entry of `environments` in the manifest to lay over the rest.',
    zh: '使用清单 `environments` 中的哪一个环境，其内容覆盖其余部分。',
  },
  instances: {
    en: 'Keys of the instances in the manifest to act on, comma- or newline-separated. All by default.',
    zh: '只处理清单中的这些实例（键名，用逗号或换行分隔）。默认全部。',
  },
  mode: {
    en: '`validate` checks manifest and inputs, without credentials and network; `plan` also reads the live state and changes nothing; `apply` starts what is pending and adds what is missing.',
    zh: '`validate` 只检查清单和输入，不需要凭证和网络；`plan` 还会读取云上状态，不做任何改动；`apply` 部署待部署的实例，并添加缺少的内容。',
  },
  wait: {
    en: 'Whether to wait until the instances are in service.',
    zh: '是否等待实例进入“服务中”。',
  },
  'wait-timeout': {
    en: 'How long starting, waiting and adding may take in all: `90s`, `45m`, `2h`.',
    zh: '发起部署、等待和添加的总时限：`90s`、`45m`、`2h`。',
  },
  'poll-interval': {
    en: 'How often to read the status while waiting, at most; `5s` or more.',
    zh: '等待期间查询状态的最短间隔，不小于 `5s`。',
  },
  'requests-per-second': {
    en: 'Calls a second of each operation, at most. 2 is what the service allows a user.',
    zh: '每种操作每秒最多调用几次。服务允许每个用户 2 次。',
  },
  'role-to-assume': {
    en: 'ARN of the RAM role to assume with GitHub’s OIDC token, `acs:ram::ACCOUNT:role/NAME`: no keys to keep.',
    zh: '用 GitHub 的 OIDC 令牌扮演的 RAM 角色的 ARN，`acs:ram::ACCOUNT:role/NAME`。无需保存 AccessKey。',
  },
  'oidc-provider-arn': {
    en: 'ARN of the OIDC provider in RAM, `acs:ram::ACCOUNT:oidc-provider/NAME`. Goes with `role-to-assume`.',
    zh: 'RAM 中 OIDC 身份提供商的 ARN，`acs:ram::ACCOUNT:oidc-provider/NAME`。与 `role-to-assume` 一起使用。',
  },
  audience: {
    en: 'Audience of the OIDC token, a client id of the OIDC provider.',
    zh: 'OIDC 令牌的受众，必须是身份提供商的客户端 ID 之一。',
  },
  'role-session-name': {
    en: 'Name of the role session in the audit log. Derived from repository, run and attempt by default.',
    zh: '角色会话名称，会出现在操作审计日志中。默认由仓库、运行 ID 和第几次尝试（run attempt）组成。',
  },
  'role-session-expiration': {
    en: 'Seconds that a role session lasts: 900 to 43200, at most the maximum session duration of the role (3600 by default). It is renewed during a longer wait.',
    zh: '临时凭证的有效期，900～43200 秒，不能超过角色最大会话时间（默认 3600 秒）。等待更久时会自动换取新凭证。',
  },
  'allowed-account-ids': {
    en: 'Account ids, comma- or newline-separated. With credentials of any other account nothing is done.',
    zh: '允许的阿里云账号 ID，用逗号或换行分隔。凭证属于其他账号时什么都不做。',
  },
  'access-key-id': {
    en: 'AccessKey id, from a secret.',
    zh: 'AccessKey ID，请用 secret 传入。',
  },
  'access-key-secret': {
    en: 'AccessKey secret, from a secret.',
    zh: 'AccessKey Secret，请用 secret 传入。',
  },
  'security-token': {
    en: 'Security token, when the key is temporary (STS).',
    zh: '使用 STS 临时凭证时的安全令牌。',
  },
  network: {
    en: '`public`, or `vpc` for the endpoints inside a VPC, for self-hosted runners there.',
    zh: '`public`（公网）或 `vpc`（VPC 内的服务接入点，供 VPC 中的自建 runner 使用）。',
  },
  endpoint: {
    en: 'Endpoint to call instead of the region’s own. Only https on `*.aliyuncs.com`, or loopback.',
    zh: '改用指定的服务接入点，代替该地域的默认接入点。只允许 `*.aliyuncs.com` 上的 https，或本机回环地址。',
  },
  'sts-endpoint': {
    en: 'Endpoint for AssumeRoleWithOIDC and GetCallerIdentity. The same rule.',
    zh: 'AssumeRoleWithOIDC 和 GetCallerIdentity 使用的 STS 服务接入点，限制同上。',
  },
  verify: {
    en: 'Whether the brokers answer, in mode `apply`: `auto` asks those that this runner can reach, and notes who is silent; `required` fails unless every instance answers; `off`.',
    zh: '`apply` 模式下是否检查 Broker 有响应：`auto` 检查本 runner 能连到的 Broker，没有响应时只给出提示；`required` 要求每个实例都有响应，否则步骤失败；`off` 不检查。',
  },
  'fail-on-drift': {
    en: 'Whether drift fails the step, in `plan` and `apply`. It stops nothing: what is pending is started all the same.',
    zh: '在 `plan` 和 `apply` 模式下，有漂移时步骤是否失败。不影响部署：待部署的实例照样部署。',
  },
  preflight: {
    en: 'Whether network, KMS key and name are checked before a start: `auto` checks what the credentials may read and says what was not checked; `required` fails where something cannot be checked; `off`.',
    zh: '部署前是否检查网络、KMS 密钥和名称：`auto` 检查凭证有权读取的内容，并说明哪些没有检查；`required` 有任何一项无法检查时即失败；`off` 不检查。',
  },
  'github-token': {
    en: 'Token for the pull-request comment and the approvals in the summary.',
    zh: '用于写拉取请求评论、读取审批记录的令牌。',
  },
  comment: {
    en: 'Whether to write into the pull request: `auto` writes the plan, and brings a plan that is there up to what an apply did; `changes` does the same, but writes no new comment where nothing would change; `always` also writes what an apply did; `never`.',
    zh: '是否写到拉取请求中：`auto` 写入计划，并在执行之后把已有的计划评论更新为执行结果；`changes` 同上，但没有变更时不新写评论；`always` 还总是写入执行结果；`never` 不写。',
  },
  summary: {
    en: 'Whether to write a job summary.',
    zh: '是否写作业摘要。',
  },
  site: {
    en: '`china` or `international`: the site whose console and error pages links lead to. A page that the API recommends goes first.',
    zh: '`china`（中国站）或 `international`（国际站）：控制台和错误诊断链接指向哪个站点。API 返回的诊断链接优先。',
  },
  'allow-unsafe-events': {
    en: 'Whether to deploy on every event, also on those that people without write access can trigger.',
    zh: '是否允许在任何事件上部署，包括没有写权限的人也能触发的事件。',
  },
};

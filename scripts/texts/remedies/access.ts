import type { ACCESS } from '../../../src/remedies/access.ts';
import { CHECK_KEYS, PAY, RENEW_CREDENTIALS, type RowTexts, RUN_AGAIN } from './remedy.ts';

const CHECK_TRUST =
  '请在 RAM 控制台检查：`oidc-provider-arn` 存在，颁发者 URL 为 `https://token.actions.githubusercontent.com`；`role-to-assume` 的信任策略与本作业的 `oidc:iss`、`oidc:aud` 和 `oidc:sub` 一致。';

const CHECK_ENDPOINT =
  '请去掉输入 `endpoint` 或 `sts-endpoint`，或加以改正：它必须是该产品自己的服务接入点。';

const FIX_CLOCK =
  '请校准 runner 的时钟（NTP，UTC），误差不得超过 15 分钟。GitHub 托管的 runner 时钟是准的，请检查自建 runner。';

/** In Chinese: who calls and whether they may. */
export const ACCESS_TEXTS: RowTexts<typeof ACCESS> = {
  Forbidden: {
    meaning: '凭证没有此调用的权限。',
    remedy:
      '请在 RAM 控制台为该 RAM 用户或 RAM 角色授权：对该实例授予 `alikafka:StartInstance`，对所有资源授予 `alikafka:ListInstance`；并检查它的权限策略和管控策略中有没有 Deny。',
  },
  AUTH_SERVICE_CHECK_ERROR: {
    meaning: '该账号没有开通云消息队列 Kafka 版。',
    remedy: '请用实例所在的账号在产品页面开通，再重新运行作业。',
  },
  ONS_SERVICE_UNSUPPORTED: {
    meaning: '该地域不提供此服务。',
    remedy: '请检查 `regionId`：必须是购买实例时所选的地域。',
  },
  'Forbidden.RiskControl': {
    meaning: '该账号被阿里云的风控拦截。',
    remedy: '请登录阿里云控制台，查看账号的消息，或提交工单。',
  },
  'InvalidAccessKeyId.NotFound': {
    meaning: 'AccessKey ID 不存在或已禁用。',
    remedy: CHECK_KEYS,
  },
  SignatureDoesNotMatch: {
    meaning: '签名错误，多半是 AccessKey Secret 不对。',
    remedy: CHECK_KEYS,
  },
  ONS_LOGIN_CHECK_ERROR: {
    meaning: '服务端不接受这组凭证。',
    remedy: CHECK_KEYS,
  },
  SignatureNonceUsed: {
    meaning: '同一个请求两次到达服务端，第一次可能已经执行。',
    remedy: RUN_AGAIN,
  },
  'InvalidTimeStamp.Expired': {
    meaning: '请求中的时间与服务端的时间相差过大。',
    remedy: FIX_CLOCK,
  },
  'InvalidSecurityToken.Expired': {
    meaning: '临时身份凭证（STS Token）已过期。',
    remedy: RENEW_CREDENTIALS,
  },
  'InvalidSecurityToken.Malformed': {
    meaning: '安全令牌缺失、损坏，或与 AccessKey 不属于同一组临时身份凭证。',
    remedy: RENEW_CREDENTIALS,
  },
  'AuthenticationFail.NoPermission': {
    meaning: 'RAM 角色不信任本作业，或 OIDC 身份提供商不存在。',
    remedy: CHECK_TRUST,
  },
  'AuthenticationFail.OIDCToken.IssuerNotMatch': {
    meaning: 'OIDC 令牌的颁发者与 OIDC 身份提供商的颁发者 URL 不一致。',
    remedy:
      '请在 RAM 控制台创建 OIDC 身份提供商，颁发者 URL 填写令牌中 `iss` 的值（GitHub Enterprise 有自己的颁发者），并把 `oidc-provider-arn` 设为它的 ARN。',
  },
  'AuthenticationFail.OIDCToken.AudienceNotMatch': {
    meaning: 'OIDC 令牌的受众不是 OIDC 身份提供商的客户端 ID。',
    remedy:
      '请在 RAM 控制台的角色 SSO 中，把输入 `audience` 的值（默认 `sts.aliyuncs.com`）添加为 OIDC 身份提供商的客户端 ID；或把 `audience` 改为已有的客户端 ID。',
  },
  'AuthenticationFail.OIDCToken.Expired': {
    meaning: 'OIDC 令牌已过期。',
    remedy: `请重新运行作业。反复出现时：${FIX_CLOCK}`,
  },
  'AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch': {
    meaning: 'OIDC 身份提供商的颁发者 URL 或验证指纹已不正确。',
    remedy:
      '请在 RAM 控制台的角色 SSO 中打开 OIDC 身份提供商，检查颁发者 URL 为 `https://token.actions.githubusercontent.com`，并重新获取验证指纹。',
  },
  'AuthenticationFail.OIDCToken.Invalid': {
    meaning: 'OIDC 身份提供商不接受该 OIDC 令牌。',
    remedy: CHECK_TRUST,
  },
  'InvalidApi.NotFound': {
    meaning: '该服务接入点没有这个操作。',
    remedy: CHECK_ENDPOINT,
  },
  UnsupportedHTTPMethod: {
    meaning: '该服务接入点不接受这种调用方式。',
    remedy: CHECK_ENDPOINT,
  },
  'Order.Insufficient.balance': {
    meaning: '账号余额不足，或实例有未支付的订单。',
    remedy: PAY,
  },
  'Order.Create.Error': {
    meaning: '无法创建订单。',
    remedy: PAY,
  },
};

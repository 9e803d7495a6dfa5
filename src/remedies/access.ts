import { CHECK_KEYS, type Entry, NOT_PERMITTED, PAY, RENEW_CREDENTIALS, RUN_AGAIN } from './remedy.ts';

const CHECK_TRUST =
  'In the RAM console, check that oidc-provider-arn exists with issuer https://token.actions.githubusercontent.com ' +
  'and that the trust policy of role-to-assume matches oidc:iss, oidc:aud and oidc:sub of this job.';

const CHECK_ENDPOINT =
  'Remove the input endpoint or sts-endpoint, or correct it: it must be the host of this very product.';

const FIX_CLOCK =
  'Synchronise the clock of the runner (NTP, UTC): it may be at most 15 minutes off. GitHub-hosted runners ' +
  'keep it right, so look at self-hosted ones.';

/**
 * Codes about who calls and whether they may: keys, signatures, permissions, OIDC, orders
 * (vendor lists "common error codes" of the API gateway, of the service, and of STS).
 */
export const ACCESS = [
  {
    codes: [
      'Forbidden',
      'Forbidden.RAM',
      'NoPermission',
      'BIZ_INSTANCE_PERMISSION_CHECK_ERROR',
      'AUTH_PERMISSION_CHECK_ERROR',
    ],
    ...NOT_PERMITTED,
  },
  {
    codes: ['AUTH_SERVICE_CHECK_ERROR'],
    verdict: 'refused',
    meaning: 'ApsaraMQ for Kafka is not activated for this account.',
    remedy:
      'Activate it on its product page with the account that owns the instance, then run the job again.',
  },
  {
    codes: ['ONS_SERVICE_UNSUPPORTED'],
    fields: ['regionId'],
    verdict: 'refused',
    meaning: 'The service is not offered in this region.',
    remedy: 'Check regionId: it must be the region in which the instance was bought.',
  },
  {
    codes: ['Forbidden.RiskControl'],
    verdict: 'refused',
    meaning: 'The risk control of Alibaba Cloud blocks this account.',
    remedy: 'Sign in to the Alibaba Cloud console, read the messages about the account, or open a ticket.',
  },
  {
    codes: ['InvalidAccessKeyId.NotFound', 'InvalidAccessKeyId.Inactive'],
    verdict: 'refused',
    meaning: 'The access key id does not exist or is disabled.',
    remedy: CHECK_KEYS,
  },
  {
    codes: ['SignatureDoesNotMatch', 'IncompleteSignature', 'AUTH_SIGNATURE_CHECK_ERROR'],
    verdict: 'refused',
    meaning: 'The signature is wrong, most likely because the access key secret is.',
    remedy: CHECK_KEYS,
  },
  {
    codes: ['ONS_LOGIN_CHECK_ERROR'],
    verdict: 'refused',
    meaning: 'The service did not accept the credentials.',
    remedy: CHECK_KEYS,
  },
  {
    codes: ['SignatureNonceUsed'],
    verdict: 'ambiguous',
    meaning: 'The same request reached the service twice; the first one may have been carried out.',
    remedy: RUN_AGAIN,
  },
  {
    codes: ['InvalidTimeStamp.Expired', 'InvalidTimeStamp.Format'],
    verdict: 'refused',
    meaning: 'The time in the request is too far from the time of the service.',
    remedy: FIX_CLOCK,
  },
  {
    codes: ['InvalidSecurityToken.Expired'],
    verdict: 'refused',
    meaning: 'The temporary credentials have expired.',
    remedy: RENEW_CREDENTIALS,
  },
  {
    codes: [
      'InvalidSecurityToken.Malformed',
      'InvalidSecurityToken.MismatchWithAccessKey',
      'MissingSecurityToken',
    ],
    verdict: 'refused',
    meaning: 'The security token is missing, damaged or of another session than the access key.',
    remedy: RENEW_CREDENTIALS,
  },
  {
    codes: ['AuthenticationFail.NoPermission'],
    verdict: 'refused',
    meaning: 'The RAM role does not trust this job, or the OIDC provider is not registered.',
    remedy: CHECK_TRUST,
  },
  {
    codes: ['AuthenticationFail.OIDCToken.IssuerNotMatch'],
    verdict: 'refused',
    meaning: 'The issuer of the OIDC token is not that of the OIDC provider.',
    remedy:
      'In the RAM console, create an OIDC provider with the issuer that the token names as iss (GitHub Enterprise ' +
      'has one of its own), and set oidc-provider-arn to it.',
  },
  {
    codes: ['AuthenticationFail.OIDCToken.AudienceNotMatch'],
    verdict: 'refused',
    meaning: 'The audience of the OIDC token is not a client id of the OIDC provider.',
    remedy:
      'Add the value of the input audience (default sts.aliyuncs.com) as a client id of the OIDC provider on ' +
      'the SSO page of the RAM console, or set audience to one that is there.',
  },
  {
    codes: ['AuthenticationFail.OIDCToken.Expired'],
    verdict: 'refused',
    meaning: 'The OIDC token has expired.',
    remedy: `Run the job again. If this repeats: ${FIX_CLOCK}`,
  },
  {
    codes: [
      'AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch',
      'AuthenticationFail.OIDCToken.HttpsUrlInvalid',
    ],
    verdict: 'refused',
    meaning: 'The issuer URL or certificate fingerprint of the OIDC provider is no longer right.',
    remedy:
      'On the SSO page of the RAM console, open the OIDC provider, check that its issuer is ' +
      'https://token.actions.githubusercontent.com, and fetch its fingerprints anew.',
  },
  {
    codes: ['AuthenticationFail.OIDCToken.Invalid', 'AuthenticationFail.OIDCToken.InvalidSignature'],
    verdict: 'refused',
    meaning: 'The OIDC token is not one that the OIDC provider accepts.',
    remedy: CHECK_TRUST,
  },
  {
    codes: ['InvalidApi.NotFound', 'InvalidProduct.NotFound', 'InvalidVersion', 'InvalidAction.NotFound'],
    verdict: 'refused',
    meaning: 'The endpoint does not know this operation.',
    remedy: CHECK_ENDPOINT,
  },
  {
    codes: ['UnsupportedHTTPMethod', 'InvalidProtocol.NeedSsl'],
    verdict: 'refused',
    meaning: 'The endpoint does not accept the way it was called.',
    remedy: CHECK_ENDPOINT,
  },
  {
    codes: ['Order.Insufficient.balance', 'InsufficientBalance', 'Order.InstHasUnpaidOrder'],
    verdict: 'refused',
    meaning: 'The account has too little balance, or an order of the instance is unpaid.',
    remedy: PAY,
  },
  {
    codes: ['Order.Create.Error', 'BIZ_INSTANCE_CREATE_ORDER_ERROR'],
    verdict: 'refused',
    meaning: 'An order could not be created.',
    remedy: PAY,
  },
] as const satisfies readonly Entry[];

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/alibaba/verdict.ts';
import { CATALOGUE, remedyFor } from '../../src/remedies/catalogue.ts';

/** What is done about a code; most answers of the service with an error status have no field Success. */
const remedyOf = (code: string, httpStatus: number, success?: boolean) =>
  remedyFor({ code, httpStatus, success });

const catalogued = new Set(CATALOGUE.flatMap((entry) => entry.codes));

/** Vendor page of StartInstance, first block of its error codes. */
const START_INSTANCE: Record<string, Verdict> = {
  INSTANCE_STATUS_NOT_WAIT_DEPLOY: 'not-pending',
  BIZ_INSTANCE_STATUS_ERROR: 'not-pending',
  'BIZ.INSTANCE.STATUS.ERROR': 'not-pending',
  BIZ_INSTANCE_NOT_FOUND: 'refused',
  'BIZ.INSTANCE.NOT.FOUND': 'refused',
  BIZ_INSTANCE_OWNER_ERROR: 'refused',
  BIZ_INSTANCE_BASIC_INFO_ERROR: 'ambiguous',
  BIZ_INSTANCE_CREATE_ERROR: 'ambiguous',
  BIZ_TOPIC_CREATE_INTERNAL_ERROR: 'ambiguous',
  BIZ_FIELD_CHECK_INVALID: 'refused',
  BIZ_PARAM_EMPTY: 'refused',
  MISSING_PARAMETER: 'refused',
  INVALID_PARAMETER: 'refused',
  INVALID_PARAMETER_DATA_ALREADY_EXIST: 'refused',
  INVALID_PARAMETER_FORMAT: 'refused',
  INVALID_PARAMETER_NOT_SUPPORT: 'refused',
  INVALID_PARAMETER_RANGE: 'refused',
  INVALID_PARAMETER_SIZE: 'refused',
  BIZ_ASSUME_ROLE_ENTITY_NOT_EXIST: 'refused',
  BIZ_ASSUME_ROLE_NO_PERMISSION: 'refused',
  BIZ_SERVERLESS_NOT_SUPPORT: 'refused',
  BIZ_TAG_RESOURCE_NUM_EXCEED: 'refused',
  ONS_SYSTEM_ERROR: 'ambiguous',
  ONS_INTERNAL_ERROR: 'ambiguous',
  AgentBusinessError: 'ambiguous',
};

/** Codes of the shared list, the API gateway and STS whose verdict decides what the action does next. */
const SHARED: Record<string, Verdict> = {
  ONS_SYSTEM_FLOW_CONTROL: 'throttled',
  FlowControl: 'throttled',
  Throttling: 'throttled',
  'Throttling.User': 'throttled',
  'Throttling.Api': 'throttled',
  'Rejected.Throttling': 'throttled',
  'Deploy.RetriableError': 'ambiguous',
  'Deploy.NotRetriableError': 'refused',
  'Deploy.ResourceNotEnough': 'refused',
  'Instance.ResourceNotSufficient': 'refused',
  DeployPreCheckError: 'refused',
  'DeployType.NotSupport': 'refused',
  VPC_VSW_ZONE_MAPPING_ERROR: 'refused',
  VPC_ASSUMEROLE_ERROR: 'refused',
  BIZ_SLR_CREATE_NO_PERMISSION: 'refused',
  'VpcVSwitch.NotFound': 'refused',
  SG_ERROR: 'refused',
  'InstanceStatus.NotAllowed': 'not-pending',
  BIZ_INSTANCE_CANNOT_OPERATE: 'not-pending',
  'Instance.NotFound': 'refused',
  'ScheduledTask.AlreadyHasSameTaskType': 'ambiguous',
  'AsyncTask.RetryLater': 'ambiguous',
  'InvalidParameter.DataNotChange': 'not-pending',
  'InvalidParameter.VersionNotSupport': 'refused',
  AUTH_SERVICE_CHECK_ERROR: 'refused',
  AUTH_USER_CHECK_ERROR: 'ambiguous',
  AUTH_RESOURCE_OWNER_ERROR: 'refused',
  NoPermission: 'refused',
  RemoteCallError: 'ambiguous',
  'DB.Update.Failed': 'ambiguous',
  'Order.Insufficient.balance': 'refused',
  'Order.InstHasUnpaidOrder': 'refused',
  InternalError: 'ambiguous',
  'INTERNAL.ERROR': 'ambiguous',
  'ONS.INTERNAL.ERROR': 'ambiguous',
  InternalUnknownCodeError: 'ambiguous',
  '%s': 'refused',
  ServiceUnavailable: 'ambiguous',
  SignatureDoesNotMatch: 'refused',
  IncompleteSignature: 'refused',
  SignatureNonceUsed: 'ambiguous',
  'InvalidTimeStamp.Expired': 'refused',
  'InvalidAccessKeyId.NotFound': 'refused',
  'InvalidSecurityToken.Expired': 'refused',
  'InvalidSecurityToken.MismatchWithAccessKey': 'refused',
  'InvalidApi.NotFound': 'refused',
  'InvalidAction.NotFound': 'refused',
  'Forbidden.RAM': 'refused',
  'Forbidden.RiskControl': 'refused',
  InsufficientBalance: 'refused',
  'InvalidProtocol.NeedSsl': 'refused',
  'AuthenticationFail.NoPermission': 'refused',
  'AuthenticationFail.OIDCToken.AudienceNotMatch': 'refused',
  'AuthenticationFail.OIDCToken.Expired': 'refused',
  'AuthenticationFail.OIDCToken.HttpsUrlInvalid': 'refused',
  'AuthenticationFail.OIDCToken.Invalid': 'refused',
  'AuthenticationFail.OIDCToken.InvalidSignature': 'refused',
};

describe('catalogue', () => {
  it.each(Object.entries({ ...START_INSTANCE, ...SHARED }))('has its own row for %s: %s', (code, verdict) => {
    expect(catalogued).toContain(code);
    expect(remedyOf(code, 400).verdict).toBe(verdict);
  });

  it('lists no code twice', () => {
    expect(CATALOGUE.flatMap((entry) => entry.codes)).toHaveLength(catalogued.size);
  });

  it.each([...catalogued])(
    'leaves open whether a call was carried out that ended with HTTP 500 and %s',
    (code) => {
      expect(remedyOf(code, 500)).toEqual({ ...remedyOf(code, 400), verdict: 'ambiguous' });
      expect(remedyOf(code, 200, true).verdict).toBe('ambiguous');
    },
  );

  it.each([
    ['VPC_VSW_ZONE_MAPPING_ERROR', /vSwitchId.*selectedZones/],
    ['SG_ERROR', /securityGroup/],
    ['DeployType.NotSupport', /deployModule/],
    ['InvalidParameter.VersionNotSupport', /serviceVersion/],
    ['INVALID_PARAMETER_DATA_ALREADY_EXIST', /name/],
    ['Deploy.ResourceNotEnough', /zoneId/],
    ['NoPermission', /alikafka:StartInstance.*alikafka:ListInstance/],
    ['BIZ_SLR_CREATE_NO_PERMISSION', /ram:CreateServiceLinkedRole/],
    ['InvalidSecurityToken.Expired', /role-to-assume/],
    ['InvalidTimeStamp.Expired', /clock/],
    ['AuthenticationFail.OIDCToken.AudienceNotMatch', /audience/],
  ])('says what to change for %s', (code, named) => {
    expect(remedyOf(code, 400).remedy).toMatch(named);
  });
});

describe('a code in no row', () => {
  it.each<[string, number, Verdict, RegExp]>([
    ['Throttling.Unheard', 400, 'throttled', /requests-per-second/],
    ['NEW_FLOW_CONTROL', 429, 'throttled', /requests-per-second/],
    ['NEW_FLOW_CONTROL', 503, 'ambiguous', /requests-per-second/],
    ['InvalidSecurityToken.Unheard', 400, 'refused', /security token/],
    ['AuthenticationFail.Unheard', 401, 'refused', /role-to-assume/],
    ['InvalidParameter.RoleArn', 400, 'refused', /role-to-assume/],
    ['InvalidAccessKeyId.Unheard', 400, 'refused', /access key/],
    ['Forbidden.Unheard', 403, 'refused', /alikafka:StartInstance/],
    ['RAM_UNHEARD', 400, 'refused', /alikafka:StartInstance/],
    ['AUTH_UNHEARD', 400, 'refused', /alikafka:StartInstance/],
    ['InstanceStatus.Unheard', 400, 'not-pending', /Instances page/],
    ['BIZ_INSTANCE_RELEASE_UNHEARD', 400, 'not-pending', /Instances page/],
    ['NEW_INTERNAL_ERROR', 400, 'ambiguous', /reads the status/],
    ['Deploy.Unheard', 400, 'ambiguous', /reads the status/],
    ['AsyncTask.Unheard', 400, 'ambiguous', /reads the status/],
    ['Topic.NotFound', 404, 'refused', /no such call/],
    ['InvalidKmsKey.Unheard', 400, 'refused', /kmsKeyId/],
    ['InvalidVSwitchId.NotFound', 404, 'refused', /vSwitchId/],
    ['InvalidPassword.Malformed', 400, 'refused', /password/],
    ['Order.Unheard', 400, 'refused', /Expenses/],
    ['MissingInstanceId', 400, 'refused', /manifest/],
    ['InvalidInstanceId', 400, 'refused', /manifest/],
    ['RequestTimeout', 400, 'ambiguous', /reads the status/],
    ['ONS_SYSTEM_TIME_OUT', 200, 'ambiguous', /reads the status/],
    ['ServiceUnavailableTemporary', 400, 'ambiguous', /reads the status/],
    ['SystemBusy', 400, 'ambiguous', /reads the status/],
    ['InvalidTimeout', 400, 'refused', /manifest/],
    ['MissingTimeout', 400, 'refused', /manifest/],
    ['InvalidInstanceId', 408, 'ambiguous', /manifest/],
    ['BIZ_UNHEARD', 200, 'refused', /Message/],
  ])('is judged by its family: %s with HTTP %i', (code, status, verdict, named) => {
    expect(catalogued).not.toContain(code);
    expect(remedyOf(code, status).verdict).toBe(verdict);
    expect(remedyOf(code, status).remedy).toMatch(named);
  });

  it.each<[string, number, Verdict]>([
    ['Unheard', 400, 'refused'],
    ['Unheard', 404, 'refused'],
    ['Unheard', 408, 'ambiguous'],
    ['Unheard', 429, 'throttled'],
    ['Unheard', 500, 'ambiguous'],
    ['Unheard', 502, 'ambiguous'],
    ['Unheard', 200, 'ambiguous'],
    ['', 400, 'refused'],
    ['', 504, 'ambiguous'],
    ['constructor', 400, 'refused'],
    ['__proto__', 500, 'ambiguous'],
  ])('and in no family is judged by the HTTP status: "%s" with %i', (code, status, verdict) => {
    expect(remedyOf(code, status).verdict).toBe(verdict);
  });

  it.each<[string, Verdict]>([
    ['400', 'refused'],
    ['500', 'ambiguous'],
  ])('counts as the HTTP status of a soft failure if it is %s', (code, verdict) => {
    expect(remedyOf(code, 200).verdict).toBe(verdict);
  });

  it.each<[string, number, boolean | undefined, Verdict]>([
    ['Unheard', 200, false, 'refused'],
    ['Unheard', 400, true, 'ambiguous'],
    ['5000', 400, undefined, 'refused'],
    ['X500', 400, undefined, 'refused'],
    ['200', 200, false, 'refused'],
    ['200', 400, false, 'refused'],
    ['200', 400, true, 'ambiguous'],
    ['200', 400, undefined, 'ambiguous'],
    ['200', 202, true, 'ambiguous'],
    ['200', 500, false, 'ambiguous'],
    ['500', 200, false, 'ambiguous'],
    ['429', 503, undefined, 'ambiguous'],
    ['429', 500, false, 'ambiguous'],
    ['400', 500, undefined, 'ambiguous'],
    ['403', 502, false, 'ambiguous'],
    ['404', 504, undefined, 'ambiguous'],
    ['ONS_SYSTEM_ERROR', 200, false, 'ambiguous'],
    ['InvalidSomething', 500, undefined, 'ambiguous'],
    ['InvalidSomething', 400, true, 'ambiguous'],
  ])(
    'is a refusal only where the answer agrees with itself: "%s", HTTP %i, Success %s',
    (code, status, success, verdict) => {
      expect(remedyOf(code, status, success).verdict).toBe(verdict);
    },
  );

  it.each([401, 403])('names the missing permission when all that is known is HTTP %i', (status) => {
    expect(remedyOf('Unheard', status).remedy).toContain('alikafka:StartInstance');
  });
});

const COMPARE =
  'The Message names the parameter: correct the field of that name in the manifest (InstanceId is instanceId, ' +
  'KMSKeyId is kmsKeyId, and so on), then run the job again.';
const NETWORK =
  'In the VPC and ECS consoles, check that vpcId, vSwitchId, securityGroup and zoneId belong together and exist in ' +
  'regionId.';
const LOGIN =
  'Only eip and Confluent instances take username and password. A password of 8 to 32 characters with upper case, ' +
  'lower case and digits fits all of them.';
const PAY =
  'Check the balance, payment method and unpaid orders on the Expenses and Costs page of the Alibaba Cloud console, ' +
  'settle them, then run the job again.';
const KEYS =
  'Check the access key id and secret: both from one pair, complete, without spaces or line breaks, and enabled on ' +
  'the AccessKey page of the RAM user. If a key may have leaked, rotate it.';
const ROLE =
  'Check role-to-assume, oidc-provider-arn, audience, role-session-name and role-session-expiration against the role ' +
  'and the OIDC provider in the RAM console.';
const MESSAGE =
  'The Message says why: correct what it names and run the job again. If it does not help, give Alibaba Cloud ' +
  'support the RequestId.';

describe('a family', () => {
  it.each<[string, string, string, (readonly string[])?]>([
    [
      'InvalidSecurityToken.Unheard',
      'The security token is not accepted.',
      'Give a fresh set of access key id, access key secret and security token, all three from the same session. For ' +
        'long waits use role-to-assume, or a session longer than wait-timeout.',
    ],
    ['InvalidParameter.RoleArn', 'The RAM role cannot be assumed.', ROLE],
    ['InvalidParameter.RoleSessionName', 'The RAM role cannot be assumed.', ROLE],
    ['InvalidParameter.DurationSeconds', 'The RAM role cannot be assumed.', ROLE],
    ['EntityNotExist.Role', 'The RAM role cannot be assumed.', ROLE],
    ['NewOIDCProblem', 'The RAM role cannot be assumed.', ROLE],
    ['InvalidAccessKeyId.Unheard', 'The access key or its signature is not accepted.', KEYS],
    ['NewSignatureProblem', 'The access key or its signature is not accepted.', KEYS],
    [
      'BIZ_TOPIC_UNHEARD',
      'The service refused an operation on topics, groups, users, tags or allow lists.',
      'This action sends no such call, so the cause lies in the instance: compare it on the Instances page of the ' +
        'ApsaraMQ for Kafka console, and give Alibaba Cloud support the RequestId.',
    ],
    [
      'InvalidKmsKey.Unheard',
      'The key for disk encryption cannot be used.',
      'Check in the KMS console that kmsKeyId exists in regionId, is enabled, and belongs to the account that owns ' +
        'the instance.',
      ['kmsKeyId'],
    ],
    ['InvalidSecurityGroup.X', 'The network that was named cannot be used.', NETWORK, ['securityGroup']],
    ['SECURITY_GROUP_X', 'The network that was named cannot be used.', NETWORK, ['securityGroup']],
    ['SG_UNHEARD', 'The network that was named cannot be used.', NETWORK, ['securityGroup']],
    [
      'InvalidZone.X',
      'The network that was named cannot be used.',
      NETWORK,
      ['zoneId', 'selectedZones', 'vSwitchIds', 'vSwitchId'],
    ],
    [
      'InvalidVSwitchId.X',
      'The network that was named cannot be used.',
      NETWORK,
      ['vSwitchId', 'vSwitchIds', 'vpcId'],
    ],
    [
      'V_SWITCH_X',
      'The network that was named cannot be used.',
      NETWORK,
      ['vSwitchId', 'vSwitchIds', 'vpcId'],
    ],
    ['InvalidVpcId.X', 'The network that was named cannot be used.', NETWORK, ['vpcId']],
    ['InvalidPassword.X', 'The user name or password is not accepted.', LOGIN, ['password']],
    ['InvalidUserName.X', 'The user name or password is not accepted.', LOGIN, ['username']],
    ['USER_NAME_X', 'The user name or password is not accepted.', LOGIN, ['username']],
    ['NewBalance', 'The account cannot pay for this.', PAY],
    ['NewUnpaid', 'The account cannot pay for this.', PAY],
    ['NewArrears', 'The account cannot pay for this.', PAY],
    ['MissingX', 'A parameter is missing.', COMPARE],
    ['X_EMPTY', 'A parameter is missing.', COMPARE],
    ['InvalidX', 'A parameter is not accepted.', COMPARE],
    ['NotSupport.X', 'A parameter is not accepted.', COMPARE],
    ['BIZ_X', 'The service refused the request.', MESSAGE],
    ['BIZ.X', 'The service refused the request.', MESSAGE],
    ['Unheard', 'The service refused the request.', MESSAGE],
  ])('of %s has its own words', (code, meaning, remedy, fields) => {
    expect(catalogued).not.toContain(code);
    expect(remedyOf(code, 400)).toEqual({ meaning, remedy, verdict: 'refused', ...(fields && { fields }) });
  });

  it.each(['NewFlowControl', 'NEW_FLOW_CONTROL', 'throttledNow'])('is known by a word within: %s', (code) =>
    expect(remedyOf(code, 400).verdict).toBe('throttled'),
  );

  it.each([
    ...[
      'EntityNotExist',
      'AuthenticationFail',
      'InvalidAccessKey',
      'Forbidden',
      'NoPermission',
      'AccessDenied',
    ],
    ...[
      'RAM_',
      'AUTH_',
      'BIZ_INSTANCE_RELEASE_',
      'Deploy',
      'AsyncTask',
      'ScheduledTask',
      'BIZ_TOPIC',
      'Topic.',
    ],
    ...['SG_', 'Order.', 'Missing', 'EMPTY_X', 'Invalid', 'NotSupport', 'BIZ_'],
  ])('is not that of a code which has its beginning or end elsewhere: %s', (part) => {
    const inside = `X_${part}X`;
    expect(remedyOf(inside, 400).meaning).toBe('The service refused the request.');
    expect(remedyOf(inside, 200).verdict).toBe('ambiguous');
  });
});

describe('texts', () => {
  const sentence = /^[A-Z].*\.$/;
  const check = ({ meaning, remedy }: { meaning: string; remedy: string }) => {
    for (const text of [meaning, remedy]) {
      expect(text).toMatch(sentence);
      expect(text).not.toMatch(/TODO|FIXME|undefined|\s{2}/);
      expect(text.length).toBeLessThanOrEqual(400);
    }
  };

  it.each(CATALOGUE.map((entry) => [entry.codes[0], entry] as const))('of %s are short sentences', (_, e) => {
    check(e);
  });

  it('are short sentences for any code and status', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('Throttling.X', 'InvalidX', 'MissingX', 'KmsX', 'BIZ_X')),
        fc.integer({ min: 100, max: 599 }),
        (code, status) => check(remedyOf(code, status)),
      ),
      { seed: 20261124 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  ApiError,
  CallError,
  isDenied,
  NO_ANSWER,
  NoAnswerError,
  type Refusal,
  UnexpectedAnswerError,
} from '../../src/alibaba/errors.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';

const REFUSAL: Refusal = {
  httpStatus: 400,
  requestId: 'R-1',
  code: 'BIZ_INSTANCE_NOT_FOUND',
  success: undefined,
  message: 'The instance does not exist.',
  recommend: undefined,
  hostId: undefined,
  accessDenied: undefined,
  retryAfterMs: undefined,
};

describe('ApiError', () => {
  it('tells action, code, status and message, and what the code means', () => {
    const error = new ApiError('StartInstance', REFUSAL, remedyFor);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({
      name: 'CallError',
      message:
        'StartInstance was refused with BIZ_INSTANCE_NOT_FOUND (HTTP 400): The instance does not exist.',
      ...remedyFor(REFUSAL),
      code: 'BIZ_INSTANCE_NOT_FOUND',
      requestId: 'R-1',
      refusal: REFUSAL,
    });
  });

  it('says so when there is no message', () => {
    const { message } = new ApiError(
      'StartInstance',
      { ...REFUSAL, code: '200', httpStatus: 200, message: '' },
      remedyFor,
    );
    expect(message).toBe('StartInstance was refused with 200 (HTTP 200): no message');
  });

  it('names the fields of whoever judges, and none where that names none', () => {
    const said = { meaning: '', remedy: '', verdict: 'refused' } as const;
    const fieldsBy = (fields?: string[]) =>
      new ApiError('StartInstance', REFUSAL, () => ({ ...said, ...(fields && { fields }) })).fields;
    expect([fieldsBy(['vpcId']), fieldsBy()]).toEqual([['vpcId'], []]);
  });

  it.each([
    ['BIZ_INSTANCE_NOT_FOUND', 400, 'refused'],
    ['Throttling.User', 400, 'throttled'],
    ['INSTANCE_STATUS_NOT_WAIT_DEPLOY', 400, 'not-pending'],
    ['InternalError', 500, 'ambiguous'],
    ['200', 200, 'ambiguous'],
    ['500', 200, 'ambiguous'],
    ['BIZ_SOMETHING_NEW', 200, 'refused'],
    ['SomethingNew', 200, 'ambiguous'],
    ['SomethingNew', 400, 'refused'],
    ['SomethingNew', 503, 'ambiguous'],
    ['constructor', 400, 'refused'],
  ])('has the verdict of its code and status: %s with HTTP %i is %s', (code, httpStatus, verdict) => {
    expect(new ApiError('StartInstance', { ...REFUSAL, code, httpStatus }, remedyFor).verdict).toBe(verdict);
  });
});

describe('whether RAM does not permit a call', () => {
  it.each([
    ['NoPermission', true],
    ['Forbidden.RAM', true],
    ['Forbidden.NoPermission', true],
    ['BIZ_INSTANCE_PERMISSION_CHECK_ERROR', true],
    ['Forbidden', true],
    ['AccessDenied', true],
    ['AccessDeniedByPolicy', true],
    ['Forbidden.ProhibitedByRiskControl', false],
    ['BIZ.Forbidden', false],
    ['NoPermissionYet', false],
    ['PERMISSION_CHECK_ERROR_COUNT', false],
    ['InvalidSecurityToken.Expired', false],
  ])('is told by the code, not by HTTP 403: %s', (code, expected) => {
    const error = new ApiError('StartInstance', { ...REFUSAL, httpStatus: 403, code }, remedyFor);
    expect(isDenied(error)).toBe(expected);
  });

  it('is told by its detail, whatever the code, and by nothing but a refusal', () => {
    expect(isDenied(new ApiError('StartInstance', { ...REFUSAL, accessDenied: {} }, remedyFor))).toBe(true);
    const lost = { sent: true, reason: 'Forbidden', remedy: 'Wait.' };
    expect(isDenied(new NoAnswerError('StartInstance', lost))).toBe(false);
  });
});

describe('the remedy for a permission that is missing', () => {
  const remedyOf = (accessDenied: Record<string, string> | undefined) =>
    new ApiError(
      'StartInstance',
      { ...REFUSAL, httpStatus: 403, code: 'NoPermission', accessDenied },
      remedyFor,
    ).remedy;
  const AuthAction = 'alikafka:StartInstance';

  it.each([
    ['SubUser', 'RAM user'],
    ['AssumedRoleUser', 'RAM role'],
    ['Account', 'account'],
    ['SomethingNew', 'principal'],
    ['constructor', 'principal'],
  ])('names the action and who lacks it: a %s is a %s', (AuthPrincipalType, who) => {
    expect(remedyOf({ AuthAction, AuthPrincipalType, AuthPrincipalDisplayName: 'deployer' })).toBe(
      `The ${who} deployer lacks the permission alikafka:StartInstance. Add it to a policy of that ${who} deployer in RAM.`,
    );
  });

  it('names the kind of policy in which it is missing', () => {
    const NoPermissionType = 'ImplicitDeny';
    const PolicyType = 'AccountLevelIdentityBasedPolicy';
    expect(remedyOf({ AuthAction, AuthPrincipalType: 'SubUser', NoPermissionType, PolicyType })).toBe(
      'The RAM user lacks the permission alikafka:StartInstance (AccountLevelIdentityBasedPolicy). ' +
        'Add it to a policy of that RAM user in RAM.',
    );
  });

  it.each([
    [undefined, ''],
    ['ControlPolicy', ' (ControlPolicy)'],
  ])('asks to remove an explicit Deny, in policy %s', (PolicyType, shown) => {
    const denied = {
      AuthAction,
      AuthPrincipalType: 'AssumedRoleUser',
      AuthPrincipalDisplayName: 'ci:session',
      NoPermissionType: 'ExplicitDeny',
      ...(PolicyType && { PolicyType }),
    };
    expect(remedyOf(denied)).toBe(
      `A policy${shown} denies alikafka:StartInstance to the RAM role ci:session. ` +
        'Remove that Deny; an Allow does not outweigh it.',
    );
  });

  it.each([
    ['there is no detail', undefined],
    ['the detail names no action', { AuthPrincipalType: 'SubUser' }],
    ['the detail names an empty one', { AuthAction: '' }],
    ['a role is not trusted with it', { AuthAction: 'sts:AssumeRole', PolicyType: 'AssumeRolePolicy' }],
  ])('is that of the code when %s', (_, accessDenied) => {
    expect(remedyOf(accessDenied)).toBe(
      remedyFor({ ...REFUSAL, code: 'NoPermission', httpStatus: 403 }).remedy,
    );
  });
});

describe('UnexpectedAnswerError', () => {
  it('tells what was found instead of an answer, and leaves open what happened', () => {
    const facts = { httpStatus: 502, requestId: undefined, contentType: 'text/html', found: 'a web page' };
    const error = new UnexpectedAnswerError('StartInstance', facts);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({
      name: 'CallError',
      message: 'StartInstance got no answer of the API but a web page (HTTP 502, content type text/html)',
      remedy:
        'If a proxy stands between the runner and *.aliyuncs.com, let these calls pass unchanged. Otherwise try again later.',
      verdict: 'ambiguous',
      code: 'UnexpectedAnswer',
      requestId: undefined,
    });
  });

  it('does without a content type and with a RequestId', () => {
    const facts = { httpStatus: 200, requestId: 'R-1', contentType: undefined, found: 'an empty body' };
    const error = new UnexpectedAnswerError('StartInstance', facts);
    expect(error.message).toBe('StartInstance got no answer of the API but an empty body (HTTP 200)');
    expect(error.requestId).toBe('R-1');
  });
});

describe('NoAnswerError', () => {
  const cause = new Error('ECONNRESET');

  it('has an answer without a RequestId, and nothing at all stands for a call that was not made', () => {
    const { answer } = new NoAnswerError('X', { sent: true, reason: 'lost', remedy: 'Wait.' });
    expect(answer).toEqual({ requestId: '', code: 'NoAnswer', message: 'X got no answer: lost' });
    expect(NO_ANSWER).toEqual({ requestId: '', code: '', message: '' });
  });

  it.each([
    [true, 'StartInstance got no answer: the connection was lost', 'NoAnswer', 'ambiguous'],
    [false, 'StartInstance could not be sent: the connection was lost', 'NotSent', 'not-sent'],
  ])('depends on whether the request was sent: %s', (sent, message, code, verdict) => {
    const reason = 'the connection was lost';
    const error = new NoAnswerError('StartInstance', { sent, reason, remedy: 'Try again.', cause });
    expect(error).toBeInstanceOf(CallError);
    const requestId = undefined;
    expect(error).toMatchObject({
      name: 'CallError',
      message,
      code,
      verdict,
      remedy: 'Try again.',
      requestId,
      cause,
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Accepted, Alikafka, ApiParameter } from '../../src/alibaba/alikafka.ts';
import { ApiError, NoAnswerError, type Refusal, UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import { remedyFor } from '../../src/alibaba/remedies.ts';
import { start } from '../../src/deployment/start.ts';
import type { StartRequest } from '../../src/manifest/request.ts';

const REQUEST: StartRequest = {
  key: 'orders',
  regionId: 'cn-hangzhou',
  instanceId: 'alikafka_post-cn-one',
  series: 'provisioned',
  parameters: [
    {
      name: 'InstanceId',
      value: 'alikafka_post-cn-one',
      origin: { kind: 'input', name: 'instance-id' },
      privacy: undefined,
    },
  ],
};
const SEEN = { key: 'orders', instanceId: 'alikafka_post-cn-one', regionId: 'cn-hangzhou', action: 'start' };
const WARNING =
  'The request may have been carried out: alikafka_post-cn-one may be deploying now, and cost money.';
const LOOK = 'Look at its status in the console before starting it again.';

/** Starts REQUEST at a service that answers so, in 2.4 seconds. */
async function startAt(answer: () => Accepted) {
  const calls: (readonly [string, readonly ApiParameter[]])[] = [];
  const api: Pick<Alikafka, 'startInstance'> = {
    startInstance: async (regionId, parameters) => {
      calls.push([regionId, parameters]);
      return answer();
    },
  };
  const times = [1_000, 3_400];
  const outcome = await start(REQUEST, api as Alikafka, () => times.shift() ?? Number.NaN);
  return { outcome, calls };
}

/** Starts REQUEST at a service that fails so. */
async function outcomeOf(error: unknown) {
  const { outcome, calls } = await startAt(() => {
    throw error;
  });
  expect(calls).toHaveLength(1);
  return outcome;
}

function refusal(code: string, httpStatus: number, more: Partial<Refusal> = {}): ApiError {
  const nothing = {
    recommend: undefined,
    hostId: undefined,
    accessDenied: undefined,
    retryAfterMs: undefined,
  };
  return new ApiError('StartInstance', {
    ...{ httpStatus, requestId: 'R-1', code, message: 'It says why.', ...nothing },
    ...more,
  });
}

function noAnswer(sent: boolean): NoAnswerError {
  const remedy = 'Check the network.';
  return new NoAnswerError('StartInstance', { sent, reason: 'the connection was lost', remedy });
}

describe('a start that the service accepts', () => {
  it('is one call with the parameters of the request, and leaves the instance deploying', async () => {
    const accepted = { requestId: 'R-1', code: '200', message: 'operation success.' };
    const { outcome, calls } = await startAt(() => accepted);
    expect(calls).toEqual([['cn-hangzhou', REQUEST.parameters]]);
    expect(outcome).toEqual({
      ...SEEN,
      ...accepted,
      changed: true,
      success: true,
      status: 'deploying',
      durationSeconds: 2,
      failure: undefined,
    });
  });
});

describe('a start that was certainly not carried out', () => {
  it('when the service refuses it, tells the code, the message and what to do', async () => {
    const { meaning, remedy } = remedyFor('BIZ_PARAM_EMPTY', 400);
    expect(await outcomeOf(refusal('BIZ_PARAM_EMPTY', 400))).toEqual({
      ...SEEN,
      changed: false,
      success: false,
      status: 'unknown',
      requestId: 'R-1',
      code: 'BIZ_PARAM_EMPTY',
      message: 'It says why.',
      durationSeconds: 2,
      failure: {
        message: 'StartInstance was refused with BIZ_PARAM_EMPTY (HTTP 400): It says why.',
        remedy: `${meaning} ${remedy}`,
        recommend: undefined,
        details: { 'HTTP status': '400' },
      },
    });
  });

  it('keeps what a support ticket needs', async () => {
    const denied = { AuthAction: 'alikafka:StartInstance', PolicyType: 'ControlPolicy' };
    const more = { hostId: 'h.test', recommend: 'https://help.test/', accessDenied: denied };
    expect((await outcomeOf(refusal('NoPermission', 403, more))).failure).toMatchObject({
      recommend: 'https://help.test/',
      details: { 'HTTP status': '403', HostId: 'h.test', ...denied },
    });
  });

  it.each([
    ['throttled', refusal('Throttling.User', 400), 'Throttling.User'],
    [
      'too late, because it is not waiting',
      refusal('INSTANCE_STATUS_NOT_WAIT_DEPLOY', 400),
      'INSTANCE_STATUS_NOT_WAIT_DEPLOY',
    ],
    ['never sent', noAnswer(false), 'NotSent'],
  ])('when it was %s, changes nothing and warns of nothing', async (_, error, code) => {
    const outcome = await outcomeOf(error);
    expect(outcome).toMatchObject({ changed: false, success: false, status: 'unknown', code });
    expect(outcome.failure?.message).toBe(error.message);
    expect(outcome.failure?.remedy).not.toContain(LOOK);
  });
});

describe('a start that may have been carried out', () => {
  const unreadable = { httpStatus: 502, requestId: 'R-2', contentType: undefined, found: 'a web page' };

  it.each([
    ['the answer is lost', noAnswer(true), 'NoAnswer', ''],
    [
      'the answer cannot be read',
      new UnexpectedAnswerError('StartInstance', unreadable),
      'UnexpectedAnswer',
      'R-2',
    ],
    ['the service fails', refusal('InternalError', 500), 'InternalError', 'R-1'],
  ])('when %s, warns that it may cost money, and says where to look', async (_, error, code, requestId) => {
    const outcome = await outcomeOf(error);
    expect(outcome).toMatchObject({ changed: 'unknown', success: false, status: 'unknown', code, requestId });
    expect(outcome.failure?.message.endsWith(` ${WARNING}`)).toBe(true);
    expect(outcome.failure?.message).toContain(error.message);
    expect(outcome.failure?.remedy.startsWith(`${LOOK} `)).toBe(true);
    expect(outcome.failure?.remedy).toContain(error.remedy);
  });

  it.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['a text', 'a text'],
  ])(
    'when something else is thrown (%s), is a bug of ours and no reason to stop the others',
    async (thrown, told) => {
      const message = `Something went wrong inside the action: ${told}`;
      expect(await outcomeOf(thrown)).toEqual({
        ...SEEN,
        changed: 'unknown',
        success: false,
        status: 'unknown',
        requestId: '',
        code: 'Bug',
        message,
        durationSeconds: 2,
        failure: {
          message: `${message}. ${WARNING}`,
          remedy: `${LOOK} This is a bug; report it with the log of a run with debug logging.`,
          recommend: undefined,
          details: {},
        },
      });
    },
  );
});

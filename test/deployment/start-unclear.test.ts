import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import type { CloudOptions } from '../../emulator/alibaba/cloud.ts';
import type { FaultEffect } from '../../emulator/alibaba/faults/fault-effects.ts';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { starts } from '../../emulator/alibaba/journal.ts';
import type { JsonObject } from '../../emulator/json.ts';
import { TransportError } from '../../src/http/transport.ts';
import { fleet } from './fleet.ts';
import { callsIn, callsOf, fleetOnWire, ID, MINUTE, SECOND, startOn, timesOf } from './given.ts';

const START = { action: 'StartInstance' } as const;
const FOR_EVER = { times: Number.POSITIVE_INFINITY } as const;
const LOOKING = 'Looking at its status before anything else.';
const AGAIN = 'It still waits for deployment, so the start is sent again.';

function worldWith(faults: FaultRule[], seed: Partial<InstanceSeed> = {}, more: Partial<CloudOptions> = {}) {
  return fleet({ instances: [{ instanceId: ID, ...seed }], faults, ...more });
}

/** Everything after which a start may have been carried out, and what is told of it. */
const AMBIGUOUS: [FaultEffect, string][] = [
  [{ kind: 'reset-before' }, 'StartInstance got no answer: the connection was lost.'],
  [{ kind: 'reset-after' }, 'StartInstance got no answer: the connection was lost.'],
  [{ kind: 'timeout-before' }, 'StartInstance got no answer: no answer in time.'],
  [{ kind: 'timeout-after' }, 'StartInstance got no answer: no answer in time.'],
  [{ kind: 'late', afterMs: 10 }, 'StartInstance got no answer: no answer in time.'],
  [
    { kind: 'error-before' },
    'StartInstance was refused with ServiceUnavailable (HTTP 503): The service is unavailable.',
  ],
  [
    { kind: 'error-after', message: 'It broke' },
    'StartInstance was refused with InternalError (HTTP 500): It broke.',
  ],
  [
    { kind: 'soft-failure', code: 'ONS_SYSTEM_ERROR', message: 'Oh!' },
    'StartInstance was refused with ONS_SYSTEM_ERROR (HTTP 200): Oh!',
  ],
  [
    { kind: 'nonce-used' },
    'StartInstance was refused with SignatureNonceUsed (HTTP 400): Specified signature nonce was used already.',
  ],
  [
    { kind: 'html-before' },
    'StartInstance got no answer of the API but a web page (HTTP 502, content type text/html).',
  ],
  [
    { kind: 'html-after', httpStatus: 200 },
    'StartInstance got no answer of the API but a web page (HTTP 200, content type text/html).',
  ],
  [
    { kind: 'empty-body' },
    'StartInstance got no answer of the API but an empty body (HTTP 200, content type application/json;charset=utf-8).',
  ],
  [
    { kind: 'cut-body' },
    'StartInstance got no answer of the API but a body that is not an answer of it (HTTP 200, content type application/json;charset=utf-8).',
  ],
  [
    { kind: 'cut-connection' },
    'StartInstance got no answer of the API but a body that broke off (HTTP 200, content type application/json;charset=utf-8).',
  ],
];

describe('a start that may have been carried out', () => {
  it.each(AMBIGUOUS)('after %j: its status is read before anything else', async (effect, what) => {
    const dependencies = worldWith([{ ...START, effect }]);
    const { outcome, told } = await startOn(dependencies);
    const carriedOutAtOnce = callsOf(dependencies, 'StartInstance')[0]?.carriedOut === true;
    // Carried out: the first look shows it. Not carried out: a minute of looks, one more right before the start.
    expect(callsIn(dependencies)).toMatch(carriedOutAtOnce ? /^LSL$/ : /^LSL{5,7}S$/);
    expect(starts(dependencies.cloud.journal)).toHaveLength(1);
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying', failure: undefined });
    const first = ['starting', `${what} ${LOOKING}`];
    const rest = carriedOutAtOnce
      ? ['pending → deploying', 'finished true']
      : [AGAIN, 'accepted', 'finished true'];
    expect(told.filter((line) => !line.startsWith('heartbeat'))).toEqual([...first, ...rest]);
  });

  it.each([5, 15, 30, 120])(
    'is looked at soon, for a minute, and right before it is sent again (poll-interval %is)',
    async (seconds) => {
      const dependencies = worldWith([{ ...START, effect: { kind: 'reset-before' } }]);
      await startOn(dependencies, { pollIntervalMs: seconds * SECOND });
      const [lost = 0, again = 0] = timesOf(callsOf(dependencies, 'StartInstance'));
      const looks = timesOf(callsOf(dependencies, 'GetInstanceList')).slice(1);
      expect((looks[0] ?? 0) - lost).toBeLessThanOrEqual((seconds * SECOND) / 3 + 50);
      expect(looks.filter((time) => time - lost >= MINUTE)).toHaveLength(2);
      expect(again - lost).toBeGreaterThanOrEqual(MINUTE);
      expect(again - (looks.at(-1) ?? 0)).toBeLessThan(SECOND / 2);
    },
  );

  it.each([5, 15])(
    'is not sent again although the list lags by 55 s (poll-interval %is)',
    async (seconds) => {
      const lag = { visibilityLagMs: 55 * SECOND, unguarded: true };
      const dependencies = worldWith([{ ...START, effect: { kind: 'reset-after' } }], {}, lag);
      const { outcome } = await startOn(dependencies, { pollIntervalMs: seconds * SECOND });
      expect(callsOf(dependencies, 'StartInstance')).toHaveLength(1);
      expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying' });
    },
  );

  it.each<[string, FaultRule]>([
    ['is throttled', { ...START, effect: { kind: 'throttle', retryAfterMs: 40_000 } }],
    [
      'is throttled by a server that fails',
      { ...START, effect: { kind: 'error-before', code: 'Throttling' } },
    ],
  ])('is read again right before the third start, when the second %s', async (_, second) => {
    // The first is stuck on its way, and is carried out while the second is paused.
    const late = { ...START, effect: { kind: 'late', afterMs: 100_000 } } as const;
    const dependencies = worldWith([late, second], {}, { unguarded: true });
    const { outcome } = await startOn(dependencies);
    expect(starts(dependencies.cloud.journal)).toHaveLength(1);
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying' });
  });

  it('is read again right before the third start, when the second never left', async () => {
    let sent = 0;
    const shownAs: Record<string, JsonObject[string]> = {};
    const dependencies = fleetOnWire({ instances: [{ instanceId: ID, shownAs }] }, ({ action }) => {
      if (action !== 'StartInstance') return;
      sent += 1;
      if (sent === 2) Object.assign(shownAs, { ViewInstanceStatusCode: 1, ServiceStatus: 1 });
      throw new TransportError('the connection was lost', sent === 1, 'Try again.');
    });
    const { outcome } = await startOn(dependencies);
    expect(sent).toBe(2);
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying' });
  });

  it('is sent three times at most; then what may go on is told', async () => {
    const dependencies = worldWith([
      { ...START, ...FOR_EVER, effect: { kind: 'error-before', message: 'Closed.' } },
    ]);
    const { outcome, told } = await startOn(dependencies);
    expect(callsIn(dependencies)).toMatch(/^L(SL+){3}$/);
    expect(outcome).toMatchObject({
      ...{
        changed: 'unknown',
        success: false,
        status: 'pending',
        code: 'ServiceUnavailable',
        message: 'Closed.',
      },
      requestId: callsOf(dependencies, 'StartInstance').at(-1)?.requestId,
    });
    expect(outcome.failure?.message).toBe(
      `StartInstance was refused with ServiceUnavailable (HTTP 503): Closed. The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and that cannot be undone.`,
    );
    expect(outcome.failure?.remedy).toMatch(
      /^Three starts brought no answer that counts, and the status still says that it waits for deployment\. Look at it in the console before you run again\. The service was not available; whether it took the request is not known\. Run the job again: /,
    );
    expect(told.filter((line) => line === AGAIN)).toHaveLength(2);
  });

  it('and is refused the second time leaves open what the first one did', async () => {
    const dependencies = worldWith([
      { ...START, effect: { kind: 'reset-before' } },
      { ...START, effect: { kind: 'refuse', code: 'BIZ_PARAM_EMPTY', message: 'VpcId.' } },
    ]);
    const { outcome } = await startOn(dependencies);
    expect(outcome).toMatchObject({ changed: 'unknown', code: 'BIZ_PARAM_EMPTY' });
    expect(outcome.failure?.message).toBe(
      `StartInstance was refused with BIZ_PARAM_EMPTY (HTTP 400): VpcId. The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and that cannot be undone.`,
    );
  });

  it('and cannot be looked at any more is told as such', async () => {
    const dependencies = worldWith([
      { ...START, effect: { kind: 'reset-after' } },
      {
        action: 'GetInstanceList',
        nth: 2,
        effect: { kind: 'refuse', code: 'NoPermission', httpStatus: 403, message: 'No' },
      },
    ]);
    const { outcome } = await startOn(dependencies);
    expect(outcome).toMatchObject({ changed: 'unknown', success: false, status: 'pending' });
    expect(outcome.failure?.message).toBe(
      `GetInstanceList was refused with NoPermission (HTTP 403): No. The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and that cannot be undone.`,
    );
  });

  it.each<[string, JsonObject, string]>([
    ['is gone from the list', { InstanceId: 'another' }, 'not-found'],
    ['is in a state that nobody knows', { ViewInstanceStatusCode: 999, ServiceStatus: -1 }, 'unknown'],
    ['contradicts itself', { ViewInstanceStatusCode: 0, ServiceStatus: 5 }, 'unknown'],
    ['is stopped', { ViewInstanceStatusCode: 3 }, 'stopped'],
    ['is expired', { ServiceStatus: 15 }, 'expired'],
    ['is being changed', { ViewInstanceStatusCode: 7, ServiceStatus: 8 }, 'changing'],
  ])('is not sent again when the instance %s by then', async (_, shown, status) => {
    const shownAs: Record<string, JsonObject[string]> = {};
    const dependencies = fleetOnWire({ instances: [{ instanceId: ID, shownAs }] }, ({ action }) => {
      if (action !== 'StartInstance') return;
      Object.assign(shownAs, shown);
      throw new TransportError('the connection was lost', true, 'Try again.');
    });
    const { outcome, told } = await startOn(dependencies);
    expect(told.filter((line) => line === 'starting')).toHaveLength(1);
    expect(told).not.toContain(AGAIN);
    expect(outcome).toMatchObject({ changed: 'unknown', success: false });
    expect(outcome.failure?.message).toContain(
      'it may be deploying in the cloud now, and that cannot be undone.',
    );
    expect(outcome.failure?.remedy).toMatch(
      `Its status does not tell either: it is ${status}. Look at it in the console before you run again.`,
    );
  });

  it('is not sent again when its status contradicted itself meanwhile, whatever it says at last', async () => {
    const shownAs: Record<string, JsonObject[string]> = {};
    let lists = 0;
    const dependencies = fleetOnWire({ instances: [{ instanceId: ID, shownAs }] }, ({ action }) => {
      if (action === 'StartInstance') throw new TransportError('the connection was lost', true, 'Try again.');
      lists += 1;
      Object.assign(shownAs, { ViewInstanceStatusCode: 0, ServiceStatus: lists === 3 ? 5 : 0 });
    });
    const { outcome, told } = await startOn(dependencies);
    expect(callsOf(dependencies, 'GetInstanceList').length).toBeGreaterThan(4);
    expect(told).not.toContain(AGAIN);
    expect(outcome).toMatchObject({ changed: 'unknown', success: false, status: 'pending' });
  });

  it('and whose instance is in service already was carried out', async () => {
    const timings = { preparing: 1, initializing: 1, starting: 1 };
    const dependencies = worldWith([{ ...START, effect: { kind: 'reset-after' } }], { timings });
    const { outcome } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe('LSL');
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'running' });
  });

  it('and whose deployment has failed already is not sent again: it was carried out', async () => {
    const timings = { preparing: 1, initializing: 1, starting: 1 };
    const dependencies = worldWith([{ ...START, effect: { kind: 'reset-after' } }], {
      fate: 'deploy-error',
      timings,
    });
    const { outcome, told } = await startOn(dependencies, { wait: true });
    expect(callsIn(dependencies)).toMatch(/^LSL+$/);
    expect(told).not.toContain(AGAIN);
    expect(outcome).toMatchObject({ success: false, status: 'failed' });
    expect(outcome.changed).not.toBe(false);
  });
});

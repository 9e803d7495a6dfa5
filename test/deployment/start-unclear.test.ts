import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import type { CloudOptions } from '../../emulator/alibaba/cloud.ts';
import type { FaultEffect } from '../../emulator/alibaba/faults/fault-effects.ts';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { starts } from '../../emulator/alibaba/journal.ts';
import type { JsonObject } from '../../emulator/json.ts';
import { TransportError } from '../../src/alibaba/transport.ts';
import { fleet } from './fleet.ts';
import { callsIn, callsOf, fleetOnWire, ID, SECOND, startOn, timesOf } from './given.ts';

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
    const world = worldWith([{ ...START, effect }]);
    const { outcome, told } = await startOn(world);
    const carriedOutAtOnce = callsOf(world, 'StartInstance')[0]?.carriedOut === true;
    // Carried out: the first look shows it. Not carried out: two looks, and only then a second start.
    expect(callsIn(world)).toBe(carriedOutAtOnce ? 'LSL' : 'LSLLS');
    expect(starts(world.cloud.journal)).toHaveLength(1);
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying', failure: undefined });
    const first = ['starting', `${what} ${LOOKING}`];
    const rest = carriedOutAtOnce
      ? ['pending → deploying', 'finished true']
      : [AGAIN, 'accepted', 'finished true'];
    expect(told).toEqual([...first, ...rest]);
  });

  it('is looked at soon, and once more before it is sent again', async () => {
    const world = worldWith([{ ...START, effect: { kind: 'reset-before' } }]);
    await startOn(world, { pollIntervalMs: 30 * SECOND });
    const [, lost = 0, soon = 0, later = 0, again = 0] = timesOf(world.cloud.journal);
    expect(soon - lost).toBeCloseTo(10 * SECOND, -2);
    expect(later - soon).toBeCloseTo(30 * SECOND, -2);
    expect(again - later).toBeLessThan(SECOND);
  });

  it('is not sent again when only the second look shows it: the list may lag', async () => {
    const world = worldWith(
      [{ ...START, effect: { kind: 'reset-after' } }],
      {},
      { visibilityLagMs: 12 * SECOND },
    );
    const { outcome } = await startOn(world);
    expect(callsIn(world)).toBe('LSLL');
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying' });
  });

  it('is sent three times at most; then what may go on is told', async () => {
    const world = worldWith([
      { ...START, ...FOR_EVER, effect: { kind: 'error-before', message: 'Closed.' } },
    ]);
    const { outcome, told } = await startOn(world);
    expect(callsIn(world)).toBe('LSLLSLLSLL');
    expect(outcome).toMatchObject({
      ...{
        changed: 'unknown',
        success: false,
        status: 'pending',
        code: 'ServiceUnavailable',
        message: 'Closed.',
      },
      requestId: callsOf(world, 'StartInstance').at(-1)?.requestId,
    });
    expect(outcome.failure?.message).toBe(
      `StartInstance was refused with ServiceUnavailable (HTTP 503): Closed. The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and cost money.`,
    );
    expect(outcome.failure?.remedy).toMatch(
      /^Three starts brought no answer that counts, and the status still says that it waits for deployment\. Look at it in the console before you run again\. The service was not available; whether it took the request is not known\. Run the job again: /,
    );
    expect(told.filter((line) => line === AGAIN)).toHaveLength(2);
  });

  it('and is refused the second time leaves open what the first one did', async () => {
    const world = worldWith([
      { ...START, effect: { kind: 'reset-before' } },
      { ...START, effect: { kind: 'refuse', code: 'BIZ_PARAM_EMPTY', message: 'VpcId.' } },
    ]);
    const { outcome } = await startOn(world);
    expect(outcome).toMatchObject({ changed: 'unknown', code: 'BIZ_PARAM_EMPTY' });
    expect(outcome.failure?.message).toBe(
      `StartInstance was refused with BIZ_PARAM_EMPTY (HTTP 400): VpcId. The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and cost money.`,
    );
  });

  it('and cannot be looked at any more is told as such', async () => {
    const world = worldWith([
      { ...START, effect: { kind: 'reset-after' } },
      {
        action: 'GetInstanceList',
        nth: 2,
        effect: { kind: 'refuse', code: 'NoPermission', httpStatus: 403, message: 'No' },
      },
    ]);
    const { outcome } = await startOn(world);
    expect(outcome).toMatchObject({ changed: 'unknown', success: false, status: 'pending' });
    expect(outcome.failure?.message).toBe(
      `GetInstanceList was refused with NoPermission (HTTP 403): No. The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and cost money.`,
    );
  });

  it.each<[string, JsonObject]>([
    ['is gone from the list', { InstanceId: 'another' }],
    ['is in a state that nobody knows', { ViewInstanceStatusCode: 999, ServiceStatus: -1 }],
    ['is stopped', { ViewInstanceStatusCode: 3 }],
    ['is expired', { ServiceStatus: 15 }],
    ['is being changed', { ViewInstanceStatusCode: 7 }],
  ])('is not sent again when the instance %s by then', async (_, shown) => {
    const shownAs: Record<string, JsonObject[string]> = {};
    const world = fleetOnWire({ instances: [{ instanceId: ID, shownAs }] }, ({ action }) => {
      if (action !== 'StartInstance') return;
      Object.assign(shownAs, shown);
      throw new TransportError('the connection was lost', true, 'Try again.');
    });
    const { outcome, told } = await startOn(world);
    expect(told.filter((line) => line === 'starting')).toHaveLength(1);
    expect(told).not.toContain(AGAIN);
    expect(outcome).toMatchObject({ changed: 'unknown', success: false });
    expect(outcome.failure?.message).toContain('it may be deploying in the cloud now, and cost money.');
  });

  it('and whose instance is in service already was carried out', async () => {
    const timings = { preparing: 1, initializing: 1, starting: 1 };
    const world = worldWith([{ ...START, effect: { kind: 'reset-after' } }], { timings });
    const { outcome } = await startOn(world);
    expect(callsIn(world)).toBe('LSL');
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'running' });
  });

  it('and whose deployment has failed already is not sent again: it was carried out', async () => {
    const timings = { preparing: 1, initializing: 1, starting: 1 };
    const world = worldWith([{ ...START, effect: { kind: 'reset-after' } }], {
      fate: 'deploy-error',
      timings,
    });
    const { outcome, told } = await startOn(world, { wait: true });
    expect(callsIn(world)).toMatch(/^LSL+$/);
    expect(told).not.toContain(AGAIN);
    expect(outcome).toMatchObject({ success: false, status: 'failed' });
    expect(outcome.changed).not.toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { cancelled, nothingIsLeft } from './cancelled.ts';
import { fleet } from './fleet.ts';
import {
  BEGAN,
  callsIn,
  callsOf,
  fleetOnWire,
  ID,
  idsOf,
  MINUTE,
  runFor,
  runOne,
  SECOND,
  unsent,
} from './given.ts';

const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';
const GOES_ON = `The deployment of ${ID} goes on in the cloud.`;
const NOT_STARTED = `${ID} was not started.`;
const UNKNOWN = `The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and that cannot be undone.`;

const START = { action: 'StartInstance' } as const;
const LIST = { action: 'GetInstanceList' } as const;
const FOR_EVER = { times: Number.POSITIVE_INFINITY } as const;

function worldWith(faults: FaultRule[], seed: Partial<InstanceSeed> = {}) {
  return fleet({ instances: [{ instanceId: ID, ...seed }], faults });
}

const failureOf = (message: string) => ({ message, remedy: RESUME, details: {} });

describe('a run that is cancelled between a start and its answer', () => {
  const delayed = (delayMs: number): FaultRule => ({ ...START, effect: { kind: 'delay', delayMs } });

  it.each([1_000, 2_400])('hears an answer that comes soon (%i ms), and says so', async (delayMs) => {
    const { outcome, endedAfterMs } = await cancelled(worldWith([delayed(delayMs)]), 50);
    expect(endedAfterMs).toBeCloseTo(delayMs - 10, 6);
    expect(outcome).toMatchObject({ changed: true, success: false, status: 'deploying', code: '200' });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was deploying. ${GOES_ON}`));
  });

  it('is a success all the same when it was not to wait, and the answer comes soon', async () => {
    const { outcome } = await cancelled(worldWith([delayed(1_000)]), 50, { wait: false });
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying', failure: undefined });
  });

  it.each<[string, FaultRule]>([
    ['comes later', delayed(2_600)],
    ['comes much later', delayed(25_000)],
    ['never comes, though the start was carried out', { ...START, effect: { kind: 'timeout-after' } }],
    ['never comes, and the start was not carried out', { ...START, effect: { kind: 'timeout-before' } }],
  ])(
    'does not wait longer than 2.5 s for an answer that %s, and leaves open what happened',
    async (_, fault) => {
      const { outcome, endedAfterMs } = await cancelled(worldWith([fault]), 50, { underWay: 1 });
      expect(endedAfterMs).toBe(2_500);
      expect(outcome).toMatchObject({ changed: 'unknown', success: false, status: 'pending' });
      expect(outcome).toMatchObject({ requestId: '', code: '', message: '' });
      expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was pending. ${UNKNOWN}`));
    },
  );

  it.each([1_000, 10_000])('sends no start whose credentials come %i ms later', async (afterMs) => {
    const dependencies = worldWith([]);
    const credentialsMs = [0, afterMs];
    const slow = async () => {
      await dependencies.clock.sleep(credentialsMs.shift() ?? 0);
      return { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined };
    };
    const { outcome, endedAfterMs } = await cancelled(dependencies, 500, {
      ...{ credentials: slow, underWay: 1 },
    });
    expect(endedAfterMs).toBe(0);
    expect(callsIn(dependencies)).toBe('L');
    expect(outcome).toMatchObject({ changed: false, success: false, status: 'pending' });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was pending. ${NOT_STARTED}`));
  });

  it('tells nothing of an answer that comes after its outcome', async () => {
    const dependencies = worldWith([delayed(25_000)]);
    const { outcome, lines } = await cancelled(dependencies, 50, { underWay: 1 });
    expect(callsOf(dependencies, 'StartInstance')[0]?.carriedOut).toBe(true);
    expect(lines.filter((line) => line.includes('accepted'))).toEqual([]);
    expect(outcome).toMatchObject({ changed: 'unknown', status: 'pending' });
  });

  it('tells a refusal that comes soon', async () => {
    const effect = { kind: 'refuse', code: 'BIZ_PARAM_EMPTY', message: 'No.', delayMs: 500 } as const;
    const { outcome } = await cancelled(worldWith([{ ...START, effect }]), 50);
    expect(outcome).toMatchObject({ changed: false, success: false, code: 'BIZ_PARAM_EMPTY' });
    expect(outcome.failure?.message).toBe('StartInstance was refused with BIZ_PARAM_EMPTY (HTTP 400): No.');
  });

  it.each<[string, FaultRule['effect'], boolean | 'unknown', string]>([
    ['throttled', { kind: 'throttle', delayMs: 500 }, false, NOT_STARTED],
    ['lost', { kind: 'reset-after', delayMs: 500 }, 'unknown', UNKNOWN],
    ['unclear', { kind: 'error-before', delayMs: 500 }, 'unknown', UNKNOWN],
    [
      'too late',
      { kind: 'refuse', code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY', delayMs: 500 },
      false,
      NOT_STARTED,
    ],
  ])('neither looks nor sends again when the answer is %s', async (_, effect, changed, after) => {
    const dependencies = worldWith([{ ...START, effect }]);
    const { outcome } = await cancelled(dependencies, 50);
    expect(callsIn(dependencies)).toBe('LS');
    expect(outcome).toMatchObject({ changed, success: false });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was pending. ${after}`));
  });
});

describe('a run that is cancelled between two starts', () => {
  it('never sends those that still wait for their turn', async () => {
    const ids = idsOf(20);
    const dependencies = fleet({ instances: ids.map((instanceId) => ({ instanceId })) });
    const { outcomes } = await runFor(dependencies, ids, { cancelAfterMs: 3 * SECOND });
    await nothingIsLeft(dependencies, 3 * SECOND, 0);
    const sent = callsOf(dependencies, 'StartInstance').map(({ instanceId }) => instanceId);
    expect(sent).toEqual(ids.slice(0, 6));
    for (const [index, { changed, success, failure, instanceId }] of outcomes.entries()) {
      expect([changed, success]).toEqual([index < 6, false]);
      const message =
        index < 6
          ? `The run was cancelled while it was deploying. The deployment of ${instanceId} goes on in the cloud.`
          : `The run was cancelled while it was pending. ${instanceId} was not started.`;
      expect(failure).toEqual(failureOf(message));
    }
  });

  it('does not send again what was throttled', async () => {
    const effect = { kind: 'throttle', retryAfterMs: 60 * SECOND } as const;
    const dependencies = worldWith([{ ...START, effect }]);
    const { outcome, endedAfterMs } = await cancelled(dependencies, 20 * SECOND);
    expect([endedAfterMs, callsIn(dependencies)]).toEqual([0, 'LS']);
    expect(outcome).toMatchObject({ changed: false, status: 'pending', code: 'Throttling.User' });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was pending. ${NOT_STARTED}`));
  });

  it('does not send again what never left', async () => {
    const dependencies = fleetOnWire({ instances: [{ instanceId: ID }] }, unsent(1));
    const { outcome, endedAfterMs } = await cancelled(dependencies, 2 * SECOND);
    expect([endedAfterMs, callsIn(dependencies)]).toEqual([0, 'L']);
    expect(outcome).toMatchObject({ changed: false, status: 'pending', code: 'NotSent' });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was pending. ${NOT_STARTED}`));
  });

  it.each([
    ['before the first look', 2 * SECOND, 'LS'],
    ['before the second look', 10 * SECOND, 'LSL'],
  ])('leaves open what became of a start whose answer was lost, %s', async (_, cancelAfterMs, calls) => {
    const dependencies = worldWith([{ ...START, effect: { kind: 'reset-before' } }]);
    const { outcome, endedAfterMs } = await cancelled(dependencies, cancelAfterMs);
    expect([endedAfterMs, callsIn(dependencies)]).toEqual([0, calls]);
    expect(outcome).toMatchObject({ changed: 'unknown', status: 'pending', code: 'NoAnswer' });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was pending. ${UNKNOWN}`));
  });
});

describe('a run that is cancelled while it waits', () => {
  it.each<[string, FaultRule[], number, number]>([
    ['between two readings', [], 5 * MINUTE, 0],
    ['in a reading', [{ ...LIST, nth: 3, effect: { kind: 'timeout-before' } }], 40 * SECOND, 1],
    ['in a pause', [{ ...LIST, nth: 3, ...FOR_EVER, effect: { kind: 'reset-before' } }], 90 * SECOND, 0],
  ])('%s says what goes on', async (_, faults, cancelAfterMs, underWay) => {
    const { outcome, endedAfterMs } = await cancelled(worldWith(faults), cancelAfterMs, { underWay });
    expect(endedAfterMs).toBe(0);
    expect(outcome).toMatchObject({ action: 'start', changed: true, success: false, status: 'deploying' });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was deploying. ${GOES_ON}`));
    expect(outcome.durationSeconds).toBe(cancelAfterMs / 1000);
  });

  it('for what somebody else started says what goes on, too', async () => {
    const { outcome } = await cancelled(worldWith([], { startedAt: BEGAN }), 5 * MINUTE);
    expect(outcome).toMatchObject({ action: 'wait', changed: false, success: false, status: 'deploying' });
    expect(outcome.failure).toEqual(failureOf(`The run was cancelled while it was deploying. ${GOES_ON}`));
  });

  it('keeps what was done with the others', async () => {
    const ids = idsOf(3);
    const [first = '', second = '', third = ''] = ids;
    const timings = { preparing: 0, initializing: 0, starting: MINUTE };
    const dependencies = fleet({
      instances: [
        { instanceId: first, timings },
        { instanceId: second },
        { instanceId: third, status: 'running' },
      ],
    });
    const { outcomes } = await runFor(dependencies, ids, { cancelAfterMs: 4 * MINUTE });
    await nothingIsLeft(dependencies, 4 * MINUTE, 0);
    expect(outcomes.map(({ changed, success, status }) => [changed, success, status])).toEqual([
      [true, true, 'running'],
      [true, false, 'deploying'],
      [false, true, 'running'],
    ]);
  });
});

describe('the time that is up', () => {
  it('stops like a cancelled run, a start under way included, but says what to change', async () => {
    const dependencies = worldWith([{ ...START, effect: { kind: 'timeout-after' } }]);
    const { outcome, endedAt } = await runOne(dependencies, { timeoutMs: SECOND });
    // The time counts from the end of the planning.
    expect(endedAt - BEGAN).toBe(20 + SECOND + 2_500);
    expect(outcome).toMatchObject({ changed: 'unknown', success: false });
    expect(outcome.failure).toEqual({
      ...failureOf(`The time was up while it was pending. ${UNKNOWN}`),
      remedy: `${RESUME} If deployments take longer, raise wait-timeout.`,
    });
    await nothingIsLeft(dependencies, SECOND, 1);
  });

  it('has no say after the end of a run', async () => {
    const dependencies = worldWith([]);
    const { outcome } = await runOne(dependencies, { timeoutMs: 20 * MINUTE, cancelAfterMs: 20 * MINUTE });
    expect([outcome.success, dependencies.clock.pending]).toEqual([true, 0]);
  });
});

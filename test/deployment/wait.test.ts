import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import { starts } from '../../emulator/alibaba/journal.ts';
import { type Fleet, fleet } from './fleet.ts';
import { BEGAN, callsIn, callsOf, fleetOnWire, ID, MINUTE, runOne, SECOND, startOn } from './given.ts';

const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';
const LOOK =
  'Look at the instance in the console; if it says no more, open a ticket with Alibaba Cloud support and give the RequestId of its start.';

const worldOf = (seed: Partial<InstanceSeed>) => fleet({ instances: [{ instanceId: ID, ...seed }] });

/** A fleet whose instance is shown, reading for reading, with these fields; the last ones stay. */
function worldShowing(...readings: Readonly<Record<string, string | number>>[]): Fleet {
  const shownAs: Record<string, string | number> = {};
  let nth = 0;
  return fleetOnWire({ instances: [{ instanceId: ID, shownAs }] }, ({ action }) => {
    if (action !== 'GetInstanceList') return;
    for (const name of Object.keys(shownAs)) delete shownAs[name];
    Object.assign(shownAs, readings[Math.min(nth, readings.length - 1)]);
    nth += 1;
  });
}

/** What an instance shows whose series lacks the older field: in the XML form, that is an empty text. */
const view = (code: number) => ({ ViewInstanceStatusCode: code, ServiceStatus: '' });

describe('a deployment that is waited for', () => {
  it.each(['both', 'view-only', 'service-only'] as const)(
    'ends in service, with its endpoints, where the service shows %s',
    async (statusFields) => {
      const dependencies = worldOf({ statusFields, deployType: 5 });
      const { outcome, told } = await startOn(dependencies, { wait: true });
      expect(outcome).toMatchObject({
        ...{ action: 'start', changed: true, success: true, status: 'running', failure: undefined },
        ...{
          requestId: callsOf(dependencies, 'StartInstance')[0]?.requestId,
          code: '200',
          message: 'operation success.',
        },
        endpoints: {
          plain: expect.stringMatching(/^alikafka-.*:9092,.*:9092,.*:9092$/),
          ssl: '',
          sasl: '',
          vpcSasl: '',
        },
      });
      // Twelve minutes, noticed 5 % late at most.
      expect(outcome.durationSeconds).toBeGreaterThanOrEqual(12 * 60);
      expect(outcome.durationSeconds).toBeLessThanOrEqual(1.05 * 12 * 60 + 1);
      expect(told.filter((line) => !line.startsWith('heartbeat'))).toEqual([
        'starting',
        'accepted',
        'deploying → running',
        'finished true',
      ]);
    },
  );

  it('that somebody else started is waited for from where it is', async () => {
    const { outcome } = await runOne(worldOf({ startedAt: BEGAN - 5 * MINUTE }));
    expect(outcome).toMatchObject({
      action: 'wait',
      changed: false,
      success: true,
      status: 'running',
      code: '200',
    });
    expect(outcome.durationSeconds).toBeLessThan(8 * 60);
  });

  it('goes through every state that may pass', async () => {
    const passing = [999, 7, 8, 22, 30, 0, 1];
    const dependencies = worldShowing(view(0), ...passing.map(view), view(2));
    const { outcome, told } = await startOn(dependencies, { wait: true });
    expect(outcome).toMatchObject({ success: true, status: 'running' });
    expect(told.filter((line) => line.includes('→'))).toEqual([
      'deploying → unknown',
      'unknown → changing',
      'changing → deploying',
      'deploying → running',
    ]);
  });

  it.each([{ statusFields: 'both' }, { statusFields: 'service-only' }] as const)(
    'that wavers at its end comes into service all the same: %j',
    async (seed) => {
      const { outcome } = await runOne(worldOf({ ...seed, fate: 'flapping' }));
      expect(outcome).toMatchObject({ success: true, status: 'running' });
    },
  );

  it.each([5, 30, 300])('comes into service although the list lags by %i s', async (seconds) => {
    const dependencies = fleet({ instances: [{ instanceId: ID }], visibilityLagMs: seconds * SECOND });
    const { outcome } = await runOne(dependencies);
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'running' });
    expect(starts(dependencies.cloud.journal)).toHaveLength(1);
  });

  it('may be missing from the list, and is looked for twenty times more', async () => {
    const gone = Array.from({ length: 20 }, () => ({ InstanceId: 'another' }));
    const dependencies = worldShowing(view(0), view(1), ...gone, view(1), ...gone, view(2));
    const { outcome } = await runOne(dependencies);
    expect(outcome).toMatchObject({ success: true, status: 'running' });
  });

  it.each([-60, 60])('is read on time although somebody sets the clock by %i minutes', async (minutes) => {
    const dependencies = worldOf({});
    void dependencies.clock.sleep(MINUTE).then(() => dependencies.clock.adjust(minutes * MINUTE));
    const { outcome } = await runOne(dependencies);
    expect(outcome).toMatchObject({ success: true, status: 'running' });
    expect(outcome.durationSeconds).toBeLessThanOrEqual(1.05 * 12 * 60 + 1);
  });
});

describe('a deployment that cannot end in service', () => {
  it.each<[string, Partial<InstanceSeed>, string, string]>([
    [
      'failed',
      { fate: 'deploy-error' },
      'failed',
      'Its deployment failed (ViewInstanceStatusCode 101, ServiceStatus 101)',
    ],
    [
      'expired',
      { fate: 'expired' },
      'expired',
      'It expired before it was in service (ViewInstanceStatusCode 5, ServiceStatus 15)',
    ],
    [
      'was released',
      { fate: 'released', statusFields: 'view-only' },
      'released',
      'It was released before it was in service (ViewInstanceStatusCode 6, ServiceStatus none)',
    ],
  ])('because it %s fails as soon as that is seen', async (_, seed, status, message) => {
    const { outcome } = await runOne(worldOf(seed));
    expect(outcome).toMatchObject({ changed: true, success: false, status, code: '200' });
    expect(outcome.failure).toEqual({ message, remedy: LOOK, details: {} });
    expect(outcome.durationSeconds).toBeLessThanOrEqual(1.05 * 12 * 60 + 1);
  });

  it('that times out in a status that nobody knows gives the codes behind it', async () => {
    const { outcome } = await runOne(worldShowing(view(0), view(1), view(77)), { timeoutMs: 10 * MINUTE });
    expect(outcome).toMatchObject({ status: 'unknown', stopped: 'timeout' });
    expect(outcome.failure?.details).toEqual({
      'Status codes': 'ViewInstanceStatusCode 77, ServiceStatus none',
    });
  });

  it('because it was stopped fails as soon as that is seen', async () => {
    const dependencies = worldShowing(view(0), view(1), view(3));
    const { outcome } = await runOne(dependencies);
    expect(outcome.failure).toMatchObject({
      message: 'It was stopped before it was in service (ViewInstanceStatusCode 3, ServiceStatus none)',
      remedy: LOOK,
    });
    expect([outcome.status, callsIn(dependencies)]).toEqual(['stopped', 'LSLL']);
  });

  it('because it vanished fails with the twenty-first reading that lacks it', async () => {
    const dependencies = worldShowing(view(0), view(1), { InstanceId: 'another' });
    const { outcome } = await runOne(dependencies);
    expect(outcome).toMatchObject({ changed: true, success: false, status: 'not-found' });
    expect(outcome.failure?.message).toBe('It is not in the list any more (no entry)');
    expect(callsIn(dependencies)).toBe(`LSL${'L'.repeat(21)}`);
  });

  it('because it is stuck fails when the time is up, and says how to go on', async () => {
    const dependencies = worldOf({ fate: 'stuck' });
    const { outcome } = await runOne(dependencies, { timeoutMs: 40 * MINUTE });
    expect(dependencies.clock.now() - BEGAN).toBeLessThanOrEqual(40 * MINUTE + SECOND);
    expect(outcome).toMatchObject({
      changed: true,
      success: false,
      status: 'deploying',
      durationSeconds: 40 * 60,
    });
    expect(outcome.failure).toEqual({
      message: `The time was up while it was deploying. The deployment of ${ID} goes on in the cloud.`,
      remedy: `${RESUME} If deployments take longer, raise wait-timeout.`,
      details: {},
    });
  });
});

describe('a run after one whose time was up', () => {
  it('waits on, and starts nothing twice', async () => {
    const dependencies = worldOf({});
    const first = await runOne(dependencies, { timeoutMs: 5 * MINUTE });
    expect(first.outcome).toMatchObject({
      action: 'start',
      changed: true,
      success: false,
      status: 'deploying',
    });
    const second = await runOne(dependencies, { timeoutMs: 10 * MINUTE, seed: 2 });
    expect(second.outcome).toMatchObject({
      action: 'wait',
      changed: false,
      success: true,
      status: 'running',
    });
    expect(callsOf(dependencies, 'StartInstance')).toHaveLength(1);
  });
});

describe('without waiting', () => {
  it('a start that is accepted is a success, and nothing is read after it', async () => {
    const dependencies = worldOf({ fate: 'deploy-error' });
    const { outcome } = await runOne(dependencies, { wait: false });
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying', failure: undefined });
    expect([callsIn(dependencies), dependencies.clock.now() - BEGAN < SECOND]).toEqual(['LS', true]);
  });

  it('a deployment that is under way is a success', async () => {
    const dependencies = worldOf({ startedAt: BEGAN - MINUTE });
    const { outcome } = await runOne(dependencies, { wait: false });
    expect(outcome).toMatchObject({
      action: 'wait',
      changed: false,
      success: true,
      status: 'deploying',
      code: '200',
    });
    expect(callsIn(dependencies)).toBe('L');
  });
});

import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import type { CloudOptions } from '../../emulator/alibaba/cloud.ts';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { fleet } from './fleet.ts';
import { BEGAN, callsIn, callsOf, fleetOnWire, ID, MINUTE, SECOND, startOn, unsent } from './given.ts';

const START = { action: 'StartInstance' } as const;
const FOR_EVER = { times: Number.POSITIVE_INFINITY } as const;

function worldWith(faults: FaultRule[], seed: Partial<InstanceSeed> = {}, more: Partial<CloudOptions> = {}) {
  return fleet({ instances: [{ instanceId: ID, ...seed }], faults, ...more });
}

describe('a start of what does not wait for deployment', () => {
  it.each(['INSTANCE_STATUS_NOT_WAIT_DEPLOY', 'BIZ_INSTANCE_STATUS_ERROR'])(
    'that somebody else has started (%s) is none of ours, and no failure',
    async (code) => {
      const dependencies = worldWith([{ ...START, effect: { kind: 'refuse', code } }], {
        startedAt: BEGAN + 15,
      });
      const { outcome, told } = await startOn(dependencies);
      expect(callsIn(dependencies)).toBe('LSL');
      expect(outcome).toMatchObject({
        changed: false,
        success: true,
        status: 'deploying',
        failure: undefined,
      });
      expect(told).toEqual([
        'starting',
        'pending → deploying',
        'Somebody else has started it.',
        'finished true',
      ]);
    },
  );

  it('that somebody else has started is waited for', async () => {
    const dependencies = worldWith([], { startedAt: BEGAN + 15 });
    const { outcome } = await startOn(dependencies, { wait: true });
    expect(outcome).toMatchObject({ changed: false, success: true, status: 'running' });
    expect(outcome.endpoints.plain).toContain(':9092');
  });

  it('that somebody else has brought into service is done', async () => {
    const timings = { preparing: 1, initializing: 1, starting: 1 };
    const dependencies = worldWith([], { startedAt: BEGAN + 15, timings });
    const { outcome } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe('LSL');
    expect(outcome).toMatchObject({ changed: false, success: true, status: 'running' });
  });

  it('and is left by a run that stops goes on, started by somebody else', async () => {
    const dependencies = worldWith([], { startedAt: BEGAN + 15 });
    const { outcome } = await startOn(dependencies, { wait: true, cancelAfterMs: MINUTE });
    expect(outcome).toMatchObject({ changed: false, success: false, status: 'deploying' });
    expect(outcome.failure?.message).toBe(
      `The run was cancelled while it was deploying. The deployment of ${ID} goes on in the cloud.`,
    );
  });

  it.each([20, 90, 115])('is no failure although the list lags by %i s', async (seconds) => {
    const dependencies = worldWith([], { startedAt: BEGAN + 15 }, { visibilityLagMs: seconds * SECOND });
    const { outcome } = await startOn(dependencies);
    expect(callsOf(dependencies, 'StartInstance')).toHaveLength(1);
    expect(outcome).toMatchObject({ changed: false, success: true, status: 'deploying' });
  });

  it('after an answer that was lost counts as ours', async () => {
    // The list lags so much that a minute's looks do not show what the first start did.
    const effect = { kind: 'reset-after' } as const;
    const dependencies = worldWith([{ ...START, effect }], {}, { visibilityLagMs: 80 * SECOND });
    const { outcome } = await startOn(dependencies);
    expect(callsOf(dependencies, 'StartInstance')[1]?.code).toBe('INSTANCE_STATUS_NOT_WAIT_DEPLOY');
    expect(outcome).toMatchObject({ changed: true, success: true, status: 'deploying' });
  });

  it('after a start that never left is still somebody else’s', async () => {
    const seed = { instanceId: ID, startedAt: BEGAN + 2 * SECOND };
    const dependencies = fleetOnWire({ instances: [seed] }, unsent(1));
    const { outcome, told } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe('LSL');
    expect(told).toContain('Somebody else has started it.');
    expect(outcome).toMatchObject({ changed: false, success: true, status: 'deploying' });
  });

  it('although its status still says so is a failure after two minutes', async () => {
    const effect = { kind: 'refuse', code: 'BIZ_INSTANCE_CANNOT_OPERATE', message: 'Maintenance.' } as const;
    const dependencies = worldWith([{ ...START, ...FOR_EVER, effect }]);
    const { outcome } = await startOn(dependencies);
    expect(callsIn(dependencies)).toMatch(/^LSL+$/);
    expect(dependencies.clock.now() - BEGAN).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(dependencies.clock.now() - BEGAN).toBeLessThan(2 * MINUTE + SECOND);
    expect(outcome).toMatchObject({
      changed: false,
      success: false,
      status: 'pending',
      message: 'Maintenance.',
    });
    expect(outcome.failure).toMatchObject({
      message: 'StartInstance was refused with BIZ_INSTANCE_CANNOT_OPERATE (HTTP 400): Maintenance.',
      remedy: expect.stringMatching(
        /^The instance is under maintenance and cannot be operated now\. Wait until/,
      ),
    });
  });
});

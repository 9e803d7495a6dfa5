import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { apply } from '../../src/deployment/apply.ts';
import { Stopped } from '../../src/deployment/clock.ts';
import { nothingIsLeft } from './cancelled.ts';
import { fleet, OPTIONS, requestFor } from './fleet.ts';
import { BEGAN, callsIn, callsOf, ID, idsOf, planFor, readerOf, runOne, SECOND } from './given.ts';

const LIST = { action: 'GetInstanceList' } as const;
const FOR_EVER = { times: Number.POSITIVE_INFINITY } as const;

describe('a run that is cancelled during the reading of the plan', () => {
  it.each<[string, number, FaultRule[], number]>([
    ['in the call', 15, [], 1],
    ['in a call without an answer', 10 * SECOND, [{ ...LIST, effect: { kind: 'timeout-before' } }], 1],
    ['in a pause', 400, [{ ...LIST, ...FOR_EVER, effect: { kind: 'error-before' } }], 0],
  ])('%s has started nothing, and says that it was stopped', async (_, cancelAfterMs, faults, underWay) => {
    const world = fleet({ instances: [{ instanceId: ID }], faults });
    await expect(runOne(world, { cancelAfterMs })).rejects.toThrow(new Stopped('cancelled'));
    expect(callsOf(world, 'StartInstance')).toEqual([]);
    expect(world.clock.now() - BEGAN).toBe(cancelAfterMs);
    await nothingIsLeft(world, cancelAfterMs, underWay);
  });
});

describe('a run that is cancelled between its plan and its first start', () => {
  const [pending = '', deploying = '', running = '', stopped = ''] = idsOf(4);
  const silent = () => undefined;
  const tell = {
    ...{ starting: silent, accepted: silent, statusChanged: silent, note: silent },
    ...{ heartbeat: silent, finished: silent },
  };

  async function applied(cancel: AbortSignal) {
    const world = fleet({
      instances: [
        { instanceId: pending },
        { instanceId: deploying, startedAt: BEGAN },
        { instanceId: running, status: 'running' },
        { instanceId: stopped, status: 'stopped' },
      ],
    });
    const requests = [pending, deploying, running, stopped].map((id) => requestFor(id));
    const plan = await planFor(world, requests);
    const outcomes = await world.clock.run(apply(plan, OPTIONS, { ...readerOf(world), cancel, tell }));
    return { world, outcomes };
  }

  it('starts nothing and reads nothing, and says so of each instance', async () => {
    const { world, outcomes } = await applied(AbortSignal.abort(new Stopped('cancelled')));
    expect(callsIn(world)).toBe('L');
    expect(outcomes.map(({ success, changed, failure }) => [success, changed, failure?.message])).toEqual([
      [false, false, `The run was cancelled while it was pending. ${pending} was not started.`],
      [
        false,
        false,
        `The run was cancelled while it was deploying. The deployment of ${deploying} goes on in the cloud.`,
      ],
      [true, false, undefined],
      [false, false, 'It cannot be started: it is stopped, or being stopped'],
    ]);
    await nothingIsLeft(world, 0, 0);
  });

  it('that is not cancelled at all leaves nothing behind on the signal', async () => {
    const { signal } = new AbortController();
    await applied(signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

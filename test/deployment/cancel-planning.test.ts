import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { apply } from '../../src/deployment/apply.ts';
import { Stopped } from '../../src/time/clock.ts';
import { nothingIsLeft } from './cancelled.ts';
import { fleet, OPTIONS, RUNNERS, requestFor } from './fleet.ts';
import { BEGAN, callsIn, callsOf, ID, idsOf, planFor, readerOf, runOne, SECOND } from './given.ts';

const LIST = { action: 'GetInstanceList' } as const;
const FOR_EVER = { times: Number.POSITIVE_INFINITY } as const;

describe('a run that is cancelled during the reading of the plan', () => {
  it.each<[string, number, FaultRule[], number]>([
    ['in the call', 15, [], 1],
    ['in a call without an answer', 10 * SECOND, [{ ...LIST, effect: { kind: 'timeout-before' } }], 1],
    ['in a pause', 400, [{ ...LIST, ...FOR_EVER, effect: { kind: 'error-before' } }], 0],
  ])('%s has started nothing, and says that it was stopped', async (_, cancelAfterMs, faults, underWay) => {
    const dependencies = fleet({ instances: [{ instanceId: ID }], faults });
    await expect(runOne(dependencies, { cancelAfterMs })).rejects.toThrow(new Stopped('cancelled'));
    expect(callsOf(dependencies, 'StartInstance')).toEqual([]);
    expect(dependencies.clock.now() - BEGAN).toBe(cancelAfterMs);
    await nothingIsLeft(dependencies, cancelAfterMs, underWay);
  });
});

describe('a run that is cancelled between its plan and its first start', () => {
  const [pending = '', deploying = '', running = '', stopped = ''] = idsOf(4);
  const silent = () => undefined;
  const listener = {
    ...{
      starting: silent,
      accepted: silent,
      adding: silent,
      added: silent,
      statusChanged: silent,
      note: silent,
    },
    ...{ heartbeat: silent, finished: silent },
  };

  async function applied(cancel: AbortSignal) {
    const dependencies = fleet({
      instances: [
        { instanceId: pending },
        { instanceId: deploying, startedAt: BEGAN },
        { instanceId: running, status: 'running' },
        { instanceId: stopped, status: 'stopped' },
      ],
    });
    const requests = [pending, deploying, running, stopped].map((id) => requestFor(id));
    const plan = await planFor(dependencies, requests);
    const outcomes = await dependencies.clock.run(
      apply(plan, OPTIONS, { ...readerOf(dependencies), cancel, listener, runners: RUNNERS }),
    );
    return { dependencies, outcomes };
  }

  it('starts nothing and reads nothing, and says so of each instance', async () => {
    const { dependencies, outcomes } = await applied(AbortSignal.abort(new Stopped('cancelled')));
    expect(callsIn(dependencies)).toBe('L');
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
    await nothingIsLeft(dependencies, 0, 0);
  });

  it('that is not cancelled at all leaves nothing behind on the signal', async () => {
    const { signal } = new AbortController();
    await applied(signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { NoAnswerError } from '../../src/alibaba/errors.ts';
import type { Status } from '../../src/alibaba/status.ts';
import { failureIn, leftBehind } from '../../src/deployment/ending.ts';
import { InstanceFailed } from '../../src/deployment/instance-failed.ts';
import { untouched } from '../../src/deployment/outcome.ts';
import { Progress } from '../../src/deployment/progress.ts';
import { Stopped } from '../../src/time/clock.ts';
import { wanting } from '../contents/holding.ts';
import { fleet, requestFor } from './fleet.ts';
import { ID, planFor } from './given.ts';

/** The plan for the one instance ID, in service. */
async function planned() {
  const on = fleet({ instances: [{ instanceId: ID, status: 'running' }] });
  const [item] = await planFor(on, [requestFor(ID)]);
  if (!item) throw new Error('there is no plan');
  return item;
}

interface Left {
  readonly status: Status;
  readonly start?: 'perhaps' | 'yes';
  readonly deploying?: true;
  readonly toAdd?: true;
  /** In the plan. */
  readonly before?: Status;
}

/** How far an instance is when a run leaves it. */
async function progressOf({ status, start, deploying, toAdd, before = 'pending' }: Left): Promise<Progress> {
  const { groups } = wanting({ groups: { billing: {} } });
  const changes = toAdd ? groups.map((group) => ({ kind: 'create-group', group }) as const) : [];
  const progress = new Progress({ ...(await planned()), action: 'start', status: before, changes }, 0);
  progress.status = status;
  progress.deploying = deploying ?? false;
  if (start) progress.record('start', start);
  return progress;
}

const LOST = `The answer to the start of ${ID} was lost: it may be deploying in the cloud now, and that cannot be undone.`;
const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';

describe('what goes on in the cloud is told', () => {
  it.each<[Left, string, ReturnType<typeof leftBehind>['goesOn']]>([
    [{ status: 'pending' }, `${ID} was not started.`, undefined],
    [{ status: 'pending', start: 'perhaps' }, LOST, 'perhaps'],
    [
      { status: 'pending', start: 'perhaps', deploying: true },
      `The deployment of ${ID} goes on in the cloud.`,
      'surely',
    ],
    [{ status: 'deploying', start: 'yes' }, `The deployment of ${ID} goes on in the cloud.`, 'surely'],
    [{ status: 'running', start: 'yes' }, `${ID} is in service.`, undefined],
    [{ status: 'changing', before: 'changing' }, `${ID} is still being changed in the cloud.`, undefined],
    [
      { status: 'deploying', start: 'yes', toAdd: true },
      `The deployment of ${ID} goes on in the cloud. What it is to hold was not added.`,
      'surely',
    ],
  ])('%j: %s', async (left, aftermath, goesOn) => {
    const progress = await progressOf(left);
    const cancelled = new Stopped('cancelled');
    expect(failureIn(cancelled, progress)).toEqual({
      ...{ message: `The run was cancelled while it was ${left.status}. ${aftermath}`, remedy: RESUME },
      details: {},
    });
    expect(leftBehind(cancelled, progress)).toEqual({ stopped: 'cancelled', ...(goesOn && { goesOn }) });
    const error = new NoAnswerError('Any', { sent: true, reason: 'cut', remedy: 'Mend it.' });
    expect(failureIn(error, progress)).toEqual({
      ...{ message: `Any got no answer: cut. ${aftermath}`, remedy: `Mend it. ${RESUME}`, details: {} },
    });
    expect(leftBehind(error, progress)).toEqual(goesOn ? { goesOn } : {});
    expect(failureIn('odd', progress)).toEqual({
      message: `Something went wrong inside the action: odd. ${aftermath}`,
      ...{ remedy: `This is a bug; report it with a debug log. ${RESUME}`, details: {} },
    });
  });

  it('but not of an instance that failed, unless the answer to its start was lost', async () => {
    const failure = { message: 'It expired', remedy: 'Renew it.', details: {} };
    const failed = new InstanceFailed(failure);
    const known = await progressOf({ status: 'expired', start: 'yes', deploying: true });
    expect(failureIn(failed, known)).toEqual(failure);
    expect(leftBehind(failed, known)).toEqual({});
    const unknown = await progressOf({ status: 'pending', start: 'perhaps' });
    expect(failureIn(failed, unknown)).toEqual({ ...failure, message: `It expired. ${LOST}` });
    expect(leftBehind(failed, unknown)).toEqual({ goesOn: 'perhaps' });
  });
});

it('a run that ran out of time says so, with the codes of a status that it does not know', async () => {
  const progress = await progressOf({ status: 'unknown' });
  expect(failureIn(new Stopped('timeout'), progress)).toEqual({
    message: `The time was up while it was unknown. ${ID} was not started.`,
    remedy: `${RESUME} If deployments take longer, raise wait-timeout.`,
    details: progress.codes,
  });
  expect(progress.codes).toEqual({ 'Status codes': progress.live?.codes });
  progress.live = undefined;
  expect(progress.codes).toEqual({});
});

describe('after a failure with which the run went on', () => {
  const earlier = {
    ...{ message: 'topics could not be read', remedy: 'Grant it.', details: { HostId: 'h' } },
    ...({ code: 'NoPermission', isTold: true } as const),
  };

  it('another one is told with both, although the first is told at its line', async () => {
    const progress = await progressOf({ status: 'running' });
    progress.failure = earlier;
    const later = new InstanceFailed({
      ...{ message: 'The brokers do not answer.', remedy: 'Mend it.', details: {} },
    });
    expect(failureIn(later, progress)).toEqual({
      ...{ code: 'NoPermission', details: { HostId: 'h' } },
      ...{ message: 'topics could not be read. The brokers do not answer.', remedy: 'Grant it. Mend it.' },
    });
  });

  it('the end of the run adds nothing', async () => {
    const progress = await progressOf({ status: 'running' });
    progress.failure = earlier;
    expect(failureIn(new Stopped('timeout'), progress)).toEqual(earlier);
  });
});

describe('the outcome of an instance that nothing is done with', () => {
  const failure = { message: 'No.', remedy: 'Mend it.', details: {} };

  it.each([
    ['none', undefined, true],
    ['none', failure, false],
    ['blocked', undefined, false],
    ['blocked', failure, false],
  ] as const)('%s with %j: success %s', async (action, failure, success) => {
    const item = await planned();
    expect(untouched({ ...item, action, failure })).toEqual({
      ...{ key: ID, instanceId: ID, regionId: 'cn-hangzhou', action, status: 'running', failure, success },
      ...{ ...item.reading, changed: false, durationSeconds: 0, endpoints: item.live?.endpoints },
    });
  });
});

it('an outcome has what was added and whether brokers answer, where somebody looked', async () => {
  const progress = await progressOf({ status: 'running', start: 'yes' });
  const bare = progress.outcome(61_400, undefined);
  expect(bare).toMatchObject({ changed: true, success: true, durationSeconds: 61 });
  expect(Object.keys(bare)).not.toContain('contents');
  expect(Object.keys(bare)).not.toContain('brokers');
  progress.contents = { items: [], changed: false, complete: true, overgrown: [], findings: [] };
  progress.brokers = { result: 'answered', listeners: [] };
  const { contents, brokers } = progress;
  expect(progress.outcome(0, undefined)).toMatchObject({ contents, brokers });
});

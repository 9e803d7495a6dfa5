import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import type { Call } from '../../emulator/alibaba/service/call.ts';
import { NO_ENDPOINTS } from '../../src/alibaba/live.ts';
import { fleet, requestFor, run } from './fleet.ts';
import {
  BEGAN,
  callsIn,
  callsOf,
  fleetOnWire,
  gapsOf,
  ID,
  idsOf,
  MINUTE,
  runFor,
  runOne,
  SECOND,
  timesOf,
} from './given.ts';

const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';
const BUG = `This is a bug; report it with a debug log. ${RESUME}`;

/** Instances of two regions in turn, and the requests for them. */
function inTwoRegions(count: number) {
  const regionOf = (index: number) => (index % 2 === 0 ? 'cn-hangzhou' : 'cn-beijing');
  const ids = idsOf(count);
  return {
    instances: ids.map((instanceId, index) => ({ instanceId, regionId: regionOf(index) })),
    requests: ids.map((id, index) => requestFor(id, { 'region-id': regionOf(index) })),
  };
}

describe('a fleet', () => {
  const FATES: Partial<InstanceSeed>[] = [
    { fate: 'deploy-error' },
    { fate: 'ok' },
    { status: 'stopped' },
    { fate: 'stuck' },
    { fate: 'ok' },
    { status: 'running' },
    { deployType: 4 },
    { fate: 'ok' },
  ];
  const [refused = '', ...ids] = idsOf(FATES.length + 1);
  const worldOf = () =>
    fleet({
      instances: [refused, ...ids].map((instanceId, index) => ({ instanceId, ...FATES[index - 1] })),
      faults: [
        { action: 'StartInstance', instanceId: refused, effect: { kind: 'refuse', code: 'BIZ_PARAM_EMPTY' } },
      ],
    });

  it('is deployed whatever becomes of single instances', async () => {
    const { outcomes } = await runFor(worldOf(), [refused, ...ids, 'alikafka_none'], {
      timeoutMs: 30 * MINUTE,
    });
    expect(
      outcomes.map(({ action, changed, success, status }) => [action, changed, success, status]),
    ).toEqual([
      ['start', false, false, 'pending'],
      ['start', true, false, 'failed'],
      ['start', true, true, 'running'],
      ['blocked', false, false, 'stopped'],
      ['start', true, false, 'deploying'],
      ['start', true, true, 'running'],
      ['none', false, true, 'running'],
      ['blocked', false, false, 'pending'],
      ['start', true, true, 'running'],
      ['blocked', false, false, 'not-found'],
    ]);
    for (const { success, failure } of outcomes) expect(success).toBe(failure === undefined);
  });

  it('has its outcomes in the order of the manifest, whichever ends first', async () => {
    const order = [...ids, refused].toReversed();
    const { outcomes, lines } = await runFor(worldOf(), order, { timeoutMs: 30 * MINUTE });
    const finished = lines.filter((line) => line.includes(' finished ')).map((line) => line.split(' ')[0]);
    expect(outcomes.map(({ instanceId }) => instanceId)).toEqual(order);
    expect(finished).not.toEqual(order);
    expect(finished.toSorted()).toEqual(order.toSorted()); // each of them once
  });

  it('that is empty is done', async () => {
    const dependencies = fleet({});
    const { outcomes } = await dependencies.clock.run(run(dependencies, []));
    expect([outcomes, dependencies.cloud.journal, dependencies.clock.pending]).toEqual([[], [], 0]);
  });

  it('in two regions shares the one quota of the account', async () => {
    const { instances, requests } = inTwoRegions(12);
    const dependencies = fleet({ instances });
    const { outcomes } = await dependencies.clock.run(run(dependencies, requests));
    expect(outcomes.every(({ success, changed }) => success && changed === true)).toBe(true);
    expect(dependencies.cloud.journal.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    for (const action of ['StartInstance', 'GetInstanceList'] as const) {
      for (const gap of gapsOf(timesOf(callsOf(dependencies, action))))
        expect(gap).toBeGreaterThanOrEqual(500);
    }
    expect(callsOf(dependencies, 'StartInstance').map(({ instanceId }) => instanceId)).toEqual(idsOf(12));
  });
});

describe('an instance with which nothing is done', () => {
  it('because it is in service keeps what the reading said', async () => {
    const dependencies = fleet({ instances: [{ instanceId: ID, status: 'running' }] });
    const { outcome } = await runOne(dependencies);
    expect(outcome).toEqual({
      ...{ key: ID, instanceId: ID, regionId: 'cn-hangzhou', action: 'none', changed: false, success: true },
      ...{
        status: 'running',
        code: '200',
        message: 'operation success.',
        durationSeconds: 0,
        failure: undefined,
      },
      requestId: dependencies.cloud.journal[0]?.requestId,
      endpoints: { ...NO_ENDPOINTS, plain: expect.stringContaining(':9092') },
    });
    expect(callsIn(dependencies)).toBe('L');
  });

  it('because it is blocked says what to do', async () => {
    const dependencies = fleet({ instances: [{ instanceId: ID, status: 'expired' }] });
    const { outcome } = await runOne(dependencies);
    expect(outcome).toEqual({
      ...{
        key: ID,
        instanceId: ID,
        regionId: 'cn-hangzhou',
        action: 'blocked',
        changed: false,
        success: false,
      },
      ...{ status: 'expired', code: '200', message: 'operation success.', durationSeconds: 0 },
      requestId: dependencies.cloud.journal[0]?.requestId,
      endpoints: NO_ENDPOINTS,
      failure: {
        message: 'It cannot be started: it is expired',
        remedy: 'Renew it in the console, or take it out of the manifest.',
        details: { 'Status codes': 'ViewInstanceStatusCode 5, ServiceStatus 15' },
      },
    });
    expect(callsIn(dependencies)).toBe('L');
  });

  it('because its region could not be read tells the answer to that call', async () => {
    const effect = { kind: 'refuse', code: 'NoPermission', httpStatus: 403, message: 'No.' } as const;
    const dependencies = fleet({ faults: [{ effect }] });
    const { outcome } = await runOne(dependencies);
    expect(outcome).toMatchObject({
      ...{ action: 'blocked', changed: false, success: false, status: 'unknown', endpoints: NO_ENDPOINTS },
      ...{ requestId: dependencies.cloud.journal[0]?.requestId, code: 'NoPermission', message: 'No.' },
      failure: { message: 'GetInstanceList was refused with NoPermission (HTTP 403): No.' },
    });
  });
});

describe('a bug', () => {
  const [first = '', second = '', third = ''] = idsOf(3);
  const instances = [first, second, third].map((instanceId) => ({ instanceId }));
  const throwing = (thrown: unknown, when: (call: Call) => boolean) =>
    fleetOnWire({ instances }, (call) => {
      if (when(call)) throw thrown;
    });

  it.each([
    [new TypeError('x is not a function'), 'x is not a function.'],
    [new Error('Why?'), 'Why?'],
    ['a text', 'a text.'],
  ])('in the start of one instance is its failure alone: %s', async (thrown, told) => {
    const dependencies = throwing(
      thrown,
      ({ action, parameters }) => action === 'StartInstance' && parameters.InstanceId === second,
    );
    const { outcomes } = await runFor(dependencies, [first, second, third]);
    expect(outcomes.map(({ success, changed }) => [success, changed])).toEqual([
      [true, true],
      [false, 'unknown'],
      [true, true],
    ]);
    expect(outcomes[1]?.failure).toEqual({
      message: `Something went wrong inside the action: ${told} The answer to the start of ${second} was lost: it may be deploying in the cloud now, and that cannot be undone.`,
      remedy: BUG,
      details: {},
    });
  });

  it('in a reading is the failure of those who wait for it, and says what goes on', async () => {
    const { instances, requests } = inTwoRegions(4);
    let nth = 0;
    const dependencies = fleetOnWire({ instances }, ({ action, parameters }) => {
      if (action !== 'GetInstanceList' || parameters.RegionId !== 'cn-beijing') return;
      nth += 1;
      if (nth === 4) throw new TypeError('x is not a function');
    });
    const { outcomes } = await dependencies.clock.run(run(dependencies, requests));
    expect(outcomes.map(({ success, changed }) => [success, changed])).toEqual([
      [true, true],
      [false, true],
      [true, true],
      [false, true],
    ]);
    for (const { instanceId, failure } of outcomes.filter(({ success }) => !success)) {
      expect(failure).toMatchObject({
        message: `Something went wrong inside the action: x is not a function. The deployment of ${instanceId} goes on in the cloud.`,
        remedy: BUG,
      });
    }
  });

  it('leaves no timer behind', async () => {
    const dependencies = throwing(new TypeError('x'), ({ action }) => action === 'StartInstance');
    await runFor(dependencies, [first, second, third]);
    expect([dependencies.clock.pending, callsIn(dependencies)]).toEqual([0, 'L']);
    expect(dependencies.clock.now() - BEGAN).toBeLessThan(5 * SECOND);
  });
});

import { describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../emulator/alibaba/faults/fault-effects.ts';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { type LiveReader, readLiveState } from '../../src/deployment/live-state.ts';
import type { StartRequest } from '../../src/deployment/start-request.ts';
import { TransportError } from '../../src/http/transport.ts';
import { Stopped } from '../../src/time/clock.ts';
import { CALL_TIMEOUT_MS, type Fleet, fleet, requestFor } from './fleet.ts';
import { BEGAN, callsOf, fleetOnWire, gapsOf, ID, ONE_WAY_MS, readerOf, SECOND, timesOf } from './given.ts';

const ROUND_TRIP_MS = 2 * ONE_WAY_MS;
const INSTANCE = { instanceId: ID };

const withFaults = (...faults: FaultRule[]) => fleet({ instances: [INSTANCE], faults });
const always = (effect: FaultEffect): FaultRule => ({ times: Number.POSITIVE_INFINITY, effect });

/** A live of the region of ID, what was noted meanwhile, and when it ended. */
async function live(
  dependencies: Fleet,
  options: Partial<LiveReader> = {},
  requests: StartRequest[] = [requestFor(ID)],
) {
  const notes: string[] = [];
  const reader = readerOf(dependencies, { note: (line) => notes.push(line), ...options });
  const regions = await dependencies.clock.run(readLiveState(requests, reader));
  return { region: regions.get('cn-hangzhou'), regions, notes, ms: dependencies.clock.now() - BEGAN };
}

/** Everything that may be over the next time, and the code it is told with. */
const PASSING: [FaultEffect, string][] = [
  [{ kind: 'throttle' }, 'Throttling.User'],
  [{ kind: 'throttle', code: 'ONS_SYSTEM_FLOW_CONTROL', retryAfterMs: 100 }, 'ONS_SYSTEM_FLOW_CONTROL'],
  [{ kind: 'reset-before' }, 'NoAnswer'],
  [{ kind: 'reset-after' }, 'NoAnswer'],
  [{ kind: 'timeout-before' }, 'NoAnswer'],
  [{ kind: 'timeout-after' }, 'NoAnswer'],
  [{ kind: 'error-before' }, 'ServiceUnavailable'],
  [{ kind: 'error-after' }, 'InternalError'],
  [{ kind: 'soft-failure', code: 'ONS_SYSTEM_ERROR' }, 'ONS_SYSTEM_ERROR'],
  [{ kind: 'nonce-used' }, 'SignatureNonceUsed'],
  [{ kind: 'html-before' }, 'UnexpectedAnswer'],
  [{ kind: 'html-after', httpStatus: 200 }, 'UnexpectedAnswer'],
  [{ kind: 'empty-body' }, 'UnexpectedAnswer'],
  [{ kind: 'cut-body' }, 'UnexpectedAnswer'],
  [{ kind: 'cut-connection' }, 'UnexpectedAnswer'],
];

/** What the same call brings every time. */
const LASTING: [FaultEffect, string][] = [
  [{ kind: 'refuse', code: 'NoPermission', httpStatus: 403 }, 'NoPermission'],
  [{ kind: 'refuse', code: 'InvalidSecurityToken.Expired' }, 'InvalidSecurityToken.Expired'],
  [{ kind: 'refuse', code: 'InvalidAccessKeyId.NotFound', httpStatus: 404 }, 'InvalidAccessKeyId.NotFound'],
  [{ kind: 'soft-failure', code: 'INVALID_PARAMETER' }, 'INVALID_PARAMETER'],
];

describe('reading a region', () => {
  it.each(PASSING)('is tried again after %j', async (effect) => {
    const dependencies = withFaults({ effect, times: 2 });
    const { region } = await live(dependencies);
    expect(region?.failure).toBeUndefined();
    expect(region?.listing?.instances.get(ID)?.status).toBe('pending');
    expect(callsOf(dependencies, 'GetInstanceList')).toHaveLength(3);
  });

  it.each(PASSING)('is given up after six tries with %j, and its error is told', async (effect, code) => {
    const dependencies = withFaults(always(effect));
    const { region } = await live(dependencies);
    const calls = callsOf(dependencies, 'GetInstanceList');
    expect(calls).toHaveLength(6);
    expect(region?.listing).toBeUndefined();
    expect(region?.failure && region.answer.code).toBe(code);
    expect(region?.failure?.message).toMatch(/^GetInstanceList /);
    expect(region?.failure?.remedy).not.toBe('');
  });

  it('tells the last error of six', async () => {
    const dependencies = withFaults(
      { effect: { kind: 'html-before' }, times: 5 },
      always({ kind: 'error-before', message: 'Closed for today.' }),
    );
    const { region } = await live(dependencies);
    expect(region).toMatchObject({
      answer: {
        code: 'ServiceUnavailable',
        message: 'Closed for today.',
        requestId: callsOf(dependencies, 'GetInstanceList').at(-1)?.requestId,
      },
      failure: {
        message: 'GetInstanceList was refused with ServiceUnavailable (HTTP 503): Closed for today.',
      },
    });
  });

  it.each(LASTING)('is not tried again after %j', async (effect, code) => {
    const dependencies = withFaults({ effect });
    const { region, notes, ms } = await live(dependencies);
    expect(region).toMatchObject({ answer: { code, requestId: dependencies.cloud.journal[0]?.requestId } });
    expect([callsOf(dependencies, 'GetInstanceList').length, notes, ms]).toEqual([1, [], ROUND_TRIP_MS]);
  });

  it('is tried again when the call did not leave', async () => {
    let calls = 0;
    const dependencies = fleetOnWire({ instances: [INSTANCE] }, () => {
      calls += 1;
      if (calls < 3) throw new TransportError('no connection', false, 'Check the proxy.');
    });
    const { region, notes } = await live(dependencies);
    expect(region?.listing?.instances.get(ID)?.status).toBe('pending');
    const note = 'Reading cn-hangzhou again: GetInstanceList could not be sent: no connection';
    expect(notes).toEqual([note, note]);
  });

  it('fails with a bug of ours as it is, and tries nothing again', async () => {
    const dependencies = fleetOnWire({}, () => {
      throw new TypeError('x is not a function');
    });
    await expect(live(dependencies)).rejects.toThrow(new TypeError('x is not a function'));
  });
});

describe('the pauses between tries', () => {
  it.each([
    [0, [500, 1_000, 2_000, 4_000, 8_000]],
    [0.5, [750, 1_500, 3_000, 6_000, 12_000]],
    [1, [1_000, 2_000, 4_000, 8_000, 16_000]],
  ])('double, and chance (%d) takes up to half of them away', async (chance, pauses) => {
    const dependencies = withFaults(always({ kind: 'error-before' }));
    await live(dependencies, { random: () => chance });
    const gaps = gapsOf(timesOf(callsOf(dependencies, 'GetInstanceList')));
    expect(gaps.map((gap) => gap - ROUND_TRIP_MS)).toEqual(pauses);
  });

  it('are as long as the service asks for when it throttles', async () => {
    const dependencies = withFaults({ effect: { kind: 'throttle', retryAfterMs: 7_000 } });
    await live(dependencies);
    expect(gapsOf(timesOf(callsOf(dependencies, 'GetInstanceList')))).toEqual([7_000 + ROUND_TRIP_MS]);
  });

  it('are told, except when the service throttles', async () => {
    const { notes } = await live(
      withFaults(
        { effect: { kind: 'error-before' } },
        { effect: { kind: 'throttle' } },
        { effect: { kind: 'reset-before' } },
      ),
    );
    expect(notes).toEqual([
      'Reading cn-hangzhou again: GetInstanceList was refused with ServiceUnavailable (HTTP 503): The service is unavailable.',
      'Reading cn-hangzhou again: GetInstanceList got no answer: the connection was lost',
    ]);
  });
});

describe('regions', () => {
  const regionIds = ['cn-hangzhou', 'cn-beijing', 'eu-west-1', 'us-east-1'];
  const requests = regionIds.map((regionId, index) =>
    requestFor(`alikafka_${index}`, { 'region-id': regionId }),
  );

  it('are read at the quota, whatever their number', async () => {
    const dependencies = fleet({});
    const { regions } = await live(dependencies, {}, requests);
    const calls = callsOf(dependencies, 'GetInstanceList');
    expect(calls.map(({ parameters }) => parameters.RegionId)).toEqual(regionIds);
    expect(calls.every(({ outcome }) => outcome === 'done')).toBe(true);
    for (const gap of gapsOf(timesOf(calls))) expect(gap).toBeCloseTo(505, 6);
    expect([...regions.keys()]).toEqual(regionIds);
  });

  it('do not share their trouble', async () => {
    const effect = { kind: 'refuse', code: 'InvalidVersion' } as const;
    const dependencies = fleet({ faults: [{ ...always(effect), instanceId: 'alikafka_1' }] });
    const { regions } = await live(dependencies, {}, requests);
    expect([...regions].map(([id, state]) => [id, state.failure && state.answer.code])).toEqual([
      ['cn-hangzhou', undefined],
      ['cn-beijing', 'InvalidVersion'],
      ['eu-west-1', undefined],
      ['us-east-1', undefined],
    ]);
  });
});

describe('the end of a run', () => {
  it.each<[string, FaultEffect, number]>([
    ['a call', { kind: 'timeout-before' }, 5 * SECOND],
    ['a pause', { kind: 'error-before' }, 300],
    ['a pause that the service asked for', { kind: 'throttle', retryAfterMs: 60 * SECOND }, 20 * SECOND],
  ])('ends %s at once', async (_, effect, atMs) => {
    const dependencies = withFaults(always(effect));
    const stop = new AbortController();
    void dependencies.clock.sleep(atMs).then(() => stop.abort(new Stopped('cancelled')));
    await expect(live(dependencies, { stop: stop.signal })).rejects.toThrow(new Stopped('cancelled'));
    expect(dependencies.clock.now() - BEGAN).toBe(atMs);
    const calls = callsOf(dependencies, 'GetInstanceList').length;
    await dependencies.clock.run(dependencies.clock.sleep(CALL_TIMEOUT_MS));
    expect([dependencies.clock.pending, callsOf(dependencies, 'GetInstanceList').length]).toEqual([0, calls]);
  });

  it('before the first call leaves the service alone', async () => {
    const dependencies = withFaults();
    const stop = AbortSignal.abort(new Stopped('cancelled'));
    await expect(live(dependencies, { stop })).rejects.toThrow(new Stopped('cancelled'));
    expect([dependencies.cloud.journal, dependencies.clock.pending]).toEqual([[], 0]);
  });
});

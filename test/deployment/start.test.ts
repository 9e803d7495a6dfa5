import { describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../emulator/alibaba/faults/fault-effects.ts';
import { fleet } from './fleet.ts';
import {
  BEGAN,
  callsIn,
  callsOf,
  fleetOnWire,
  gapsOf,
  ID,
  MINUTE,
  SECOND,
  startOn,
  timesOf,
  unsent,
} from './given.ts';

const START = { action: 'StartInstance' } as const;
const FOR_EVER = { times: Number.POSITIVE_INFINITY } as const;
const INSTANCES = [{ instanceId: ID }];
const NOT_SENT = 'StartInstance could not be sent: no connection';

describe('a start that is accepted', () => {
  it.each(['typed', 'strings'] as const)('is one call, and answered in %s', async (answerStyle) => {
    const dependencies = fleet({ instances: INSTANCES, answerStyle });
    const { outcome, told, journal } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe('LS');
    expect(outcome).toMatchObject({
      ...{ action: 'start', changed: true, success: true, status: 'deploying', failure: undefined },
      ...{ requestId: journal[1]?.requestId, code: '200', message: 'operation success.' },
    });
    expect(told).toEqual(['starting', 'accepted', 'finished true']);
    expect(journal[1]?.parameters).toEqual({
      RegionId: 'cn-hangzhou',
      InstanceId: ID,
      VpcId: 'vpc-1',
      VSwitchId: 'vsw-1',
      ZoneId: 'zonea',
      DeployModule: 'vpc',
    });
  });
});

describe('a start that is throttled', () => {
  it.each([3_000, 45_000])(
    'waits for as long as the service asks (%i ms), and is sent again',
    async (retryAfterMs) => {
      const dependencies = fleet({
        instances: INSTANCES,
        faults: [{ ...START, times: 2, effect: { kind: 'throttle', retryAfterMs } }],
      });
      const { outcome } = await startOn(dependencies);
      expect(callsIn(dependencies)).toBe('LSSS');
      for (const gap of gapsOf(timesOf(callsOf(dependencies, 'StartInstance')))) {
        expect(gap).toBeGreaterThanOrEqual(retryAfterMs);
        expect(gap).toBeLessThan(retryAfterMs + SECOND);
      }
      expect(outcome).toMatchObject({ changed: true, success: true, code: '200' });
    },
  );

  it('is sent again however often that happens, and nothing is read in between', async () => {
    const dependencies = fleet({
      instances: INSTANCES,
      faults: [{ ...START, times: 100, effect: { kind: 'throttle' } }],
    });
    const { outcome } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe(`L${'S'.repeat(101)}`);
    expect(outcome).toMatchObject({ changed: true, success: true });
  });

  it('until the time is up was not carried out, and that is told', async () => {
    const dependencies = fleet({
      instances: INSTANCES,
      faults: [{ ...START, ...FOR_EVER, effect: { kind: 'throttle' } }],
    });
    const { outcome } = await startOn(dependencies, { timeoutMs: MINUTE });
    expect(outcome).toMatchObject({
      changed: false,
      success: false,
      code: 'Throttling.User',
      status: 'pending',
    });
    expect(outcome.failure).toEqual({
      message: `The time was up while it was pending. ${ID} was not started.`,
      remedy:
        'Run again: it waits on from where this run stopped, and starts nothing twice. If deployments take longer, raise wait-timeout.',
      details: {},
    });
  });
});

describe('a start that is refused', () => {
  it('fails at once, with the API’s code, message and RequestId, and what to do', async () => {
    const fields = {
      AccessDeniedDetail: { AuthAction: 'alikafka:StartInstance', AuthPrincipalType: 'SubUser' },
    };
    const effect = { kind: 'refuse', code: 'NoPermission', httpStatus: 403, message: 'No.', fields } as const;
    const dependencies = fleet({ instances: INSTANCES, faults: [{ ...START, effect }] });
    const { outcome, told, journal } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe('LS');
    expect(told).toEqual(['starting', 'finished false']);
    expect(outcome).toMatchObject({
      ...{ changed: false, success: false, status: 'pending', code: 'NoPermission', message: 'No.' },
      requestId: journal[1]?.requestId,
      failure: {
        message: 'StartInstance was refused with NoPermission (HTTP 403): No.',
        remedy:
          'The credentials do not permit this call. The RAM user lacks the permission alikafka:StartInstance. Add it to a policy of that RAM user in RAM.',
        recommend: expect.stringContaining('NoPermission'),
        details: {
          'HTTP status': '403',
          HostId: 'alikafka.cn-hangzhou.aliyuncs.com',
          ...fields.AccessDeniedDetail,
        },
      },
    });
  });
});

describe('a refusal of a value', () => {
  it('is told where the value stands', async () => {
    const effect = { kind: 'refuse', code: 'InvalidVpcId.NotFound', message: 'Which?' } as const;
    const { outcome } = await startOn(fleet({ instances: INSTANCES, faults: [{ ...START, effect }] }));
    expect(outcome.failure?.origin).toEqual({ kind: 'input', name: 'vpc-id' });
  });
});

describe('a start that did not leave', () => {
  it.each([[[1]], [[1, 2]]])('is sent again (%j)', async (numbers) => {
    const dependencies = fleetOnWire({ instances: INSTANCES }, unsent(...numbers));
    const { outcome } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe('LS');
    expect(outcome).toMatchObject({ changed: true, success: true, code: '200' });
    expect(dependencies.clock.now() - BEGAN).toBeGreaterThan(7 * SECOND * numbers.length);
  });

  it('is sent again after half an interval to one and a half, so that many do not come at once', async () => {
    const pauses: number[] = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      const dependencies = fleetOnWire({ instances: INSTANCES }, unsent(1));
      await startOn(dependencies, { seed });
      pauses.push((dependencies.clock.now() - BEGAN) / SECOND);
    }
    const [shortest, longest] = [Math.min(...pauses), Math.max(...pauses)];
    expect([Math.round(shortest), Math.round(longest)]).toEqual([8, 22]);
  });

  it('three times fails, and was certainly not carried out', async () => {
    const dependencies = fleetOnWire({ instances: INSTANCES }, unsent(1, 2, 3));
    const { outcome, told } = await startOn(dependencies);
    expect(callsIn(dependencies)).toBe('L');
    expect(told.filter((line) => line === 'starting')).toHaveLength(1);
    expect(outcome).toMatchObject({
      changed: false,
      success: false,
      status: 'pending',
      code: 'NotSent',
      message: NOT_SENT,
    });
    expect(outcome.failure).toMatchObject({ message: NOT_SENT, remedy: 'Check the proxy.' });
  });

  it.each<[string, FaultEffect, object]>([
    ['refused', { kind: 'refuse', code: 'BIZ_PARAM_EMPTY' }, { code: 'BIZ_PARAM_EMPTY' }],
    ['throttled until the end', { kind: 'throttle' }, { code: 'Throttling.User' }],
  ])('and then is %s was certainly not carried out', async (_, effect, known) => {
    const faults = [{ ...START, ...FOR_EVER, effect }];
    const dependencies = fleetOnWire({ instances: INSTANCES, faults }, unsent(1));
    const { outcome } = await startOn(dependencies, { timeoutMs: 2 * MINUTE });
    expect(outcome).toMatchObject({ changed: false, success: false, ...known });
    expect(outcome.failure?.message).not.toContain('it may be deploying');
  });
});

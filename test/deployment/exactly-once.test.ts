import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import type { FaultEffect } from '../../emulator/alibaba/faults/fault-effects.ts';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { starts } from '../../emulator/alibaba/journal.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import { type Fleet, fleet, type RunOptions, type RunResult, requestFor, run } from './fleet.ts';

const RUNS = 800;
const MINUTE = 60_000;

/** Instances that only one of the two fields calls pending: whatever they are, nobody may start them. */
const CONTRADICTING = [
  { view: 0, service: 5 },
  { view: 0, service: 1 },
  { view: 0, service: 6 },
  { view: 0, service: -1 },
  { view: 2, service: 0 },
  { view: 7, service: 0 },
];

const seed = (instanceId: string): fc.Arbitrary<InstanceSeed> =>
  fc.record(
    {
      instanceId: fc.constant(instanceId),
      status: fc.oneof(
        { weight: 6, arbitrary: fc.constant('pending' as const) },
        { weight: 1, arbitrary: fc.constantFrom('running' as const, 'stopped' as const, 'expired' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...CONTRADICTING) },
      ),
      fate: fc.oneof(
        { weight: 6, arbitrary: fc.constant('ok' as const) },
        {
          weight: 3,
          arbitrary: fc.constantFrom(
            'deploy-error' as const,
            'stuck' as const,
            'flapping' as const,
            'expired' as const,
            'released' as const,
          ),
        },
      ),
      statusFields: fc.constantFrom('both' as const, 'view-only' as const, 'service-only' as const),
    },
    { requiredKeys: ['instanceId'] },
  );

const effect: fc.Arbitrary<FaultEffect> = fc.oneof(
  fc.constantFrom<FaultEffect[]>(
    { kind: 'reset-before' },
    { kind: 'reset-after' },
    { kind: 'timeout-before' },
    { kind: 'timeout-after' },
    { kind: 'error-before' },
    { kind: 'error-after' },
    { kind: 'html-before' },
    { kind: 'html-after' },
    { kind: 'cut-body' },
    { kind: 'cut-connection' },
    { kind: 'empty-body' },
    { kind: 'nonce-used' },
    { kind: 'throttle' },
    { kind: 'throttle', retryAfterMs: 3_000 },
    { kind: 'throttle', retryAfterMs: 30_000 },
    { kind: 'soft-failure', code: 'ONS_SYSTEM_ERROR' },
    { kind: 'refuse', code: 'BIZ_FIELD_CHECK_INVALID' },
  ),
  fc.record({
    kind: fc.constantFrom('error-before' as const, 'error-after' as const),
    httpStatus: fc.constantFrom(500, 502, 503, 504),
    code: fc.constantFrom(
      ...['InvalidParameter', 'Forbidden.RAM', 'Deploy.NotRetriableError', 'Throttling.User', '200'],
      ...['INSTANCE_STATUS_NOT_WAIT_DEPLOY', 'SignatureDoesNotMatch', 'Unheard', '429', '400'],
    ),
  }),
  fc.integer({ min: 1, max: 90_000 }).map((afterMs): FaultEffect => ({ kind: 'late', afterMs })),
  fc.integer({ min: 1, max: 20_000 }).map((delayMs): FaultEffect => ({ kind: 'delay', delayMs })),
);

const fault: fc.Arbitrary<FaultRule> = fc.record({
  action: fc.constantFrom('StartInstance', 'StartInstance', 'GetInstanceList'),
  nth: fc.integer({ min: 1, max: 6 }),
  times: fc.integer({ min: 1, max: 4 }),
  effect,
});

const scenario = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.record({
    seeds: fc.tuple(...Array.from({ length: size }, (_, index) => seed(`alikafka_post-cn-${index}`))),
    faults: fc.array(fault, { maxLength: 5 }),
    visibilityLagMs: fc.constantFrom(0, 0, 2_000, 8_000, 30_000, 55_000, 90_000),
    wait: fc.boolean(),
    timeoutMs: fc.constantFrom(30 * MINUTE, 30 * MINUTE, 5 * MINUTE, 20_000),
    cancelAfterMs: fc.option(fc.integer({ min: 0, max: 15 * MINUTE }), { nil: undefined, freq: 2 }),
    unsent: fc.array(fc.nat(12), { maxLength: 3 }),
    random: fc.nat(),
  }),
);

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function world({ seeds, faults, visibilityLagMs }: Scenario, unguarded = false): Fleet {
  return fleet({ instances: seeds, faults, visibilityLagMs, unguarded });
}

function optionsOf({ wait, timeoutMs, cancelAfterMs, unsent, random }: Scenario): RunOptions {
  return { wait, timeoutMs, cancelAfterMs, unsent, seed: random };
}

/** What the cloud did for an instance, whatever the client heard. */
function startsOf({ cloud }: Fleet, instanceId: string): number {
  return starts(cloud.journal).filter((entry) => entry.instanceId === instanceId).length;
}

function checkReport(cloud: Fleet, { outcomes }: RunResult, { wait, seeds }: Scenario): void {
  for (const { instanceId, status, statusFields = 'both' } of seeds) {
    if (typeof status !== 'object' || statusFields !== 'both') continue;
    expect(startsOf(cloud, instanceId), 'a start of what may not be pending').toBe(0);
  }
  for (const outcome of outcomes) {
    const carriedOut = startsOf(cloud, outcome.instanceId);
    if (outcome.changed === false) expect(carriedOut, `${outcome.instanceId} was started silently`).toBe(0);
    if (outcome.changed === true) expect(carriedOut, `${outcome.instanceId} was not started`).toBe(1);
    if (outcome.changed === 'unknown') checkUnknown(cloud, outcome);
    if (outcome.action !== 'start') expect(carriedOut).toBe(0);
    expect(outcome.success).toBe(outcome.failure === undefined);
    if (outcome.success) checkSuccess(cloud, outcome, wait);
    else expect(outcome.failure?.remedy).not.toBe('');
  }
}

/** A start may only be called unknown when one was sent, and the owner is told what may go on. */
function checkUnknown({ cloud }: Fleet, { instanceId, failure }: Outcome): void {
  const sent = cloud.journal.filter(
    (entry) => entry.action === 'StartInstance' && entry.instanceId === instanceId,
  );
  expect(sent.length).toBeGreaterThan(0);
  expect(failure?.message).toContain('it may be deploying in the cloud now');
}

function checkSuccess({ cloud }: Fleet, { instanceId, status, action }: Outcome, wait: boolean): void {
  const codes = cloud.statusOf(instanceId);
  if (wait || action === 'none') {
    if (action === 'none' && status === 'changing') return;
    expect(status).toBe('running');
    const serving = codes?.view === 2 || (codes?.view === undefined && codes?.service === 5);
    // It wavers before it settles in service: between running, starting and unknown.
    const unknown = codes?.view === undefined && (codes?.service ?? -1) === -1;
    const flapping = unknown || codes?.view === 1 || codes?.service === -1 || codes?.service === 3;
    expect(serving || flapping).toBe(true);
  } else {
    expect([codes?.view, codes?.service]).not.toEqual([0, 0]);
  }
}

describe('exactly once', () => {
  it(`starts nothing twice, hides no start, and ends in time (${RUNS} random runs)`, async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const cloud = world(given);
        const requests = given.seeds.map(({ instanceId }) => requestFor(instanceId));
        const began = cloud.clock.now();
        const result = await cloud.clock.run(run(cloud, requests, optionsOf(given)).catch(onlyStopped));
        for (const { instanceId } of given.seeds) expect(startsOf(cloud, instanceId)).toBeLessThanOrEqual(1);
        if (!result) {
          expect(starts(cloud.cloud.journal)).toEqual([]);
          return;
        }
        checkReport(cloud, result, given);
        const surveyed = 6 * 31_000 + 40_000; // six tries that time out, and the pauses between them
        expect(result.endedAt - began).toBeLessThanOrEqual(surveyed + given.timeoutMs + 3_000);
        if (given.cancelAfterMs !== undefined) {
          expect(result.endedAt - began).toBeLessThanOrEqual(given.cancelAfterMs + surveyed + 3_000);
        }
      }),
      { seed: 20261124, numRuns: RUNS },
    );
  });

  it('starts nothing twice even where the service would let it', async () => {
    // A request that is stuck on its way for longer than anyone looks is beyond every client.
    // So is a list that lags for longer than that.
    const onItsWay = ({ faults, visibilityLagMs }: Scenario) =>
      visibilityLagMs < MINUTE && faults.every((rule) => rule.effect.kind !== 'late');
    await fc.assert(
      fc.asyncProperty(scenario.filter(onItsWay), async (given) => {
        const cloud = world(given, true);
        const requests = given.seeds.map(({ instanceId }) => requestFor(instanceId));
        await cloud.clock.run(run(cloud, requests, optionsOf(given)).catch(onlyStopped));
        for (const { instanceId } of given.seeds) expect(startsOf(cloud, instanceId)).toBeLessThanOrEqual(1);
      }),
      { seed: 20261124, numRuns: RUNS / 2 },
    );
  });

  it('starts nothing twice when two runs meet on the same fleet', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.integer({ min: 0, max: 60_000 }), async (given, later) => {
        const cloud = world(given);
        const requests = given.seeds.map(({ instanceId }) => requestFor(instanceId));
        const second = async () => {
          await cloud.clock.sleep(later);
          return run(cloud, requests, {
            ...optionsOf(given),
            cancelAfterMs: undefined,
            seed: given.random + 1,
          });
        };
        const first = run(cloud, requests, optionsOf(given)).catch(onlyStopped);
        const results = await cloud.clock.run(Promise.all([first, second()]));
        for (const { instanceId } of given.seeds) {
          expect(startsOf(cloud, instanceId)).toBeLessThanOrEqual(1);
          const outcomes = results.flatMap(
            (result) => result?.outcomes.filter((o) => o.instanceId === instanceId) ?? [],
          );
          if (startsOf(cloud, instanceId) === 1) {
            expect(
              outcomes.some(({ changed }) => changed !== false),
              'a start that nobody reports',
            ).toBe(true);
          }
          for (const outcome of outcomes) if (outcome.success) checkSuccess(cloud, outcome, given.wait);
        }
      }),
      { seed: 20261124, numRuns: RUNS / 4 },
    );
  });
});

/** A run that is cancelled before its plan was made ends with that, and has done nothing. */
function onlyStopped(error: unknown): undefined {
  if (error instanceof Error && error.name === 'Stopped') return undefined;
  throw error;
}

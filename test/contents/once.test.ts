import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultEffect } from '../../emulator/alibaba/faults/fault-effects.ts';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import type { DesiredContents } from '../../src/manifest/contents.ts';
import { type Place, place, REF, ran, run, type Wish, wanting } from './holding.ts';

// Parts of each other: the service finds names by parts of them.
const NAMES = ['orders', 'orders-1', 'old.orders', 'order', 'events', 'events_2', 'all'];
const NETWORKS = ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.1/32', '192.168.0.0/16', '0.0.0.0/0'];

const anyPartitions = fc.integer({ min: 2, max: 30 });

const anyWish: fc.Arbitrary<Wish> = fc.record({
  addresses: fc.record({ vpc: fc.subarray(NETWORKS) }),
  topics: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.record({ partitions: anyPartitions }, { requiredKeys: [] }),
    { maxKeys: 5 },
  ),
  groups: fc.dictionary(fc.constantFrom(...NAMES), fc.constant({}), { maxKeys: 4 }),
});

const anySeed = fc.record({
  allowedIps: fc.record({ '9092/9092': fc.subarray(NETWORKS.map((each) => each.replace('/32', ''))) }),
  topics: fc.uniqueArray(
    fc.record({ name: fc.constantFrom(...NAMES, '__consumer_offsets'), partitions: anyPartitions }),
    { selector: ({ name }) => name },
  ),
  consumerGroups: fc.uniqueArray(fc.record({ name: fc.constantFrom(...NAMES) }), {
    selector: ({ name }) => name,
  }),
});

const EFFECTS: readonly FaultEffect[] = [
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'timeout-after' },
  { kind: 'error-before' },
  { kind: 'error-after' },
  { kind: 'empty-body' },
  { kind: 'cut-connection' },
  { kind: 'html-after' },
  { kind: 'nonce-used' },
  { kind: 'xml' },
  { kind: 'throttle', retryAfterMs: 700 },
  { kind: 'delay', delayMs: 5_000 },
  { kind: 'late', afterMs: 45_000 },
  { kind: 'refuse', code: 'BIZ_FIELD_CHECK_INVALID' },
];

const anyFault: fc.Arbitrary<FaultRule> = fc.record({
  action: fc.constantFrom(
    ...['UpdateAllowedIp', 'CreateTopic', 'ModifyPartitionNum', 'CreateConsumerGroup'],
    ...['GetAllowedIpList', 'GetTopicList', 'GetConsumerList', 'GetQuotaTip'],
  ),
  nth: fc.integer({ min: 1, max: 5 }),
  times: fc.integer({ min: 1, max: 3 }),
  effect: fc.constantFrom(...EFFECTS),
});

const anyTrouble = fc.record({
  faults: fc.array(anyFault, { maxLength: 6 }),
  contentsLagMs: fc.constantFrom(0, 3_000, 12_000),
  topicCreationMs: fc.constantFrom(0, 5_000, 30_000),
  rates: fc.constantFrom({}, { CreateTopic: 1, GetTopicList: 2 }),
});

function contentsOf({ cloud }: Place) {
  const contents = cloud.contentsOf(REF.instanceId);
  if (!contents) throw new Error('no instance');
  return contents;
}

/** What of the wish is not there; partitions that are more than wanted are a wish of their own. */
function lacking(here: Place, { addresses, topics, groups }: DesiredContents): string[] {
  const { allowedIps, topics: live, consumerGroups } = contentsOf(here);
  const networks = allowedIps['9092/9092'].map((each) => (each.includes('/') ? each : `${each}/32`));
  return [
    ...addresses.map(({ network }) => network).filter((network) => !networks.includes(network)),
    ...topics
      .filter(({ name, partitions }) => (live[name] ?? 0) < (partitions?.value ?? 1))
      .map(({ name }) => name),
    ...groups.map(({ name }) => name).filter((name) => !consumerGroups.includes(name)),
  ];
}

/** How often each topic and group was created. */
function creations({ cloud }: Place): number[] {
  const created = cloud.journal.filter(({ action, carriedOut }) => carriedOut && action.startsWith('Create'));
  const names = created.map(
    ({ action, parameters }) => `${action} ${parameters.Topic ?? parameters.ConsumerId}`,
  );
  return [...Map.groupBy(names, (name) => name).values()].map(({ length }) => length);
}

type Seed = typeof anySeed extends fc.Arbitrary<infer T> ? T : never;

/** Nothing of what was there is gone or smaller. */
function expectNothingLost(here: Place, seed: Seed): void {
  const live = contentsOf(here);
  expect(live.allowedIps['9092/9092']).toEqual(expect.arrayContaining([...seed.allowedIps['9092/9092']]));
  expect(live.consumerGroups).toEqual(expect.arrayContaining(seed.consumerGroups.map(({ name }) => name)));
  for (const { name, partitions } of seed.topics)
    expect(live.topics[name] ?? 0).toBeGreaterThanOrEqual(partitions);
}

describe('whatever goes wrong', () => {
  it('runs until one is complete add everything, each thing once, and take nothing away', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyWish, anyTrouble, async (seed, wish, trouble) => {
        const here = place(seed, trouble);
        const desired = wanting(wish);
        let complete = false;
        for (let runs = 1; !complete; runs += 1) {
          expect(runs).toBeLessThan(8);
          const { live, outcome } = await ran(here, desired, { seed: runs });
          complete = outcome.complete && live.failures.length === 0;
          expect(outcome.overgrown).toEqual([]);
          if (outcome.changed === false)
            expect(outcome.items.every(({ result }) => result !== 'added')).toBe(true);
        }
        expect(lacking(here, desired)).toEqual([]);
        expect(Math.max(1, ...creations(here))).toBe(1);
        for (const { name, partitions } of desired.topics) {
          const before = seed.topics.find((topic) => topic.name === name)?.partitions ?? 0;
          const wanted = Math.max(before, partitions?.value ?? (before || 12));
          expect([name, contentsOf(here).topics[name]]).toEqual([name, wanted]);
        }
        expectNothingLost(here, seed);
        await here.clock.run(here.clock.sleep(trouble.contentsLagMs));
        const calls = here.cloud.journal.length;
        const again = await ran(here, desired, { seed: 99 });
        expect(again.outcome).toMatchObject({ items: [], changed: false, complete: true });
        expect(here.cloud.journal.slice(calls).every(({ action }) => action.startsWith('Get'))).toBe(true);
        expect(here.clock.pending).toBe(0);
      }),
      { seed: 20261124, numRuns: 250 },
    );
  });

  it('two runs at once add each thing once, and tell where partitions are more than wanted', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyWish, anyTrouble, async (seed, wish, { faults: _, ...trouble }) => {
        const here = place(seed, trouble);
        const desired = wanting(wish);
        const both = [run(here, desired, { seed: 1 }), run(here, desired, { seed: 2, latencyMs: 50 })];
        const outcomes = (await here.clock.run(Promise.all(both))).map(({ outcome }) => outcome);
        expect(outcomes.map(({ complete }) => complete)).toEqual([true, true]);
        expect(lacking(here, desired)).toEqual([]);
        expect(Math.max(1, ...creations(here))).toBe(1);
        expectNothingLost(here, seed);
        const told = new Set(outcomes.flatMap(({ overgrown }) => overgrown.map(({ topic }) => topic)));
        const grown = here.cloud.journal.filter(
          ({ action, carriedOut }) => carriedOut && action === 'ModifyPartitionNum',
        );
        const tooMany = desired.topics.filter(
          ({ name, partitions }) =>
            grown.some(({ parameters }) => parameters.Topic === name) &&
            (contentsOf(here).topics[name] ?? 0) > (partitions?.value ?? Number.POSITIVE_INFINITY),
        );
        expect(told).toEqual(new Set(tooMany.map(({ name }) => name)));
      }),
      { seed: 20261124, numRuns: 150 },
    );
  });

  it('a run that is cut short at any time leaves a true record', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeed,
        anyWish,
        anyTrouble,
        fc.integer({ min: 500, max: 90_000 }),
        async (seed, wish, trouble, cancelAfterMs) => {
          const faults = trouble.faults.filter(({ effect }) => effect.kind !== 'late');
          const here = place(seed, { ...trouble, faults });
          const outcome = await ran(here, wanting(wish), { cancelAfterMs }).then(
            (result) => result.outcome,
            () => undefined, // cancelled while it read
          );
          const live = contentsOf(here);
          const isThere = ({ change }: NonNullable<typeof outcome>['items'][number]): boolean => {
            switch (change.kind) {
              case 'add-addresses':
                return change.networks.every(({ network }) => live.allowedIps['9092/9092'].includes(network));
              case 'create-topic':
                return live.topics[change.topic.name] !== undefined;
              case 'add-partitions':
                return live.topics[change.topic.name] === change.to;
              case 'create-group':
                return live.consumerGroups.includes(change.group.name);
            }
          };
          for (const item of outcome?.items ?? []) {
            if (item.result === 'unknown') continue;
            expect([item.result, isThere(item)]).toEqual([item.result, item.result === 'added']);
          }
        },
      ),
      { seed: 20261124, numRuns: 250 },
    );
  });
});

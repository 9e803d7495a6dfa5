import { describe, expect, it } from 'vitest';
import { fleet } from './fleet.ts';
import { BEGAN, callsOf, gapsOf, ID, idsOf, MINUTE, runFor } from './given.ts';
import { follow, INTERVAL_MS, watching } from './watching.ts';

describe('the readings of a region', () => {
  it('are as many for 500 instances as for one', async () => {
    const counts = [1, 500].map(async (count) => {
      const ids = idsOf(count);
      const timings = { preparing: MINUTE, initializing: MINUTE, starting: MINUTE };
      const seeds = ids.map((instanceId) => ({ instanceId, startedAt: BEGAN }));
      const dependencies = fleet({ instances: seeds, timings });
      const { outcomes } = await runFor(dependencies, ids);
      expect(outcomes.map(({ status }) => status)).toEqual(ids.map(() => 'running'));
      return callsOf(dependencies, 'GetInstanceList').length;
    });
    const [one = 0, many] = await Promise.all(counts);
    expect(one).toBeGreaterThan(10); // three minutes of deployment, at four readings a minute
    expect(many).toBe(one);
  });

  it('are each for all who wait', async () => {
    const ids = idsOf(6);
    const dependencies = watching();
    const readings = await dependencies.clock.run(Promise.all(ids.map((id) => dependencies.poller.next(id))));
    expect(dependencies.asked).toEqual([ids]);
    expect(readings.map(({ live }) => live?.instanceId)).toEqual(ids);
    expect(readings.map(({ answer }) => answer.requestId)).toEqual(ids.map(() => 'R-1'));
  });

  it('come at the poll interval at first, and at 5 % of the quiet time later, but at most four intervals apart', async () => {
    const dependencies = watching();
    await dependencies.clock.run(follow(dependencies, ID, 60 * MINUTE));
    const [first = 0] = dependencies.began;
    expect(first).toBe(INTERVAL_MS);
    const gaps = gapsOf(dependencies.began);
    // The first reading is the last change: from then on it is quiet.
    for (const [index, gap] of gaps.entries()) {
      const quiet = (dependencies.began[index] ?? 0) - first;
      expect(gap).toBeCloseTo(Math.min(4 * INTERVAL_MS, Math.max(INTERVAL_MS, 0.05 * quiet)), 2);
    }
    expect(gaps[0]).toBe(INTERVAL_MS);
    expect(gaps.at(-1)).toBe(4 * INTERVAL_MS);
    expect(new Set(gaps).size).toBeGreaterThan(10);
  });

  it.each([
    ['its own status', ID],
    ['that of another in its region', 'alikafka_post-cn-2'],
  ])('come at the poll interval again after a change of %s', async (_, changing) => {
    const changeAt = 40 * MINUTE;
    const dependencies = watching({ codeAt: (id, ms) => (id === changing && ms >= changeAt ? 7 : 1) });
    const others = changing === ID ? [] : [follow(dependencies, changing, 60 * MINUTE)];
    await dependencies.clock.run(Promise.all([follow(dependencies, ID, 60 * MINUTE), ...others]));
    const seenAt = dependencies.began.find((ms) => ms >= changeAt) ?? 0;
    const before = gapsOf(dependencies.began.filter((ms) => ms <= seenAt));
    const after = gapsOf(dependencies.began.filter((ms) => ms >= seenAt));
    expect(seenAt - changeAt).toBeLessThanOrEqual(4 * INTERVAL_MS);
    expect(before.at(-1)).toBe(4 * INTERVAL_MS);
    expect(after[0]).toBe(INTERVAL_MS);
  });

  it('stop when nobody waits', async () => {
    const dependencies = watching();
    await dependencies.clock.run(dependencies.poller.next(ID));
    expect([dependencies.began.length, dependencies.clock.pending]).toEqual([1, 0]);
  });
});

describe('a reading for a reading', () => {
  it.each([0, 1, 4_000, 20_000])('after %i ms never gets one that began earlier', async (waitMs) => {
    for (let madeAt = 0; madeAt <= 40_000; madeAt += 2_500) {
      const dependencies = watching({ readingMs: 6_000 });
      void follow(dependencies, 'alikafka_post-cn-2', 2 * MINUTE); // others keep the watcher busy
      const reading = async () => {
        await dependencies.clock.sleep(madeAt);
        return dependencies.poller.after(ID, waitMs);
      };
      const { answer } = await dependencies.clock.run(reading());
      const nth = Number(answer.requestId.slice(2));
      expect(dependencies.began[nth - 1], `made at ${madeAt}`).toBeGreaterThanOrEqual(madeAt + waitMs);
      expect(dependencies.asked[nth - 1]).toContain(ID);
      // It is read at once when it is due, or after the reading that is under way then.
      expect(dependencies.began[nth - 1], `made at ${madeAt}`).toBeLessThanOrEqual(madeAt + waitMs + 6_000);
    }
  });

  it('that is made during a reading is served by the next one', async () => {
    const dependencies = watching({ readingMs: 6_000 });
    const first = dependencies.poller.next(ID);
    const second = dependencies.clock
      .sleep(INTERVAL_MS + 1_000)
      .then(() => dependencies.poller.next('alikafka_post-cn-2'));
    const readings = await dependencies.clock.run(Promise.all([first, second]));
    expect(readings.map(({ answer }) => answer.requestId)).toEqual(['R-1', 'R-2']);
    expect(dependencies.asked).toEqual([[ID], ['alikafka_post-cn-2']]);
  });

  it('for the same instance during a reading of it is served by the next one, too', async () => {
    const dependencies = watching({ readingMs: 6_000 });
    const first = dependencies.poller.next(ID);
    const second = dependencies.clock.sleep(INTERVAL_MS + 1_000).then(() => dependencies.poller.after(ID, 0));
    const readings = await dependencies.clock.run(Promise.all([first, second]));
    expect(readings.map(({ answer }) => answer.requestId)).toEqual(['R-1', 'R-2']);
    expect(dependencies.began).toEqual([INTERVAL_MS, INTERVAL_MS + 6_000]);
  });

  it('that is sooner than the others makes the next reading sooner, for all of them', async () => {
    const dependencies = watching();
    const patient = dependencies.poller.next(ID);
    const hasty = dependencies.clock
      .sleep(2_000)
      .then(() => dependencies.poller.after('alikafka_post-cn-2', 3_000));
    const readings = await dependencies.clock.run(Promise.all([patient, hasty]));
    expect(dependencies.began).toEqual([5_000]);
    expect(readings.map(({ live }) => live?.instanceId)).toEqual([ID, 'alikafka_post-cn-2']);
  });

  it('for an instance that is not in the list is told so', async () => {
    const dependencies = watching({ codeAt: (id) => (id === ID ? undefined : 1) });
    const wishes = [ID, 'alikafka_post-cn-2'].map((id) => dependencies.poller.next(id));
    const readings = await dependencies.clock.run(Promise.all(wishes));
    expect(readings.map(({ live, answer }) => [live?.status, answer.requestId])).toEqual([
      [undefined, 'R-1'],
      ['deploying', 'R-1'],
    ]);
  });
});

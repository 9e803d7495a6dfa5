import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/time/clock.ts';
import { RateLimiter } from '../../src/time/rate-limit.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Calls a second of which each gap is a tenth of a second, margin and all. */
const TEN = 10.1;
const { signal } = new AbortController();

/** A limiter on a virtual clock, and when its turns come, in milliseconds from the start. */
function limiterOf({ random = 0, late = 0 } = {}) {
  const clock = new VirtualClock();
  const began = clock.now();
  const own: Clock = { now: clock.now, sleep: (ms, stop) => clock.sleep(ms + late, stop) };
  const limiter = new RateLimiter(TEN, own, () => random);
  const times = (count: number) =>
    clock.run(
      Promise.all(
        Array.from({ length: count }, async () => {
          await limiter.acquire(signal);
          return Math.round(clock.now() - began);
        }),
      ),
    );
  return { clock, limiter, times };
}

describe('the turns of a limiter', () => {
  it('come one gap after another, the first at once', async () => {
    expect(await limiterOf().times(4)).toEqual([0, 100, 200, 300]);
  });

  it('are counted from when they were due: a clock that wakes late does not add up', async () => {
    expect(await limiterOf({ late: 30 }).times(4)).toEqual([0, 130, 230, 330]);
  });

  it.each([200, 1000])('are not saved up while nobody asks for %d ms', async (idle) => {
    const { clock, times } = limiterOf();
    await times(1);
    await clock.run(clock.sleep(idle));
    expect(await times(3)).toEqual([idle, idle + 100, idle + 200]);
  });

  it.each([
    [1, 125],
    [2, 156],
    [3, 195],
    [6, 381],
    [7, 400],
    [20, 400],
  ])('that were throttled %d times come %d ms apart', async (throttled, gap) => {
    const { limiter, times } = limiterOf();
    for (let count = 0; count < throttled; count += 1) limiter.throttled();
    expect(await times(2)).toEqual([0, gap]);
  });

  it.each([
    [1, 320],
    [2, 256],
    [6, 105],
    [7, 100],
    [20, 100],
  ])('come closer again as calls are accepted: after %d of them %d ms apart', async (accepted, gap) => {
    const { limiter, times } = limiterOf();
    for (let count = 0; count < 20; count += 1) limiter.throttled();
    for (let count = 0; count < accepted; count += 1) limiter.accepted();
    expect(await times(2)).toEqual([0, gap]);
  });

  it.each<[string, readonly number[], number]>([
    ['a random part of the gap', [0], 63],
    ['what the service asked for, if that is longer', [5000], 5000],
    ['the random part, if what the service asked for is shorter', [10], 63],
    ['the longest that was asked for', [5000, 100], 5000],
  ])('are not at once after a throttled call: the pause is %s', async (_, pauses, first) => {
    const { limiter, times } = limiterOf({ random: 0.5 });
    for (const pause of pauses) limiter.throttled(pause);
    expect(await times(1)).toEqual([first]);
  });

  it('keep their gap to the call that was throttled', async () => {
    const { limiter, times } = limiterOf();
    await times(1);
    limiter.throttled();
    expect(await times(1)).toEqual([100]);
  });

  it('come later for those who wait already when the service asks for a pause', async () => {
    const { clock, limiter, times } = limiterOf();
    const waiting = times(3);
    await clock.sleep(0).then(() => limiter.throttled(1000));
    expect(await waiting).toEqual([0, 1000, 1125]);
  });

  it('are not given to those who have stopped, and not lost with them', async () => {
    const { clock, limiter, times } = limiterOf();
    const reason = new Error('stopped');
    const stop = new AbortController();
    await expect(limiter.acquire(AbortSignal.abort(reason))).rejects.toBe(reason);
    await times(1);
    const waiting = limiter.acquire(stop.signal);
    await Promise.resolve().then(() => stop.abort(reason));
    await expect(clock.run(waiting)).rejects.toBe(reason);
    expect(await times(2)).toEqual([100, 200]);
  });
});

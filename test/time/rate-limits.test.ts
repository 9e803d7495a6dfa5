import { expect, it } from 'vitest';
import { contentsHurry } from '../../src/alibaba/contents.ts';
import { RateLimits } from '../../src/time/rate-limit.ts';
import { VirtualClock } from './virtual-clock.ts';

/** How many calls of an operation begin within a second, on the average of ten. */
async function paceOf(operation: string, { perSecond = 2, throttled = 0 } = {}): Promise<number> {
  const clock = new VirtualClock();
  const limiter = new RateLimits(perSecond, clock, () => 0, contentsHurry(perSecond)).of(operation);
  for (let times = 0; times < throttled; times += 1) limiter.throttled();
  for (let times = 0; times < 100; times += 1) limiter.accepted(); // back at its usual pace
  const { signal } = new AbortController();
  const begin = clock.now();
  const calls = Array.from({ length: 1 + 10 * perSecond * 10 }, () => limiter.acquire(signal));
  await clock.run(Promise.all(calls));
  return Math.round(((calls.length - 1) / (clock.now() - begin)) * 1000 * 1.01 * 10) / 10;
}

it.each([
  ['StartInstance', 2, 2],
  ['UpdateAllowedIp', 2, 2],
  ['ModifyPartitionNum', 2, 2],
  ['CreateConsumerGroup', 2, 2],
  ['GetTopicList', 2, 10],
  ['GetConsumerList', 2, 10],
  ['GetAllowedIpList', 2, 10],
  ['GetQuotaTip', 2, 10],
  ['CreateTopic', 2, 10],
  ['CreateTopic', 10, 20],
  ['CreateTopic', 30, 30],
])('%s goes, at %d requests per second, at %d', async (operation, perSecond, pace) => {
  expect(await paceOf(operation, { perSecond })).toBe(pace);
});

it.each([
  [1, 5],
  [2, 2.5],
  [3, 2],
  [9, 2],
])('what was throttled %d times goes at %d from then on, not at ten', async (throttled, pace) => {
  expect(await paceOf('GetTopicList', { throttled })).toBe(pace);
});

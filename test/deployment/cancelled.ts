import { expect } from 'vitest';
import type { Fleet, RunOptions } from './fleet.ts';
import { BEGAN, MINUTE, runOne, SECOND } from './given.ts';

/** The longest that a run goes on after it was cancelled. */
const AT_MOST_MS = 3 * SECOND;

/** A cancelled run of ID. However it ends, it ends soon, leaves no timer, and sends nothing more. */
export async function cancelled(
  dependencies: Fleet,
  cancelAfterMs: number,
  options: RunOptions & { underWay?: number } = {},
) {
  const { underWay = 0, ...rest } = options;
  const { outcome, endedAt, lines } = await runOne(dependencies, { ...rest, cancelAfterMs });
  expect(endedAt - BEGAN).toBeGreaterThanOrEqual(cancelAfterMs);
  await nothingIsLeft(dependencies, cancelAfterMs, underWay);
  return { outcome, lines, endedAfterMs: endedAt - BEGAN - cancelAfterMs };
}

/** @param underWay calls that nobody waits for any more: the wire has a timer for each */
export async function nothingIsLeft(
  dependencies: Fleet,
  cancelAfterMs: number,
  underWay: number,
): Promise<void> {
  const { clock, cloud } = dependencies;
  expect(clock.now() - BEGAN).toBeLessThanOrEqual(cancelAfterMs + AT_MOST_MS);
  expect(clock.pending).toBe(underWay);
  const before = cloud.journal.length;
  await clock.run(clock.sleep(60 * MINUTE));
  expect([clock.pending, cloud.journal.length]).toEqual([0, before]);
}

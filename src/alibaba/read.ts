import { type Clock, unlessAborted } from '../time/clock.ts';
import type { RateLimits } from '../time/rate-limit.ts';
import { withRetry } from '../time/retry.ts';
import { CallError } from './errors.ts';

/** What reading the cloud needs. */
export interface ReadDependencies {
  readonly clock: Clock;
  readonly limits: RateLimits;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  /** Aborted when nothing more is to be read. */
  readonly stop: AbortSignal;
  /** Hears of calls that have to be made again. */
  readonly note: (line: string) => void;
}

/** With growing pauses, about half a minute. */
export const READ_TRIES = 6;

/**
 * Makes a call that changes nothing, at the rate of its operation, and again while its trouble may pass.
 *
 * @param what is read, for the log
 * @throws CallError when the service refuses for good, or after so many tries; the reason of `stop`
 */
export function read<T>(
  operation: string,
  what: string,
  call: () => Promise<T>,
  { clock, limits, random, stop, note }: ReadDependencies,
  tries = READ_TRIES,
): Promise<T> {
  const limiter = limits.of(operation);
  const once = async (): Promise<T> => {
    await limiter.acquire(stop);
    const answer = await unlessAborted(call(), stop);
    limiter.accepted();
    return answer;
  };
  return withRetry(once, {
    ...{ tries, random, mayPass },
    sleep: (ms) => clock.sleep(ms, stop),
    again: (error) => {
      if (!(error instanceof CallError)) return;
      if (error.verdict === 'throttled') limiter.throttled(error.retryAfterMs);
      else note(`Reading ${what} again: ${error.message}`);
    },
  });
}

/** Whether the trouble of a call that changes nothing may pass by itself. */
export function mayPass(error: unknown): boolean {
  return error instanceof CallError && error.verdict !== 'refused';
}

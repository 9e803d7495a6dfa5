/** When and how often a call is made again. */
export interface RetryPolicy {
  /** Calls in all. */
  readonly tries: number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether the trouble may pass by itself. */
  readonly mayPass: (error: unknown) => boolean;
  /** Numbers from 0 to 1, so that jobs that fail together do not call together again; without it pauses are even. */
  readonly random?: () => number;
  /** Hears of what went wrong before each call that is made again. */
  readonly again?: (error: unknown) => void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Makes a call again, with growing pauses, while its trouble may pass: only for calls that change nothing.
 *
 * @throws whatever the last call throws
 */
export async function withRetry<T>(call: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  const { tries, sleep, mayPass, random, again } = policy;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!mayPass(error) || attempt >= tries) throw error;
      again?.(error);
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      await sleep(random ? pause * (0.5 + random() / 2) : pause);
    }
  }
}

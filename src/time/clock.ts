import { setTimeout as timer } from 'node:timers/promises';

/** Time as the deployment sees it; tests bring a clock of their own. */
export interface Clock {
  /** Milliseconds that only go forward, whatever happens to the time of day. Only differences mean something. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await timer(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};

/** Why a deployment stops before its end: the user cancelled the job, or the time is up. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly why: 'cancelled' | 'timeout';

  constructor(why: Stopped['why']) {
    super(why === 'cancelled' ? 'The run was cancelled' : 'The time was up');
    this.why = why;
  }
}

/** Waits for an answer that may be abandoned: rejects with the signal's reason as soon as it is aborted. */
export async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const reject = () => aborted.reject(signal.reason);
  if (signal.aborted) reject();
  else signal.addEventListener('abort', reject);
  try {
    return await Promise.race([answer, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', reject);
  }
}

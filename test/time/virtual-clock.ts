import type { Clock } from '../../src/time/clock.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** A clock whose time passes only when everything else has come to rest. Time starts at a real date. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #adjustedBy = 0;
  #timers: Timer[] = [];

  readonly now = (): number => this.#now;

  /** The time of day, which somebody may set back or forward. */
  readonly wallTime = (): number => this.#now + this.#adjustedBy;

  /** Sets the time of day, not the passing of time. */
  adjust(ms: number): void {
    this.#adjustedBy += ms;
  }

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer: Timer = { at: this.#now + Math.max(0, ms), fire: () => finish(resolve) };
    const abort = (): void => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      finish(() => reject(signal?.reason));
    };
    const finish = (settle: () => void): void => {
      signal?.removeEventListener('abort', abort);
      settle();
    };
    signal?.addEventListener('abort', abort);
    this.#insert(timer);
    return promise;
  };

  /** Lets time pass until the work has ended; throws when it can never end. */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const watched = work.finally(() => {
      ended = true;
    });
    watched.catch(() => undefined);
    for (;;) {
      await new Promise(setImmediate);
      if (ended) return watched;
      const next = this.#timers.shift();
      if (!next) throw new Error('Nothing is left that could happen, and the work has not ended');
      this.#now = next.at;
      next.fire();
    }
  }

  /** Timers that are still set: none may be left when everything has ended. */
  get pending(): number {
    return this.#timers.length;
  }

  #insert(timer: Timer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle]?.at ?? 0) <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
  }
}

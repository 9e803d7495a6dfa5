import type { Clock } from './clock.ts';

/** Slower than the quota by this factor, so that a late clock or network never makes two calls fall together. */
const MARGIN = 1.01;
const SLOWEST = 4; // times the usual gap: a quarter of the quota

/**
 * Lets calls go one after another, evenly spaced, at the quota of one operation. The first goes at once. When
 * the service throttles a call, other jobs use the same quota: the limiter then gives way, and comes back as
 * calls are accepted again, so that all of them share it.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #usualGap: number;
  #gap: number;
  #slowdown = 1;
  #next = 0;
  #last: Promise<void> = Promise.resolve();

  /**
   * @param random numbers from 0 to 1, so that jobs that were throttled together do not stay together
   * @param hurry how many times faster it goes until it is throttled: for operations whose quota is only known to
   *   be no less than that of the others. Each time it is throttled, it loses half of its hurry for good
   */
  constructor(perSecond: number, clock: Clock, random: () => number, hurry = 1) {
    this.#usualGap = (1000 / perSecond) * MARGIN;
    this.#gap = this.#usualGap / hurry;
    this.#clock = clock;
    this.#random = random;
  }

  /** Waits for the turn of one call, in the order of asking; rejects when `stop` is aborted. */
  acquire(stop: AbortSignal): Promise<void> {
    const mine = this.#last.then(() => this.#wait(stop));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  accepted(): void {
    this.#slowdown = Math.max(1, this.#slowdown * 0.8);
  }

  /** @param retryAfterMs what the service asked for, in milliseconds */
  throttled(retryAfterMs = 0): void {
    this.#gap = Math.min(this.#usualGap, this.#gap * 2);
    this.#slowdown = Math.min(SLOWEST, this.#slowdown * 1.25);
    const pause = Math.max(retryAfterMs, this.#gap * this.#slowdown * this.#random());
    this.#next = Math.max(this.#next, this.#clock.now() + pause);
  }

  async #wait(stop: AbortSignal): Promise<void> {
    stop.throwIfAborted();
    for (let ahead = this.#next - this.#clock.now(); ahead > 0; ahead = this.#next - this.#clock.now()) {
      await this.#clock.sleep(ahead, stop); // again, if the service has asked for a longer pause meanwhile
    }
    // From when it was due, not from when the clock woke us: small delays must not add up.
    const now = this.#clock.now();
    const due = now - this.#next < this.#gap ? this.#next : now;
    this.#next = due + this.#gap * this.#slowdown;
  }
}

/** The rate limits of a run: the service counts the calls of each operation by themselves. */
export class RateLimits {
  readonly #limiters = new Map<string, RateLimiter>();
  readonly #open: (operation: string) => RateLimiter;

  /** @param hurry of the operations that may go faster than the others; see RateLimiter */
  constructor(
    perSecond: number,
    clock: Clock,
    random: () => number,
    hurry: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#open = (operation) => new RateLimiter(perSecond, clock, random, hurry.get(operation));
  }

  of(operation: string): RateLimiter {
    const limiter = this.#limiters.get(operation) ?? this.#open(operation);
    this.#limiters.set(operation, limiter);
    return limiter;
  }
}

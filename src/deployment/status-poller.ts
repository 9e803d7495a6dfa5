import type { ApiAnswer } from '../alibaba/errors.ts';
import type { LiveInstance } from '../alibaba/live.ts';
import { type LiveReader, readRegion } from './live-state.ts';

/** What one reading says of one instance. */
export interface StatusReading {
  readonly live: LiveInstance | undefined;
  /** RequestId, Code and Message of the reading call. */
  readonly answer: ApiAnswer;
}

interface Waiter {
  readonly instanceId: string;
  /** A reading that begins earlier does not count. Milliseconds of the clock. */
  readonly notBefore: number;
  /** When it wants to be read at the latest. */
  readonly due: number;
  readonly resolve: (reading: StatusReading) => void;
  readonly reject: (error: unknown) => void;
}

/** The longest pause between readings, in usual ones; it is reached after twenty minutes without a change. */
const LONGEST_IN_INTERVALS = 4;
const SHARE_OF_QUIET_TIME = 0.05;

/**
 * Reads the status of the instances of one region for everyone who waits: one call for all of them. The
 * interval grows with the time in which nothing changed, so that what is noticed late is late by 5 % at most.
 */
export class StatusPoller {
  readonly #regionId: string;
  readonly #reader: LiveReader;
  readonly #intervalMs: number;
  readonly #seen = new Map<string, string>();
  #waiters: Waiter[] = [];
  #lastChange: number;
  #wake = new AbortController();
  #running = false;

  constructor(regionId: string, intervalMs: number, reader: LiveReader) {
    this.#regionId = regionId;
    this.#intervalMs = intervalMs;
    this.#reader = reader;
    this.#lastChange = reader.clock.now();
  }

  /** The next reading of an instance, whenever the region is read. */
  next(instanceId: string): Promise<StatusReading> {
    const now = this.#reader.clock.now();
    return this.#waitFor(instanceId, now, now + this.#pause());
  }

  /** A reading that begins after so many milliseconds, and not earlier. */
  after(instanceId: string, ms: number): Promise<StatusReading> {
    const at = this.#reader.clock.now() + ms;
    return this.#waitFor(instanceId, at, at);
  }

  #waitFor(instanceId: string, notBefore: number, due: number): Promise<StatusReading> {
    const { promise, resolve, reject } = Promise.withResolvers<StatusReading>();
    this.#waiters.push({ instanceId, notBefore, due, resolve, reject });
    this.#wake.abort();
    if (!this.#running) void this.#run();
    return promise;
  }

  #pause(): number {
    const quiet = this.#reader.clock.now() - this.#lastChange;
    const longest = this.#intervalMs * LONGEST_IN_INTERVALS;
    return Math.min(longest, Math.max(this.#intervalMs, quiet * SHARE_OF_QUIET_TIME));
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#waiters.length > 0) {
        await this.#untilDue();
        await this.#read();
      }
    } catch (error) {
      for (const waiter of this.#waiters.splice(0)) waiter.reject(error);
    } finally {
      this.#running = false;
    }
  }

  /** Sleeps until the earliest waiter is due; a new one may make that earlier. */
  async #untilDue(): Promise<void> {
    const { clock, stop } = this.#reader;
    for (;;) {
      stop.throwIfAborted();
      const ahead = Math.min(...this.#waiters.map(({ due }) => due)) - clock.now();
      if (ahead <= 0) return;
      this.#wake = new AbortController();
      const woken = this.#wake.signal;
      await clock.sleep(ahead, AbortSignal.any([stop, woken])).catch((error) => {
        if (!woken.aborted) throw error; // stopped at the same moment: the next turn says so
      });
    }
  }

  async #read(): Promise<void> {
    const asked = new Set(this.#waiters.map(({ instanceId }) => instanceId));
    const begun = this.#reader.clock.now();
    const listing = await readRegion(this.#regionId, [...asked], this.#reader, Number.POSITIVE_INFINITY);
    const isServed = (waiter: Waiter) => waiter.notBefore <= begun && asked.has(waiter.instanceId);
    const { served = [], later = [] } = Object.groupBy(this.#waiters, (waiter) =>
      isServed(waiter) ? 'served' : 'later',
    );
    this.#waiters = later;
    for (const { instanceId, resolve } of served) {
      const live = listing.instances.get(instanceId);
      this.#noteChange(instanceId, live?.codes ?? 'not found');
      const { requestId, code, message } = listing;
      resolve({ live, answer: { requestId, code, message } });
    }
  }

  #noteChange(instanceId: string, codes: string): void {
    if (this.#seen.get(instanceId) === codes) return;
    this.#seen.set(instanceId, codes);
    this.#lastChange = this.#reader.clock.now();
  }
}

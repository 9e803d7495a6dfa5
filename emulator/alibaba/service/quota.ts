/** How much a client that paces its calls may come early, in milliseconds, without being throttled for it. */
const JITTER_MS = 50;

/**
 * A token bucket for each user and operation.
 *
 * A bucket holds `requestsPerSecond` tokens (at least one) and fills at that rate, so as many calls as the
 * quota may come at once, and whoever stays above the quota is throttled, however little above it is.
 * It also holds the tokens of 50 ms more: a client whose calls are 1/quota apart, each off its beat by up
 * to 25 ms, is never throttled. A refused call takes no token.
 */
export class Quota {
  readonly #buckets = new Map<string, Bucket>();
  readonly #perMs: number;
  readonly #capacity: number;

  constructor(requestsPerSecond: number) {
    this.#perMs = requestsPerSecond / 1000;
    this.#capacity = Math.max(1, requestsPerSecond) + this.#perMs * JITTER_MS;
  }

  /** Takes a token for a call made now; 0 where there was one, else the milliseconds until there is. */
  take(accountId: string, action: string, now: number): number {
    const bucket = this.#bucketAt(`${accountId} ${action}`, now);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / this.#perMs);
    bucket.tokens -= 1;
    return 0;
  }

  #bucketAt(key: string, now: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: this.#capacity, filledAt: now };
    const gained = Math.max(0, now - bucket.filledAt) * this.#perMs;
    bucket.tokens = Math.min(this.#capacity, bucket.tokens + gained);
    bucket.filledAt = Math.max(bucket.filledAt, now);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}

interface Bucket {
  tokens: number;
  /** Milliseconds, epoch. */
  filledAt: number;
}

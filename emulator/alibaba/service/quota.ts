/** How much a client that paces its calls may come early, in milliseconds, without being throttled for it. */
const JITTER_MS = 50;

/**
 * A token bucket for each user and operation.
 *
 * Every operation has the same quota, unless a call brings another.
 * A bucket holds `requestsPerSecond` tokens (at least one) and fills at that rate, so as many calls as the
 * quota may come at once, and whoever stays above the quota is throttled, however little above it is.
 * It also holds the tokens of 50 ms more: a client whose calls are 1/quota apart, each off its beat by up
 * to 25 ms, is never throttled. A refused call takes no token.
 */
export class Quota {
  readonly #buckets = new Map<string, Bucket>();
  readonly #requestsPerSecond: number;

  constructor(requestsPerSecond: number) {
    this.#requestsPerSecond = requestsPerSecond;
  }

  /** Takes a token for a call made now; 0 where there was one, else the milliseconds until there is. */
  take(accountId: string, action: string, now: number, perSecond: number = this.#requestsPerSecond): number {
    const bucket = this.#bucketAt(`${accountId} ${action}`, now, perSecond);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / (perSecond / 1000));
    bucket.tokens -= 1;
    return 0;
  }

  #bucketAt(key: string, now: number, perSecond: number): Bucket {
    const perMs = perSecond / 1000;
    const capacity = Math.max(1, perSecond) + perMs * JITTER_MS;
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, filledAt: now };
    const gained = Math.max(0, now - bucket.filledAt) * perMs;
    bucket.tokens = Math.min(capacity, bucket.tokens + gained);
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

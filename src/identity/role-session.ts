import type { Credentials } from '../alibaba/client.ts';
import type { RoleCredentials } from '../alibaba/sts.ts';

/** Where role credentials come from: one exchange of a fresh OIDC token. */
export type Assume = () => Promise<RoleCredentials>;

/** The time of day is asked only once, of a fresh set: a clock that is set back must not keep an old one. */
export interface RoleClock {
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly wallTime: () => number;
}

/** Credentials, and when they are to be renewed and end, by the clock that only goes forward. */
interface Session {
  readonly credentials: RoleCredentials;
  readonly renewAt: number;
  readonly endsAt: number;
}

/** Renewed when less than this is left, so that a call never leaves with a token that dies on its way. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Or when this share of the session is over, for sessions of a few minutes. */
const RENEW_AT_SHARE = 0.8;
/** A renewal that failed is not tried again at every call. */
const RETRY_AFTER_MS = 15_000;

/**
 * Credentials of a role, renewed before they expire: whoever asks gets some that are still good for minutes.
 * When a renewal fails, those at hand are used as long as they last.
 *
 * @param obtained told each new set before anyone uses it
 * @param note hears of renewals, and of those that failed
 */
export class RoleSession {
  readonly #assume: Assume;
  readonly #clock: RoleClock;
  readonly #obtained: (credentials: RoleCredentials) => void;
  readonly #note: (line: string) => void;
  #current: Session | undefined;
  #renewal: Promise<RoleCredentials> | undefined;

  constructor(
    assume: Assume,
    clock: RoleClock,
    { obtained, note }: { obtained: (credentials: RoleCredentials) => void; note: (line: string) => void },
  ) {
    this.#assume = assume;
    this.#clock = clock;
    this.#obtained = obtained;
    this.#note = note;
  }

  /** @throws whatever the first exchange throws, or a later one when nothing valid is left */
  readonly credentials = async (): Promise<Credentials> => {
    const current = this.#current;
    if (current && this.#clock.now() < current.renewAt) return current.credentials;
    this.#renewal ??= this.#renew();
    return this.#renewal;
  };

  async #renew(): Promise<RoleCredentials> {
    try {
      const credentials = await this.#assume();
      this.#obtained(credentials);
      if (this.#current) this.#note("The role's credentials were renewed");
      const now = this.#clock.now();
      const life = credentials.expiresAt - this.#clock.wallTime();
      const renewAt = now + Math.max(life * RENEW_AT_SHARE, life - RENEW_BEFORE_MS);
      this.#current = { credentials, renewAt, endsAt: now + life };
      return credentials;
    } catch (error) {
      const now = this.#clock.now();
      if (!this.#current || now >= this.#current.endsAt) throw error;
      const { credentials, endsAt } = this.#current;
      const why = error instanceof Error ? error.message : String(error);
      this.#note(`The role's credentials could not be renewed yet: ${why}`);
      this.#current = { credentials, renewAt: Math.min(now + RETRY_AFTER_MS, endsAt), endsAt };
      return credentials;
    } finally {
      this.#renewal = undefined;
    }
  }
}

import type { Client } from './alibaba/client.ts';
import type { RunEvent } from './github/event.ts';
import type { IdentityProviders } from './identity/identify.ts';
import type { RecordEarly } from './report/early-record.ts';
import type { RunLogger } from './report/run-logger.ts';
import type { Clock } from './time/clock.ts';

/** What the run needs from outside. Time and randomness come in, so that a run can be repeated. */
export interface RunDependencies {
  readonly client: Omit<Client, 'credentials' | 'judge'>;
  readonly clock: Clock;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  /** Aborted when the user cancels the job. */
  readonly cancel: AbortSignal;
  /** Undefined outside of GitHub Actions. */
  readonly event: RunEvent | undefined;
  readonly identity: IdentityProviders;
  readonly logger: RunLogger;
  readonly recordEarly: RecordEarly;
  /** Told every secret as soon as it is known, before anything is said. */
  readonly mask: (secrets: readonly string[]) => void;
  /** Told what is to be removed from all texts, but is not to be masked by the runner. */
  readonly conceal: (texts: readonly string[]) => void;
}

import type { Alikafka } from '../alibaba/alikafka.ts';
import type { Clock } from '../time/clock.ts';
import type { RateLimits } from '../time/rate-limit.ts';
import type { Settling } from './options.ts';
import type { Progress, ProgressListener } from './progress.ts';
import type { StatusPoller } from './status-poller.ts';

/** Carries out a step for one instance. @throws InstanceFailed, CallError, Stopped */
export type StepRunner = (progress: Progress, run: StepDependencies) => Promise<void>;

/** What the steps of an instance need; all instances of a run share it. */
export interface StepDependencies {
  readonly api: Alikafka;
  readonly clock: Clock;
  readonly limits: RateLimits;
  readonly random: () => number;
  readonly pollerOf: (regionId: string) => StatusPoller;
  readonly pollIntervalMs: number;
  readonly settling: Settling;
  /** Aborted, with a Stopped, when nothing more is to be begun. */
  readonly stop: AbortSignal;
  /** Resolves when answers that are still out are no longer waited for. */
  readonly graceOver: Promise<void>;
  readonly listener: ProgressListener;
}

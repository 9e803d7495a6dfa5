import type { Alikafka } from '../alibaba/alikafka.ts';
import { ApiError, type CallError } from '../alibaba/errors.ts';
import type { LiveInstance } from '../alibaba/live.ts';
import { NO_ENDPOINTS } from '../alibaba/live.ts';
import type { Status } from '../alibaba/status.ts';
import type { Clock } from '../time/clock.ts';
import type { RateLimiter } from '../time/rate-limit.ts';
import { type Failure, failureOf } from './failure.ts';
import type { Outcome } from './outcome.ts';
import type { PlanItem } from './plan.ts';
import type { StatusPoller } from './status-poller.ts';
import { hasStarted } from './statuses.ts';

/** What the deployment of an instance needs; all instances of a run share it. */
export interface Tools {
  readonly api: Alikafka;
  readonly clock: Clock;
  readonly startLimiter: RateLimiter;
  readonly random: () => number;
  readonly pollerOf: (regionId: string) => StatusPoller;
  readonly pollIntervalMs: number;
  readonly settling: Settling;
  /** Aborted, with a Stopped, when nothing more is to be begun. */
  readonly stop: AbortSignal;
  /** Resolves when answers that are still out are no longer waited for. */
  readonly graceOver: Promise<void>;
  readonly tell: ProgressListener;
}

/** How long the list of instances may say "pending" although a start was carried out, in milliseconds. */
export interface Settling {
  /** After a start whose answer was lost, before it is believed that nothing happened. */
  readonly lostAnswerMs: number;
  /** After the service has said that the instance does not wait for deployment. */
  readonly listLagMs: number;
}

/** Hears what happens to instances, as it happens. */
export interface ProgressListener {
  readonly starting: (progress: Progress) => void;
  readonly accepted: (progress: Progress) => void;
  readonly statusChanged: (progress: Progress, before: Status) => void;
  readonly note: (progress: Progress, line: string) => void;
}

/** What stands in the place of an answer that never came. */
export const NO_ANSWER = { requestId: '', code: '', message: '' } as const;

/** How far one instance is. */
export class Progress {
  readonly item: PlanItem;
  readonly began: number;
  /** `no`: nothing was sent, or what was sent was certainly not carried out. */
  started: 'no' | 'perhaps' | 'yes' = 'no';
  /** How often its start was sent. */
  sends = 0;
  /** Whether its outcome was told: nothing that comes later changes it. */
  ended = false;
  /** Whether somebody is known to have started it. */
  deploying: boolean;
  status: Status;
  live: LiveInstance | undefined;
  answer: { readonly requestId: string; readonly code: string; readonly message: string };

  constructor(item: PlanItem, now: number) {
    this.item = item;
    this.began = now;
    this.deploying = item.action === 'wait';
    this.status = item.status;
    this.live = item.live;
    this.answer = item.reading;
  }

  get instanceId(): string {
    return this.item.request.instanceId;
  }

  get key(): string {
    return this.item.request.key;
  }

  /** Takes over what a reading shows. */
  see(live: LiveInstance | undefined, tell: ProgressListener): void {
    const before = this.status;
    this.live = live ?? this.live;
    const lags = live?.status === 'pending' && this.started === 'yes';
    this.status = lags ? 'deploying' : (live?.status ?? 'not-found');
    this.deploying ||= hasStarted(this.status);
    if (this.status !== before) tell.statusChanged(this, before);
  }

  answeredBy(error: CallError): void {
    const message = error instanceof ApiError ? error.refusal.message : error.message;
    this.answer = { requestId: error.requestId ?? '', code: error.code, message };
  }

  outcome(now: number, failure: Failure | undefined): Outcome {
    const { request, action } = this.item;
    const { key, instanceId, regionId } = request;
    return {
      ...{ key, instanceId, regionId, action, ...this.answer, failure },
      changed: this.started === 'perhaps' ? 'unknown' : this.started === 'yes',
      success: failure === undefined,
      status: this.status,
      endpoints: this.live?.endpoints ?? NO_ENDPOINTS,
      durationSeconds: Math.round((now - this.began) / 1000),
    };
  }
}

/** The end of one instance's deployment, with what its owner is told. */
export class InstanceFailed extends Error {
  override readonly name = 'InstanceFailed';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }

  static by(error: CallError, and = ''): InstanceFailed {
    const failure = failureOf(error);
    return new InstanceFailed({
      ...failure,
      remedy: and === '' ? failure.remedy : `${and} ${failure.remedy}`,
    });
  }
}

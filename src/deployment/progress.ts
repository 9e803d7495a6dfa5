import type { ApiAnswer, CallError } from '../alibaba/errors.ts';
import { type LiveInstance, NO_ENDPOINTS } from '../alibaba/live.ts';
import type { Status } from '../alibaba/status.ts';
import type { Failure } from './failure.ts';
import type { Outcome } from './outcome.ts';
import type { PlanItem } from './plan.ts';
import { hasStarted } from './statuses.ts';
import type { Step } from './steps.ts';

/** Hears what happens to instances, as it happens. */
export interface ProgressListener {
  readonly starting: (progress: Progress) => void;
  readonly accepted: (progress: Progress) => void;
  /** Something is about to be added to an instance in service. */
  readonly adding: (progress: Progress) => void;
  readonly added: (progress: Progress) => void;
  readonly statusChanged: (progress: Progress, before: Status) => void;
  readonly note: (progress: Progress, line: string) => void;
}

/** `no`: nothing was sent, or what was sent was certainly not carried out. */
export type Effect = 'no' | 'perhaps' | 'yes';

/** How far one instance is. */
export class Progress {
  readonly item: PlanItem;
  readonly began: number;
  readonly #effects = new Map<Step['kind'], Effect>();
  /** How often its start was sent. */
  sends = 0;
  /** Whether its outcome was told: nothing that comes later changes it. */
  ended = false;
  /** Whether somebody is known to have started it. */
  deploying: boolean;
  status: Status;
  live: LiveInstance | undefined;
  answer: ApiAnswer;
  /** What was added to it; undefined until that is over. */
  contents: Outcome['contents'];
  brokers: Outcome['brokers'];
  /** Why it is not as wanted, although it is in service and the next steps go on. */
  failure: Failure | undefined;

  constructor(item: PlanItem, now: number) {
    this.item = item;
    this.began = now;
    this.deploying = item.action === 'wait';
    this.status = item.status;
    this.live = item.live;
    this.answer = item.reading;
    this.failure = item.failure;
  }

  get instanceId(): string {
    return this.item.request.instanceId;
  }

  get key(): string {
    return this.item.request.key;
  }

  /** The service's codes behind the status, for a support ticket. */
  get codes(): Failure['details'] {
    return this.live ? { 'Status codes': this.live.codes } : {};
  }

  /** What became of the call of a step, as far as is known. */
  effectOf(step: Step['kind']): Effect {
    return this.#effects.get(step) ?? 'no';
  }

  record(step: Step['kind'], effect: Effect): void {
    this.#effects.set(step, effect);
  }

  /** Whether this run has changed anything about the instance; `unknown` where an answer was lost. */
  get changed(): Outcome['changed'] {
    const effects = [...this.#effects.values()];
    if (effects.includes('yes')) return true;
    return effects.includes('perhaps') ? 'unknown' : false;
  }

  /** Takes over what a reading shows. */
  see(live: LiveInstance | undefined, listener: ProgressListener): void {
    const before = this.status;
    this.live = live ?? this.live;
    const lags = live?.status === 'pending' && this.effectOf('start') === 'yes';
    this.status = lags ? 'deploying' : (live?.status ?? 'not-found');
    this.deploying ||= hasStarted(this.status);
    if (this.status !== before) listener.statusChanged(this, before);
  }

  answeredBy(error: CallError): void {
    this.answer = error.answer;
  }

  outcome(now: number, failure: Failure | undefined): Outcome {
    const { request, action } = this.item;
    const { key, instanceId, regionId } = request;
    return {
      ...{ key, instanceId, regionId, action, ...this.answer, failure },
      changed: this.changed,
      success: failure === undefined,
      status: this.status,
      endpoints: this.live?.endpoints ?? NO_ENDPOINTS,
      durationSeconds: Math.round((now - this.began) / 1000),
      ...(this.contents && { contents: this.contents }),
      ...(this.brokers && { brokers: this.brokers }),
    };
  }
}

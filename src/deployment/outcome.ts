import { type Endpoints, NO_ENDPOINTS } from '../alibaba/live.ts';
import type { Status } from '../alibaba/status.ts';
import type { Stopped } from '../time/clock.ts';
import type { Brokers } from './brokers.ts';
import type { ContentsOutcome, Finding } from './contents-outcome.ts';
import type { Failure } from './failure.ts';
import type { PlanItem } from './plan.ts';
import type { PlannedAction } from './steps.ts';

/** What this run did with one instance, and how it left it. */
export interface Outcome {
  readonly key: string;
  readonly instanceId: string;
  readonly regionId: string;
  readonly action: PlannedAction;
  /** Whether this run started it or added to it; `unknown` when an answer was lost and no reading told. */
  readonly changed: boolean | 'unknown';
  readonly success: boolean;
  readonly status: Status;
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
  readonly endpoints: Endpoints;
  readonly durationSeconds: number;
  readonly failure: Failure | undefined;
  /** What was added to it, with what there is to tell of it; absent where nothing was looked at. */
  readonly contents?: (ContentsOutcome & { readonly findings: readonly Finding[] }) | undefined;
  /** Whether its brokers answer; absent where nobody was to look. */
  readonly brokers?: Brokers | undefined;
  /** What ended the run before it was done with this instance; absent where it was done. */
  readonly stopped?: Stopped['why'];
  /** Whether a deployment goes on in the cloud that is not as wanted yet; absent where none does. */
  readonly goesOn?: 'surely' | 'perhaps';
}

/** The outcome of an instance that nothing is done with: it is in service, being changed, or blocked. */
export function untouched({ request, action, status, live, reading, failure }: PlanItem): Outcome {
  const { key, instanceId, regionId } = request;
  return {
    ...{ key, instanceId, regionId, action, status, failure, ...reading },
    changed: false,
    success: action !== 'blocked' && failure === undefined,
    endpoints: live?.endpoints ?? NO_ENDPOINTS,
    durationSeconds: 0,
  };
}

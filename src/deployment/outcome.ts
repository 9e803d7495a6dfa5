import { ApiError, type CallError } from '../alibaba/errors.ts';
import { type Endpoints, NO_ENDPOINTS } from '../alibaba/live.ts';
import type { Status } from '../alibaba/status.ts';
import type { PlanItem, PlannedAction } from './plan.ts';

/** What went wrong with one instance, in words for its owner. */
export interface Failure {
  readonly message: string;
  readonly remedy: string;
  /** The vendor's page about the error, when the API named one. */
  readonly recommend: string | undefined;
  /** Facts for a support ticket: HTTP status, host id, and what the API says of a missing permission. */
  readonly details: Readonly<Record<string, string>>;
}

/** What this run did with one instance, and how it left it. */
export interface Outcome {
  readonly key: string;
  readonly instanceId: string;
  readonly regionId: string;
  readonly action: PlannedAction;
  /** Whether this run started it; `unknown` when the answer to a start was lost and no status told. */
  readonly changed: boolean | 'unknown';
  readonly success: boolean;
  readonly status: Status;
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
  readonly endpoints: Endpoints;
  readonly durationSeconds: number;
  readonly failure: Failure | undefined;
}

/** The outcome of an instance that nothing is done with: it is in service, or it is blocked. */
export function untouched({ request, action, status, live, reading, failure }: PlanItem): Outcome {
  const { key, instanceId, regionId } = request;
  return {
    ...{ key, instanceId, regionId, action, status, failure, ...reading },
    changed: false,
    success: action !== 'blocked',
    endpoints: live?.endpoints ?? NO_ENDPOINTS,
    durationSeconds: 0,
  };
}

/** An error in the words of a report. */
export function failureOf(error: CallError): Failure {
  const { message, remedy } = error;
  if (!(error instanceof ApiError)) return { message, remedy, recommend: undefined, details: {} };
  const { recommend, hostId, httpStatus, accessDenied } = error.refusal;
  const details = {
    'HTTP status': String(httpStatus),
    ...(hostId ? { HostId: hostId } : {}),
    ...accessDenied,
  };
  return { message, remedy: `${error.meaning} ${remedy}`, recommend, details };
}

/** A text that ends like a sentence, so that another can follow. */
export function endSentence(text: string): string {
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}

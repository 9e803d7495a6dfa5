import { ApiError, type CallError, OWN_CODES } from '../alibaba/errors.ts';
import type { Origin } from '../manifest/origin.ts';
import { placeOf } from './place.ts';
import type { StartRequest } from './start-request.ts';

/** What went wrong with one instance, in words for its owner. */
export interface Failure {
  readonly message: string;
  readonly remedy: string;
  /** The API's code; undefined where it was not the API that refused. */
  readonly code?: string;
  /** Where the value stands that it is about, where that is known. */
  readonly origin?: Origin;
  /** Set where a diagnostic tells all of it at the line that it is about. */
  readonly isToldAtLine?: true;
  /** The vendor's page about the error, when the API named one. */
  readonly recommend?: string;
  /** Facts for a support ticket: HTTP status, host id, and what the API says of a missing permission. */
  readonly details: Readonly<Record<string, string>>;
}

/** An error in the words of a report. @param request what the user wanted, where it is about one instance */
export function failureOf(error: CallError, request?: StartRequest): Failure {
  const { message, remedy } = error;
  if (!(error instanceof ApiError)) return { message, remedy, details: {} };
  const { recommend, hostId, httpStatus, accessDenied } = error.refusal;
  const details = {
    'HTTP status': String(httpStatus),
    ...(hostId ? { HostId: hostId } : {}),
    ...accessDenied,
  };
  const origin = request && placeOf(error, request);
  return {
    ...{ code: error.code, message, remedy: `${error.meaning} ${remedy}`, details },
    ...(recommend === undefined ? {} : { recommend }),
    ...(origin && { origin }),
  };
}

/** The Code of an answer of the API; empty where a word of ours stands for an answer that did not come. */
export function apiCode(code: string): string {
  return OWN_CODES.some((own) => own === code) ? '' : code;
}

/** A text that ends like a sentence, so that another can follow. */
export function endSentence(text: string): string {
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}

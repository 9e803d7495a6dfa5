import { ApiError, type CallError, OWN_CODES } from '../alibaba/errors.ts';

/** What went wrong with one instance, in words for its owner. */
export interface Failure {
  readonly message: string;
  readonly remedy: string;
  /** The API's code; undefined where it was not the API that refused. */
  readonly code?: string;
  /** The vendor's page about the error, when the API named one. */
  readonly recommend?: string;
  /** Facts for a support ticket: HTTP status, host id, and what the API says of a missing permission. */
  readonly details: Readonly<Record<string, string>>;
}

/** An error in the words of a report. */
export function failureOf(error: CallError): Failure {
  const { message, remedy } = error;
  if (!(error instanceof ApiError)) return { message, remedy, details: {} };
  const { recommend, hostId, httpStatus, accessDenied } = error.refusal;
  const details = {
    'HTTP status': String(httpStatus),
    ...(hostId ? { HostId: hostId } : {}),
    ...accessDenied,
  };
  return {
    ...{ code: error.code, message, remedy: `${error.meaning} ${remedy}`, details },
    ...(recommend === undefined ? {} : { recommend }),
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

import type { Judge, RefusalFacts, Verdict } from './verdict.ts';

/** What stands in the place of a Code where the API gave none. */
export const OWN_CODES = ['NotSent', 'NoAnswer', 'UnexpectedAnswer', 'Credentials'] as const;

export type OwnCode = (typeof OWN_CODES)[number];

/** What every answer of the API carries. */
export interface ApiAnswer {
  /** Empty where no answer came. */
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
}

/** What stands in the place of an answer that never came. */
export const NO_ANSWER: ApiAnswer = { requestId: '', code: '', message: '' };

/** A call that brought no good answer. The message is fit to be shown: it holds no query and no header. */
export abstract class CallError extends Error {
  override readonly name = 'CallError';
  /** Whether the call may have been carried out, and so what may be done next. */
  abstract readonly verdict: Verdict;
  abstract readonly remedy: string;
  /** The API's Code; one of OWN_CODES where the API gave none. */
  abstract readonly code: string;
  abstract readonly requestId: string | undefined;
  /** How long the service asks to wait before the next call, in milliseconds. */
  readonly retryAfterMs: number | undefined = undefined;

  /** The error in the form of an answer, with the API's Message where it gave one. */
  get answer(): ApiAnswer {
    return { requestId: this.requestId ?? '', code: this.code, message: this.message };
  }
}

/** What the API says about a permission that is missing. */
export type AccessDenied = Readonly<Record<string, string>>;

export interface Refusal extends RefusalFacts {
  readonly requestId: string | undefined;
  readonly message: string;
  readonly recommend: string | undefined;
  readonly hostId: string | undefined;
  readonly accessDenied: AccessDenied | undefined;
  /** How long to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** The API answered, and said no: an error status, or HTTP 200 with `Success: false` or another Code. */
export class ApiError extends CallError {
  readonly code: string;
  readonly verdict: Verdict;
  readonly remedy: string;
  readonly meaning: string;
  /** The user's fields that it may be about, the likeliest first, in the words of whoever judged. */
  readonly fields: readonly string[];
  readonly refusal: Refusal;
  override readonly retryAfterMs: number | undefined;

  /**
   * @param judge decides, by the refusal, what may be done next
   * @param shown the refusal without secrets, which is all that is kept
   */
  constructor(action: string, refusal: Refusal, judge: Judge, shown: Refusal = refusal) {
    super(
      `${action} was refused with ${shown.code} (HTTP ${shown.httpStatus}): ${shown.message || 'no message'}`,
    );
    const { meaning, remedy, verdict, fields = [] } = judge(refusal);
    this.code = shown.code;
    this.meaning = meaning;
    this.fields = fields;
    this.verdict = verdict;
    this.remedy = missingPermission(shown.accessDenied) ?? remedy;
    this.refusal = shown;
    this.retryAfterMs = shown.retryAfterMs;
  }

  get requestId(): string | undefined {
    return this.refusal.requestId;
  }

  override get answer(): ApiAnswer {
    return { ...super.answer, message: this.refusal.message };
  }
}

const DENIALS = /^(Forbidden(\.RAM|\.NoPermission)?|NoPermission|AccessDenied.*)$|PERMISSION_CHECK_ERROR$/;

/** Whether RAM does not permit a call; other codes that begin with Forbidden, and HTTP 403, mean other things too. */
export function isDenied(error: CallError): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.refusal.accessDenied !== undefined || DENIALS.test(error.code);
}

function missingPermission(denied: AccessDenied | undefined): string | undefined {
  const action = denied?.AuthAction;
  if (!action) return undefined;
  // The trust policy of a role: no permission of anybody would help.
  if (denied.PolicyType === 'AssumeRolePolicy') return undefined;
  const who = denied.AuthPrincipalDisplayName ? ` ${denied.AuthPrincipalDisplayName}` : '';
  const principal = `${PRINCIPALS.get(denied.AuthPrincipalType ?? '') ?? 'principal'}${who}`;
  const explicit = denied.NoPermissionType === 'ExplicitDeny';
  const policy = denied.PolicyType ? ` (${denied.PolicyType})` : '';
  return explicit
    ? `A policy${policy} denies ${action} to the ${principal}. Remove that Deny; an Allow does not outweigh it.`
    : `The ${principal} lacks the permission ${action}${policy}. Add it to a policy of that ${principal} in RAM.`;
}

// A Map, not an object: the types come from outside and may be "constructor".
const PRINCIPALS: ReadonlyMap<string, string> = new Map([
  ['SubUser', 'RAM user'],
  ['AssumedRoleUser', 'RAM role'],
  ['Account', 'account'],
]);

/** What is known of something that is no answer of the API. */
export interface UnexpectedAnswer {
  readonly httpStatus: number;
  readonly requestId: string | undefined;
  readonly contentType: string | undefined;
  /** `a web page`, `an empty body`, … */
  readonly found: string;
}

/** Something answered, but not as the API does: a proxy's page, an empty or cut body. */
export class UnexpectedAnswerError extends CallError {
  readonly code: OwnCode = 'UnexpectedAnswer';
  readonly verdict = 'ambiguous';
  readonly remedy =
    'If a proxy stands between the runner and *.aliyuncs.com, let these calls pass unchanged. Otherwise try again later.';
  readonly requestId: string | undefined;

  constructor(action: string, facts: UnexpectedAnswer) {
    const type = facts.contentType ? `, content type ${facts.contentType}` : '';
    super(`${action} got no answer of the API but ${facts.found} (HTTP ${facts.httpStatus}${type})`);
    this.requestId = facts.requestId;
  }
}

/** Nothing answered. `sent` tells whether the request may have reached the service. */
export class NoAnswerError extends CallError {
  readonly code: OwnCode;
  readonly verdict: Verdict;
  readonly remedy: string;
  readonly requestId = undefined;

  constructor(action: string, failure: { sent: boolean; reason: string; remedy: string; cause?: unknown }) {
    const what = failure.sent ? 'got no answer' : 'could not be sent';
    super(`${action} ${what}: ${failure.reason}`, { cause: failure.cause });
    this.code = failure.sent ? 'NoAnswer' : 'NotSent';
    this.verdict = failure.sent ? 'ambiguous' : 'not-sent';
    this.remedy = failure.remedy;
  }
}

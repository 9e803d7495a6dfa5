import type { JsonObject } from '../../json.ts';
import { type Answer, type Envelope, failure, foreign, type Outcome, success } from '../service/outcome.ts';

/** Further shape of an error that a fault makes up. */
interface ErrorShape {
  readonly httpStatus?: number;
  readonly code?: string;
  readonly message?: string;
  readonly fields?: JsonObject;
}

/** What goes wrong. Every effect may also hold its outcome back by `delayMs` milliseconds. */
export type FaultEffect = { readonly delayMs?: number } & (BeforeEffect | AfterEffect | LateEffect);

/** The service never sees the call. */
export type BeforeEffect =
  | { readonly kind: 'reset-before' | 'timeout-before' | 'nonce-used' }
  /** Default 503 ServiceUnavailable. */
  | ({ readonly kind: 'error-before' } & ErrorShape)
  | ({ readonly kind: 'refuse'; readonly code: string } & ErrorShape)
  /** Default 502. */
  | { readonly kind: 'html-before'; readonly httpStatus?: number }
  /** Default Throttling.User, without x-acs-retry-after. */
  | { readonly kind: 'throttle'; readonly code?: string; readonly retryAfterMs?: number }
  /** HTTP status 200 with Success false and this code. */
  | { readonly kind: 'soft-failure'; readonly code: string | number; readonly message?: string }
  /** Default 302. */
  | { readonly kind: 'redirect'; readonly location: string; readonly httpStatus?: number };

/** The service handles the call as ever; then something happens to the answer. */
export type AfterEffect =
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'reset-after' | 'timeout-after' | 'empty-body' | 'xml' }
  /** `cut-body` is a complete HTTP answer with half its text, `cut-connection` breaks off in the middle. */
  | { readonly kind: 'cut-body' | 'cut-connection' }
  /** Default 500 InternalError. */
  | ({ readonly kind: 'error-after' } & ErrorShape)
  /** Default 502. */
  | { readonly kind: 'html-after'; readonly httpStatus?: number }
  /** The right answer, padded to this many characters. Default 64 MiB. */
  | { readonly kind: 'oversize-body'; readonly length?: number };

/** The call is stuck on its way: never answered, but the service handles it `afterMs` milliseconds later. */
export interface LateEffect {
  readonly kind: 'late';
  readonly afterMs: number;
}

const BAD_GATEWAY = '<html><head><title>Bad Gateway</title></head><body>Bad Gateway</body></html>';
const DEFAULT_OVERSIZE = 64 * 1024 * 1024;

/** Whether the service sees a call that this effect takes hold of. */
export function isBefore(effect: FaultEffect): effect is FaultEffect & BeforeEffect {
  return BEFORE.has(effect.kind);
}

const BEFORE: ReadonlySet<FaultEffect['kind']> = new Set<BeforeEffect['kind']>([
  'reset-before',
  'timeout-before',
  'nonce-used',
  'error-before',
  'refuse',
  'html-before',
  'throttle',
  'soft-failure',
  'redirect',
]);

/** What the client gets instead of the service's answer. */
export function insteadOfService(effect: BeforeEffect, envelope: Envelope): Outcome {
  switch (effect.kind) {
    case 'reset-before':
      return { kind: 'reset', delayMs: 0 };
    case 'timeout-before':
      return { kind: 'hang' };
    case 'nonce-used':
      return error(envelope, {}, 400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
    case 'error-before':
      return error(envelope, effect, 503, 'ServiceUnavailable', 'The service is unavailable.');
    case 'refuse':
      return error(envelope, effect, 400, effect.code, 'The request was refused.');
    case 'html-before':
      return foreign(effect.httpStatus ?? 502, BAD_GATEWAY);
    case 'throttle':
      return throttled(envelope, effect.code ?? 'Throttling.User', effect.retryAfterMs);
    case 'soft-failure':
      return success(envelope, {
        Code: effect.code,
        Message: effect.message ?? 'operation failed.',
        Success: false,
      });
    case 'redirect':
      return foreign(effect.httpStatus ?? 302, '', { location: effect.location });
  }
}

/** What the client gets of the service's answer. */
export function afterService(effect: AfterEffect, answer: Answer, envelope: Envelope): Outcome {
  switch (effect.kind) {
    case 'delay':
    case 'xml':
      return answer;
    case 'reset-after':
      return { kind: 'reset', delayMs: 0 };
    case 'timeout-after':
      return { kind: 'hang' };
    case 'empty-body':
      return { ...answer, body: '', code: undefined };
    case 'cut-body':
      return { ...answer, body: half(answer.body), code: undefined };
    case 'cut-connection':
      return { ...answer, body: half(answer.body), code: undefined, interrupted: true };
    case 'error-after':
      return error(envelope, effect, 500, 'InternalError', 'The request processing has failed.');
    case 'html-after':
      return foreign(effect.httpStatus ?? 502, BAD_GATEWAY);
    case 'oversize-body':
      return { ...answer, body: answer.body.padEnd(effect.length ?? DEFAULT_OVERSIZE) };
  }
}

/** The answer to a call above the quota. The header counts in milliseconds, as the vendor's SDK reads it. */
export function throttled(envelope: Envelope, code: string, retryAfterMs: number | undefined): Answer {
  return failure(envelope, {
    httpStatus: 400,
    code,
    message: 'Request was denied due to user flow control.',
    headers: retryAfterMs === undefined ? {} : { 'x-acs-retry-after': String(retryAfterMs) },
  });
}

function error(
  envelope: Envelope,
  shape: ErrorShape,
  httpStatus: number,
  code: string,
  message: string,
): Answer {
  return failure(envelope, {
    httpStatus: shape.httpStatus ?? httpStatus,
    code: shape.code ?? code,
    message: shape.message ?? message,
    ...(shape.fields && { fields: shape.fields }),
  });
}

function half(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

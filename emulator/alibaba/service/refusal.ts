import type { JsonObject } from '../../json.ts';

/** Why a call was not carried out, as the error answer tells it. */
export interface Refusal {
  readonly httpStatus: number;
  readonly code: string;
  readonly message: string;
  /** Further fields of the error body, AccessDeniedDetail for one. */
  readonly fields?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal with HTTP status 400, which most have. */
export function refusal(code: string, message: string): Refusal {
  return { httpStatus: 400, code, message };
}

/** A refusal with HTTP status 404. */
export function notFound(code: string, message: string): Refusal {
  return { httpStatus: 404, code, message };
}

/** The first refusal that any of the checks has, in their order. */
export function firstRefusal<T>(
  checks: readonly ((subject: T) => Refusal | undefined)[],
  subject: T,
): Refusal | undefined {
  for (const check of checks) {
    const found = check(subject);
    if (found !== undefined) return found;
  }
  return undefined;
}

import { type Refusal, refusal } from '../service/refusal.ts';

/** A refusal of whoever a token stands for, with HTTP status 401. */
export function authenticationFailed(reason: string, message: string): Refusal {
  return { httpStatus: 401, code: `AuthenticationFail.${reason}`, message };
}

/** A refusal of a parameter's form, with HTTP status 400. */
export function invalidParameter(name: string, message: string): Refusal {
  return refusal(`InvalidParameter.${name}`, message);
}

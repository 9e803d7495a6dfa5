import { parseJson } from '../../json.ts';
import { type Parameters, valueIn } from '../service/parameters.ts';
import { firstRefusal, type Refusal } from '../service/refusal.ts';
import { arnFrom } from './arn.ts';
import type { Role } from './identity.ts';
import { invalidParameter } from './sts-refusals.ts';

const DEFAULT_SECONDS = 3_600;
const SHORTEST_SECONDS = 900;

/** What is wrong with the form of the parameters that describe a session, whatever its role. */
export function sessionRefusal(parameters: Parameters): Refusal | undefined {
  return firstRefusal([wrongName, wrongRole, wrongPolicy], parameters);
}

/** How long the session is to be, or why that is not possible in its role. */
export function durationOf(
  parameters: Parameters,
  { maxSessionSeconds }: Role,
): { readonly ok: true; readonly seconds: number } | { readonly ok: false; readonly refusal: Refusal } {
  const text = valueIn(parameters, 'DurationSeconds') ?? String(DEFAULT_SECONDS);
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seconds >= SHORTEST_SECONDS && seconds <= maxSessionSeconds) return { ok: true, seconds };
  const message = `The Min/Max value of DurationSeconds is ${SHORTEST_SECONDS}/${maxSessionSeconds}.`;
  return { ok: false, refusal: invalidParameter('DurationSeconds', message) };
}

function wrongName({ RoleSessionName = '' }: Parameters): Refusal | undefined {
  if (/^[A-Za-z0-9.@_-]{2,64}$/.test(RoleSessionName)) return undefined;
  return invalidParameter('RoleSessionName', 'The parameter RoleSessionName is wrongly formed.');
}

function wrongRole({ RoleArn = '' }: Parameters): Refusal | undefined {
  if (arnFrom(RoleArn, 'role') !== undefined) return undefined;
  return invalidParameter('RoleArn', 'The parameter RoleArn is wrongly formed.');
}

/** What a policy takes away from a session is not emulated. */
function wrongPolicy(parameters: Parameters): Refusal | undefined {
  const policy = valueIn(parameters, 'Policy');
  if (policy === undefined) return undefined;
  if (policy.length > 2_048) {
    return invalidParameter('PolicySize', 'The max size of policy string is 2048.');
  }
  const value = parseJson(policy);
  if (typeof value === 'object' && value !== null) return undefined;
  return invalidParameter('PolicyGrammar', 'The parameter Policy has not passed grammar check.');
}

import { findOperation } from '../service/products.ts';
import { type Refusal, refusal } from '../service/refusal.ts';
import type { Claim } from './claim.ts';
import { formOf, type HttpRequest } from './request.ts';
import { businessParameters } from './rpc-claim.ts';

/** Whether a request is for an operation that nobody has to sign, and is not signed. */
export function isAnonymous(request: HttpRequest): boolean {
  if (request.headers.authorization) return false;
  const all = parametersOf(request);
  if (all.AccessKeyId || all.Signature) return false;
  const { action, version } = anonymousClaim(request);
  const found = findOperation(action, version);
  return found.ok && found.operation.anonymous === true;
}

/**
 * Reads a request that is not signed. Its common values are x-acs-* headers or parameters, its parameters are
 * in the query, in the form, or some here and some there: the vendor's clients differ in that.
 */
export function anonymousClaim(request: HttpRequest): Claim {
  const { headers } = request;
  const all = parametersOf(request);
  const date = headers['x-acs-date'] ?? all.Timestamp ?? '';
  return {
    action: headers['x-acs-action'] ?? all.Action ?? '',
    version: headers['x-acs-version'] ?? all.Version ?? '',
    format: /json/i.test(all.Format ?? headers.accept ?? '') ? 'JSON' : 'XML',
    parameters: businessParameters(all),
    date,
    incomplete: date === '' ? MISSING_DATE : undefined,
  };
}

const MISSING_DATE: Refusal = refusal('MissingTimestamp', 'Timestamp is mandatory for this action.');

function parametersOf(request: HttpRequest): Readonly<Record<string, string>> {
  return Object.fromEntries([...request.query, ...formOf(request)]);
}

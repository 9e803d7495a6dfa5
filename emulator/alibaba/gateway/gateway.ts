import { ANONYMOUS_ACCOUNT_ID, type Call, type RefusedRequest } from '../service/call.ts';
import { findOperation } from '../service/products.ts';
import { notFound, type Refusal, refusal } from '../service/refusal.ts';
import { type Account, callerOf, type KeyHolder, type KeySource, keyHolders } from './accounts.ts';
import { acs3Claim, isAcs3 } from './acs3-claim.ts';
import { anonymousClaim, isAnonymous } from './anonymous-claim.ts';
import type { Claim, SignedClaim } from './claim.ts';
import { formOf, type HttpRequest, repeatedName } from './request.ts';
import { rpcClaim } from './rpc-claim.ts';

/** How far a request's date may be off, either way. */
const MAX_SKEW_MS = 15 * 60_000;

/** A request that may be answered by the cloud, or why not. */
export type Admission =
  | { readonly ok: true; readonly call: Call }
  | { readonly ok: false; readonly request: RefusedRequest; readonly refusal: Refusal };

/**
 * The door of the cloud: lets in requests that are complete, fresh and signed with a known key. The
 * few operations that nobody has to sign need only be complete and fresh.
 */
export class Gateway {
  readonly #holders: ReadonlyMap<string, KeyHolder>;
  readonly #now: () => number;
  readonly #issued: KeySource;
  readonly #nonces = new Map<string, number>();

  constructor(accounts: readonly Account[], now: () => number, issued: KeySource = NO_KEYS) {
    this.#holders = keyHolders(accounts);
    this.#now = now;
    this.#issued = issued;
  }

  /** Turns an HTTP request into a call. Only an admitted request uses up its nonce. */
  admit(request: HttpRequest): Admission {
    return isAnonymous(request) ? this.#admitAnonymous(request) : this.#admitSigned(request);
  }

  #admitAnonymous(request: HttpRequest): Admission {
    const claim = anonymousClaim(request);
    const common = commonOf(request, claim);
    const against = wrongRequest(request, claim) ?? staleDate(claim.date, this.#now());
    return against === undefined
      ? { ok: true, call: { ...common, accountId: ANONYMOUS_ACCOUNT_ID } }
      : { ok: false, request: { ...common, accountId: undefined }, refusal: against };
  }

  #admitSigned(request: HttpRequest): Admission {
    const claim = isAcs3(request) ? acs3Claim(request) : rpcClaim(request);
    const holder = this.#holders.get(claim.accessKeyId) ?? this.#issued.holderOf(claim.accessKeyId);
    const common = commonOf(request, claim);
    const against = wrongRequest(request, claim) ?? this.#unwelcome(claim, holder);
    if (holder === undefined || against !== undefined) {
      const request = { ...common, accountId: holder?.accountId };
      return { ok: false, request, refusal: against ?? UNKNOWN_KEY };
    }
    const { accountId, key } = holder;
    const denied = key.denied && { denied: key.denied };
    return { ok: true, call: { ...common, ...denied, accountId, caller: callerOf(key) } };
  }

  #unwelcome(claim: SignedClaim, holder: KeyHolder | undefined): Refusal | undefined {
    if (holder === undefined) return UNKNOWN_KEY;
    return (
      staleDate(claim.date, this.#now()) ??
      wrongToken(claim, holder, this.#now()) ??
      claim.wrongSignature(holder.key.accessKeySecret) ??
      this.#usedNonce(claim)
    );
  }

  #usedNonce({ accessKeyId, nonce }: SignedClaim): Refusal | undefined {
    const now = this.#now();
    for (const [key, usedAt] of this.#nonces) {
      if (now - usedAt <= 2 * MAX_SKEW_MS) break;
      this.#nonces.delete(key);
    }
    const key = `${accessKeyId} ${nonce}`;
    if (this.#nonces.has(key)) {
      return refusal('SignatureNonceUsed', 'Specified signature nonce was used already.');
    }
    this.#nonces.set(key, now);
    return undefined;
  }
}

const NO_KEYS: KeySource = { holderOf: () => undefined };

const UNKNOWN_KEY = notFound('InvalidAccessKeyId.NotFound', 'Specified access key is not found.');

const WRONG_METHOD = refusal('UnsupportedHTTPMethod', 'This http method is not supported.');

function commonOf({ headers }: HttpRequest, claim: Claim): Omit<Call, 'accountId'> {
  const { action, version, format, parameters } = claim;
  return { action, version, format, parameters, host: headers.host ?? '' };
}

function wrongRequest(request: HttpRequest, claim: Claim): Refusal | undefined {
  if (request.method !== 'POST' && request.method !== 'GET') return WRONG_METHOD;
  if (request.path !== '/') return notFound('InvalidApi.NotFound', 'Specified api is not found.');
  const repeated = repeatedName([...request.query, ...formOf(request)]);
  if (repeated !== undefined) return refusal('InvalidParameter', `${repeated} is given twice.`);
  if (claim.incomplete !== undefined) return claim.incomplete;
  const found = findOperation(claim.action, claim.version);
  if (!found.ok) return found.refusal;
  return found.operation.postOnly && request.method !== 'POST' ? WRONG_METHOD : undefined;
}

function staleDate(date: string, now: number): Refusal | undefined {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) {
    return refusal('InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.');
  }
  return Math.abs(now - time) > MAX_SKEW_MS
    ? refusal('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.')
    : undefined;
}

function wrongToken({ securityToken }: SignedClaim, { key }: KeyHolder, now: number): Refusal | undefined {
  if (key.inactive) return refusal('InvalidAccessKeyId.Inactive', 'Specified access key is disabled.');
  if (key.securityToken !== undefined && securityToken === undefined) {
    return refusal('MissingSecurityToken', 'SecurityToken is mandatory for this action.');
  }
  if (key.securityToken !== securityToken) {
    return refusal(
      'InvalidSecurityToken.MismatchWithAccessKey',
      'Specified SecurityToken mismatch with the AccessKey.',
    );
  }
  return key.expiresAt !== undefined && now >= key.expiresAt
    ? refusal('InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.')
    : undefined;
}

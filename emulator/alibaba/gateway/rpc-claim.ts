import { type Refusal, refusal } from '../service/refusal.ts';
import type { SignedClaim } from './claim.ts';
import { formOf, type HttpRequest } from './request.ts';
import { rpcSignature, rpcStringToSign } from './signature.ts';

/** What every request of this scheme carries beside its business parameters. */
const COMMON: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'SecurityToken',
  'SignatureMethod',
  'SignatureType',
  'SignatureVersion',
  'SignatureNonce',
  'Timestamp',
  'Signature',
]);

const REQUIRED = [
  'Action',
  'Version',
  'AccessKeyId',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'Timestamp',
  'Signature',
] as const;

/** Reads a request of the older scheme: HMAC-SHA1 over all parameters, be they in the query or in the form. */
export function rpcClaim(request: HttpRequest): SignedClaim {
  const all: Readonly<Record<string, string>> = Object.fromEntries([...request.query, ...formOf(request)]);
  return {
    action: all.Action ?? '',
    version: all.Version ?? '',
    format: all.Format?.toUpperCase() === 'JSON' ? 'JSON' : 'XML',
    parameters: businessParameters(all),
    accessKeyId: all.AccessKeyId ?? '',
    securityToken: all.SecurityToken || undefined,
    date: all.Timestamp ?? '',
    nonce: all.SignatureNonce ?? '',
    incomplete: incomplete(all),
    wrongSignature: (secret) => mismatch(request.method, all, secret),
  };
}

/** What is left of a request's parameters without those that every request carries. */
export function businessParameters(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return without(all, (name) => COMMON.has(name));
}

function incomplete(all: Readonly<Record<string, string>>): Refusal | undefined {
  const absent = REQUIRED.find((name) => !all[name]);
  if (absent !== undefined) return refusal(`Missing${absent}`, `${absent} is mandatory for this action.`);
  return all.SignatureMethod !== 'HMAC-SHA1' || all.SignatureVersion !== '1.0' || all.SignatureType
    ? refusal('IncompleteSignature', 'The request signature does not conform to Aliyun standards.')
    : undefined;
}

/** The message echoes all that was signed, secrets included: so does the service's. */
function mismatch(
  method: string,
  all: Readonly<Record<string, string>>,
  secret: string,
): Refusal | undefined {
  const signed = without(all, (name) => name === 'Signature');
  if (rpcSignature(method, signed, secret) === all.Signature) return undefined;
  return refusal(
    'SignatureDoesNotMatch',
    'Specified signature is not matched with our calculation. ' +
      `server string to sign is:${rpcStringToSign(method, signed)}`,
  );
}

function without(
  all: Readonly<Record<string, string>>,
  isLeftOut: (name: string) => boolean,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !isLeftOut(name)));
}

import { type Refusal, refusal } from '../service/refusal.ts';
import type { SignedClaim } from './claim.ts';
import type { HttpRequest } from './request.ts';
import { type Acs3Subject, acs3RequestHash, acs3Signature, sha256Hex } from './signature.ts';

const AUTHORIZATION =
  /^ACS3-HMAC-SHA256 +Credential=(?<key>[^,]+), *SignedHeaders=(?<headers>[^,]+), *Signature=(?<signature>[0-9a-f]{64})$/;

const REQUIRED = [
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
] as const;

/** Whether a request is signed with ACS3-HMAC-SHA256: clients of the older scheme may send x-acs-* headers too. */
export function isAcs3(request: HttpRequest): boolean {
  return request.headers.authorization?.startsWith('ACS3-') ?? false;
}

/** Reads a request of signature version 3: common values in headers, business parameters in the query only. */
export function acs3Claim(request: HttpRequest): SignedClaim {
  const { headers } = request;
  const parts = AUTHORIZATION.exec(headers.authorization ?? '')?.groups;
  const signedNames = parts?.headers?.split(';') ?? [];
  return {
    action: headers['x-acs-action'] ?? '',
    version: headers['x-acs-version'] ?? '',
    format: /xml/i.test(headers.accept ?? '') ? 'XML' : 'JSON',
    parameters: Object.fromEntries(request.query),
    accessKeyId: parts?.key ?? '',
    securityToken: headers['x-acs-security-token'] || undefined,
    date: headers['x-acs-date'] ?? '',
    nonce: headers['x-acs-signature-nonce'] ?? '',
    incomplete: incomplete(headers, parts === undefined, signedNames),
    wrongSignature: (secret) => mismatch(request, signedNames, parts?.signature, secret),
  };
}

function incomplete(
  headers: HttpRequest['headers'],
  unreadable: boolean,
  signedNames: readonly string[],
): Refusal | undefined {
  const absent = REQUIRED.find((name) => !headers[name]);
  if (absent !== undefined) return refusal('MissingParameter', `${absent} is mandatory for this action.`);
  const toSign = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-acs-'));
  return unreadable || toSign.some((name) => !signedNames.includes(name))
    ? refusal('IncompleteSignature', 'The request signature does not conform to Aliyun standards.')
    : undefined;
}

function mismatch(
  request: HttpRequest,
  signedNames: readonly string[],
  signature: string | undefined,
  secret: string,
): Refusal | undefined {
  const subject: Acs3Subject = {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    headers: Object.fromEntries(signedNames.map((name) => [name, request.headers[name] ?? ''])),
    bodyHash: sha256Hex(request.body),
  };
  const hashed = request.headers['x-acs-content-sha256'] === subject.bodyHash;
  if (hashed && acs3Signature(subject, secret) === signature) return undefined;
  return refusal(
    'SignatureDoesNotMatch',
    'Specified signature does not match our calculation. ' +
      `server StringToSign is [ACS3-HMAC-SHA256 ${acs3RequestHash(subject)}]`,
  );
}

import { createHash, createHmac } from 'node:crypto';

/** A request before it is signed. Names and values of the query are not encoded yet. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. `host`, `content-type` and all `x-acs-*` are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

const ALGORITHM = 'ACS3-HMAC-SHA256';

/** The `Authorization` header of a request (vendor page "V3 request structure and signature"). */
export function authorization(request: Unsigned, keys: Keys): string {
  const names = Object.keys(request.headers).filter(isSigned).sort();
  const signedHeaders = names.join(';');
  const canonical = [
    request.method,
    request.path,
    encodeQuery(request.query),
    names.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`).join(''),
    signedHeaders,
    sha256(request.body),
  ].join('\n');
  const toSign = `${ALGORITHM}\n${sha256(canonical)}`;
  const signature = createHmac('sha256', keys.accessKeySecret).update(toSign).digest('hex');
  return `${ALGORITHM} Credential=${keys.accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

/** The query string as it is signed and sent: sorted by name in plain string order, percent-encoded. */
export function encodeQuery(query: Unsigned['query']): string {
  return query
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/** The hexadecimal SHA-256 of a text in UTF-8, as in `x-acs-content-sha256`. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isSigned(header: string): boolean {
  return header === 'host' || header === 'content-type' || header.startsWith('x-acs-');
}

/** Percent-encodes everything but RFC 3986's unreserved characters; encodeURIComponent leaves five more. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

import { createHash, createHmac } from 'node:crypto';
import { OpenApiUtil } from '@alicloud/openapi-core';

const ACS3 = 'ACS3-HMAC-SHA256';

/** The parts of a request that an ACS3-HMAC-SHA256 signature covers. */
export interface Acs3Subject {
  readonly method: string;
  readonly path: string;
  /** Decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** The signed ones only; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Hex SHA-256 of the body. */
  readonly bodyHash: string;
}

/**
 * The signature (hex) of a request. Which headers it covers is the client's choice, and is seen from them alone:
 * the vendor's library for Node signs fewer than the one for Python.
 */
export function acs3Signature(subject: Acs3Subject, accessKeySecret: string): string {
  const stringToSign = `${ACS3}\n${acs3RequestHash(subject)}`;
  return createHmac('sha256', accessKeySecret).update(stringToSign).digest('hex');
}

/** The hash (hex) of the canonical request, which the service names where a signature does not match. */
export function acs3RequestHash({ method, path, query, headers, bodyHash }: Acs3Subject): string {
  const names = Object.keys(headers).sort();
  const canonical = [
    method,
    path,
    sortedPairs(query),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    bodyHash,
  ];
  return sha256Hex(canonical.join('\n'));
}

/** The signature (base64) that the vendor's own library gives to the parameters of an HMAC-SHA1 request. */
export function rpcSignature(
  method: string,
  parameters: Readonly<Record<string, string>>,
  accessKeySecret: string,
): string {
  return OpenApiUtil.getRPCSignature({ ...parameters }, method, accessKeySecret);
}

/** What an HMAC-SHA1 signature signs. The service echoes it, with every parameter, where one does not match. */
export function rpcStringToSign(method: string, parameters: Readonly<Record<string, string>>): string {
  return `${method}&%2F&${encode(sortedPairs(parameters))}`;
}

/** Hex SHA-256. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function sortedPairs(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? '')}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

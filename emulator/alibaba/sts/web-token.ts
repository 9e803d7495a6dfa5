import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import * as z from 'zod';
import { parseJson } from '../../json.ts';
import type { Refusal } from '../service/refusal.ts';
import { authenticationFailed } from './sts-refusals.ts';

const END_OF_9999 = 253_402_300_799;
const SECONDS = z.number().min(0).max(END_OF_9999);

const HEADER = z.object({ alg: z.string(), kid: z.string().exactOptional() });

const CLAIMS = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]).transform((audience) => [audience].flat()),
  exp: SECONDS,
  iat: SECONDS,
  nbf: SECONDS.exactOptional(),
});

/** What a token says. Times are in seconds, epoch. */
export type TokenClaims = z.infer<typeof CLAIMS>;

/** A token that was read but not believed. */
export interface WebToken {
  readonly keyId: string | undefined;
  readonly claims: TokenClaims;
  readonly signedText: string;
  readonly signature: Buffer;
}

/** A token, or why a text is none. */
export type TokenReading =
  | { readonly ok: true; readonly token: WebToken }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reads a JSON Web Token in its compact form (RFC 7515), signed with RS256. */
export function readToken(text: string): TokenReading {
  const parts = text.split('.');
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3) return invalid("The number of Jwt field should be divided into 3 parts with '.' .");
  if (!parts.every((part) => /^[\w-]+$/.test(part))) return invalid('Cannot decode base64 encoded response.');
  const head = HEADER.safeParse(decoded(header));
  const claims = CLAIMS.safeParse(decoded(payload));
  if (!head.success || !claims.success) {
    return invalid('The Jwt content is invalid that cannot be recognized.');
  }
  if (head.data.alg !== 'RS256') {
    return invalid(`The algorithm ${head.data.alg} that be specified in Jwt header is unknown.`);
  }
  const token = {
    keyId: head.data.kid,
    claims: claims.data,
    signedText: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
  return { ok: true, token };
}

/** Whether the key that a token names is one of these, and signed it. */
export function isSignedBy({ keyId, signedText, signature }: WebToken, keys: readonly JsonWebKey[]): boolean {
  return keys
    .filter((key) => key.kid === keyId && key.kty === 'RSA')
    .some((key) =>
      verify('RSA-SHA256', Buffer.from(signedText), createPublicKey({ key, format: 'jwk' }), signature),
    );
}

function decoded(part: string): unknown {
  return parseJson(Buffer.from(part, 'base64url').toString('utf8'));
}

function invalid(message: string): TokenReading {
  return { ok: false, refusal: authenticationFailed('OIDCToken.Invalid', message) };
}

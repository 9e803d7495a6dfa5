import { createHash, generateKeyPair, type JsonWebKey, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonObject } from '../json.ts';

/** A key that signs tokens with RS256. */
export interface TokenKey {
  /** Its public half, with the `kid` that its tokens name. */
  readonly jwk: JsonWebKey;
  /** A JSON Web Token in its compact form. */
  readonly sign: (claims: JsonObject) => string;
}

/** Makes a key of 2048 bits. */
export async function tokenKey(): Promise<TokenKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(`${jwk.n}`).digest('hex').slice(0, 40);
  return {
    jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
    sign: (claims) => {
      const text = `${encoded({ typ: 'JWT', alg: 'RS256', kid })}.${encoded(claims)}`;
      return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
}

let shared: Promise<TokenKey> | undefined;

/** The one key of this process: making one takes a tenth of a second. */
export function sharedTokenKey(): Promise<TokenKey> {
  shared ??= tokenKey();
  return shared;
}

function encoded(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

import * as z from 'zod';

/** The claims that the trust policy of a RAM role looks at. */
export interface TrustClaims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
}

/** Reads three claims of a token, to compare with a trust policy. It is not checked: that is the cloud's task. */
export function claimsOf(token: string): TrustClaims {
  const claims = decode(token.split('.')[1] ?? '');
  const text = (name: keyof TrustClaims): string => {
    const value = claims[name];
    return typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : 'none';
  };
  return { iss: text('iss'), aud: text('aud'), sub: text('sub') };
}

const payload = z.record(z.string(), z.unknown());

function decode(part: string): Record<string, unknown> {
  try {
    return payload.parse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}

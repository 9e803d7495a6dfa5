import { firstRefusal, type Refusal } from '../service/refusal.ts';
import type { OidcProvider } from './identity.ts';
import { authenticationFailed } from './sts-refusals.ts';
import { isSignedBy, type WebToken } from './web-token.ts';

/** A token as it is shown to a provider's account at a time (milliseconds, epoch). */
export interface Presentation {
  readonly token: WebToken;
  readonly provider: OidcProvider;
  readonly now: number;
}

/** Why a token is not a valid one of the provider, if it is not. */
export function tokenRefusal(presentation: Presentation): Refusal | undefined {
  return firstRefusal(CHECKS, presentation);
}

const CHECKS: readonly ((presentation: Presentation) => Refusal | undefined)[] = [
  strangeIssuer,
  plainIssuer,
  strangeCertificate,
  wrongSignature,
  expired,
  notYetValid,
  wrongAudience,
];

function strangeIssuer({ token, provider }: Presentation): Refusal | undefined {
  if (token.claims.iss === provider.issuer) return undefined;
  return fail('IssuerNotMatch', "The issuer in the OIDC Token doesn't match the OIDC Provider registered.");
}

/** The service fetches the issuer's keys, over TLS only. */
function plainIssuer({ provider }: Presentation): Refusal | undefined {
  if (provider.issuer.startsWith('https://')) return undefined;
  return fail('HttpsUrlInvalid', 'Invoke url failed due to certificate chain validation');
}

function strangeCertificate({ provider }: Presentation): Refusal | undefined {
  if (!provider.fingerprintMismatch) return undefined;
  return fail('PublicKeyFingerprintMismatch', 'The fingerprint of the OIDC Provider does not match.');
}

function wrongSignature({ token, provider }: Presentation): Refusal | undefined {
  if (isSignedBy(token, provider.keys)) return undefined;
  return fail('InvalidSignature', 'OIDC token validate failed: invalid signature.');
}

function expired({ token, now }: Presentation): Refusal | undefined {
  if (now < token.claims.exp * 1_000) return undefined;
  return fail('Expired', 'This JsonWebToken is expired.');
}

function notYetValid({ token, now }: Presentation): Refusal | undefined {
  if (now >= (token.claims.nbf ?? 0) * 1_000) return undefined;
  return fail('Invalid', 'This JsonWebToken is not valid yet.');
}

function wrongAudience({ token, provider }: Presentation): Refusal | undefined {
  if (token.claims.aud.some((audience) => provider.audiences.includes(audience))) return undefined;
  return fail('AudienceNotMatch', 'Invalid audience.');
}

function fail(reason: string, message: string): Refusal {
  return authenticationFailed(`OIDCToken.${reason}`, message);
}

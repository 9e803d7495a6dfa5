import type { OidcProvider, RoleSeed } from '../../emulator/alibaba/sts/identity.ts';
import { GITHUB_ISSUER } from '../../emulator/github/github-oidc.ts';
import { tokenKey } from '../../emulator/github/token-key.ts';
import type { JsonObject } from '../../emulator/json.ts';
import { cloudAt } from './cloud-at.ts';
import { AUDIENCE, identityWith, SESSION, SUBJECT } from './identity.ts';

export const NOW = Date.parse('2026-01-01T00:00:00.700Z');
export const SECOND = Math.floor(NOW / 1_000);
export const [KEY, STRANGE_KEY] = await Promise.all([tokenKey(), tokenKey()]);
export const CLAIMS: JsonObject = {
  iss: GITHUB_ISSUER,
  sub: SUBJECT,
  aud: AUDIENCE,
  iat: SECOND - 1,
  nbf: SECOND - 1,
  exp: SECOND + 600,
};
export const TOKEN = KEY.sign(CLAIMS);

/** What differs from a call that succeeds. */
export interface Change {
  readonly at?: number;
  readonly token?: string;
  readonly claims?: JsonObject;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly provider?: Partial<OidcProvider>;
  readonly role?: Partial<RoleSeed>;
}

/** A call for a session, and what the cloud answers. */
export function assume({ at = NOW, token, claims, parameters, provider, role }: Change = {}) {
  const OIDCToken = token ?? (claims ? KEY.sign({ ...CLAIMS, ...claims }) : TOKEN);
  const { cloud } = cloudAt(at, { identity: identityWith([STRANGE_KEY.jwk, KEY.jwk], provider, role) });
  const call = {
    action: 'AssumeRoleWithOIDC',
    version: '2015-04-01',
    accountId: 'anonymous',
    parameters: { ...SESSION, OIDCToken, ...parameters },
  };
  return { cloud, call, outcome: cloud.call(call) };
}

/** HTTP status and code of the answer. */
export function verdict(change: Change): string {
  const { outcome } = assume(change);
  return outcome.kind === 'answer' ? `${outcome.httpStatus} ${outcome.code}` : outcome.kind;
}

/** Claims without one of them. */
export function without(claims: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));
}

import type { Refusal } from '../service/refusal.ts';
import { arnFrom } from './arn.ts';
import type { OidcProvider, Role } from './identity.ts';
import { authenticationFailed } from './sts-refusals.ts';
import type { TokenClaims } from './web-token.ts';

/** Why a provider's token may not take on a role, if it may not. It never may in another account. */
export function trustRefusal(role: Role, provider: OidcProvider, claims: TokenClaims): Refusal | undefined {
  const { issuer, audience, subject } = role.trust;
  const trusted =
    role.accountId === arnFrom(provider.arn, 'oidc-provider')?.accountId &&
    isLike([claims.iss], issuer) &&
    isLike(claims.aud, audience) &&
    isLike([claims.sub], subject);
  return trusted ? undefined : DENIED;
}

const DENIED: Refusal = {
  ...authenticationFailed('NoPermission', 'There is no permission'),
  fields: {
    AccessDeniedDetail: {
      AuthAction: 'sts:AssumeRole',
      NoPermissionType: 'ImplicitDeny',
      PolicyType: 'AssumeRolePolicy',
      EncodedDiagnosticMessage: 'AQEAAAAAZW11bGF0b3I=',
    },
  },
};

/** Whether one of the values is like a pattern, as RAM's StringLike sees it. */
function isLike(values: readonly string[], pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  const source = RegExp.escape(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return values.some((value) => expression.test(value));
}

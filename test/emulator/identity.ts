import type { JsonWebKey } from 'node:crypto';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/alibaba/service/call.ts';
import type { IdentityOptions, OidcProvider, RoleSeed } from '../../emulator/alibaba/sts/identity.ts';
import { GITHUB_ISSUER } from '../../emulator/github/github-oidc.ts';

export const AUDIENCE = 'sts.aliyuncs.com';
export const SUBJECT = 'repo:octo-org/octo-repo:ref:refs/heads/main';
export const PROVIDER_ARN = `acs:ram::${DEFAULT_ACCOUNT_ID}:oidc-provider/github`;
export const ROLE_ARN = `acs:ram::${DEFAULT_ACCOUNT_ID}:role/deployer`;

/** What a job names beside its token. */
export const SESSION: Readonly<Record<string, string>> = {
  OIDCProviderArn: PROVIDER_ARN,
  RoleArn: ROLE_ARN,
  RoleSessionName: 'run-1',
};

/** One provider with these keys, one role that trusts its tokens for SUBJECT. */
export function identityWith(
  keys: readonly JsonWebKey[],
  provider: Partial<OidcProvider> = {},
  role: Partial<RoleSeed> = {},
): IdentityOptions {
  const trust = { issuer: GITHUB_ISSUER, audience: AUDIENCE, subject: SUBJECT };
  return {
    providers: [
      { arn: PROVIDER_ARN, issuer: GITHUB_ISSUER, audiences: ['other', AUDIENCE], keys, ...provider },
    ],
    roles: [{ arn: ROLE_ARN, trust, ...role }],
  };
}

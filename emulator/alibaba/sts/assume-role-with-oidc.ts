import type { JsonObject } from '../../json.ts';
import type { Operation, Result, Scene } from '../service/operation.ts';
import type { ParameterRules } from '../service/parameters.ts';
import { notFound, type Refusal } from '../service/refusal.ts';
import { utc } from '../service/utc.ts';
import { arnFrom } from './arn.ts';
import type { OidcProvider, Role } from './identity.ts';
import { sessionId } from './principal.ts';
import { durationOf, sessionRefusal } from './session-parameters.ts';
import type { SessionKey } from './sessions.ts';
import { authenticationFailed, invalidParameter } from './sts-refusals.ts';
import { tokenRefusal } from './token-check.ts';
import { trustRefusal } from './trust.ts';
import { readToken, type TokenClaims, type WebToken } from './web-token.ts';

const PARAMETERS: ParameterRules = {
  RegionId: { type: 'string' },
  OIDCProviderArn: { type: 'string' },
  RoleArn: { type: 'string' },
  OIDCToken: { type: 'string' },
  RoleSessionName: { type: 'string', required: true },
  DurationSeconds: { type: 'string' },
  Policy: { type: 'string' },
};

/**
 * Gives whoever shows a token of a trusted identity provider a temporary key. Checks the token and the
 * provider first, then the other parameters, then whether the token is valid, and the role at the very last:
 * a stranger learns nothing of roles.
 */
export const assumeRoleWithOidc: Operation = {
  ramAction: 'sts:AssumeRole',
  parameters: PARAMETERS,
  anonymous: true,
  run: (scene) => {
    const reading = presentedToken(scene);
    if (!reading.ok) return reading;
    const registered = registeredProvider(scene);
    if (!registered.ok) return registered;
    const { token } = reading;
    const { provider } = registered;
    const against = sessionRefusal(scene.parameters) ?? tokenRefusal({ token, provider, now: scene.now });
    return against === undefined ? assume(scene, token, provider) : refused(against);
  },
};

function assume(scene: Scene, { claims }: WebToken, provider: OidcProvider): Result {
  const { RoleArn = '', RoleSessionName = '' } = scene.parameters;
  const role = scene.identity.role(RoleArn);
  if (role === undefined) return refused(notFound('EntityNotExist.Role', `The role not exists: ${RoleArn}.`));
  const against = trustRefusal(role, provider, claims);
  if (against !== undefined) return refused(against);
  const duration = durationOf(scene.parameters, role);
  if (!duration.ok) return duration;
  const expiresAt = (Math.floor(scene.now / 1_000) + duration.seconds) * 1_000;
  const key = scene.sessions.issue(role, RoleSessionName, expiresAt);
  return { ok: true, fields: answerOf(claims, role, RoleSessionName, key) };
}

function presentedToken({ parameters: { OIDCToken = '' } }: Scene): ReturnType<typeof readToken> {
  if (OIDCToken === '') {
    return refused(authenticationFailed('OIDCToken.Invalid', 'The OIDCToken can not empty.'));
  }
  return OIDCToken.length < 4 || OIDCToken.length > 20_000
    ? refused(invalidParameter('OIDCToken', 'The parameter OIDCToken is 4 to 20000 characters long.'))
    : readToken(OIDCToken);
}

function registeredProvider({ identity, parameters: { OIDCProviderArn = '' } }: Scene) {
  if (arnFrom(OIDCProviderArn, 'oidc-provider') === undefined) {
    return refused(authenticationFailed('NoPermission', 'Parameter OIDCProviderArn is not valid'));
  }
  const provider = identity.provider(OIDCProviderArn);
  return provider === undefined
    ? refused(authenticationFailed('NoPermission', 'No such OIDC Provider registered.'))
    : ({ ok: true, provider } as const);
}

function answerOf(claims: TokenClaims, role: Role, sessionName: string, key: SessionKey): JsonObject {
  return {
    OIDCTokenInfo: {
      Subject: claims.sub,
      Issuer: claims.iss,
      ClientIds: claims.aud.join(),
      ExpirationTime: utc(claims.exp * 1_000),
      IssuanceTime: utc(claims.iat * 1_000),
      VerificationInfo: 'Success',
    },
    AssumedRoleUser: {
      AssumedRoleId: sessionId(role.arn, sessionName),
      Arn: `${role.arn}/${sessionName}`,
    },
    Credentials: {
      AccessKeyId: key.accessKeyId,
      AccessKeySecret: key.accessKeySecret,
      SecurityToken: key.securityToken,
      Expiration: utc(key.expiresAt),
    },
  };
}

function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

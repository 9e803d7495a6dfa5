import * as z from 'zod';
import { type Client, type Credentials, call, callAnonymously } from './client.ts';
import { UnexpectedAnswerError } from './errors.ts';

const VERSION = '2015-04-01';

/** What AssumeRoleWithOIDC needs. */
export interface RoleRequest {
  readonly roleArn: string;
  readonly providerArn: string;
  readonly token: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
}

export interface RoleCredentials extends Credentials {
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Who calls, as the account's owner would name them. */
export interface Identity {
  readonly accountId: string;
  /** `acs:ram::123:assumed-role/name/session`, `acs:ram::123:user/name`. */
  readonly arn: string;
}

/** Keys become headers. */
const keyText = z.string().regex(/^[!-~]+$/);

const roleAnswer = z.object({
  Credentials: z.object({
    AccessKeyId: keyText,
    AccessKeySecret: keyText,
    SecurityToken: keyText,
    Expiration: z.iso.datetime(),
  }),
});

const identityAnswer = z.object({ AccountId: z.string().min(1), Arn: z.string() });

/**
 * Exchanges an OIDC token for the credentials of a RAM role. Unsigned; the token travels in the form body,
 * because URLs end up in the logs of proxies.
 *
 * @throws CallError
 */
export async function assumeRole(
  client: Omit<Client, 'credentials'>,
  endpoint: URL,
  request: RoleRequest,
): Promise<RoleCredentials> {
  const action = 'AssumeRoleWithOIDC';
  const { content, requestId } = await callAnonymously(client, {
    ...{ endpoint, action, version: VERSION },
    parameters: [
      ['RoleArn', request.roleArn],
      ['OIDCProviderArn', request.providerArn],
      ['OIDCToken', request.token],
      ['RoleSessionName', request.sessionName],
      ['DurationSeconds', String(request.durationSeconds)],
    ],
  });
  const answer = roleAnswer.safeParse(content);
  if (!answer.success) throw foreign(action, requestId);
  const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = answer.data.Credentials;
  return {
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    securityToken: SecurityToken,
    expiresAt: Date.parse(Expiration),
  };
}

/** Tells whose credentials they are. Needs no permission. @throws CallError */
export async function callerIdentity(client: Client, endpoint: URL): Promise<Identity> {
  const action = 'GetCallerIdentity';
  const { content, requestId } = await call(
    client,
    { endpoint, action, version: VERSION, parameters: [] },
    'plain',
  );
  const answer = identityAnswer.safeParse(content);
  if (!answer.success) throw foreign(action, requestId);
  return { accountId: answer.data.AccountId, arn: answer.data.Arn };
}

function foreign(action: string, requestId: string): UnexpectedAnswerError {
  return new UnexpectedAnswerError(action, {
    ...{ httpStatus: 200, requestId, contentType: undefined },
    found: 'an answer without what was asked for',
  });
}

import type { Credentials } from '../alibaba/client.ts';
import { CallError, type OwnCode } from '../alibaba/errors.ts';
import type { KeySource, RoleSource, Source } from '../inputs/credentials.ts';

/** A role whose parts are all there. */
export interface CompleteRole extends RoleSource {
  readonly roleArn: string;
  readonly providerArn: string;
}

/** No credentials, half of them, or none to be had. Nothing was sent with them. */
export class CredentialsError extends CallError {
  readonly code: OwnCode = 'Credentials';
  readonly verdict = 'refused';
  /** Of the call that gave none, where it was answered. */
  readonly requestId: string | undefined;
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.remedy = remedy;
    this.requestId = cause instanceof CallError ? cause.requestId : undefined;
  }
}

/** The first source of which any part is given; undefined when there is none. */
export function chooseSource(sources: readonly Source[]): Source | undefined {
  return sources.find((source) => {
    const parts = source.kind === 'keys' ? Object.values(source.keys) : [source.roleArn, source.providerArn];
    return parts.some((part) => part !== undefined);
  });
}

/**
 * The keys of a source. Half of them is an error, never skipped over: the run would go on as somebody else.
 *
 * @throws CredentialsError
 */
export function completeKeys({ labels, keys }: KeySource): Credentials {
  const { accessKeyId, accessKeySecret, securityToken } = keys;
  if (accessKeyId === undefined || accessKeySecret === undefined) {
    const parts = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const;
    const given = parts.filter((part) => keys[part] !== undefined).map((part) => labels[part]);
    const missing = parts.slice(0, 2).filter((part) => keys[part] === undefined);
    throw incomplete(
      given,
      missing.map((part) => labels[part]),
    );
  }
  if (accessKeyId.startsWith('STS.') && securityToken === undefined) {
    throw new CredentialsError(
      `Credentials are incomplete: ${labels.accessKeyId} is a temporary key, but ${labels.securityToken} is missing or empty`,
      `Set ${labels.securityToken} to the token of the same session.`,
    );
  }
  return { accessKeyId, accessKeySecret, securityToken };
}

const ROLE_ARN = /^acs:ram::[0-9]+:role\/.+$/;
const PROVIDER_ARN = /^acs:ram::[0-9]+:oidc-provider\/.+$/;

/** A role with all its parts in the right form. @throws CredentialsError */
export function completeRole(source: RoleSource): CompleteRole {
  const { roleArn, providerArn } = source;
  const [role, provider] = ['input role-to-assume', 'input oidc-provider-arn'];
  if (roleArn === undefined) throw incomplete([provider], [role]);
  if (providerArn === undefined) throw incomplete([role], [provider]);
  if (!ROLE_ARN.test(roleArn)) {
    throw new CredentialsError(
      `The ${role} is not the ARN of a RAM role`,
      'Write acs:ram::ACCOUNT:role/NAME.',
    );
  }
  if (!PROVIDER_ARN.test(providerArn)) {
    const how = 'Write acs:ram::ACCOUNT:oidc-provider/NAME.';
    throw new CredentialsError(`The ${provider} is not the ARN of an OIDC provider`, how);
  }
  return { ...source, roleArn, providerArn };
}

function incomplete(given: readonly string[], missing: readonly string[]): CredentialsError {
  const names = missing.join(' and ');
  return new CredentialsError(
    `Credentials are incomplete: ${given.join(' and ')} is given, but ${names} is missing or empty`,
    `Set ${names}; a secret that is not defined in this repository or environment arrives empty.`,
  );
}

import type { Credentials } from './client.ts';

/** Keys as they may be given in one place, each part possibly missing. */
export interface GivenKeys {
  readonly accessKeyId: string | undefined;
  readonly accessKeySecret: string | undefined;
  readonly securityToken: string | undefined;
}

/** A place where keys may be given, and what its parts are called there. */
export interface KeySource {
  readonly name: string;
  readonly labels: { readonly [K in keyof GivenKeys]: string };
  readonly keys: GivenKeys;
}

export interface ChosenCredentials {
  readonly source: string;
  readonly credentials: Credentials;
}

/** No credentials, or half of them. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/**
 * The first source that gives keys. A half-given source is an error, never skipped over: the run would go on
 * as somebody else.
 *
 * @throws CredentialsError
 */
export function chooseCredentials(sources: readonly KeySource[]): ChosenCredentials {
  const source = sources.find(({ keys }) => Object.values(keys).some((part) => part !== undefined));
  if (!source) {
    const remedy = `Give ${sources.map(({ labels }) => `${labels.accessKeyId} and ${labels.accessKeySecret}`).join(', or ')}.`;
    throw new CredentialsError('There are no credentials for Alibaba Cloud', remedy);
  }
  const { accessKeyId, accessKeySecret, securityToken } = source.keys;
  const { labels } = source;
  if (accessKeyId === undefined || accessKeySecret === undefined) {
    const parts = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const;
    const given = parts.filter((part) => source.keys[part] !== undefined).map((part) => labels[part]);
    const missing = parts.slice(0, 2).filter((part) => source.keys[part] === undefined);
    const names = missing.map((part) => labels[part]).join(' and ');
    throw new CredentialsError(
      `Credentials are incomplete: ${given.join(' and ')} is given, but ${names} is missing or empty`,
      `Set ${names}; a secret that is not defined in this repository or environment arrives empty.`,
    );
  }
  if (accessKeyId.startsWith('STS.') && securityToken === undefined) {
    throw new CredentialsError(
      `Credentials are incomplete: ${labels.accessKeyId} is a temporary key, but ${labels.securityToken} is missing or empty`,
      `Set ${labels.securityToken} to the token of the same session.`,
    );
  }
  return { source: source.name, credentials: { accessKeyId, accessKeySecret, securityToken } };
}

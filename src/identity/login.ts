import type { Client, Credentials } from '../alibaba/client.ts';
import { ApiError, CallError } from '../alibaba/errors.ts';
import { mayPass } from '../alibaba/read.ts';
import { assumeRole, type RoleCredentials } from '../alibaba/sts.ts';
import type { TrustClaims } from '../github/claims.ts';
import type { IdToken } from '../github/id-token.ts';
import type { Source } from '../inputs/credentials.ts';
import { withRetry } from '../time/retry.ts';
import {
  type CompleteRole,
  CredentialsError,
  chooseSource,
  completeKeys,
  completeRole,
} from './credentials.ts';
import { RoleSession } from './role-session.ts';

/** What logging in needs from outside. */
export interface LoginDependencies {
  readonly client: Omit<Client, 'credentials'>;
  readonly stsEndpoint: URL;
  /** A fresh token for an audience; undefined outside of GitHub Actions. @throws CredentialsError */
  readonly idToken: ((audience: string) => Promise<IdToken>) | undefined;
  /** The vendor's own chain of places to look at; undefined where it must not be asked. */
  readonly defaultChain: (() => Promise<Credentials>) | undefined;
  readonly mask: (secrets: readonly string[]) => void;
  readonly note: (line: string) => void;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** STS answers at once or not at all: a job must not hang on its login. */
export const STS_TRIES = 3;

/** Credentials that stay good for as long as the run takes, and where they are from. */
export interface Login {
  readonly source: string;
  readonly credentials: () => Promise<Credentials>;
}

/**
 * Logs in with the first source that is given; without one, with the default chain where there is one.
 *
 * @throws CredentialsError
 */
export async function logIn(sources: readonly Source[], dependencies: LoginDependencies): Promise<Login> {
  const source = chooseSource(sources);
  if (!source) return fromDefaultChain(dependencies);
  if (source.kind === 'keys') {
    const keys = completeKeys(source);
    return { source: source.name, credentials: async () => keys };
  }
  const { idToken } = dependencies;
  if (!idToken) throw new CredentialsError(ONLY_ON_GITHUB, HERE_INSTEAD);
  const role = completeRole(source);
  const clock = { now: dependencies.now, wallTime: dependencies.client.wallTime };
  const session = new RoleSession(() => assume(role, idToken, dependencies), clock, {
    obtained: (credentials) => maskAll(credentials, dependencies),
    note: dependencies.note,
  });
  await session.credentials();
  return { source: `the role ${role.roleArn}, by GitHub's OIDC token`, credentials: session.credentials };
}

const ONLY_ON_GITHUB = 'role-to-assume works on GitHub Actions only: it takes the OIDC tokens of their jobs';
const HERE_INSTEAD =
  'Remove role-to-assume and oidc-provider-arn here. Give access-key-id and access-key-secret instead, or no credentials at all to use the default chain of this machine.';

async function assume(
  role: CompleteRole,
  idToken: (audience: string) => Promise<IdToken>,
  dependencies: LoginDependencies,
): Promise<RoleCredentials> {
  const { token, claims } = await idToken(role.audience);
  try {
    const request = { ...role, token };
    return await withRetry(() => assumeRole(dependencies.client, dependencies.stsEndpoint, request), {
      ...{ tries: STS_TRIES, mayPass, sleep: dependencies.sleep },
    });
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    // Whatever became of this exchange: the call that needs the credentials has certainly not left.
    const remedy = error instanceof ApiError ? assumeRemedy(error, role, claims) : error.remedy;
    throw new CredentialsError(error.message, remedy, error);
  }
}

function assumeRemedy(error: ApiError, role: CompleteRole, { iss, aud, sub }: TrustClaims): string {
  if (/duration/i.test(`${error.code} ${error.message}`)) {
    const asked = `role-session-expiration is ${role.durationSeconds} s`;
    return `${asked}; lower it to the role's MaxSessionDuration (3600 s by default), or raise that in the RAM console.`;
  }
  const claims = `The token says: iss ${iss}, aud ${aud}, sub ${sub}.`;
  const ids = 'In repositories made since mid-2026, sub carries ids beside the names: copy it from here.';
  return `${error.meaning} ${error.remedy} ${claims} ${ids}`;
}

async function fromDefaultChain(dependencies: LoginDependencies): Promise<Login> {
  if (!dependencies.defaultChain) {
    throw new CredentialsError(
      'There are no credentials for Alibaba Cloud',
      'Give the inputs role-to-assume and oidc-provider-arn (keyless), or access-key-id and access-key-secret, or the variables ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
    );
  }
  const chain = dependencies.defaultChain;
  const credentials = async () => {
    const found = await chain();
    maskAll(found, dependencies);
    return found;
  };
  await credentials();
  return { source: 'the default chain of this machine', credentials };
}

function maskAll(
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
  { mask }: LoginDependencies,
): void {
  mask([accessKeyId, accessKeySecret, ...(securityToken === undefined ? [] : [securityToken])]);
}

import { unconcealable } from '../manifest/confidential.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import { fieldNames, fieldOf } from '../manifest/fields.ts';
import type { ProcessEnv } from '../manifest/references.ts';
import { inputOf } from './env.ts';

/** Keys as they may be given in one place, each part possibly missing. */
export interface GivenKeys {
  readonly accessKeyId: string | undefined;
  readonly accessKeySecret: string | undefined;
  readonly securityToken: string | undefined;
}

/** A place where keys may be given, and what its parts are called there. */
export interface KeySource {
  readonly kind: 'keys';
  readonly name: string;
  readonly labels: { readonly [K in keyof GivenKeys]: string };
  readonly keys: GivenKeys;
}

/** A RAM role to assume with an OIDC token, each part possibly missing. */
export interface RoleSource {
  readonly kind: 'role';
  readonly roleArn: string | undefined;
  readonly providerArn: string | undefined;
  readonly audience: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
}

export type Source = KeySource | RoleSource;

const SECRET_INPUTS = ['access-key-id', 'access-key-secret', 'security-token', 'github-token'];

/**
 * The texts that must be masked before anything else happens: every secret that came with the step. Personal data
 * wait for the manifest: whether they are part of an identifier, and so must not be masked, is known only then.
 */
export function secretsOf(env: ProcessEnv): string[] {
  const secretFields = fieldNames.map(fieldOf).filter(({ privacy }) => privacy === 'secret');
  const inputs = [...SECRET_INPUTS, ...secretFields.map(({ input }) => input)];
  const values = [
    ...inputs.map((name) => inputOf(env, name)),
    ...Object.values(keysOf(env)),
    env.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
  ];
  return values.filter((value) => value !== undefined);
}

/** The keys that are given, with the names under which they are. */
function givenKeysOf(sources: readonly Source[]): { name: string; text: string }[] {
  return sources.flatMap((source) => {
    if (source.kind !== 'keys') return [];
    const parts = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const;
    return parts.flatMap((part) => {
      const text = source.keys[part];
      return text === undefined ? [] : [{ name: source.labels[part], text }];
    });
  });
}

/** Keys that are part of what is always shown: they could not be concealed without harm. */
export function unconcealableKeys(sources: readonly Source[], identifiers: string): Diagnostic[] {
  return givenKeysOf(sources).flatMap(({ name, text }): Diagnostic[] => {
    const why = unconcealable(text, identifiers);
    return why === undefined ? [] : [{ severity: 'error', origin: undefined, message: `The ${name} ${why}` }];
  });
}

/** `OWNER-REPO-RUN-ATTEMPT`, the repository cut where it would make the name too long. */
export function sessionNameOf(env: ProcessEnv): string {
  const run = [env.GITHUB_RUN_ID, env.GITHUB_RUN_ATTEMPT].filter(Boolean).join('-');
  const clean = (part: string) => part.replaceAll(/[^A-Za-z0-9.@_-]/g, '-');
  const repository = clean(env.GITHUB_REPOSITORY || 'deploy-alikafka');
  const end = run === '' ? '' : `-${clean(run)}`.slice(0, 40);
  return `${repository.slice(0, 64 - end.length)}${end}`.padEnd(2, '-'); // STS takes 2 to 64
}

/** The places where credentials may be given, in the order of precedence. */
export function sourcesOf(
  env: ProcessEnv,
  session: Pick<RoleSource, 'audience' | 'sessionName' | 'durationSeconds'>,
): Source[] {
  const inputs: KeySource = {
    kind: 'keys',
    name: 'inputs',
    labels: {
      accessKeyId: 'input access-key-id',
      accessKeySecret: 'input access-key-secret',
      securityToken: 'input security-token',
    },
    keys: {
      accessKeyId: inputOf(env, 'access-key-id'),
      accessKeySecret: inputOf(env, 'access-key-secret'),
      securityToken: inputOf(env, 'security-token'),
    },
  };
  const role: RoleSource = {
    kind: 'role',
    roleArn: inputOf(env, 'role-to-assume'),
    providerArn: inputOf(env, 'oidc-provider-arn'),
    ...session,
  };
  const variables: KeySource = {
    kind: 'keys',
    name: 'environment variables',
    labels: {
      accessKeyId: 'variable ALIBABA_CLOUD_ACCESS_KEY_ID',
      accessKeySecret: 'variable ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      securityToken: 'variable ALIBABA_CLOUD_SECURITY_TOKEN',
    },
    keys: keysOf(env),
  };
  return [inputs, role, variables];
}

function keysOf(env: ProcessEnv): GivenKeys {
  return {
    accessKeyId: env.ALIBABA_CLOUD_ACCESS_KEY_ID?.trim() || undefined,
    accessKeySecret: env.ALIBABA_CLOUD_ACCESS_KEY_SECRET?.trim() || undefined,
    securityToken: env.ALIBABA_CLOUD_SECURITY_TOKEN?.trim() || undefined,
  };
}

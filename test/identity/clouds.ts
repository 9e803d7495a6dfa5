import { onTestFinished } from 'vitest';
import {
  type Emulator,
  type EmulatorOptions,
  startEmulator,
  startTokenService,
  type TokenService,
} from '../../emulator/index.ts';
import type { Credentials } from '../../src/alibaba/client.ts';
import { claimsOf } from '../../src/github/claims.ts';
import type { IdToken } from '../../src/github/id-token.ts';
import { IdTokenError } from '../../src/github/id-token.ts';
import { CredentialsError } from '../../src/identity/credentials.ts';
import { type Login, type LoginDependencies, logIn } from '../../src/identity/login.ts';
import type { KeySource, RoleSource } from '../../src/inputs/credentials.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { AUDIENCE, identityWith, PROVIDER_ARN, ROLE_ARN } from '../emulator/identity.ts';
import { transportForTest } from '../http/sending.ts';

export { AUDIENCE, PROVIDER_ARN, ROLE_ARN, SUBJECT } from '../emulator/identity.ts';

/** The time in every cloud of these tests, until a test moves it. */
export const NOW = Date.parse('2026-11-24T04:05:06Z');
export const MINUTE = 60_000;

/** GitHub's token service and an emulated cloud that trusts it, on one clock that stands until it is moved. */
export interface Clouds {
  readonly clock: { now: number };
  readonly github: TokenService;
  readonly emulator: Emulator;
}

export async function clouds(
  change: {
    readonly provider?: Parameters<typeof identityWith>[1];
    readonly role?: Parameters<typeof identityWith>[2];
    readonly emulator?: EmulatorOptions;
  } = {},
): Promise<Clouds> {
  const clock = { now: NOW };
  const now = () => clock.now;
  const github = await startTokenService({ now });
  onTestFinished(github.close);
  const identity = identityWith(github.jwks, change.provider, change.role);
  const emulator = await startEmulator({ now, identity, ...change.emulator });
  onTestFinished(emulator.close);
  return { clock, github, emulator };
}

/** A role that the emulated cloud has, unless something of it is changed. */
export function role(change: Partial<RoleSource> = {}): RoleSource {
  return {
    kind: 'role',
    roleArn: ROLE_ARN,
    providerArn: PROVIDER_ARN,
    audience: AUDIENCE,
    sessionName: 'run-1',
    durationSeconds: 3600,
    ...change,
  };
}

export function keys(name: string, given: Partial<KeySource['keys']> = {}): KeySource {
  const labels = {
    accessKeyId: `${name} id`,
    accessKeySecret: `${name} secret`,
    securityToken: `${name} token`,
  };
  const nothing = { accessKeyId: undefined, accessKeySecret: undefined, securityToken: undefined };
  return { kind: 'keys', name, labels, keys: { ...nothing, ...given } };
}

/** What happened while logging in. */
export interface Told {
  readonly masked: string[];
  readonly notes: string[];
  readonly tokens: string[];
  /** Milliseconds that were waited before STS was asked again. */
  readonly pauses: number[];
}

/** The dependencies of a login: everything but the clouds is recorded. */
export function worldOf({ clock, github, emulator }: Clouds, change: Partial<LoginDependencies> = {}) {
  const told: Told = { masked: [], notes: [], tokens: [], pauses: [] };
  const { send } = transportForTest();
  const dependencies: LoginDependencies = {
    client: {
      send,
      wallTime: () => clock.now,
      nonce: () => crypto.randomUUID(),
      conceal: (value) => value,
      judge: remedyFor,
    },
    stsEndpoint: new URL(emulator.url),
    idToken: async (audience): Promise<IdToken> => {
      const token = github.issue(audience);
      told.tokens.push(token);
      return { token, claims: claimsOf(token) };
    },
    defaultChain: undefined,
    mask: (secrets) => told.masked.push(...secrets),
    note: (line) => told.notes.push(line),
    now: () => clock.now,
    sleep: async (ms) => {
      told.pauses.push(ms);
    },
    ...change,
  };
  return { dependencies, told };
}

/** The error of a login. Fails where there is none, or where it is of another kind. */
export async function loginError(...given: Parameters<typeof logIn>): Promise<CredentialsError> {
  return credentialsError(logIn(...given));
}

/** The error of work that was to bring no token. Fails where there is none, or where it is of another kind. */
export async function idTokenError(work: Promise<IdToken>): Promise<IdTokenError> {
  return errorOf(work, IdTokenError);
}

export async function credentialsError(work: Promise<Login | Credentials>): Promise<CredentialsError> {
  return errorOf(work, CredentialsError);
}

async function errorOf<E extends Error>(
  work: Promise<unknown>,
  Kind: abstract new (...given: never[]) => E,
): Promise<E> {
  const error: unknown = await work.then(
    () => new Error('there was no error'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Kind)) throw error;
  return error;
}

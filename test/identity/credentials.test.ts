import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../src/alibaba/client.ts';
import {
  CredentialsError,
  chooseSource,
  completeKeys,
  completeRole,
} from '../../src/identity/credentials.ts';
import type { GivenKeys, KeySource, RoleSource, Source } from '../../src/inputs/credentials.ts';

const NOTHING: GivenKeys = { accessKeyId: undefined, accessKeySecret: undefined, securityToken: undefined };
const PAIR = { accessKeyId: 'LTAI-canary-id', accessKeySecret: 'canary-secret' };
const STSX = { ...PAIR, accessKeyId: 'STSX-canary-id' };
const SESSION = { ...PAIR, accessKeyId: 'STS.canary-id', securityToken: 'canary-token' };

function inputs(keys: Partial<GivenKeys>): KeySource {
  const labels = { accessKeyId: 'input id', accessKeySecret: 'input secret', securityToken: 'input token' };
  return { kind: 'keys', name: 'inputs', labels, keys: { ...NOTHING, ...keys } };
}

function variables(keys: Partial<GivenKeys>): KeySource {
  const labels = {
    accessKeyId: 'variable ID',
    accessKeySecret: 'variable SECRET',
    securityToken: 'variable TOKEN',
  };
  return { kind: 'keys', name: 'environment variables', labels, keys: { ...NOTHING, ...keys } };
}

function role(parts: Partial<Pick<RoleSource, 'roleArn' | 'providerArn'>>): RoleSource {
  const session = { audience: 'sts.aliyuncs.com', sessionName: 'run-1', durationSeconds: 3600 };
  return { kind: 'role', roleArn: undefined, providerArn: undefined, ...session, ...parts };
}

const ROLE_ARN = 'acs:ram::1000000000000001:role/deployer';
const PROVIDER_ARN = 'acs:ram::1000000000000001:oidc-provider/github';
const ROLE = role({ roleArn: ROLE_ARN, providerArn: PROVIDER_ARN });

/** What a run with these sources goes by: the name of the source, and what is complete of it. */
function choose(...sources: readonly Source[]) {
  const source = chooseSource(sources);
  if (!source) return undefined;
  if (source.kind === 'role') return { source: 'role', credentials: completeRole(source) };
  return { source: source.name, credentials: completeKeys(source) };
}

function chosen(...sources: readonly Source[]): { source: string; credentials: Credentials | RoleSource } {
  const choice = choose(...sources);
  if (!choice) throw new Error('there are no credentials');
  return choice;
}

/** The error for these sources. Fails where there is none, or where it tells a key, a secret or a token. */
function errorFor(...sources: readonly Source[]): CredentialsError {
  try {
    choose(...sources);
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/canary/);
    return error;
  }
  throw new Error('the credentials were accepted');
}

describe('the credentials of a run', () => {
  it.each([
    ['a permanent key', PAIR, { ...PAIR, securityToken: undefined }],
    ['a temporary key', SESSION, SESSION],
    ['a key that only begins like a temporary one', STSX, { ...STSX, securityToken: undefined }],
    ['a key with a token that does not look temporary', { ...SESSION, ...PAIR }, { ...SESSION, ...PAIR }],
  ])('may be %s', (_, keys, credentials) => {
    expect(chosen(inputs(keys))).toEqual({ source: 'inputs', credentials });
    expect(chosen(variables(keys))).toEqual({ source: 'environment variables', credentials });
  });

  it('may be a role, with all of its session', () => {
    expect(chosen(inputs({}), ROLE)).toEqual({ source: 'role', credentials: ROLE });
  });

  it('are those of the first source that gives any', () => {
    const other = { accessKeyId: 'other', accessKeySecret: 'other' };
    expect(chosen(inputs(PAIR), variables(other)).credentials).toMatchObject(PAIR);
    expect(chosen(inputs({}), variables(other)).credentials).toMatchObject(other);
    expect(chosen(variables(other), inputs(PAIR)).credentials).toMatchObject(other);
    expect(chosen(inputs(PAIR), ROLE, variables(other)).source).toBe('inputs');
    expect(chosen(inputs({}), ROLE, variables(other)).source).toBe('role');
    expect(chosen(inputs({}), role({}), variables(other)).source).toBe('environment variables');
  });

  it('never mix two sources: the token of one does not go with the key of another', () => {
    const { securityToken } = SESSION;
    expect(chosen(inputs(PAIR), variables({ securityToken }))).toEqual({
      source: 'inputs',
      credentials: { ...PAIR, securityToken: undefined },
    });
  });
});

describe('without credentials', () => {
  it('no source is chosen, so that another place can be asked', () => {
    expect(chooseSource([inputs({}), role({}), variables({})])).toBeUndefined();
    expect(chooseSource([])).toBeUndefined();
  });
});

describe('a source that is half given', () => {
  const { accessKeyId, accessKeySecret, securityToken } = SESSION;

  it.each<[Partial<GivenKeys>, string, string]>([
    [{ accessKeyId }, 'input id is given, but input secret', 'input secret'],
    [{ accessKeySecret }, 'input secret is given, but input id', 'input id'],
    [{ securityToken }, 'input token is given, but input id and input secret', 'input id and input secret'],
    [{ accessKeyId, securityToken }, 'input id and input token is given, but input secret', 'input secret'],
    [{ accessKeySecret, securityToken }, 'input secret and input token is given, but input id', 'input id'],
  ])('is an error that says what is missing: %j', (keys, what, missing) => {
    const whole = variables({ accessKeyId: 'whole', accessKeySecret: 'whole' });
    expect(errorFor(inputs(keys), whole)).toMatchObject({
      code: 'Credentials',
      verdict: 'refused',
      requestId: undefined,
      message: `Credentials are incomplete: ${what} is missing or empty`,
      remedy: `Set ${missing}; a secret that is not defined in this repository or environment arrives empty.`,
    });
  });

  it('is an error in the second source too, in its own words', () => {
    expect(errorFor(inputs({}), variables({ accessKeySecret }))).toMatchObject({
      message: 'Credentials are incomplete: variable SECRET is given, but variable ID is missing or empty',
      remedy:
        'Set variable ID; a secret that is not defined in this repository or environment arrives empty.',
    });
  });

  it('does not matter behind one that is whole', () => {
    expect(chosen(inputs(PAIR), variables({ accessKeySecret })).source).toBe('inputs');
    expect(chosen(inputs(PAIR), role({ roleArn: ROLE_ARN })).source).toBe('inputs');
    expect(chosen(ROLE, variables({ accessKeySecret })).source).toBe('role');
  });

  it('may be a temporary key without its token', () => {
    const token = 'other-canary';
    expect(
      errorFor(inputs({ accessKeyId, accessKeySecret }), variables({ securityToken: token })),
    ).toMatchObject({
      message: 'Credentials are incomplete: input id is a temporary key, but input token is missing or empty',
      remedy: 'Set input token to the token of the same session.',
    });
  });
});

describe('a role that is half given', () => {
  const whole = variables({ accessKeyId: 'whole', accessKeySecret: 'whole' });

  it.each([
    [role({ roleArn: ROLE_ARN }), 'input role-to-assume', 'input oidc-provider-arn'],
    [role({ providerArn: PROVIDER_ARN }), 'input oidc-provider-arn', 'input role-to-assume'],
  ])('is an error that says what is missing', (source, given, missing) => {
    expect(errorFor(inputs({}), source, whole)).toMatchObject({
      message: `Credentials are incomplete: ${given} is given, but ${missing} is missing or empty`,
      remedy: `Set ${missing}; a secret that is not defined in this repository or environment arrives empty.`,
    });
  });

  it('is refused before its form is looked at', () => {
    expect(errorFor(role({ roleArn: 'deployer' })).message).toMatch(/oidc-provider-arn is missing/);
  });
});

describe('a role of the wrong form is an error:', () => {
  it.each([
    'deployer',
    'acs:ram::1000000000000001:role/',
    'acs:ram::account:role/deployer',
    'acs:ram:::role/deployer',
    'acs:ram::1000000000000001:user/deployer',
    ` ${ROLE_ARN}`,
    `${ROLE_ARN}\n${ROLE_ARN}`,
    'arn:aws:iam::1000000000000001:role/deployer',
    PROVIDER_ARN,
  ])('role-to-assume %j', (roleArn) => {
    expect(errorFor(role({ roleArn, providerArn: PROVIDER_ARN }))).toMatchObject({
      message: 'The input role-to-assume is not the ARN of a RAM role',
      remedy: 'Write acs:ram::ACCOUNT:role/NAME.',
    });
  });

  it.each([
    'github',
    'acs:ram::1000000000000001:oidc-provider/',
    'acs:ram::1000000000000001:saml-provider/github',
    'acs:ram::account:oidc-provider/github',
    ` ${PROVIDER_ARN}`,
    `${PROVIDER_ARN}\n${PROVIDER_ARN}`,
    ROLE_ARN,
  ])('oidc-provider-arn %j', (providerArn) => {
    expect(errorFor(role({ roleArn: ROLE_ARN, providerArn }))).toMatchObject({
      message: 'The input oidc-provider-arn is not the ARN of an OIDC provider',
      remedy: 'Write acs:ram::ACCOUNT:oidc-provider/NAME.',
    });
  });
});

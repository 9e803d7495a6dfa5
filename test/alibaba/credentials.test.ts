import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  CredentialsError,
  chooseCredentials,
  type GivenKeys,
  type KeySource,
} from '../../src/alibaba/credentials.ts';

const NOTHING: GivenKeys = { accessKeyId: undefined, accessKeySecret: undefined, securityToken: undefined };
const PAIR = { accessKeyId: 'LTAI-canary-id', accessKeySecret: 'canary-secret' };
const STSX = { ...PAIR, accessKeyId: 'STSX-canary-id' };
const SESSION = { ...PAIR, accessKeyId: 'STS.canary-id', securityToken: 'canary-token' };

function inputs(keys: Partial<GivenKeys>): KeySource {
  const labels = { accessKeyId: 'input id', accessKeySecret: 'input secret', securityToken: 'input token' };
  return { name: 'inputs', labels, keys: { ...NOTHING, ...keys } };
}

function variables(keys: Partial<GivenKeys>): KeySource {
  const labels = {
    accessKeyId: 'variable ID',
    accessKeySecret: 'variable SECRET',
    securityToken: 'variable TOKEN',
  };
  return { name: 'environment variables', labels, keys: { ...NOTHING, ...keys } };
}

/** The error for these sources. Fails where there is none, or where it tells a key, a secret or a token. */
function errorFor(...sources: readonly KeySource[]): CredentialsError {
  try {
    chooseCredentials(sources);
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
    expect(chooseCredentials([inputs(keys)])).toEqual({ source: 'inputs', credentials });
    expect(chooseCredentials([variables(keys)])).toEqual({ source: 'environment variables', credentials });
  });

  it('are those of the first source that gives any', () => {
    const other = { accessKeyId: 'other', accessKeySecret: 'other' };
    expect(chooseCredentials([inputs(PAIR), variables(other)]).credentials).toMatchObject(PAIR);
    expect(chooseCredentials([inputs({}), variables(other)]).credentials).toMatchObject(other);
    expect(chooseCredentials([variables(other), inputs(PAIR)]).credentials).toMatchObject(other);
  });

  it('never mix two sources: the token of one does not go with the key of another', () => {
    const { securityToken } = SESSION;
    expect(chooseCredentials([inputs(PAIR), variables({ securityToken })])).toEqual({
      source: 'inputs',
      credentials: { ...PAIR, securityToken: undefined },
    });
  });
});

describe('without credentials', () => {
  it('every way to give them is named', () => {
    expect(errorFor(inputs({}), variables({}))).toMatchObject({
      name: 'CredentialsError',
      message: 'There are no credentials for Alibaba Cloud',
      remedy: 'Give input id and input secret, or variable ID and variable SECRET.',
    });
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
    expect(chooseCredentials([inputs(PAIR), variables({ accessKeySecret })]).source).toBe('inputs');
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretsOf, sessionNameOf, sourcesOf, unconcealableKeys } from '../../src/inputs/credentials.ts';
import { asVariables, errorAt, reading } from './reading.ts';

const WELL_FORMED = /^[A-Za-z0-9.@_-]{2,64}$/; // STS, AssumeRoleWithOIDC

/** The name of a session by default. */
function nameOf(repository?: string, run?: string, attempt?: string): string {
  return sessionNameOf({
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: attempt,
  });
}

describe('the name of a role session', () => {
  it.each([
    ['octo-org/octo-repo', '17234567890', '2', 'octo-org-octo-repo-17234567890-2'],
    ['octo-org/octo.repo_1', '7', '1', 'octo-org-octo.repo_1-7-1'],
    ['octo-org/octo-repo', '7', undefined, 'octo-org-octo-repo-7'],
    ['octo-org/octo-repo', undefined, undefined, 'octo-org-octo-repo'],
    ['octo-org/octo-repo', '', '', 'octo-org-octo-repo'],
    [undefined, '7', '1', 'deploy-alikafka-7-1'],
    ['', undefined, undefined, 'deploy-alikafka'],
    ['octo org/部署', '7', '1', 'octo-org----7-1'],
  ])('of %s in run %s, attempt %s, is derived from them', (repository, run, attempt, expected) => {
    expect(nameOf(repository, run, attempt)).toBe(expected);
  });

  it('keeps run and attempt of any repository: it is the repository that is cut', () => {
    const owner = 'o'.repeat(39); // GitHub's longest
    const name = nameOf(`${owner}/${'r'.repeat(100)}`, '17234567890', '12');
    expect(name).toHaveLength(64);
    expect(name).toBe(`${owner}-${'r'.repeat(9)}-17234567890-12`);
  });

  it('keeps run and attempt, whatever the repository', () => {
    const number = fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String);
    const attempt = fc.integer({ min: 1, max: 999 }).map(String);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), number, attempt, (repository, run, again) => {
        const name = nameOf(repository, run, again);
        expect(name).toMatch(WELL_FORMED);
        expect(name.endsWith(`-${run}-${again}`)).toBe(true);
      }),
      { seed: 20261124 },
    );
  });

  it('is one that STS takes, whatever the environment holds', () => {
    const text = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 60 })), {
      nil: undefined,
    });
    fc.assert(
      fc.property(text, text, text, (repository, run, attempt) => {
        expect(nameOf(repository, run, attempt)).toMatch(WELL_FORMED);
      }),
      { seed: 20261124, examples: [['r', undefined, undefined]] },
    );
  });
});

/** What the role session is read as from these inputs, and what is wrong with them. */
function read(inputs: Readonly<Record<string, string>>) {
  const environment = {
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '1',
  };
  const { read, diagnostics } = reading({ ...environment, ...asVariables(inputs) });
  const role = read.sources.find(({ kind }) => kind === 'role');
  if (role?.kind !== 'role') throw new Error('there is no role among the sources');
  return { role, allowedAccounts: read.allowedAccounts, diagnostics };
}

describe('the inputs of a role session', () => {
  it('have defaults', () => {
    const { role, allowedAccounts, diagnostics } = read({});
    expect(role).toEqual({
      kind: 'role',
      roleArn: undefined,
      providerArn: undefined,
      audience: 'sts.aliyuncs.com',
      sessionName: 'octo-org-octo-repo-7-1',
      durationSeconds: 3600,
    });
    expect(allowedAccounts).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  it('are all taken, without blanks around them', () => {
    const { role, allowedAccounts, diagnostics } = read({
      'role-to-assume': ' acs:ram::1:role/deployer\n',
      'oidc-provider-arn': 'acs:ram::1:oidc-provider/github ',
      'role-session-name': ' me@octo-org ',
      'role-session-expiration': ' 43200 ',
      audience: ' github-actions ',
      'allowed-account-ids': '1000000000000001, 2\n3',
    });
    expect(role).toEqual({
      kind: 'role',
      roleArn: 'acs:ram::1:role/deployer',
      providerArn: 'acs:ram::1:oidc-provider/github',
      audience: 'github-actions',
      sessionName: 'me@octo-org',
      durationSeconds: 43_200,
    });
    expect(allowedAccounts).toEqual(['1000000000000001', '2', '3']);
    expect(diagnostics).toEqual([]);
  });

  it.each(['ab', 'a.b@c_d-e', 'x'.repeat(64)])('role-session-name may be %j', (name) => {
    const { role, diagnostics } = read({ 'role-session-name': name });
    expect(role.sessionName).toBe(name);
    expect(diagnostics).toEqual([]);
  });

  it.each(['a', 'x'.repeat(65), 'a b', 'octo/repo', 'ä1', 'a:b'])(
    'role-session-name may not be %j',
    (name) => {
      const { role, diagnostics } = read({ 'role-session-name': name });
      expect(diagnostics).toEqual(
        errorAt(
          'role-session-name',
          `The input role-session-name must be 2 to 64 letters, digits or . @ _ -, but is ${JSON.stringify(name)}`,
        ),
      );
      expect(role.sessionName).toBe('octo-org-octo-repo-7-1');
    },
  );

  it.each(['900', '3600', '43200', '0900'])('role-session-expiration may be %s', (seconds) => {
    const { role, diagnostics } = read({ 'role-session-expiration': seconds });
    expect(role.durationSeconds).toBe(Number(seconds));
    expect(diagnostics).toEqual([]);
  });

  it.each(['899', '43201', '0', '-900', '1h', '3600s', '1e3', '9e2', '0x900', '3600.5', '999999', 'x'])(
    'role-session-expiration may not be %s',
    (seconds) => {
      const { role, diagnostics } = read({ 'role-session-expiration': seconds });
      expect(diagnostics).toEqual(
        errorAt(
          'role-session-expiration',
          `The input role-session-expiration must be a number of seconds from 900 to 43200, but is "${seconds}"`,
        ),
      );
      expect(role.durationSeconds).toBe(3600);
    },
  );

  it.each(['octo-org', '1000 000', '12x', '-1', '1.5', '１'])(
    'allowed-account-ids may not hold %j',
    (account) => {
      const { diagnostics } = read({ 'allowed-account-ids': `1000000000000001,${account}` });
      expect(diagnostics).toEqual(
        errorAt(
          'allowed-account-ids',
          `The input allowed-account-ids holds "${account}", which is not an account id: write digits`,
        ),
      );
    },
  );

  it('may not restrict the accounts to none', () => {
    expect(read({ 'allowed-account-ids': ',' }).diagnostics).toEqual(
      errorAt(
        'allowed-account-ids',
        'The input allowed-account-ids is given but names nothing; name at least one, or leave the input out',
      ),
    );
  });

  it('tell of every account that is wrong', () => {
    expect(read({ 'allowed-account-ids': 'a,b,1' }).diagnostics).toHaveLength(2);
  });

  it.each(['github-actions', 'https://github.com/octo-org', 'api://AliyunSTS'])(
    'audience is free: %s',
    (audience) => {
      expect(read({ audience })).toMatchObject({ role: { audience }, diagnostics: [] });
    },
  );
});

describe('the sources of credentials', () => {
  const session = { audience: 'a', sessionName: 'ab', durationSeconds: 900 };

  it('are the inputs, a role, and the variables, in this order', () => {
    const environment = {
      'INPUT_ACCESS-KEY-ID': 'input-id',
      'INPUT_ACCESS-KEY-SECRET': ' input-secret\n',
      'INPUT_SECURITY-TOKEN': 'input-token',
      'INPUT_ROLE-TO-ASSUME': 'role',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'variable-id\n',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: ' ',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'variable-token',
    };
    expect(sourcesOf(environment, session)).toEqual([
      {
        kind: 'keys',
        name: 'inputs',
        labels: {
          accessKeyId: 'input access-key-id',
          accessKeySecret: 'input access-key-secret',
          securityToken: 'input security-token',
        },
        keys: { accessKeyId: 'input-id', accessKeySecret: 'input-secret', securityToken: 'input-token' },
      },
      { kind: 'role', roleArn: 'role', providerArn: undefined, ...session },
      {
        kind: 'keys',
        name: 'environment variables',
        labels: {
          accessKeyId: 'variable ALIBABA_CLOUD_ACCESS_KEY_ID',
          accessKeySecret: 'variable ALIBABA_CLOUD_ACCESS_KEY_SECRET',
          securityToken: 'variable ALIBABA_CLOUD_SECURITY_TOKEN',
        },
        keys: { accessKeyId: 'variable-id', accessKeySecret: undefined, securityToken: 'variable-token' },
      },
    ]);
  });

  it('are given none by blanks: a secret that is not defined arrives so', () => {
    const blank = { ALIBABA_CLOUD_ACCESS_KEY_ID: ' ', ALIBABA_CLOUD_SECURITY_TOKEN: '\n' };
    const none = { accessKeyId: undefined, accessKeySecret: undefined, securityToken: undefined };
    expect(sourcesOf(blank, session)).toMatchObject([{ keys: none }, {}, { keys: none }]);
    expect(sourcesOf({}, session)).toMatchObject([{ keys: none }, {}, { keys: none }]);
    expect(secretsOf({})).toEqual([]);
  });

  it('may not be part of what is always shown, nor too short to be concealed', () => {
    const sources = sourcesOf(
      {
        'INPUT_ACCESS-KEY-ID': 'cn-hangzhou',
        'INPUT_ACCESS-KEY-SECRET': 'abc',
        'INPUT_ROLE-TO-ASSUME': 'role',
      },
      session,
    );
    expect(unconcealableKeys(sources, 'instance in cn-hangzhou')).toEqual([
      {
        severity: 'error',
        origin: undefined,
        message:
          'The input access-key-id is part of an identifier or address that is shown, and so cannot be concealed in the log',
      },
      {
        severity: 'error',
        origin: undefined,
        message:
          'The input access-key-secret has fewer than 4 characters, and so cannot be concealed in the log',
      },
    ]);
    const good = sourcesOf({ ALIBABA_CLOUD_SECURITY_TOKEN: 'a-token' }, session);
    expect(unconcealableKeys(good, 'instance in cn-hangzhou')).toEqual([]);
    expect(unconcealableKeys(good, 'a-token')).toMatchObject([
      { message: expect.stringContaining('The variable ALIBABA_CLOUD_SECURITY_TOKEN is part of') },
    ]);
  });

  it('are secrets from the start, with the token that asks for tokens', () => {
    const secrets = secretsOf({
      'INPUT_ACCESS-KEY-ID': 'one',
      'INPUT_ACCESS-KEY-SECRET': 'two',
      'INPUT_SECURITY-TOKEN': 'three',
      'INPUT_GITHUB-TOKEN': 'four',
      INPUT_PASSWORD: 'five',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'six',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'seven',
      ALIBABA_CLOUD_SECURITY_TOKEN: 'eight',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'nine',
      'INPUT_ROLE-TO-ASSUME': 'no secret',
      'INPUT_INSTANCE-ID': 'no secret',
      INPUT_USERNAME: 'no secret',
    });
    expect(secrets.toSorted()).toEqual(
      ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].sort(),
    );
  });
});

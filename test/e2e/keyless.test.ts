import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ACCOUNT_ID,
  type Emulator,
  type EmulatorOptions,
  startTokenService,
  type TokenService,
  type TokenServiceOptions,
  tokenKey,
} from '../../emulator/index.ts';
import { AUDIENCE, identityWith, PROVIDER_ARN, ROLE_ARN } from '../emulator/identity.ts';
import { leaks, maskedAt, saidBefore } from './leaks.ts';
import { type Home, type HomeRun, KEYS, runStep, startCloud } from './on-github.ts';

const SESSION_NAME = 'octo-org-octo-repo-4711-2';
const ALIKAFKA = ['GetInstanceList', 'StartInstance'];

interface Setting {
  readonly tokens?: Partial<TokenServiceOptions>;
  readonly provider?: Parameters<typeof identityWith>[1];
  readonly role?: Parameters<typeof identityWith>[2];
  readonly cloud?: EmulatorOptions;
}

interface Keyless {
  readonly cloud: Emulator;
  readonly tokens: TokenService;
  /** Runs a step that has the role, its provider and GitHub's token service. */
  readonly step: (home?: Home) => Promise<HomeRun>;
}

async function keyless<T>(setting: Setting, act: (keyless: Keyless) => Promise<T>): Promise<T> {
  const tokens = await startTokenService({ now: Date.now, ...setting.tokens });
  const cloud = await startCloud({
    identity: identityWith(tokens.jwks, setting.provider, setting.role),
    ...setting.cloud,
  });
  const step = (home: Home = {}) =>
    runStep(cloud, {
      ...home,
      inputs: {
        'role-to-assume': ROLE_ARN,
        'oidc-provider-arn': PROVIDER_ARN,
        'sts-endpoint': cloud.url,
        ...home.inputs,
      },
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: tokens.requestUrl,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokens.requestToken,
        ...home.env,
      },
    });
  try {
    return await act({ cloud, tokens, step });
  } finally {
    await tokens.close();
    await cloud.close();
  }
}

/** One step in a setting. */
function run(setting: Setting, home: Home = {}) {
  return keyless(setting, async (stage) => ({ ...stage, done: await stage.step(home) }));
}

/** Checks that a run ended with this one error, and without a word to the service. */
function expectRefused(done: HomeRun, message: RegExp): void {
  expect(done).toMatchObject({ exitCode: 1, stderr: '', outputs: { success: 'false', changed: 'false' } });
  expect(done.errors).toHaveLength(1);
  expect(done.errors[0]).toMatch(message);
  expect(done.errors[0]).toMatch(/^::error title=Kafka::/);
  expect(done.actions.filter((action) => ALIKAFKA.includes(action))).toEqual([]);
  expect(done.outputs.message).not.toBe('');
  expect(done.summary).toContain('nothing was started');
  expect(done.left).toEqual([]);
}

/** Checks that nothing of what a session is made of was shown or left behind, and all was masked in time. */
function expectNoSecrets(done: HomeRun, { cloud, tokens }: Pick<Keyless, 'cloud' | 'tokens'>): void {
  const keys = sessionKeys(cloud);
  const secrets: Record<string, string> = Object.fromEntries([
    ['request token', tokens.requestToken],
    ...tokens.issued.map(({ value }, index) => [`token ${index + 1}`, value]),
    ...keys.flatMap(({ accessKeySecret, securityToken }, index) => [
      [`secret ${index + 1}`, accessKeySecret],
      [`security token ${index + 1}`, securityToken],
    ]),
  ]);
  expect(leaks(done, secrets)).toEqual([]);
  const shown = [
    ...done.lines.filter((line) => !line.startsWith('::add-mask::')),
    done.stderr,
    done.outputFile,
    done.summary,
  ].join('\n');
  for (const { accessKeyId } of keys) {
    for (const form of [accessKeyId, Buffer.from(accessKeyId).toString('base64').slice(0, -4)]) {
      expect(shown).not.toContain(form);
    }
  }
  // Beside the token for tokens, which the step came with, each is masked before anything is said with it.
  for (const secret of [...Object.values(secrets), ...keys.map(({ accessKeyId }) => accessKeyId)]) {
    expect(maskedAt(done, secret)).toBeGreaterThan(0);
  }
  expect(saidBefore(done, maskedAt(done, tokens.requestToken))).toEqual([]);
  expect(done.left).toEqual([]);
}

function sessionKeys(cloud: Emulator) {
  const count = cloud.journal.filter(({ action, code }) => action === 'AssumeRoleWithOIDC' && code === '200');
  return count.flatMap((_, index) => {
    const holder = cloud.cloud.sessions.holderOf(`STS.NEmulator${String(index + 1).padStart(16, '0')}`);
    return holder ? [{ securityToken: '', ...holder.key }] : [];
  });
}

/**
 * A cloud whose clock is behind: sessions of 900 s, the shortest, end by the clock of the runner seconds after
 * they began. Signatures may be 15 minutes off, so all else goes well.
 */
const BEHIND_MS = 892_000;

describe.concurrent('a wait that is longer than a session', () => {
  const expiring = { 'role-session-expiration': '900', 'wait-timeout': '30s' };

  it('goes on with new keys, before the old ones end', async () => {
    // With the first renewal the clock becomes right, so soon after the first keys are refused.
    let behind = BEHIND_MS;
    let exchanges = 0;
    const now = () => Date.now() - behind;
    const { done, tokens, cloud } = await run(
      {
        tokens: { now },
        cloud: {
          now,
          timings: { preparing: 0, initializing: 0, starting: BEHIND_MS + 9_500 },
          onCall: ({ action }) => {
            if (action !== 'AssumeRoleWithOIDC') return;
            exchanges += 1;
            if (exchanges === 2) behind = 0;
          },
        },
      },
      { inputs: expiring, env: { RUNNER_DEBUG: '1' } },
    );
    expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true', status: 'running' } });
    expect(done.lines).toContain("The role's credentials were renewed");
    expect(done.actions.filter((action) => action === 'AssumeRoleWithOIDC').length).toBeGreaterThanOrEqual(2);
    const codes = new Set(done.journal.map(({ code }) => code));
    expect([...codes]).toEqual(['200']);
    // A fresh token each time: the first would be refused by now.
    expect(tokens.issued.length).toBe(exchanges);
    expectNoSecrets(done, { cloud, tokens });
  });
});

describe.concurrent('a job without keys', () => {
  it('deploys with a role, and tells who it is', async () => {
    const { done, tokens, cloud } = await run({}, { env: { RUNNER_DEBUG: '1' } });
    expect(done).toMatchObject({
      exitCode: 0,
      stderr: '',
      errors: [],
      warnings: [],
      outputs: { success: 'true', changed: 'true', status: 'running', code: '200' },
    });
    expect(done.lines).toContain(`Credentials from the role ${ROLE_ARN}, by GitHub's OIDC token`);
    expect(done.lines).toContain(
      `Acting in account ${DEFAULT_ACCOUNT_ID} as acs:ram::${DEFAULT_ACCOUNT_ID}:assumed-role/deployer/${SESSION_NAME}`,
    );
    expect(done.actions.slice(0, 5)).toEqual([
      'AssumeRoleWithOIDC',
      'GetCallerIdentity',
      'GetInstanceList',
      'DescribeVSwitchAttributes',
      'StartInstance',
    ]);
    expect(done.journal[0]).toMatchObject({
      accountId: 'anonymous',
      parameters: {
        RoleArn: ROLE_ARN,
        OIDCProviderArn: PROVIDER_ARN,
        RoleSessionName: SESSION_NAME,
        DurationSeconds: '3600',
      },
    });
    expect(tokens.requests).toMatchObject([{ audience: AUDIENCE, httpStatus: 200 }]);
    expectNoSecrets(done, { cloud, tokens });
  });

  it('may plan', async () => {
    const { done } = await run({}, { inputs: { mode: 'plan' } });
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true', 'has-changes': 'true' } });
    expect(done.actions).toEqual([
      ...['AssumeRoleWithOIDC', 'GetCallerIdentity', 'GetInstanceList', 'DescribeVSwitchAttributes'],
    ]);
  });

  it('may name audience, session and duration', async () => {
    const { done, tokens } = await run(
      { role: { trust: {}, maxSessionSeconds: 7200 } },
      {
        inputs: {
          audience: 'other',
          'role-session-name': 'me@example.test',
          'role-session-expiration': '7200',
        },
      },
    );
    expect(done.exitCode).toBe(0);
    expect(tokens.requests).toMatchObject([{ audience: 'other' }]);
    expect(done.journal[0]?.parameters).toMatchObject({
      RoleSessionName: 'me@example.test',
      DurationSeconds: '7200',
    });
    expect(done.stdout).toContain('assumed-role/deployer/me@example.test');
  });

  it('asks nobody in mode validate', async () => {
    const { done, tokens } = await run({}, { inputs: { mode: 'validate' } });
    expect(done).toMatchObject({ exitCode: 0, actions: [] });
    expect(tokens.requests).toEqual([]);
  });
});

describe.concurrent('allowed-account-ids', () => {
  it('lets the account in that it names', async () => {
    const { done } = await run({}, { inputs: { 'allowed-account-ids': `123, ${DEFAULT_ACCOUNT_ID}` } });
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
  });

  it('refuses any other before anything is read', async () => {
    const { done } = await run({}, { inputs: { 'allowed-account-ids': '123,456' } });
    expectRefused(
      done,
      new RegExp(
        `The credentials belong to account ${DEFAULT_ACCOUNT_ID}, which allowed-account-ids does not name`,
      ),
    );
    expect(done.actions).toEqual(['AssumeRoleWithOIDC', 'GetCallerIdentity']);
  });

  it('refuses keys of another account as well', async () => {
    const { done } = await run(
      {},
      { inputs: { ...KEYS, 'role-to-assume': '', 'oidc-provider-arn': '', 'allowed-account-ids': '123' } },
    );
    expectRefused(done, /which allowed-account-ids does not name/);
    expect(done.actions).toEqual(['GetCallerIdentity']);
  });

  it('refuses everybody when nobody says whose the credentials are', async () => {
    const { done } = await run(
      { cloud: { faults: [{ action: 'GetCallerIdentity', times: 99, effect: { kind: 'reset-before' } }] } },
      { inputs: { ...KEYS, 'role-to-assume': '', 'oidc-provider-arn': '', 'allowed-account-ids': '123' } },
    );
    expectRefused(done, /GetCallerIdentity/);
  });
});

describe.concurrent('a job that gets no role', () => {
  it('lacks the permission for tokens', async () => {
    const { done } = await run(
      {},
      { env: { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' } },
    );
    expectRefused(done, /GitHub gives this job no OIDC token. Add "id-token: write" to the permissions/);
    expect(done.actions).toEqual([]);
  });

  it('names a provider that is not registered', async () => {
    const { done } = await run(
      {},
      { inputs: { 'oidc-provider-arn': `acs:ram::${DEFAULT_ACCOUNT_ID}:oidc-provider/gitlab` } },
    );
    expectRefused(done, /AuthenticationFail.NoPermission .*No such OIDC Provider registered/);
    expect(done.errors[0]).toContain('the OIDC provider is not registered');
  });

  it('names a role that is not there', async () => {
    const { done } = await run({}, { inputs: { 'role-to-assume': `${ROLE_ARN}s` } });
    expectRefused(done, /EntityNotExist\.Role/);
    expect(done.errors[0]).toMatch(/ RequestId E0000000-0000-4000-8000-000000000001$/);
    expect(done.summary).toContain('RequestId E0000000-0000-4000-8000-000000000001');
  });

  it('has an audience that the provider does not know', async () => {
    const { done } = await run({}, { inputs: { audience: 'nobody' } });
    expectRefused(done, /AuthenticationFail\.OIDCToken\.AudienceNotMatch/);
    expect(done.errors[0]).toContain('as a client id of the OIDC provider');
    expect(done.errors[0]).toContain('aud nobody');
  });

  it('has a subject that the role does not trust', async () => {
    const claims = {
      ...{ sub: 'repo:octo-org@1/octo-repo@2:environment:staging', jti: 'claimed-jti' },
      ...{
        workflow: 'claimed-workflow',
        actor: 'claimed-actor',
        sha: 'claimed-sha',
        environment: 'claimed-env',
      },
      ...{
        job_workflow_ref: 'claimed-ref',
        repository_id: 'claimed-id',
        runner_environment: 'claimed-runner',
      },
    };
    const { done, tokens, cloud } = await run({ tokens: { claims } }, { env: { RUNNER_DEBUG: '1' } });
    expectRefused(done, /AuthenticationFail\.NoPermission/);
    const [error = ''] = done.errors;
    expect(error).toContain(
      `iss https://token.actions.githubusercontent.com, aud ${AUDIENCE}, sub ${claims.sub}.`,
    );
    for (const text of [done.stdout, done.stderr, done.outputFile, done.summary]) {
      expect(text).not.toContain('claimed-');
    }
    expectNoSecrets(done, { cloud, tokens });
  });

  it('has a token that has expired', async () => {
    const { done } = await run({ tokens: { now: () => Date.now() - 3_600_000 } });
    expectRefused(done, /AuthenticationFail\.OIDCToken\.Expired/);
    expect(done.errors[0]).toContain('Run the job again');
  });

  it('has a token that somebody else signed', async () => {
    const { done } = await run({
      tokens: { key: await tokenKey() },
      provider: { keys: [(await tokenKey()).jwk] },
    });
    expectRefused(done, /AuthenticationFail\.OIDCToken\.InvalidSignature/);
  });

  it('wants a session longer than those of the role', async () => {
    const { done } = await run({}, { inputs: { 'role-session-expiration': '7200' } });
    expectRefused(done, /role-session-expiration is 7200 s; lower it to the role's MaxSessionDuration/);
  });

  it.each([
    ['role-to-assume', 'oidc-provider-arn'],
    ['oidc-provider-arn', 'role-to-assume'],
  ])('has %s without %s', async (given, missing) => {
    const { done, tokens } = await run({}, { inputs: { [missing]: '' } });
    expectRefused(
      done,
      new RegExp(
        `Credentials are incomplete: input ${given} is given, but input ${missing} is missing or empty`,
      ),
    );
    expect(done.actions).toEqual([]);
    expect(tokens.requests).toEqual([]);
  });

  it.each([
    ['role-to-assume', 'The input role-to-assume is not the ARN of a RAM role'],
    ['oidc-provider-arn', 'The input oidc-provider-arn is not the ARN of an OIDC provider'],
  ])('has something else as %s', async (name, message) => {
    const { done } = await run({}, { inputs: { [name]: 'arn:aws:iam::123:role/x' } });
    expectRefused(done, new RegExp(message));
    expect(done.actions).toEqual([]);
  });

  it('meets a token service that fails', async () => {
    const done = await keyless({}, async ({ tokens, step }) => {
      tokens.fail('error', 20);
      return step();
    });
    expectRefused(done, /GitHub did not give this job an OIDC token \(HTTP 500\)/);
    expect(done.actions).toEqual([]);
  });

  it('meets a token service that gives an empty one', async () => {
    const done = await keyless({}, async ({ tokens, step }) => {
      tokens.fail('empty', 20);
      return step();
    });
    expectRefused(done, /GitHub did not give this job an OIDC token/);
    expect(done.actions).toEqual([]);
  });

  it('meets a token service that is not there', async () => {
    const done = await keyless({}, async ({ tokens, step }) => {
      await tokens.close();
      return step();
    });
    expectRefused(done, /GitHub did not give this job an OIDC token/);
    expect(done.lines.filter((line) => line.includes('/token?') && !line.startsWith('::debug::'))).toEqual(
      [],
    );
  });

  it('is not the user of keys that are given beside the role', async () => {
    const { done, tokens } = await run({}, { inputs: KEYS });
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
    expect(done.stdout).toMatch(/^Credentials from (the )?inputs$/m);
    expect(tokens.requests).toEqual([]);
  });
});

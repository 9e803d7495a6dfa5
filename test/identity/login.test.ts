import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DEFAULT_ACCOUNT_ID, GITHUB_ISSUER, tokenKey } from '../../emulator/index.ts';
import { claimsOf } from '../../src/github/claims.ts';
import { fetchIdToken, type TokenSource } from '../../src/github/id-token.ts';
import { CredentialsError } from '../../src/identity/credentials.ts';
import { logIn } from '../../src/identity/login.ts';
import type { RoleSource } from '../../src/inputs/credentials.ts';
import { httpAnswer, loopback } from '../http/loopback.ts';
import { transportForTest } from '../http/sending.ts';
import {
  AUDIENCE,
  type Clouds,
  clouds,
  idTokenError,
  keys,
  loginError,
  MINUTE,
  PROVIDER_ARN,
  ROLE_ARN,
  role,
  SUBJECT,
  worldOf,
} from './clouds.ts';

const PAIR = { accessKeyId: 'LTAI-id', accessKeySecret: 'secret' };
const OTHER = { accessKeyId: 'other-id', accessKeySecret: 'other-secret' };

describe('the source of credentials', () => {
  it.each([
    ['inputs before everything', [keys('the inputs', PAIR), role(), keys('variables', OTHER)], 'the inputs'],
    [
      'the role before variables',
      [keys('the inputs'), role(), keys('variables', OTHER)],
      `the role ${ROLE_ARN}, by GitHub's OIDC token`,
    ],
    [
      'variables when nothing else is given',
      [keys('the inputs'), role({ roleArn: undefined, providerArn: undefined }), keys('variables', OTHER)],
      'variables',
    ],
  ])('%s', async (_, sources, expected) => {
    const chain = vi.fn();
    const { dependencies } = worldOf(await clouds(), { defaultChain: chain });
    expect((await logIn(sources, dependencies)).source).toBe(expected);
    expect(chain).not.toHaveBeenCalled();
  });

  it('keys are used as they are given, without asking anyone', async () => {
    const all = await clouds();
    const { dependencies, told } = worldOf(all);
    const login = await logIn([keys('the inputs', PAIR), role()], dependencies);
    expect(await login.credentials()).toEqual({ ...PAIR, securityToken: undefined });
    expect(all.emulator.journal).toEqual([]);
    expect(told).toEqual({ masked: [], notes: [], tokens: [], pauses: [] });
  });

  it('is never the next one when the first is half given', async () => {
    const all = await clouds();
    const { dependencies, told } = worldOf(all, {
      defaultChain: async () => ({ ...OTHER, securityToken: undefined }),
    });
    const error = await loginError(
      [keys('the inputs', { accessKeyId: 'LTAI-id' }), role(), keys('variables', OTHER)],
      dependencies,
    );
    expect(error.message).toBe(
      'Credentials are incomplete: the inputs id is given, but the inputs secret is missing or empty',
    );
    expect(all.emulator.journal).toEqual([]);
    expect(told.tokens).toEqual([]);
  });
});

describe('without any source', () => {
  it('a GitHub-hosted runner has no credentials, and every way to give some is named', async () => {
    const { dependencies } = worldOf(await clouds());
    const none = role({ roleArn: undefined, providerArn: undefined });
    for (const sources of [[], [keys('the inputs'), none, keys('variables')]]) {
      expect(await loginError(sources, dependencies)).toMatchObject({
        code: 'Credentials',
        verdict: 'refused',
        requestId: undefined,
        message: 'There are no credentials for Alibaba Cloud',
        remedy:
          'Give the inputs role-to-assume and oidc-provider-arn (keyless), or access-key-id and access-key-secret, or the variables ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
      });
    }
  });

  it('a self-hosted runner goes by the default chain, asked anew each time and masked before it is used', async () => {
    const sets = [
      { accessKeyId: 'STS.1', accessKeySecret: 'secret-1', securityToken: 'token-1' },
      { accessKeyId: 'STS.2', accessKeySecret: 'secret-2', securityToken: 'token-2' },
      { accessKeyId: 'LTAI3', accessKeySecret: 'secret-3', securityToken: undefined },
    ];
    const chain = vi.fn(
      async () => sets[chain.mock.calls.length - 1] ?? Promise.reject(new Error('no more')),
    );
    const { dependencies, told } = worldOf(await clouds(), { defaultChain: chain });
    const login = await logIn([keys('the inputs')], dependencies);
    expect(login.source).toBe('the default chain of this machine');
    expect(told.masked).toEqual(['STS.1', 'secret-1', 'token-1']);
    expect(await login.credentials()).toEqual(sets[1]);
    expect(await login.credentials()).toEqual(sets[2]);
    expect(told.masked.slice(3)).toEqual(['STS.2', 'secret-2', 'token-2', 'LTAI3', 'secret-3']);
  });

  it('a self-hosted runner whose chain has none fails at once', async () => {
    const { dependencies } = worldOf(await clouds(), {
      defaultChain: async () => {
        throw new Error('nowhere');
      },
    });
    await expect(logIn([], dependencies)).rejects.toThrow('nowhere');
  });
});

describe('a role that is half given or wrongly written', () => {
  it.each<[string, Partial<RoleSource>, string, string]>([
    [
      'without its provider',
      { providerArn: undefined },
      'Credentials are incomplete: input role-to-assume is given, but input oidc-provider-arn is missing or empty',
      'Set input oidc-provider-arn; a secret that is not defined in this repository or environment arrives empty.',
    ],
    [
      'without its name',
      { roleArn: undefined },
      'Credentials are incomplete: input oidc-provider-arn is given, but input role-to-assume is missing or empty',
      'Set input role-to-assume; a secret that is not defined in this repository or environment arrives empty.',
    ],
    [
      'by its bare name',
      { roleArn: 'deployer' },
      'The input role-to-assume is not the ARN of a RAM role',
      'Write acs:ram::ACCOUNT:role/NAME.',
    ],
    [
      'with its two ARNs swapped',
      { roleArn: PROVIDER_ARN, providerArn: ROLE_ARN },
      'The input role-to-assume is not the ARN of a RAM role',
      'Write acs:ram::ACCOUNT:role/NAME.',
    ],
    [
      'with a role for its provider',
      { providerArn: ROLE_ARN },
      'The input oidc-provider-arn is not the ARN of an OIDC provider',
      'Write acs:ram::ACCOUNT:oidc-provider/NAME.',
    ],
  ])('%s is refused before a token is asked for', async (_, change, message, remedy) => {
    const all = await clouds();
    const { dependencies, told } = worldOf(all);
    expect(await loginError([role(change), keys('variables', OTHER)], dependencies)).toMatchObject({
      message,
      remedy,
    });
    expect(told.tokens).toEqual([]);
    expect(all.emulator.journal).toEqual([]);
  });
});

describe('a role', () => {
  it('is assumed with a token of the job, sent in the body and nowhere else', async () => {
    const all = await clouds();
    const { dependencies, told } = worldOf(all);
    const urls: string[] = [];
    const headers: string[] = [];
    const client = {
      ...dependencies.client,
      send: (request: Parameters<typeof dependencies.client.send>[0]) => {
        urls.push(request.url.href);
        headers.push(JSON.stringify(request.headers));
        return dependencies.client.send(request);
      },
    };
    const login = await logIn([role({ sessionName: 'octo-org-octo-repo-7-1', durationSeconds: 3000 })], {
      ...dependencies,
      client,
    });
    const [token = ''] = told.tokens;
    expect(urls).toHaveLength(1);
    expect(urls.join()).not.toContain(token);
    expect(urls.join()).not.toMatch(/Signature=|AccessKeyId/);
    expect(headers.join()).not.toContain(token);
    expect(headers.join()).not.toMatch(/authorization/i);
    const [entry] = all.emulator.journal;
    expect(entry).toMatchObject({ action: 'AssumeRoleWithOIDC', accountId: 'anonymous', outcome: 'done' });
    expect(entry?.parameters).toMatchObject({
      RoleArn: ROLE_ARN,
      OIDCProviderArn: PROVIDER_ARN,
      OIDCToken: token,
      RoleSessionName: 'octo-org-octo-repo-7-1',
      DurationSeconds: '3000',
    });
    const credentials = await login.credentials();
    expect(credentials).toMatchObject({
      accessKeyId: expect.stringMatching(/^STS\./),
      expiresAt: all.clock.now + 3_000_000,
    });
    const { accessKeyId, accessKeySecret, securityToken } = credentials;
    expect(told.masked).toEqual([accessKeyId, accessKeySecret, securityToken]);
  });

  it('is assumed at login, and again with a fresh token when its credentials grow old', async () => {
    const all = await clouds();
    const { dependencies, told } = worldOf(all);
    const login = await logIn([role()], dependencies);
    const first = await login.credentials();
    all.clock.now += 55 * MINUTE - 1;
    expect(await login.credentials()).toBe(first);
    all.clock.now += 1;
    const second = await login.credentials();
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(told.tokens).toHaveLength(2);
    expect(told.tokens[0]).not.toBe(told.tokens[1]);
    expect(told.notes).toEqual(["The role's credentials were renewed"]);
    expect(told.masked).toEqual(
      expect.arrayContaining([second.accessKeyId, second.accessKeySecret, second.securityToken]),
    );
    expect(all.emulator.journal.map(({ parameters }) => parameters.OIDCToken)).toEqual(told.tokens);
  });

  it('asks for a token of its own audience', async () => {
    const idToken = vi.fn(async (audience: string) => {
      const token = all.github.issue(audience);
      return { token, claims: claimsOf(token) };
    });
    const all = await clouds({ role: { trust: {} } });
    const { dependencies } = worldOf(all, { idToken });
    await logIn([role({ audience: 'other' })], dependencies);
    expect(idToken.mock.calls).toEqual([['other']]);
  });

  it('goes on with what it has when STS fails meanwhile, and says so', async () => {
    const all = await clouds();
    const { dependencies, told } = worldOf(all);
    const login = await logIn([role()], dependencies);
    const first = await login.credentials();
    all.emulator.addFault({ action: 'AssumeRoleWithOIDC', effect: { kind: 'error-before' }, times: 3 });
    all.clock.now += 56 * MINUTE;
    expect(await login.credentials()).toBe(first);
    expect(told.notes).toEqual([
      expect.stringMatching(
        /^The role's credentials could not be renewed yet: AssumeRoleWithOIDC was refused with ServiceUnavailable \(HTTP 503\)/,
      ),
    ]);
  });
});

const CLAIMS = `The token says: iss ${GITHUB_ISSUER}, aud ${AUDIENCE}, sub ${SUBJECT}.`;
const IDS = 'In repositories made since mid-2026, sub carries ids beside the names: copy it from here.';
const TRUST =
  'In the RAM console, check that oidc-provider-arn exists with issuer https://token.actions.githubusercontent.com ' +
  'and that the trust policy of role-to-assume matches oidc:iss, oidc:aud and oidc:sub of this job.';
const ISSUER =
  'The issuer of the OIDC token is not that of the OIDC provider. In the RAM console, create an OIDC provider with ' +
  'the issuer that the token names as iss (GitHub Enterprise has one of its own), and set oidc-provider-arn to it.';
const CANNOT =
  'The RAM role cannot be assumed. Check role-to-assume, oidc-provider-arn, audience, role-session-name and ' +
  'role-session-expiration against the role and the OIDC provider in the RAM console.';

interface Refused {
  readonly title: string;
  readonly code: string;
  readonly says: string;
  readonly remedy: string;
  readonly clouds?: Parameters<typeof clouds>[0];
  readonly role?: Partial<RoleSource>;
  readonly claims?: Readonly<Record<string, string | number>>;
  readonly shown?: string;
  readonly token?: (all: Clouds) => Promise<string>;
}

const REFUSALS: readonly Refused[] = [
  {
    title: 'an audience that the provider does not have',
    role: { audience: 'elsewhere' },
    code: 'AuthenticationFail.OIDCToken.AudienceNotMatch',
    says: 'HTTP 401): Invalid audience.',
    remedy:
      'The audience of the OIDC token is not a client id of the OIDC provider. Add the value of the input audience ' +
      '(default sts.aliyuncs.com) as a client id of the OIDC provider on the SSO page of the RAM console, or set ' +
      'audience to one that is there.',
    shown: CLAIMS.replace(AUDIENCE, 'elsewhere'),
  },
  {
    title: 'an issuer that the provider does not have',
    claims: { iss: 'https://ghes.example' },
    code: 'AuthenticationFail.OIDCToken.IssuerNotMatch',
    says: "HTTP 401): The issuer in the OIDC Token doesn't match the OIDC Provider registered.",
    remedy: ISSUER,
    shown: CLAIMS.replace(GITHUB_ISSUER, 'https://ghes.example'),
  },
  {
    title: 'a token that has expired',
    claims: { exp: 1_700_000_000 },
    code: 'AuthenticationFail.OIDCToken.Expired',
    says: 'HTTP 401): This JsonWebToken is expired.',
    remedy:
      'The OIDC token has expired. Run the job again. If this repeats: Synchronise the clock of the runner (NTP, UTC): ' +
      'it may be at most 15 minutes off. GitHub-hosted runners keep it right, so look at self-hosted ones.',
  },
  {
    title: 'a token that somebody else signed',
    token: async ({ github }) => {
      const { sign } = await tokenKey();
      github.issue(AUDIENCE);
      return sign(github.issued.at(-1)?.claims ?? {});
    },
    code: 'AuthenticationFail.OIDCToken.InvalidSignature',
    says: 'HTTP 401): OIDC token validate failed: invalid signature.',
    remedy: `The OIDC token is not one that the OIDC provider accepts. ${TRUST}`,
  },
  {
    title: 'an issuer whose certificate changed',
    clouds: { provider: { fingerprintMismatch: true } },
    code: 'AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch',
    says: 'HTTP 401): The fingerprint of the OIDC Provider does not match.',
    remedy:
      'The issuer URL or certificate fingerprint of the OIDC provider is no longer right. On the SSO page of the RAM ' +
      'console, open the OIDC provider, check that its issuer is https://token.actions.githubusercontent.com, and fetch ' +
      'its fingerprints anew.',
  },
  {
    title: 'a provider that is not registered',
    role: { providerArn: `acs:ram::${DEFAULT_ACCOUNT_ID}:oidc-provider/gitlab` },
    code: 'AuthenticationFail.NoPermission',
    says: 'HTTP 401): No such OIDC Provider registered.',
    remedy: `The RAM role does not trust this job, or the OIDC provider is not registered. ${TRUST}`,
  },
  {
    title: 'a role that does not exist',
    role: { roleArn: `acs:ram::${DEFAULT_ACCOUNT_ID}:role/nobody` },
    code: 'EntityNotExist.Role',
    says: `HTTP 404): The role not exists: acs:ram::${DEFAULT_ACCOUNT_ID}:role/nobody.`,
    remedy: CANNOT,
  },
  {
    title: 'a role that trusts another subject',
    clouds: { role: { trust: { subject: 'repo:octo-org/octo-repo:environment:production' } } },
    code: 'AuthenticationFail.NoPermission',
    says: 'HTTP 401): There is no permission',
    remedy: `The RAM role does not trust this job, or the OIDC provider is not registered. ${TRUST}`,
  },
  {
    title: 'a role that trusts another audience',
    clouds: { role: { trust: { audience: 'other' } } },
    code: 'AuthenticationFail.NoPermission',
    says: 'HTTP 401): There is no permission',
    remedy: `The RAM role does not trust this job, or the OIDC provider is not registered. ${TRUST}`,
  },
];

describe('a login that STS refuses tells what the token says, to compare:', () => {
  it.each(REFUSALS)('$title', async (refused) => {
    const all = await clouds(refused.clouds);
    const given: string[] = [];
    const { dependencies, told } = worldOf(all, {
      idToken: async (audience) => {
        const token = (await refused.token?.(all)) ?? all.github.issue(audience, refused.claims);
        given.push(token);
        return { token, claims: claimsOf(token) };
      },
    });
    const error = await loginError([role(refused.role)], dependencies);
    expect(error.message).toBe(`AssumeRoleWithOIDC was refused with ${refused.code} (${refused.says}`);
    expect(error.remedy).toBe(`${refused.remedy} ${refused.shown ?? CLAIMS} ${IDS}`);
    expect(error.cause).toMatchObject({ code: refused.code, requestId: error.requestId });
    expect(error.requestId).toMatch(/^E0000000-/);
    expect(told.masked).toEqual([]);

    // Nothing else of the token: not itself, not a part of it, no other claim.
    const everything = inspect(error, { depth: Infinity, showHidden: true });
    for (const part of given.flatMap((token) => [token, ...token.split('.')])) {
      expect(everything).not.toContain(part);
    }
    expect(everything).not.toMatch(/1000000001|job_workflow_ref|github-hosted/);
  });

  it.each([
    ['longer than the role allows', 7200, '7200 s'],
    ['longer than any role allows', 43_200, '43200 s'],
  ])('but not for a session %s: there the duration is what matters', async (_, durationSeconds, shown) => {
    const { dependencies } = worldOf(await clouds());
    const error = await loginError([role({ durationSeconds })], dependencies);
    expect(error.message).toBe(
      'AssumeRoleWithOIDC was refused with InvalidParameter.DurationSeconds (HTTP 400): The Min/Max value of DurationSeconds is 900/3600.',
    );
    expect(error.remedy).toBe(
      `role-session-expiration is ${shown}; lower it to the role's MaxSessionDuration (3600 s by default), or raise that in the RAM console.`,
    );
  });

  it('a session as long as the role allows is fine', async () => {
    const { dependencies } = worldOf(await clouds({ role: { maxSessionSeconds: 43_200 } }));
    await expect(logIn([role({ durationSeconds: 43_200 })], dependencies)).resolves.toBeDefined();
  });

  it('a session name of the wrong form says which input to look at', async () => {
    const { dependencies } = worldOf(await clouds());
    const error = await loginError([role({ sessionName: 'a b' })], dependencies);
    expect(error.message).toContain('InvalidParameter.RoleSessionName');
    expect(error.remedy).toContain('role-session-name');
  });

  it('an STS that cannot be reached is told as such', async () => {
    const all = await clouds();
    const { dependencies } = worldOf(all);
    await all.emulator.close();
    const error = await logIn([role()], dependencies).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String(error)).toMatch(/AssumeRoleWithOIDC could not be sent: no connection to 127\.0\.0\.1:\d+/);
  });

  it('a mistake of the program is told as what it is, not as one of the credentials', async () => {
    const { dependencies } = worldOf(await clouds());
    const mistake = new TypeError('a mistake of the program');
    const nonce = () => {
      throw mistake;
    };
    const client = { ...dependencies.client, nonce };
    await expect(logIn([role()], { ...dependencies, client })).rejects.toBe(mistake);
  });

  it('an answer without credentials is no login', async () => {
    const all = await clouds();
    all.emulator.addFault({ action: 'AssumeRoleWithOIDC', times: 3, effect: { kind: 'cut-body' } });
    const { dependencies, told } = worldOf(all);
    await expect(logIn([role()], dependencies)).rejects.toThrow(
      /AssumeRoleWithOIDC got no answer of the API/,
    );
    expect(told.masked).toEqual([]);
    expect(told.pauses).toEqual([1000, 2000]);
  });

  it.each([{ kind: 'throttle' }, { kind: 'error-before' }, { kind: 'cut-body' }] as const)(
    'is tried again when the trouble may pass: %j',
    async (effect) => {
      const all = await clouds();
      all.emulator.addFault({ action: 'AssumeRoleWithOIDC', effect });
      const { dependencies, told } = worldOf(all);
      await expect(logIn([role()], dependencies)).resolves.toBeDefined();
      expect(told.pauses).toEqual([1000]);
    },
  );
});

describe("GitHub's token for the job", () => {
  const HOW =
    'Add "id-token: write" to the permissions of the job. Runs for pull requests from forks usually get none.';

  function jobOf({ github }: Clouds): Record<string, string> {
    const environment = {
      ACTIONS_ID_TOKEN_REQUEST_URL: github.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: github.requestToken,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const quiet = vi.spyOn(process.stdout, 'write').mockReturnValue(true); // the library masks it, too
    onTestFinished(() => {
      vi.unstubAllEnvs();
      quiet.mockRestore();
    });
    return environment;
  }

  it.each<[string, Record<string, string>]>([
    ['both', {}],
    ['the token', { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/token' }],
    ['the address', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token' }],
    ['both, which are empty', { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }],
  ])('is not there without the permission, which is named (missing: %s)', async (_, environment) => {
    const mask = vi.fn();
    expect(await idTokenError(fetchIdToken(AUDIENCE, sourceOf(environment, mask)))).toMatchObject({
      message: 'GitHub gives this job no OIDC token',
      remedy: HOW,
    });
    expect(mask).not.toHaveBeenCalled();
  });

  it('stops the login before anything is sent', async () => {
    const all = await clouds();
    const idToken = () => Promise.reject(new CredentialsError('GitHub gives this job no OIDC token', HOW));
    const { dependencies } = worldOf(all, { idToken });
    expect((await loginError([role(), keys('variables', OTHER)], dependencies)).remedy).toBe(HOW);
    expect(all.emulator.journal).toEqual([]);
  });

  it('is only on GitHub Actions: elsewhere no role can be assumed, however much of it is given', async () => {
    const all = await clouds();
    const { dependencies } = worldOf(all, { idToken: undefined });
    const error = await loginError([role({ providerArn: undefined })], dependencies);
    expect([error.message, error.remedy]).toEqual([
      'role-to-assume works on GitHub Actions only: it takes the OIDC tokens of their jobs',
      'Remove role-to-assume and oidc-provider-arn here. Give access-key-id and access-key-secret instead, or no credentials at all to use the default chain of this machine.',
    ]);
    expect(all.emulator.journal).toEqual([]);
  });

  it('is fetched for the audience, masked, and good for a login', async () => {
    const all = await clouds();
    const environment = jobOf(all);
    const masked: string[] = [];
    const idToken = (audience: string) =>
      fetchIdToken(
        audience,
        sourceOf(environment, (secrets) => masked.push(...secrets)),
      );
    const { dependencies } = worldOf(all, { idToken });
    await logIn([role()], dependencies);
    expect(all.github.requests).toMatchObject([{ audience: AUDIENCE, httpStatus: 200 }]);
    expect(masked).toContain(all.github.issued[0]?.value);
    expect(all.emulator.journal).toMatchObject([{ outcome: 'done' }]);
  });

  it('that GitHub does not give is told without an address or a token', async () => {
    const all = await clouds();
    const environment = { ...jobOf(all), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong-token' };
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'wrong-token');
    const error = await idTokenError(fetchIdToken(AUDIENCE, sourceOf(environment)));
    expect(error).toMatchObject({
      message: 'GitHub did not give this job an OIDC token (HTTP 403)',
      remedy: 'Run the job again; look at githubstatus.com if this repeats.',
    });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/wrong-token|\/token\?/);
  });

  it('that is empty is told as such', async () => {
    const all = await clouds();
    const environment = jobOf(all);
    all.github.fail('empty');
    expect(await idTokenError(fetchIdToken(AUDIENCE, sourceOf(environment)))).toMatchObject({
      message: 'GitHub did not give this job an OIDC token (its answer holds none)',
    });
  });

  it('is asked for again while the service fails', async () => {
    const all = await clouds();
    const environment = jobOf(all);
    all.github.fail('error', 2);
    const { token } = await fetchIdToken(AUDIENCE, sourceOf(environment));
    expect(token).toBe(all.github.issued[0]?.value);
  });

  it('is not fetched from where a redirect leads: the right to tokens would go along', async () => {
    const other = await loopback((socket) => socket.write(httpAnswer('{"value":"stolen"}')));
    const moved = await loopback((socket) =>
      socket.write(httpAnswer('', [`location: ${other.origin}/token`], '302 Found')),
    );
    const environment = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${moved.origin}/token?api-version=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a-request-token',
    };
    expect(await idTokenError(fetchIdToken(AUDIENCE, sourceOf(environment)))).toMatchObject({
      message: 'GitHub did not give this job an OIDC token (HTTP 302)',
    });
    expect(moved.heads[0]).toMatch(/^GET \/token\?api-version=1&audience=.*\r\n/);
    expect(moved.heads[0]).toMatch(/^authorization: Bearer a-request-token$/im);
    expect(other.connections).toEqual([]);
  });
});

/** A job's token service, without pauses. */
function sourceOf(
  variables: Readonly<Record<string, string>>,
  mask: (secrets: readonly string[]) => void = () => undefined,
): TokenSource {
  return { variables, mask, send: transportForTest().send, sleep: async () => undefined };
}

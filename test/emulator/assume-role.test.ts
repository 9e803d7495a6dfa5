import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/alibaba/service/call.ts';
import { Identity, type OidcProvider, type RoleSeed } from '../../emulator/alibaba/sts/identity.ts';
import { GITHUB_ISSUER } from '../../emulator/github/github-oidc.ts';
import { assume, type Change, CLAIMS, KEY, NOW, SECOND, STRANGE_KEY, verdict, without } from './assuming.ts';
import { bodyOf, cloudAt, record } from './cloud-at.ts';
import { AUDIENCE, identityWith, PROVIDER_ARN, ROLE_ARN, SUBJECT } from './identity.ts';

describe('a job whose token is trusted', () => {
  it('gets a key to the role, and is told what was made of its token', () => {
    const { outcome, cloud, call } = assume({ claims: { aud: [AUDIENCE, 'also'] } });
    expect(bodyOf(outcome)).toEqual({
      RequestId: 'E0000000-0000-4000-8000-000000000001',
      OIDCTokenInfo: {
        Subject: SUBJECT,
        Issuer: GITHUB_ISSUER,
        ClientIds: `${AUDIENCE},also`,
        ExpirationTime: '2026-01-01T00:10:00Z',
        IssuanceTime: '2025-12-31T23:59:59Z',
        VerificationInfo: 'Success',
      },
      AssumedRoleUser: {
        AssumedRoleId: expect.stringMatching(/^3\d{17}:run-1$/),
        Arn: `acs:ram::${DEFAULT_ACCOUNT_ID}:role/deployer/run-1`,
      },
      Credentials: {
        AccessKeyId: expect.stringMatching(/^STS\.\w+$/),
        AccessKeySecret: expect.stringMatching(/^[A-Za-z0-9]{44}$/),
        SecurityToken: expect.stringMatching(/^CAIS.*[+/].*=$/),
        Expiration: '2026-01-01T01:00:00Z',
      },
    });
    const again = record(bodyOf(cloud.call(call)).Credentials);
    expect(again.AccessKeyId).not.toBe(record(bodyOf(outcome).Credentials).AccessKeyId);
    expect(cloud.journal).toMatchObject([
      {
        action: 'AssumeRoleWithOIDC',
        accountId: 'anonymous',
        outcome: 'done',
        code: '200',
        carriedOut: true,
      },
      { outcome: 'done' },
    ]);
  });

  it.each<[string, Change]>([
    ['at the first moment of its token', { claims: { nbf: SECOND + 5 }, at: (SECOND + 5) * 1_000 }],
    ['at the last moment of its token', { at: (SECOND + 600) * 1_000 - 1 }],
    ['without a time before which its token is not valid', { token: KEY.sign(without(CLAIMS, 'nbf')) }],
    ['for 900 seconds', { parameters: { DurationSeconds: '900' } }],
    ['for as long as the role allows', { ...longest(43_200), parameters: { DurationSeconds: '43200' } }],
    ['with an empty duration', { parameters: { DurationSeconds: '' } }],
    ['with a name of two characters', { parameters: { RoleSessionName: 'a@' } }],
    ['with a name of 64 characters', { parameters: { RoleSessionName: 'Az0.@_-x'.repeat(8) } }],
    ['with the region that older SDKs always tell', { parameters: { RegionId: 'cn-hangzhou' } }],
    ['with a policy', { parameters: { Policy: '{}'.padEnd(2_048) } }],
    ['as one of any subject', { role: { trust: { issuer: GITHUB_ISSUER } } }],
    [
      'as one of a subject with wildcards',
      { role: { trust: { subject: 'repo:octo-*:ref:refs/????s/main*' } } },
    ],
    ['as one of several audiences', { claims: { aud: ['a', AUDIENCE] }, role: { trust: { audience: 'a' } } }],
  ])('may get one %s', (_, change) => {
    expect(verdict(change)).toBe('200 200');
  });

  it.each([
    [undefined, '2026-01-01T01:00:00Z'],
    ['900', '2026-01-01T00:15:00Z'],
    ['7200', '2026-01-01T02:00:00Z'],
  ])('that asks for %s seconds gets a key until %s', (seconds, expiration) => {
    const parameters = seconds === undefined ? {} : { DurationSeconds: seconds };
    const { outcome } = assume({ ...longest(7_200), parameters });
    expect(bodyOf(outcome)).toHaveProperty('Credentials.Expiration', expiration);
  });
});

describe('a session is refused', () => {
  const DENIED = '401 AuthenticationFail.NoPermission';
  const role = (trust: RoleSeed['trust']) => ({ role: { trust } });

  it.each<[string, string, Change]>([
    ['of no provider', DENIED, { parameters: { OIDCProviderArn: '' } }],
    ['of something that is no provider', DENIED, { parameters: { OIDCProviderArn: ROLE_ARN } }],
    ['of an unknown provider', DENIED, { parameters: { OIDCProviderArn: `${PROVIDER_ARN}2` } }],
    ['in no role', '400 InvalidParameter.RoleArn', { parameters: { RoleArn: '' } }],
    [
      'in something that is no role',
      '400 InvalidParameter.RoleArn',
      { parameters: { RoleArn: PROVIDER_ARN } },
    ],
    ['in an unknown role', '404 EntityNotExist.Role', { parameters: { RoleArn: `${ROLE_ARN}2` } }],
    ['in another account', DENIED, otherAccount()],
    ['of another subject', DENIED, { claims: { sub: 'repo:octo-org/octo-repo:pull_request' } }],
    ['of a subject that only begins so', DENIED, { claims: { sub: `${SUBJECT}2` } }],
    ['of a subject that only ends so', DENIED, { claims: { sub: `x${SUBJECT}` } }],
    ['of an issuer the role does not trust', DENIED, role({ issuer: 'https://x.test' })],
    ['of an audience the role does not trust', DENIED, role({ audience: 'other' })],
    ['of a subject that no wildcard stands for', DENIED, role({ subject: 'repo:octo-org/?:*' })],
    ['with a dot for any character', DENIED, role({ subject: SUBJECT.replace('/', '.') })],
    ['with no name', '400 MissingRoleSessionName', { parameters: { RoleSessionName: '' } }],
    ['with a short name', '400 InvalidParameter.RoleSessionName', { parameters: { RoleSessionName: 'a' } }],
    [
      'with a long name',
      '400 InvalidParameter.RoleSessionName',
      { parameters: { RoleSessionName: 'a'.repeat(65) } },
    ],
    [
      'with a name with a slash',
      '400 InvalidParameter.RoleSessionName',
      { parameters: { RoleSessionName: 'a/b' } },
    ],
    ['of 899 seconds', '400 InvalidParameter.DurationSeconds', { parameters: { DurationSeconds: '899' } }],
    ['of 3601 seconds', '400 InvalidParameter.DurationSeconds', { parameters: { DurationSeconds: '3601' } }],
    ['of an hour', '400 InvalidParameter.DurationSeconds', { parameters: { DurationSeconds: '1h' } }],
    [
      'of seconds with an exponent',
      '400 InvalidParameter.DurationSeconds',
      { parameters: { DurationSeconds: '1e3' } },
    ],
    ['with a long policy', '400 InvalidParameter.PolicySize', { parameters: { Policy: '{}'.padEnd(2_049) } }],
    ['with a policy that is none', '400 InvalidParameter.PolicyGrammar', { parameters: { Policy: 'allow' } }],
    ['with a parameter that there is not', '400 INVALID_PARAMETER', { parameters: { RoleName: 'deployer' } }],
  ])('%s (%s)', (_, code, change) => {
    expect(verdict(change)).toBe(code);
  });

  it.each([
    [ROLE_ARN, 'Parameter OIDCProviderArn is not valid'],
    [`${PROVIDER_ARN}2`, 'No such OIDC Provider registered.'],
  ])('of the provider %s, with the words: %s', (OIDCProviderArn, Message) => {
    expect(bodyOf(assume({ parameters: { OIDCProviderArn } }).outcome)).toMatchObject({ Message });
  });

  it('with the name of what forbids it', () => {
    expect(bodyOf(assume(role({ subject: 'x' })).outcome)).toMatchObject({
      HostId: 'sts.cn-hangzhou.aliyuncs.com',
      Recommend: expect.stringContaining('product=sts'),
      AccessDeniedDetail: { AuthAction: 'sts:AssumeRole', PolicyType: 'AssumeRolePolicy' },
    });
  });

  it('without a word of the role to whoever has no valid token', () => {
    const parameters = { RoleArn: `${ROLE_ARN}2` };
    expect(verdict({ parameters, token: STRANGE_KEY.sign(CLAIMS), provider: { keys: [KEY.jwk] } })).toBe(
      '401 AuthenticationFail.OIDCToken.InvalidSignature',
    );
  });
});

it('a cloud without identities trusts nobody', () => {
  const { cloud } = cloudAt(NOW);
  const outcome = cloud.call({ ...assume().call });
  expect(outcome).toMatchObject({ httpStatus: 401, code: 'AuthenticationFail.NoPermission' });
});

it.each<[string, Partial<OidcProvider>, Partial<RoleSeed>]>([
  ['does not name a role', {}, { arn: PROVIDER_ARN }],
  ['does not name a oidc-provider', { arn: 'github' }, {}],
  ['is not 3600 to 43200 seconds', {}, { maxSessionSeconds: 3_599 }],
  ['is not 3600 to 43200 seconds', {}, { maxSessionSeconds: 43_201 }],
])('identities are refused where something %s', (message, provider, role) => {
  expect(() => new Identity(identityWith([], provider, role))).toThrow(message);
});

it('identities are refused where two have the same name', () => {
  const { providers, roles } = identityWith([]);
  expect(() => new Identity({ providers, roles: [...roles, ...roles] })).toThrow('the same name');
  expect(() => new Identity({ providers: [...providers, ...providers], roles })).toThrow('the same name');
});

function longest(maxSessionSeconds: number): Change {
  return { role: { maxSessionSeconds } };
}

function otherAccount(): Change {
  const arn = 'acs:ram::2:role/deployer';
  return { role: { arn }, parameters: { RoleArn: arn } };
}

import { describe, expect, it } from 'vitest';
import { type AccessKey, DEFAULT_ACCOUNT } from '../../emulator/alibaba/gateway/accounts.ts';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/alibaba/service/call.ts';
import { type Emulator, type RoleSeed, startTokenService } from '../../emulator/index.ts';
import { bodyOf, cloudAt, REGION_ID, record } from './cloud-at.ts';
import { AUDIENCE, identityWith, SESSION } from './identity.ts';
import { emulatorForTest, popClient } from './loopback.ts';

const USER_ID = expect.stringMatching(/^3\d{17}$/);

function whoIs(emulator: Emulator, key: AccessKey, parameters = {}): Promise<unknown> {
  return popClient(emulator, key, '2015-04-01').request('GetCallerIdentity', parameters);
}

/** The key that an emulator issues for a token. */
async function assume({ url }: Emulator, token: string): Promise<AccessKey> {
  const Timestamp = new Date().toISOString().replace(/\.\d+/, '');
  const common = { Action: 'AssumeRoleWithOIDC', Version: '2015-04-01', Format: 'JSON', Timestamp };
  const body = new URLSearchParams({ ...common, ...SESSION, OIDCToken: token, DurationSeconds: '900' });
  const response = await fetch(url, { method: 'POST', body });
  const { AccessKeyId, AccessKeySecret, SecurityToken } = record(record(await response.json()).Credentials);
  return {
    accessKeyId: `${AccessKeyId}`,
    accessKeySecret: `${AccessKeySecret}`,
    securityToken: `${SecurityToken}`,
  };
}

describe('whoever calls is told who it is:', () => {
  it.each([
    ['a user', { userName: 'ann' }, 'ann'],
    ['a user without a name, by the key', {}, 'key'],
  ])('%s', async (_, user, name) => {
    const key = { accessKeyId: 'key', accessKeySecret: 's', ...user };
    const emulator = await emulatorForTest({ accounts: [{ accountId: '7', keys: [key] }] });
    const identity = record(await whoIs(emulator, key));
    expect(identity).toEqual({
      RequestId: 'E0000000-0000-4000-8000-000000000001',
      IdentityType: 'RAMUser',
      AccountId: '7',
      Arn: `acs:ram::7:user/${name}`,
      PrincipalId: USER_ID,
      UserId: identity.PrincipalId,
    });
  });

  it('a user of an older SDK or the aliyun CLI, which tell a region to everybody', async () => {
    const emulator = await emulatorForTest();
    expect(await whoIs(emulator, DEFAULT_ACCOUNT.keys[0], { RegionId: REGION_ID })).toMatchObject({
      Arn: `acs:ram::${DEFAULT_ACCOUNT_ID}:user/emulator-key-id`,
    });
  });

  it('the account itself', () => {
    const { cloud } = cloudAt(0);
    const outcome = cloud.call({
      action: 'GetCallerIdentity',
      version: '2015-04-01',
      accountId: '7',
      parameters: {},
    });
    expect(bodyOf(outcome)).toMatchObject({ IdentityType: 'Account', Arn: 'acs:ram::7:root', UserId: '7' });
  });

  it('a temporary key that was there from the start', async () => {
    const key = { accessKeyId: 'STS.t', accessKeySecret: 's', securityToken: 't' };
    const emulator = await emulatorForTest({ accounts: [{ accountId: '7', keys: [key] }] });
    expect(await whoIs(emulator, key)).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      Arn: 'acs:ram::7:assumed-role/emulator-role/emulator-session',
    });
    const session = { roleName: 'deployer', sessionName: 'run' };
    const named = await emulatorForTest({ accounts: [{ accountId: '7', keys: [{ ...key, session }] }] });
    expect(await whoIs(named, key)).toMatchObject({ Arn: 'acs:ram::7:assumed-role/deployer/run' });
  });
});

describe('a key that was issued', () => {
  async function given(ahead = 0, role: Partial<RoleSeed> = {}) {
    const clock = { ahead };
    const now = () => Date.now() + clock.ahead;
    const github = await startTokenService({ now });
    await github.close();
    const emulator = await emulatorForTest({ now, identity: identityWith(github.jwks, {}, role) });
    const key = await assume(emulator, github.issue(AUDIENCE));
    return { clock, emulator, key };
  }

  it('tells its role and its session', async () => {
    const { emulator, key } = await given();
    const identity = record(await whoIs(emulator, key));
    expect(identity).toEqual({
      RequestId: 'E0000000-0000-4000-8000-000000000002',
      IdentityType: 'AssumedRoleUser',
      AccountId: DEFAULT_ACCOUNT_ID,
      Arn: `acs:ram::${DEFAULT_ACCOUNT_ID}:assumed-role/deployer/run-1`,
      PrincipalId: `${identity.RoleId}:run-1`,
      RoleId: USER_ID,
    });
    expect(emulator.journal.map(({ accountId }) => accountId)).toEqual(['anonymous', DEFAULT_ACCOUNT_ID]);
  });

  it('needs its own token', async () => {
    const { emulator, key } = await given();
    const { securityToken = '', ...bare } = key;
    await expect(whoIs(emulator, bare)).rejects.toMatchObject({ code: 'MissingSecurityToken' });
    await expect(whoIs(emulator, { ...bare, securityToken: `${securityToken}x` })).rejects.toMatchObject({
      code: 'InvalidSecurityToken.MismatchWithAccessKey',
    });
    await expect(whoIs(emulator, { ...key, accessKeySecret: 'x' })).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  it('opens its account, until it expires', async () => {
    const { clock, emulator, key } = await given(-600_000);
    const list = () => popClient(emulator, key).request('GetInstanceList', { RegionId: REGION_ID });
    clock.ahead += 890_000;
    expect(await list()).toHaveProperty('InstanceList.InstanceVO.length', 1);
    clock.ahead += 10_000;
    await expect(list()).rejects.toMatchObject({ code: 'InvalidSecurityToken.Expired' });
  });

  it('may not do what its role may not', async () => {
    const { emulator, key } = await given(0, { denied: ['alikafka:ListInstance'] });
    await expect(
      popClient(emulator, key).request('GetInstanceList', { RegionId: REGION_ID }),
    ).rejects.toMatchObject({
      code: 'NoPermission',
      data: { AccessDeniedDetail: { AuthPrincipalDisplayName: 'deployer:run-1' } },
    });
    expect(await whoIs(emulator, key)).toMatchObject({ IdentityType: 'AssumedRoleUser' });
  });

  it('is nobody’s in another cloud', async () => {
    const { key } = await given();
    const elsewhere = await emulatorForTest();
    await expect(whoIs(elsewhere, key)).rejects.toMatchObject({ code: 'InvalidAccessKeyId.NotFound' });
  });
});

describe('a fault of STS', () => {
  it('takes hold by the name of the operation', async () => {
    const key = { accessKeyId: 'key', accessKeySecret: 's' };
    const emulator = await emulatorForTest({
      accounts: [{ accountId: '7', keys: [key] }],
      faults: [
        { action: 'GetCallerIdentity', nth: 2, effect: { kind: 'error-after' } },
        { action: 'AssumeRoleWithOIDC', effect: { kind: 'throttle' } },
      ],
    });
    await whoIs(emulator, key);
    await expect(whoIs(emulator, key)).rejects.toMatchObject({ code: 'InternalError' });
    await assume(emulator, 'a.b.c').catch(() => undefined);
    expect(emulator.journal.map(({ action, code, fault }) => [action, code, fault])).toEqual([
      ['GetCallerIdentity', '200', undefined],
      ['GetCallerIdentity', 'InternalError', 'error-after'],
      ['AssumeRoleWithOIDC', 'Throttling.User', 'throttle'],
    ]);
  });
});

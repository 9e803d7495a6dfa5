import { expect, it } from 'vitest';
import { INSTANCE_ID, REGION_ID, START } from './cloud-at.ts';
import { emulatorForTest, popClient } from './loopback.ts';

it.each(['GET', 'POST'] as const)(
  'the older client, with HMAC-SHA1, starts an instance by %s',
  async (method) => {
    const emulator = await emulatorForTest();
    const parameters = { ...START, Config: '{"enable.acl":"true"}', Notifier: "a b*~é'()!+" };

    const answer = await popClient(emulator).request('StartInstance', parameters, { method });
    expect(answer).toMatchObject({ Code: 200, Success: true });
    expect(emulator.journal).toMatchObject([{ parameters, outcome: 'done', carriedOut: true }]);
  },
);

it('the older client reads the list and the errors', async () => {
  const emulator = await emulatorForTest();
  const client = popClient(emulator);

  const list = await client.request('GetInstanceList', { RegionId: REGION_ID, InstanceId: [INSTANCE_ID] });
  expect(list).toMatchObject({
    InstanceList: { InstanceVO: [{ InstanceId: INSTANCE_ID, ServiceStatus: 0 }] },
  });
  await expect(client.request('StartInstance', { ...START, DeployModule: 'eip' })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER',
  });
  await expect(client.request('BuyMeABoat', START)).rejects.toMatchObject({ code: 'InvalidAction.NotFound' });
});

it('a wrong secret makes the older scheme echo all that was signed', async () => {
  const emulator = await emulatorForTest();
  const client = popClient(emulator, { accessKeyId: 'emulator-key-id', accessKeySecret: 'wrong' });
  await expect(
    client.request('StartInstance', { ...START, Password: 'p@ss' }, { method: 'POST' }),
  ).rejects.toMatchObject({
    code: 'SignatureDoesNotMatch',
    data: {
      Message: expect.stringMatching(/server string to sign is:POST&%2F&AccessKeyId%3D.*Password%3Dp%2540ss/),
    },
  });
});

it('a temporary key of the older scheme needs its token', async () => {
  const key = { accessKeyId: 'STS.t', accessKeySecret: 's', securityToken: 'token' };
  const emulator = await emulatorForTest({ accounts: [{ accountId: '1', keys: [key] }] });
  await expect(
    popClient(emulator, key).request('GetInstanceList', { RegionId: REGION_ID }),
  ).resolves.toBeDefined();
  await expect(
    popClient(emulator, { ...key, securityToken: 'other' }).request('GetInstanceList', {
      RegionId: REGION_ID,
    }),
  ).rejects.toMatchObject({ code: 'InvalidSecurityToken.MismatchWithAccessKey' });
});

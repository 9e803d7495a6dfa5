import { expect, it } from 'vitest';
import { INSTANCE_ID, REGION_ID, START } from './cloud-at.ts';
import { emulatorForTest, popClient } from './loopback.ts';

const POST = { method: 'POST' };

it('the older client, with HMAC-SHA1, starts an instance', async () => {
  const emulator = await emulatorForTest();
  const parameters = { ...START, Config: '{"enable.acl":"true"}', Notifier: "a b*~é'()!+" };

  const answer = await popClient(emulator).request('StartInstance', parameters, POST);
  expect(answer).toMatchObject({ Code: 200, Success: true });
  expect(emulator.journal).toMatchObject([{ parameters, outcome: 'done', carriedOut: true }]);
});

it('no client starts an instance by GET', async () => {
  const emulator = await emulatorForTest();
  await expect(popClient(emulator).request('StartInstance', START)).rejects.toMatchObject({
    code: 'UnsupportedHTTPMethod',
  });
  expect(emulator.journal).toMatchObject([{ action: 'StartInstance', outcome: 'refused', httpStatus: 400 }]);
});

it.each(['GET', 'POST'])('the older client reads the list by %s, and the errors', async (method) => {
  const emulator = await emulatorForTest();
  const client = popClient(emulator);

  const parameters = { RegionId: REGION_ID, InstanceId: [INSTANCE_ID] };
  expect(await client.request('GetInstanceList', parameters, { method })).toMatchObject({
    InstanceList: { InstanceVO: [{ InstanceId: INSTANCE_ID, ServiceStatus: 0 }] },
  });
  await expect(
    client.request('StartInstance', { ...START, DeployModule: 'eip' }, POST),
  ).rejects.toMatchObject({ code: 'INVALID_PARAMETER' });
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

/** The older Python SDK, the aliyun CLI and the older Go SDK send it, empty. */
it.each([
  ['', 'done', '200'],
  ['BEARERTOKEN', 'refused', 'IncompleteSignature'],
])('a signed SignatureType %j is %s', async (SignatureType, outcome, code) => {
  const emulator = await emulatorForTest();
  await popClient(emulator)
    .request('GetInstanceList', { RegionId: REGION_ID, SignatureType })
    .catch(() => undefined);
  expect(emulator.journal).toMatchObject([{ outcome, code, parameters: { RegionId: REGION_ID } }]);
});

import { expect, it } from 'vitest';
import { DEFAULT_ACCOUNT, startEmulator } from '../../emulator/index.ts';
import { REGION_ID } from './cloud-at.ts';
import { emulatorForTest, popClient } from './loopback.ts';

it('listens on loopback, and on nothing once it is closed', async () => {
  const emulator = await startEmulator();
  expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`);
  expect(emulator.host).toBe(`127.0.0.1:${emulator.port}`);
  expect((await fetch(emulator.url)).status).toBe(400);
  await expect(fetch(`http://127.0.0.2:${emulator.port}`)).rejects.toThrow('fetch failed');
  await emulator.close();
  await emulator.close();
  await expect(fetch(emulator.url)).rejects.toThrow('fetch failed');
});

it('breaks off the answers that are held back when it closes', async () => {
  const emulator = await startEmulator({
    faults: [{ effect: { kind: 'delay', delayMs: 60_000 } }, { effect: { kind: 'timeout-after' } }],
  });
  const list = () => popClient(emulator).request('GetInstanceList', { RegionId: REGION_ID });
  const pending = Promise.allSettled([list(), list()]);
  await expect.poll(() => emulator.journal.length).toBe(2);
  const before = performance.now();
  await emulator.close();
  expect(performance.now() - before).toBeLessThan(30_000);
  expect((await pending).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

it('fails to start where the port is taken', async () => {
  const { port } = await emulatorForTest();
  await expect(startEmulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('answers a request that is not signed with an error, in XML as the older scheme wants it', async () => {
  const emulator = await emulatorForTest();
  const response = await fetch(`${emulator.url}/?Action=StartInstance`, { method: 'POST' });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-acs-request-id')).toBe(emulator.journal[0]?.requestId);
  expect(await response.text()).toContain('<Code>MissingVersion</Code>');
  expect(emulator.journal).toMatchObject([
    {
      action: 'StartInstance',
      accountId: undefined,
      outcome: 'refused',
      code: 'MissingVersion',
      carriedOut: false,
    },
  ]);
});

it('says so where it fails itself', async () => {
  const onCall = () => {
    throw new Error('a broken listener');
  };
  const emulator = await emulatorForTest({ onCall });
  const response = await fetch(emulator.url);
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('the emulator failed: Error: a broken listener');
});

it('takes no more than a mebibyte of a body', async () => {
  const emulator = await emulatorForTest();
  const send = (length: number) => fetch(emulator.url, { method: 'POST', body: 'x'.repeat(length) });
  expect((await send(1024 * 1024)).status).toBe(400);
  expect(
    await send(1024 * 1024 + 1).then(
      ({ status }) => status,
      () => 'broken',
    ),
  ).toBeOneOf([413, 'broken']);
  expect(emulator.journal).toHaveLength(1);
});

it('lists five thousand instances quickly', async () => {
  const instances = Array.from({ length: 5_000 }, (_, index) => ({
    instanceId: `alikafka_post-cn-${index}`,
    status: 'running' as const,
  }));
  const emulator = await emulatorForTest({ instances });
  const before = performance.now();
  const list = await popClient(emulator).request('GetInstanceList', { RegionId: REGION_ID });
  expect(list).toHaveProperty('InstanceList.InstanceVO.length', 5_000);
  expect(performance.now() - before).toBeLessThan(30_000);
});

it('knows several accounts, each with its own instances', async () => {
  const key = (accountId: string) => ({ accessKeyId: `key-${accountId}`, accessKeySecret: accountId });
  const emulator = await emulatorForTest({
    accounts: ['1', '2'].map((accountId) => ({ accountId, keys: [key(accountId)] })),
    instances: [{ instanceId: 'a' }, { instanceId: 'b', accountId: '2' }],
  });
  const list = (accountId: string) =>
    popClient(emulator, key(accountId)).request('GetInstanceList', { RegionId: REGION_ID });
  expect(await list('1')).toMatchObject({ InstanceList: { InstanceVO: [{ InstanceId: 'a' }] } });
  expect(await list('2')).toMatchObject({ InstanceList: { InstanceVO: [{ InstanceId: 'b' }] } });
  expect(emulator.journal.map(({ accountId }) => accountId)).toEqual(['1', '2']);
});

it('refuses two keys of one id and two instances of one id', async () => {
  const twice = { accounts: [DEFAULT_ACCOUNT, DEFAULT_ACCOUNT] };
  await expect(startEmulator(twice)).rejects.toThrow('two keys');
  const instances = [{ instanceId: 'a' }, { instanceId: 'a' }];
  await expect(startEmulator({ instances })).rejects.toThrow('there already');
});

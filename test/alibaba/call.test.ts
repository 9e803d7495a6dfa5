import { describe, expect, it } from 'vitest';
import { type AccessKey, DEFAULT_ACCOUNT } from '../../emulator/index.ts';
import { alikafka } from '../../src/alibaba/alikafka.ts';
import { ApiError } from '../../src/alibaba/errors.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { CANARY } from '../http/sending.ts';
import { type CallOptions, emulatorForTest, KEY, NOW, start } from './calling.ts';

const MINUTE = 60_000;

describe('a good StartInstance', () => {
  it('is accepted, and reaches the service once with exactly the given parameters', async () => {
    const emulator = await emulatorForTest();
    expect(await start(emulator)).toEqual({
      requestId: emulator.journal[0]?.requestId,
      code: '200',
      message: 'operation success.',
    });
    const [entry, ...more] = emulator.journal;
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ action: 'StartInstance', outcome: 'done', carriedOut: true, time: NOW });
    expect(entry?.parameters).toEqual({
      RegionId: 'cn-hangzhou',
      InstanceId: 'alikafka_post-cn-one',
      VpcId: 'vpc-1',
      VSwitchId: 'vsw-1',
      'VSwitchIds.1': 'vsw-1',
      'VSwitchIds.2': 'vsw-2',
      DeployModule: 'eip',
      IsSetUserAndPassword: 'true',
      Password: CANARY,
      Config: '{"kafka.log.retention.hours":"33"}',
      Notifier: "Zoë *~!'() +%2A 部署 🚀",
    });
  });

  it('is understood in the older form of the answer too', async () => {
    expect(await start(await emulatorForTest({ answerStyle: 'strings' }))).toMatchObject({ code: '200' });
  });

  it('may be signed with a temporary key and its token', async () => {
    const key = { accessKeyId: 'STS.key', accessKeySecret: 'secret', securityToken: 'to+ken/==' };
    const emulator = await emulatorForTest({ accounts: [{ accountId: '7', keys: [key] }] });
    expect(await start(emulator, { key })).toMatchObject({ code: '200' });
    expect(emulator.journal).toMatchObject([{ accountId: '7', carriedOut: true }]);
  });

  it('may come from a clock that is a little off', async () => {
    for (const minutes of [-14, 14]) {
      const answer = await start(await emulatorForTest(), { wallTime: () => NOW + minutes * MINUTE });
      expect(answer).toMatchObject({ code: '200' });
    }
  });
});

it('a start that must not be sent any more is not sent, and ends with the reason', async () => {
  const reason = new Error('stopped');
  const stop = new AbortController();
  const sent: unknown[] = [];
  const client = {
    send: async (request: unknown) => {
      sent.push(request);
      throw new Error('it was sent');
    },
    credentials: async () => {
      stop.abort(reason);
      return { ...KEY, securityToken: undefined };
    },
    ...{ wallTime: () => NOW, nonce: () => 'n', conceal: <T>(value: T) => value, judge: remedyFor },
  };
  const api = alikafka(client, () => new URL('http://127.0.0.1:9'));
  await expect(api.startInstance('cn-hangzhou', [], stop.signal)).rejects.toBe(reason);
  expect(sent).toEqual([]);
});

describe('who may not call is refused', () => {
  const SESSION = { accessKeyId: 'STS.key', accessKeySecret: 'secret', securityToken: 'token' };
  const KEYS: readonly AccessKey[] = [
    KEY,
    SESSION,
    { ...SESSION, accessKeyId: 'STS.old', expiresAt: NOW },
    { ...KEY, accessKeyId: 'off', inactive: true },
    { ...KEY, accessKeyId: 'reader', denied: ['StartInstance'] },
  ];

  it.each<[string, string, CallOptions]>([
    ['a wrong secret', 'SignatureDoesNotMatch', { key: { ...KEY, accessKeySecret: 'wrong' } }],
    ['an unknown key', 'InvalidAccessKeyId.NotFound', { key: { ...KEY, accessKeyId: 'nobody' } }],
    ['a key that is turned off', 'InvalidAccessKeyId.Inactive', { key: { ...KEY, accessKeyId: 'off' } }],
    ['an expired token', 'InvalidSecurityToken.Expired', { key: { ...SESSION, accessKeyId: 'STS.old' } }],
    [
      'the token of another session',
      'InvalidSecurityToken.MismatchWithAccessKey',
      { key: { ...SESSION, securityToken: 'other' } },
    ],
    [
      'a temporary key without a token',
      'MissingSecurityToken',
      { key: { accessKeyId: 'STS.key', accessKeySecret: 'secret' } },
    ],
    ['a clock that is 20 minutes fast', 'InvalidTimeStamp.Expired', { wallTime: () => NOW + 20 * MINUTE }],
    ['a clock that is 20 minutes slow', 'InvalidTimeStamp.Expired', { wallTime: () => NOW - 20 * MINUTE }],
    ['no permission', 'NoPermission', { key: { ...KEY, accessKeyId: 'reader' } }],
  ])('%s: %s', async (_, code, options) => {
    const emulator = await emulatorForTest({ accounts: [{ ...DEFAULT_ACCOUNT, keys: KEYS }] });
    const error = await start(emulator, options);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code, verdict: 'refused', requestId: emulator.journal[0]?.requestId });
    expect(emulator.journal).toMatchObject([{ code, outcome: 'refused', carriedOut: false }]);
  });

  it('and is told which permission is missing', async () => {
    const key = { ...KEY, denied: ['StartInstance'] };
    const emulator = await emulatorForTest({ accounts: [{ ...DEFAULT_ACCOUNT, keys: [key] }] });
    expect(await start(emulator, { key })).toMatchObject({
      remedy:
        'The RAM user emulator-key-id lacks the permission alikafka:StartInstance (AccountLevelIdentityBasedPolicy). ' +
        'Add it to a policy of that RAM user emulator-key-id in RAM.',
    });
  });

  it('with a nonce that was used, it is open whether the first request was carried out', async () => {
    const emulator = await emulatorForTest();
    await start(emulator, { nonce: () => 'one' });
    const error = await start(emulator, { nonce: () => 'one' });
    expect(error).toMatchObject({ code: 'SignatureNonceUsed', verdict: 'ambiguous' });
  });
});

it('what the caller did wrong is not taken for a failed call', async () => {
  const emulator = await emulatorForTest();
  const bug = new TypeError('a bug');
  const failing = { credentials: () => Promise.reject(bug) };
  await expect(start(emulator, failing)).rejects.toBe(bug);
  await expect(start(emulator, { send: () => Promise.reject(bug) })).rejects.toBe(bug);
});

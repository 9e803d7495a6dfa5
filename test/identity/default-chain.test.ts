import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDefaultChain } from '../../src/identity/default-chain.ts';
import { httpAnswer, loopback } from '../http/loopback.ts';
import { credentialsError } from './clouds.ts';

/** The places that the vendor's library looks at; none may be one of this machine. */
const PLACES = [
  ...['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET', 'SECURITY_TOKEN', 'CREDENTIALS_URI', 'CREDENTIALS_FILE'],
  ...['ROLE_ARN', 'OIDC_PROVIDER_ARN', 'OIDC_TOKEN_FILE', 'ECS_METADATA', 'PROFILE'],
];

/** Has the library be this module, as Node imports CommonJS: vitest would take the inner default for the outer. */
function libraryIs(library: unknown): void {
  vi.doMock('@alicloud/credentials', () => ({ default: library }));
  onTestFinished(() => void vi.doUnmock('@alicloud/credentials'));
}

beforeEach(() => {
  libraryIs(createRequire(import.meta.url)('@alicloud/credentials'));
  for (const name of PLACES) vi.stubEnv(`ALIBABA_CLOUD_${name}`, undefined);
  vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true');
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  onTestFinished(() => rmSync(home, { recursive: true }));
});

afterEach(() => vi.unstubAllEnvs());

const SESSION = { AccessKeyId: 'STS.id', AccessKeySecret: 'secret', SecurityToken: 'token' };

/** A place on loopback that is asked last, and what it answers. */
async function credentialsUri(answer: string): Promise<void> {
  const { origin } = await loopback((socket) => socket.end(httpAnswer(answer, ['connection: close'])));
  vi.stubEnv('ALIBABA_CLOUD_CREDENTIALS_URI', `${origin}/canary`);
}

describe('the default chain', () => {
  it('brings a session of the place that has one', async () => {
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    await credentialsUri(JSON.stringify({ ...SESSION, Expiration }));
    const credentials = await openDefaultChain();
    expect(await credentials()).toEqual({
      accessKeyId: 'STS.id',
      accessKeySecret: 'secret',
      securityToken: 'token',
    });
  });

  it('brings a permanent key, which has no token', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'LTAI-id');
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'secret');
    const credentials = await openDefaultChain();
    expect(await credentials()).toEqual({
      accessKeyId: 'LTAI-id',
      accessKeySecret: 'secret',
      securityToken: undefined,
    });
  });

  it('without any says how to give some, and nothing of what the places said', async () => {
    await credentialsUri('{"canary":1}');
    const credentials = await openDefaultChain();
    const error = await credentialsError(credentials());
    expect(error).toMatchObject({
      code: 'Credentials',
      message:
        'There are no credentials for Alibaba Cloud, neither in the inputs nor in any place of this machine',
      remedy:
        'Give the inputs role-to-assume and oidc-provider-arn, or access-key-id and access-key-secret, or attach a RAM role to this machine.',
    });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('canary');
  });

  it.each([
    { accessKeyId: 'id' },
    { accessKeySecret: 'secret' },
    { accessKeyId: '', accessKeySecret: 'secret' },
  ])('takes half a key for none: %j', async (found) => {
    class Chain {
      getCredential = async () => found;
    }
    libraryIs({ default: Chain });
    const credentials = await openDefaultChain();
    await expect(credentials()).rejects.toThrow('There are no credentials for Alibaba Cloud');
  });
});

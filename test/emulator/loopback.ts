import PopCore from '@alicloud/pop-core';
import { onTestFinished } from 'vitest';
import {
  type AccessKey,
  DEFAULT_ACCOUNT,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from '../../emulator/index.ts';
import { INSTANCE_ID } from './cloud-at.ts';

/** An emulator that is closed when the test is over. */
export async function emulatorForTest(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ instances: [{ instanceId: INSTANCE_ID }], ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** The vendor's older client, which signs with HMAC-SHA1. */
export function popClient(
  { url }: Pick<Emulator, 'url'>,
  { accessKeyId, accessKeySecret, securityToken }: AccessKey = DEFAULT_ACCOUNT.keys[0],
  apiVersion = '2019-09-16',
) {
  return new PopCore({
    endpoint: url,
    apiVersion,
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== undefined && { securityToken }),
    opts: { timeout: 10_000 },
  });
}

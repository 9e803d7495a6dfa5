import alikafka from '@alicloud/alikafka20190916';
import { $OpenApiUtil } from '@alicloud/openapi-core';
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

/** The SDK is CommonJS: Node hands its exports over as the default export, vitest unwraps them. */
const AlikafkaClient = 'default' in alikafka ? alikafka.default : alikafka;

/** An emulator that is closed when the test is over. */
export async function emulatorForTest(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ instances: [{ instanceId: INSTANCE_ID }], ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** The vendor's own client of today, which signs with ACS3-HMAC-SHA256. */
export function sdkClient(emulator: Emulator, key: AccessKey = DEFAULT_ACCOUNT.keys[0]) {
  return sdkClientOf(emulator.host, key);
}

/** The same, for the endpoint `127.0.0.1:PORT`. */
export function sdkClientOf(endpoint: string, { accessKeyId, accessKeySecret, securityToken }: AccessKey) {
  return new AlikafkaClient(
    new $OpenApiUtil.Config({
      endpoint,
      protocol: 'HTTP',
      accessKeyId,
      accessKeySecret,
      securityToken,
      readTimeout: 5_000,
    }),
  );
}

/** The vendor's older client, which signs with HMAC-SHA1. */
export function popClient(emulator: Emulator, key: AccessKey = DEFAULT_ACCOUNT.keys[0]) {
  return new PopCore({ endpoint: emulator.url, apiVersion: '2019-09-16', ...key });
}

import alikafka from '@alicloud/alikafka20190916';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { type AccessKey, DEFAULT_ACCOUNT, type Emulator } from '../../emulator/index.ts';

/** The SDK is CommonJS: Node hands its exports over as the default export, vitest unwraps them. */
const AlikafkaClient = 'default' in alikafka ? alikafka.default : alikafka;

/** The vendor's own client of today, which signs with ACS3-HMAC-SHA256. It takes a second to load. */
export function sdkClient(emulator: Emulator, key: AccessKey = DEFAULT_ACCOUNT.keys[0]) {
  const { accessKeyId, accessKeySecret, securityToken } = key;
  return new AlikafkaClient(
    new $OpenApiUtil.Config({
      endpoint: emulator.host,
      protocol: emulator.url.startsWith('https') ? 'HTTPS' : 'HTTP',
      accessKeyId,
      accessKeySecret,
      securityToken,
      readTimeout: 5_000,
    }),
  );
}

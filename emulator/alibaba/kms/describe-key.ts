import type { JsonObject } from '../../json.ts';
import type { Operation, Result, Scene } from '../service/operation.ts';
import { valueIn } from '../service/parameters.ts';
import { notFound } from '../service/refusal.ts';
import { utc } from '../service/utc.ts';
import { arnOf, type KmsKey, keyNamed } from '../surroundings.ts';

/**
 * Tells everything of a key, which an id, an alias or a resource name stands for. A real endpoint knows the keys of its
 * own region; on loopback the region is the one that RegionId names, or any.
 */
export const describeKey: Operation = {
  ramAction: 'kms:DescribeKey',
  parameters: {
    KeyId: { type: 'string', required: true },
    RegionId: { type: 'string' },
  },
  run: (scene) => {
    const { surroundings, accountId, parameters } = scene;
    const reference = parameters.KeyId ?? '';
    if (surroundings.keys === undefined) return { ok: true, fields: { KeyMetadata: undeclared(reference) } };
    const within = { callerId: accountId, regionId: valueIn(parameters, 'RegionId') };
    const key = keyNamed(surroundings.keys, reference, within);
    return key ? { ok: true, fields: { KeyMetadata: view(key, scene) } } : missing(reference);
  },
};

function missing(reference: string): Result {
  const refusal = /(^|:)alias\//.test(reference)
    ? notFound('Forbidden.AliasNotFound', 'The specified Alias is not found.')
    : notFound('Forbidden.KeyNotFound', 'The specified Key is not found.');
  return { ok: false, refusal };
}

function view(key: KmsKey, { accountId, now }: Scene): JsonObject {
  const state = key.state ?? 'Enabled';
  return {
    KeyId: key.keyId,
    Arn: arnOf(key, accountId),
    KeyState: state,
    KeyUsage: key.usage ?? 'ENCRYPT/DECRYPT',
    KeySpec: key.spec ?? 'Aliyun_AES_256',
    DeleteDate: state === 'PendingDeletion' ? utc(now + SEVEN_DAYS) : '',
    Creator: key.accountId ?? accountId,
    Origin: 'Aliyun_KMS',
    ProtectionLevel: 'SOFTWARE',
    Description: '',
  };
}

/** What is told of a key that nobody declared: it is there and may be used. */
function undeclared(reference: string): JsonObject {
  return { KeyId: reference, KeyState: 'Enabled', KeyUsage: 'ENCRYPT/DECRYPT' };
}

const SEVEN_DAYS = 7 * 24 * 60 * 60_000;

import * as z from 'zod';
import type { Client } from './client.ts';
import { contentOf, plainProduct, unlessNotFound } from './plain-product.ts';

const VERSION = '2016-01-20';

/** A key as the service shows it. What an answer lacks, or holds empty, is undefined. */
export interface KmsKey {
  readonly regionId: string | undefined;
  /** `Enabled`, `Disabled`, `PendingDeletion` or `PendingImport`. */
  readonly state: string | undefined;
  /** `ENCRYPT/DECRYPT` or `SIGN/VERIFY`. */
  readonly usage: string | undefined;
}

/** The operation of the Key Management Service by which a key is looked at. It throws CallError. */
export interface Kms {
  /** The key of an id, an alias or a resource name; undefined where there is none. */
  readonly key: (regionId: string, keyId: string) => Promise<KmsKey | undefined>;
}

/** @param endpointOf where the calls for a region go: by https, which the service insists on */
export function kms(client: Client, endpointOf: (regionId: string) => URL): Kms {
  const operation = plainProduct(client, VERSION, endpointOf);
  return {
    key: async (regionId, KeyId) => {
      const action = 'DescribeKey';
      const answer = await unlessNotFound(operation(action, regionId, { KeyId }), NOT_FOUND);
      if (!answer) return undefined;
      const { Arn, KeyState, KeyUsage } = contentOf(action, answer, described).KeyMetadata;
      const [, , arnRegion] = Arn?.split(':') ?? []; // acs:kms:REGION:ACCOUNT:key/ID
      return { regionId: arnRegion || undefined, state: KeyState, usage: KeyUsage };
    },
  };
}

const NOT_FOUND = /^Forbidden\.(Key|Alias)NotFound$/i;

const text = z.string().min(1).optional().catch(undefined);

const described = z.object({ KeyMetadata: z.object({ Arn: text, KeyState: text, KeyUsage: text }) });

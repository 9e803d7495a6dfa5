import * as z from 'zod';
import { PORT_RANGES } from './alikafka/contents/allow-list.ts';
import { STATUS_NAMES } from './alikafka/statuses.ts';
import type { CloudOptions } from './cloud.ts';

const DURATION = z.number().min(0);
const AMOUNT = z.int().min(0);
const PORT = z.int().min(1).max(65_535);
const TEXTS = z.record(z.string(), z.string());

const INSTANCE = z.strictObject({
  instanceId: z.string().min(1),
  regionId: z.string().exactOptional(),
  accountId: z.string().exactOptional(),
  name: z.string().exactOptional(),
  series: z.enum(['v2', 'v3', 'confluent']).exactOptional(),
  deployType: z.literal([4, 5]).exactOptional(),
  paidType: z.int().exactOptional(),
  specType: z.string().exactOptional(),
  status: z
    .union([
      z.enum(STATUS_NAMES),
      z.strictObject({ service: z.int().exactOptional(), view: z.int().exactOptional() }),
    ])
    .exactOptional(),
  fate: z.enum(['ok', 'deploy-error', 'stuck', 'expired', 'released', 'flapping']).exactOptional(),
  timings: z
    .strictObject({
      preparing: DURATION.exactOptional(),
      initializing: DURATION.exactOptional(),
      starting: DURATION.exactOptional(),
      wavering: DURATION.exactOptional(),
      waver: DURATION.positive().exactOptional(),
    })
    .exactOptional(),
  statusFields: z.enum(['both', 'view-only', 'service-only']).exactOptional(),
  startedAt: z.number().exactOptional(),
  startedWith: TEXTS.exactOptional(),
  orderId: z.string().exactOptional(),
  resourceGroupId: z.string().exactOptional(),
  tags: TEXTS.exactOptional(),
  createdAt: z.number().exactOptional(),
  allowedIps: z.partialRecord(z.enum(PORT_RANGES), z.array(z.string())).exactOptional(),
  topics: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        remark: z.string().exactOptional(),
        partitions: z.int().positive().exactOptional(),
        localTopic: z.boolean().exactOptional(),
        compactTopic: z.boolean().exactOptional(),
        config: TEXTS.exactOptional(),
        autoCreate: z.boolean().exactOptional(),
        tags: TEXTS.exactOptional(),
      }),
    )
    .exactOptional(),
  consumerGroups: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        remark: z.string().exactOptional(),
        automatic: z.boolean().exactOptional(),
        tags: TEXTS.exactOptional(),
      }),
    )
    .exactOptional(),
  quota: z
    .strictObject({
      topics: AMOUNT.exactOptional(),
      partitions: AMOUNT.exactOptional(),
      groups: AMOUNT.exactOptional(),
    })
    .exactOptional(),
  brokers: z.boolean().exactOptional(),
  brokerPorts: z.partialRecord(z.enum(['plain', 'ssl', 'sasl', 'vpcSasl']), z.array(PORT)).exactOptional(),
  shownAs: z.record(z.string(), z.json()).exactOptional(),
});

const SURROUNDINGS = z.strictObject({
  vSwitches: z
    .array(
      z.strictObject({
        vSwitchId: z.string(),
        vpcId: z.string(),
        zoneId: z.string(),
        regionId: z.string().exactOptional(),
        name: z.string().exactOptional(),
        cidrBlock: z.string().exactOptional(),
        status: z.enum(['Available', 'Pending']).exactOptional(),
        availableIpAddressCount: z.int().exactOptional(),
        shareType: z.enum(['Shared', 'Sharing']).exactOptional(),
        ownerId: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  securityGroups: z
    .array(
      z.strictObject({
        securityGroupId: z.string(),
        vpcId: z.string(),
        regionId: z.string().exactOptional(),
        name: z.string().exactOptional(),
        type: z.enum(['normal', 'enterprise']).exactOptional(),
        serviceManaged: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  keys: z
    .array(
      z.strictObject({
        keyId: z.string(),
        regionId: z.string().exactOptional(),
        state: z.enum(['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport']).exactOptional(),
        usage: z.enum(['ENCRYPT/DECRYPT', 'SIGN/VERIFY']).exactOptional(),
        spec: z.string().exactOptional(),
        aliases: z.array(z.string()).exactOptional(),
        accountId: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  missingVSwitch: z.enum(['error', 'empty', 'other']).exactOptional(),
});

const SEED = z.strictObject({
  instances: z.array(INSTANCE),
  surroundings: SURROUNDINGS.exactOptional(),
  denied: z.array(z.string()).exactOptional(),
});

/** What a cloud is at its beginning: what was bought, what else exists, and what RAM allows nobody. */
export type Seed = Pick<CloudOptions, 'instances' | 'surroundings' | 'denied'>;

/** The cloud that a JSON text describes, or just lists the instances of; throws, saying where, where it is neither. */
export function seedFrom(text: string): Seed {
  const value: unknown = JSON.parse(text);
  const parsed = SEED.safeParse(Array.isArray(value) ? { instances: value } : value);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

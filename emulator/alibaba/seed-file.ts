import * as z from 'zod';
import type { InstanceSeed } from './alikafka/instance.ts';
import { STATUS_NAMES } from './alikafka/statuses.ts';

const DURATION = z.number().min(0);
const TEXTS = z.record(z.string(), z.string());

const SEED = z.strictObject({
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
  shownAs: z.record(z.string(), z.json()).exactOptional(),
});

/** The instances that a JSON text lists; throws, saying where, where the text is something else. */
export function seedsFrom(text: string): readonly InstanceSeed[] {
  const parsed = z.array(SEED).safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

import * as z from 'zod';
import { lazily } from './lazily.ts';
import { flag, integer } from './values.ts';

/** The two families of Config keys: provisioned instances have one, serverless instances another. */
export type ConfigFamily = 'both' | 'provisioned' | 'serverless';

const asText = (make: () => z.ZodType<boolean | number>) => lazily(() => make().transform(String));
const truth = asText(flag);
const wholeNumber = asText(integer);

/** What is known of a key of `config`. */
export interface ConfigKeyRow {
  readonly family: ConfigFamily;
  /** The key that means the same in the other family. */
  readonly instead?: string;
  readonly schema: () => z.ZodType<string>;
}

/**
 * The keys of `config` and their values, which the service takes as texts. Ranges: the vendor's page of
 * StartInstance. It has none for the serverless keys, so only their type is checked.
 */
export const configKeys = {
  'enable.vpc_sasl_ssl': { family: 'both', schema: truth },
  'enable.acl': { family: 'both', schema: truth },
  'kafka.log.retention.hours': {
    ...{ family: 'provisioned', instead: 'log.retention.hours' },
    schema: asText(() => integer(24, 480)),
  },
  'kafka.message.max.bytes': {
    ...{ family: 'provisioned', instead: 'message.max.bytes' },
    schema: asText(() => integer(1_048_576, 10_485_760)),
  },
  'log.retention.hours': {
    ...{ family: 'serverless', instead: 'kafka.log.retention.hours' },
    schema: wholeNumber,
  },
  'offsets.retention.minutes': { family: 'serverless', schema: wholeNumber },
  'message.max.bytes': {
    ...{ family: 'serverless', instead: 'kafka.message.max.bytes' },
    schema: wholeNumber,
  },
  'auto.create.topics.enable': { family: 'serverless', schema: truth },
  'num.partitions': { family: 'serverless', schema: wholeNumber },
} as const satisfies Record<string, ConfigKeyRow>;

export type ConfigKey = keyof typeof configKeys;

export const configKeyNames = Object.keys(configKeys) as ConfigKey[];

export function isConfigKey(key: string): key is ConfigKey {
  return Object.hasOwn(configKeys, key);
}

/** The field `config`: known keys only, values as the texts that are sent. */
export const config = lazily(() => {
  const shape = Object.fromEntries(
    Object.entries(configKeys).map(([key, { schema }]) => [key, schema().optional()]),
  ) as { [K in ConfigKey]: z.ZodOptional<ReturnType<(typeof configKeys)[K]['schema']>> };
  return z.strictObject(shape, { error: 'must be a map of configuration keys to values' });
});

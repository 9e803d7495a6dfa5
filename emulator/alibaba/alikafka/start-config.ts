import * as z from 'zod';
import { parseJson } from '../../json.ts';
import { type Refusal, refusal } from '../service/refusal.ts';
import type { Instance, Series } from './instance.ts';

/** Config as the service holds it: every value is a string. */
export type Config = Readonly<Record<string, string>>;

type Rule = (value: string) => boolean;

const CONFIG = z.record(z.string(), z.string());

const RULES: Readonly<Record<string, Rule>> = {
  'enable.vpc_sasl_ssl': isBoolean,
  'enable.acl': isBoolean,
  'kafka.log.retention.hours': isBetween(24, 480),
  'kafka.message.max.bytes': isBetween(1_048_576, 10_485_760),
  // The ranges of the serverless keys are not published.
  'log.retention.hours': isCount,
  'offsets.retention.minutes': isCount,
  'message.max.bytes': isCount,
  'auto.create.topics.enable': isBoolean,
  'num.partitions': isCount,
};

const DEFAULTS: Record<Series, Config> = {
  v2: {
    'enable.vpc_sasl_ssl': 'false',
    'enable.acl': 'false',
    'kafka.log.retention.hours': '72',
    'kafka.message.max.bytes': '1048576',
    // Not documented, but shown: the vendor's Terraform provider leaves them out of what it compares.
    'enable.tiered': 'false',
    'cloud.maxTieredStoreSpace': '0',
    'enable.compact': 'true',
  },
  v3: { 'enable.vpc_sasl_ssl': 'false', 'enable.acl': 'false' },
  confluent: {},
};

/** The Config of a text, or undefined where it is no JSON object of strings. */
export function configFrom(text: string): Config | undefined {
  const parsed = CONFIG.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

/** The configuration of an instance that was started with this Config, defaults included. */
export function effectiveConfig(series: Series, text: string | undefined): Config {
  return { ...DEFAULTS[series], ...(text ? configFrom(text) : undefined) };
}

/** What the service has against a Config for this instance, if anything. */
export function configRefusal(
  text: string,
  instance: Instance,
  newerKeys: readonly string[],
): Refusal | undefined {
  if (instance.series === 'confluent') {
    return refusal('INVALID_PARAMETER_NOT_SUPPORT', 'Config is not supported for Confluent instances.');
  }
  const config = configFrom(text);
  if (config === undefined) {
    return refusal('INVALID_PARAMETER_FORMAT', 'Config must be a JSON object whose values are strings.');
  }
  return badEntry(config, newerKeys) ?? aclRefusal(config, instance);
}

/** What a Config asks for that this emulator's rules do not allow. Keys of both families are taken. */
function badEntry(config: Config, newerKeys: readonly string[]): Refusal | undefined {
  for (const [key, value] of Object.entries(config)) {
    if (newerKeys.includes(key)) continue;
    const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
    if (rule === undefined) return refusal('INVALID_PARAMETER', `The config ${key} is not supported.`);
    if (!rule(value))
      return refusal('INVALID_PARAMETER_RANGE', `The value of config ${key} is out of range.`);
  }
  return undefined;
}

function aclRefusal(config: Config, instance: Instance): Refusal | undefined {
  const acl = config['enable.acl'] === 'true';
  if (config['enable.vpc_sasl_ssl'] === 'true' && !acl) {
    return refusal('INVALID_PARAMETER', 'enable.vpc_sasl_ssl requires enable.acl.');
  }
  if (acl && instance.series === 'v2' && instance.specType === 'normal') {
    return refusal('BIZ_INSTANCE_ONLY_PROFESSIONAL_SUPPORT', 'Only professional instances support ACL.');
  }
  return undefined;
}

function isBoolean(value: string): boolean {
  return value === 'true' || value === 'false';
}

function isCount(value: string): boolean {
  return /^\d{1,15}$/.test(value);
}

function isBetween(least: number, most: number): Rule {
  return (value) => isCount(value) && Number(value) >= least && Number(value) <= most;
}

import { booleanIn, type Parameters, valueIn } from '../../service/parameters.ts';
import { firstRefusal, type Refusal, refusal } from '../../service/refusal.ts';
import type { Series } from '../instance.ts';
import { type Config, configFrom } from '../start-config.ts';

/** The most partitions that a topic may have. */
export const MOST_PARTITIONS = 360;

const MOST_REPLICAS = 3;

interface Wanted {
  readonly parameters: Parameters;
  readonly series: Series;
  readonly partitions: number;
}

/** What the service has against the parameters of a topic, if anything. */
export function topicRefusal(wanted: Wanted): Refusal | undefined {
  return firstRefusal([wrongName, wrongRemark, wrongPartitions, wrongReplicas, wrongConfig], wanted);
}

/** The settings of a topic. A provisioned instance lets only topics in local storage have any, and ignores others. */
export function topicConfigOf(parameters: Parameters, series: Series): Config {
  const text = valueIn(parameters, 'Config');
  const takesEffect = series !== 'v2' || booleanIn(parameters, 'LocalTopic') === true;
  return (takesEffect && text !== undefined && configFrom(text)) || {};
}

function wrongName({ parameters, series }: Wanted): Refusal | undefined {
  const name = series === 'v2' ? /^[\w.-]{3,64}$/ : /^[\w.-]{1,249}$/;
  if (name.test(parameters.Topic ?? '')) return undefined;
  return refusal('INVALID_PARAMETER_FORMAT', 'The value of Topic is not a name of a topic.');
}

function wrongRemark({ parameters }: Wanted): Refusal | undefined {
  const { length } = parameters.Remark ?? '';
  if (length >= 3 && length <= 64) return undefined;
  return refusal('INVALID_PARAMETER_SIZE', 'Remark is 3 to 64 characters long.');
}

/** Cloud storage, which only provisioned instances have beside local storage, takes no topic of one partition. */
function wrongPartitions({ parameters, series, partitions }: Wanted): Refusal | undefined {
  const least = series === 'v2' && booleanIn(parameters, 'LocalTopic') !== true ? 2 : 1;
  if (partitions >= least && partitions <= MOST_PARTITIONS) return undefined;
  return refusal('INVALID_PARAMETER_RANGE', `PartitionNum is ${least} to ${MOST_PARTITIONS}.`);
}

/** Both numbers take effect for local storage only. */
function wrongReplicas({ parameters }: Wanted): Refusal | undefined {
  const replicas = Number(valueIn(parameters, 'ReplicationFactor') ?? MOST_REPLICAS);
  const inSync = Number(valueIn(parameters, 'MinInsyncReplicas') ?? 1);
  if ([replicas, inSync].some((count) => count < 1 || count > MOST_REPLICAS)) {
    return refusal('INVALID_PARAMETER_RANGE', `A topic has 1 to ${MOST_REPLICAS} replicas.`);
  }
  if (valueIn(parameters, 'MinInsyncReplicas') === undefined || inSync < replicas) return undefined;
  return refusal('INVALID_PARAMETER', 'MinInsyncReplicas must be less than ReplicationFactor.');
}

type Rule = (value: string) => boolean;

const SHARED: Readonly<Record<string, Rule>> = {
  'max.message.bytes': isBetween(1_048_576, 10_485_760),
  'message.timestamp.type': (value) => value === 'CreateTime' || value === 'LogAppendTime',
};

const PROVISIONED = { 'retention.ms': isBetween(3_600_000, 31_536_000_000), ...SHARED };
const SERVERLESS = { 'retention.hours': isBetween(24, 8760), ...SHARED };

function wrongConfig({ parameters, series }: Wanted): Refusal | undefined {
  const text = valueIn(parameters, 'Config');
  if (text === undefined) return undefined;
  const config = configFrom(text);
  if (config === undefined) {
    return refusal('INVALID_PARAMETER_FORMAT', 'Config must be a JSON object whose values are strings.');
  }
  const rules = new Map(Object.entries<Rule>(series === 'v2' ? PROVISIONED : SERVERLESS));
  const wrong = Object.entries(config).find(([key, value]) => rules.get(key)?.(value) !== true);
  return wrong && refusal('INVALID_PARAMETER', `The config ${wrong[0]} is not supported, or out of range.`);
}

function isBetween(least: number, most: number): Rule {
  return (value) => /^\d{1,15}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

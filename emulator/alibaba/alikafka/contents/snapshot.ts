import type { Surroundings } from '../../surroundings.ts';
import type { Instance } from '../instance.ts';
import type { Instances } from '../instances.ts';
import { allowListOf, PORT_RANGES, type PortRange } from './allow-list.ts';
import { partitionsAt } from './topics.ts';

/** What an instance truly holds, without any lag. */
export interface ContentsSnapshot {
  /** Addresses and CIDR blocks, by every port range. */
  readonly allowedIps: Readonly<Record<PortRange, readonly string[]>>;
  /** Partitions by topic. */
  readonly topics: Readonly<Record<string, number>>;
  readonly consumerGroups: readonly string[];
}

/** What an instance holds at a time (milliseconds, epoch). */
export function contentsAt(
  instance: Instance,
  now: number,
  instances: Instances,
  surroundings: Surroundings,
): ContentsSnapshot {
  const entries = allowListOf(instance, instances, surroundings);
  const on = (range: PortRange) => entries.filter(({ portRange }) => portRange === range).map(({ ip }) => ip);
  const [plain, ssl, sasl, vpcSasl] = PORT_RANGES;
  return {
    allowedIps: { [plain]: on(plain), [ssl]: on(ssl), [sasl]: on(sasl), [vpcSasl]: on(vpcSasl) },
    topics: Object.fromEntries(
      instance.contents.topics.map((topic) => [topic.name, partitionsAt(topic, now)]),
    ),
    consumerGroups: instance.contents.groups.map(({ name }) => name),
  };
}

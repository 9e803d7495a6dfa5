import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import type { CloudOptions } from '../../emulator/alibaba/cloud.ts';
import type { Change } from '../../src/deployment/change.ts';
import { type Fleet, fleet, type RunOptions, run } from '../deployment/fleet.ts';
import { ID, requestsIn } from '../deployment/given.ts';

/** A manifest of one instance that is to hold one of each kind; each stands on a line of its own. */
export const HOLDING = `regionId: cn-hangzhou
instanceId: ${ID}
deployModule: vpc
vpcId: vpc-1
vSwitchId: vsw-1
zoneId: zonea
allowedIps:
  vpc: [10.0.0.0/8]
topics:
  orders: { partitions: 6, remark: all orders }
  events: { partitions: 12 }
consumerGroups:
  billing: { remark: invoices }
`;

/** An instance that holds all of it. */
export const FULL = {
  allowedIps: { '9092/9092': ['10.0.0.0/8'] },
  topics: [
    { name: 'orders', partitions: 6, remark: 'all orders' },
    { name: 'events', partitions: 12 },
  ],
  consumerGroups: [{ name: 'billing', remark: 'invoices' }],
} as const;

/** A cloud with the one instance ID. */
export function holder(
  seed: Omit<InstanceSeed, 'instanceId'>,
  options: Omit<CloudOptions, 'now'> = {},
): Fleet {
  return fleet({ instances: [{ allowedIps: {}, ...seed, instanceId: ID }], ...options });
}

/** One run of a manifest with one instance, to its end. */
export async function holding(on: Fleet, options: RunOptions = {}, manifest = HOLDING) {
  const result = await on.clock.run(run(on, requestsIn(manifest), options));
  const [[item], [outcome]] = [result.plan, result.outcomes];
  if (!item || !outcome) throw new Error('there is no outcome');
  return { ...result, item, outcome, held: on.cloud.contentsOf(ID) };
}

export function kindsOf(changes: readonly Change[]): string[] {
  return changes.map(({ kind }) => kind);
}

/** The calls that change anything, in their order. */
export function changing({ cloud }: Fleet): string[] {
  return cloud.journal.map(({ action }) => action).filter((action) => !action.startsWith('Get'));
}

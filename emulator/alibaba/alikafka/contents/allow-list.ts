import { isIPv4 } from 'node:net';
import { valueIn } from '../../service/parameters.ts';
import type { Surroundings } from '../../surroundings.ts';
import { DEFAULT_CIDR_BLOCK } from '../../vpc/vswitch-view.ts';
import type { Instance } from '../instance.ts';
import type { Instances } from '../instances.ts';
import { effectiveConfig } from '../start-config.ts';
import { vSwitchesOf } from '../start-network.ts';

/** Each has a list of its own. 9093 is the Internet's, the others are the VPC's. */
export const PORT_RANGES = ['9092/9092', '9093/9093', '9094/9094', '9095/9095'] as const;

export type PortRange = (typeof PORT_RANGES)[number];

/** Addresses and CIDR blocks by port range. */
export type AllowedIpsSeed = Readonly<Partial<Record<PortRange, readonly string[]>>>;

/** One entry of an allow list, kept as it was given. */
export interface AllowedIp {
  readonly portRange: PortRange;
  /** An IPv4 address or a CIDR block. */
  readonly ip: string;
  readonly description: string;
}

/** Which list a port range belongs to. */
export function listTypeOf(portRange: PortRange): 'vpc' | 'internet' {
  return portRange === '9093/9093' ? 'internet' : 'vpc';
}

/** The port ranges that an instance listens on. */
export function openPortRanges({ series, deployType, startedWith }: Instance): readonly PortRange[] {
  const config = effectiveConfig(series, valueIn(startedWith, 'Config'));
  const open: Record<PortRange, boolean> = {
    '9092/9092': true,
    '9093/9093': deployType === 4,
    '9094/9094': config['enable.acl'] === 'true',
    '9095/9095': config['enable.vpc_sasl_ssl'] === 'true',
  };
  return PORT_RANGES.filter((each) => open[each]);
}

/** The security group that was named at the start, which other instances may share. */
export function ownSecurityGroup({ startedWith }: Instance): string | undefined {
  return valueIn(startedWith, 'SecurityGroup');
}

/** The allow list of an instance. It is kept in the security group: all that share the group have one list. */
export function allowListOf(
  instance: Instance,
  instances: Instances,
  surroundings: Surroundings,
): readonly AllowedIp[] {
  const entries = sharersOf(instance, instances).flatMap((each) => kept(each, surroundings));
  return entries.filter((entry, index) => index === entries.findIndex((other) => isSame(other, entry)));
}

/** Adds entries. */
export function allow(instance: Instance, added: readonly AllowedIp[], surroundings: Surroundings): void {
  instance.contents.allowedIps = [...kept(instance, surroundings), ...added];
}

/** Takes an entry from the instance and from all that share its list. */
export function disallow(
  instance: Instance,
  removed: Pick<AllowedIp, 'portRange' | 'ip'>,
  instances: Instances,
  surroundings: Surroundings,
): void {
  for (const each of sharersOf(instance, instances)) {
    each.contents.allowedIps = kept(each, surroundings).filter((entry) => !isSame(entry, removed));
  }
}

/** Whether a text is an IPv4 address, or a CIDR block whose host bits are not set. */
export function isAddress(text: string): boolean {
  const [address = '', length = '32', ...rest] = text.split('/');
  if (rest.length > 0 || !isIPv4(address) || !/^(\d|[12]\d|3[0-2])$/.test(length)) return false;
  const bits = address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return !bits.slice(Number(length)).includes('1');
}

function isSame(one: Pick<AllowedIp, 'portRange' | 'ip'>, other: typeof one): boolean {
  return one.portRange === other.portRange && one.ip === other.ip;
}

function sharersOf(instance: Instance, instances: Instances): readonly Instance[] {
  const group = ownSecurityGroup(instance);
  if (group === undefined) return [instance];
  return instances
    .of(instance.accountId, instance.regionId)
    .filter((each) => ownSecurityGroup(each) === group);
}

/** What an instance contributes to its list. */
function kept({ contents, ...instance }: Instance, surroundings: Surroundings): readonly AllowedIp[] {
  const { allowedIps } = instance.seed;
  if (contents.allowedIps !== undefined) return contents.allowedIps;
  return allowedIps ? declared(allowedIps) : initial(instance, surroundings);
}

function declared(seed: AllowedIpsSeed): readonly AllowedIp[] {
  return PORT_RANGES.flatMap((portRange) =>
    (seed[portRange] ?? []).map((ip) => ({ portRange, ip, description: '' })),
  );
}

/** Only clients of the vSwitches may connect, and on the Internet whoever knows the password. */
function initial(
  { startedWith, deployType }: Pick<Instance, 'startedWith' | 'deployType'>,
  { vSwitches }: Surroundings,
): readonly AllowedIp[] {
  const ids = vSwitchesOf(startedWith);
  const blocks = (ids.length === 0 ? [undefined] : ids).map(
    (id) => vSwitches?.find(({ vSwitchId }) => vSwitchId === id)?.cidrBlock ?? DEFAULT_CIDR_BLOCK,
  );
  return declared({
    '9092/9092': [...new Set(blocks)],
    ...(deployType === 4 && { '9093/9093': ['0.0.0.0/0'] }),
  });
}

import type { Operation, Result, Scene } from '../../service/operation.ts';
import type { Instance } from '../instance.ts';
import {
  allow,
  allowListOf,
  disallow,
  isAddress,
  listTypeOf,
  openPortRanges,
  type PortRange,
} from './allow-list.ts';
import { changing, refused } from './reach.ts';

const MOST_A_CALL = 10;
const MOST_A_LIST = 200;

/** Adds up to ten entries to an allow list, or takes one out of it. What is there already stays as it is. */
export const updateAllowedIp: Operation = {
  ramAction: 'alikafka:UpdateInstance',
  requestsPerSecond: 100,
  parameters: {
    RegionId: { type: 'string', required: true },
    InstanceId: { type: 'string', required: true },
    UpdateType: { type: 'string', required: true },
    PortRange: { type: 'string', required: true },
    AllowedListType: { type: 'string', required: true },
    AllowedListIp: { type: 'string', required: true },
    Description: { type: 'string' },
  },
  run: (scene) => changing(scene, (instance) => update(scene, instance)),
};

function update(scene: Scene, instance: Instance): Result {
  const { UpdateType, AllowedListIp = '' } = scene.parameters;
  const portRange = portRangeOf(scene, instance);
  if (portRange === undefined) {
    return refused('WHITE.PARAM.ERROR', 'PortRange is not open, or does not match AllowedListType.');
  }
  const ips = [...new Set(AllowedListIp.split(','))];
  if (!ips.every(isAddress)) {
    return refused('WHITE.PARAM.ERROR', 'AllowedListIp holds addresses and CIDR blocks.');
  }
  if (ips.length > MOST_A_CALL) {
    return refused('WHITE.OVER.LENGTH.ERROR', `At most ${MOST_A_CALL} entries are taken at a time.`);
  }
  if (UpdateType === 'add') return add(scene, instance, portRange, ips);
  const [ip = ''] = ips;
  if (UpdateType !== 'delete' || ips.length > 1) {
    return refused('WHITE.PARAM.ERROR', 'UpdateType is add, or delete with a single entry.');
  }
  disallow(instance, { portRange, ip }, scene.instances, scene.surroundings);
  return { ok: true, fields: {} };
}

function portRangeOf({ parameters }: Scene, instance: Instance): PortRange | undefined {
  const portRange = openPortRanges(instance).find((each) => each === parameters.PortRange);
  return portRange && listTypeOf(portRange) === parameters.AllowedListType ? portRange : undefined;
}

function add(scene: Scene, instance: Instance, portRange: PortRange, ips: readonly string[]): Result {
  const there = allowListOf(instance, scene.instances, scene.surroundings)
    .filter((entry) => entry.portRange === portRange)
    .map(({ ip }) => ip);
  if (new Set([...there, ...ips]).size > MOST_A_LIST) {
    return refused('WHITE.IPLIST.OVERLONG.ERROR', `An allow list has at most ${MOST_A_LIST} entries.`);
  }
  const description = scene.parameters.Description ?? '';
  const news = ips.filter((ip) => !there.includes(ip)).map((ip) => ({ portRange, ip, description }));
  allow(instance, news, scene.surroundings);
  return { ok: true, fields: {} };
}

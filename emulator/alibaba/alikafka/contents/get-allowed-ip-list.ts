import type { JsonObject } from '../../../json.ts';
import type { Operation } from '../../service/operation.ts';
import type { Instance } from '../instance.ts';
import { type AllowedIp, allowListOf, listTypeOf, openPortRanges, ownSecurityGroup } from './allow-list.ts';
import { reading } from './reach.ts';

/** Tells who may connect to which port. */
export const getAllowedIpList: Operation = {
  ramAction: 'alikafka:ListInstance',
  requestsPerSecond: 100,
  parameters: {
    RegionId: { type: 'string', required: true },
    InstanceId: { type: 'string', required: true },
  },
  run: (scene) =>
    reading(scene, (instance) => {
      const entries = allowListOf(instance, scene.instances, scene.surroundings);
      return { ok: true, fields: { AllowedList: view(instance, entries) } };
    }),
};

function view(instance: Instance, entries: readonly AllowedIp[]): JsonObject {
  const group = ownSecurityGroup(instance);
  const lists = openPortRanges(instance).map((portRange) => {
    const own = entries.filter((entry) => entry.portRange === portRange);
    return {
      type: listTypeOf(portRange),
      list: {
        PortRange: portRange,
        AllowedIpList: own.map(({ ip }) => ip),
        AllowedIpGroup: Object.fromEntries(own.map(({ ip, description }) => [ip, description])),
        BlackIPList: [],
        BlackIPMap: {},
        SecurityGroupId: group ?? `sg-${instance.instanceId}`,
        UserDefinedSharedSecurityGroup: group !== undefined,
      },
    };
  });
  return {
    DeployType: instance.deployType,
    VpcList: lists.filter(({ type }) => type === 'vpc').map(({ list }) => list),
    InternetList: lists.filter(({ type }) => type === 'internet').map(({ list }) => list),
  };
}

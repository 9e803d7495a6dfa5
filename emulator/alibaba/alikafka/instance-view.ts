import type { JsonObject } from '../../json.ts';
import { type Parameters, valueIn } from '../service/parameters.ts';
import { confluentFields } from './confluent.ts';
import { defaultPartitionsOf } from './contents/contents.ts';
import { groupsAt } from './contents/groups.ts';
import { partitionSum, topicsAt } from './contents/topics.ts';
import { endpointsOf, noEndpoints } from './endpoints.ts';
import type { Instance } from './instance.ts';
import { nameAt } from './instances.ts';
import { isInService, isStarted } from './lifecycle.ts';
import { effectiveConfig } from './start-config.ts';
import { vSwitchesOf } from './start-network.ts';
import type { StatusCodes } from './statuses.ts';
import { selectedZonesFrom, shortZone, standardZone } from './zones.ts';

const DEFAULT_VERSIONS = { v2: '2.2.0', v3: '3.3.1', confluent: '7.4.0' } as const;
const DAY = 24 * 60 * 60_000;

/** An instance's entry in GetInstanceList, as it stood at a time, with its status codes of that time. */
export function instanceView(instance: Instance, at: number, codes: StatusCodes): JsonObject {
  const { seed, series } = instance;
  const parameters = startedWith(instance, at);
  const config = effectiveConfig(series, valueIn(parameters, 'Config'));
  const deployed = Object.keys(parameters).length > 0 || isInService(instance, at);
  return {
    InstanceId: instance.instanceId,
    Name: nameAt(instance, at),
    RegionId: instance.regionId,
    DeployType: instance.deployType,
    PaidType: instance.paidType,
    SpecType: instance.specType,
    Series: series,
    ...(codes.service === undefined ? undefined : { ServiceStatus: codes.service }),
    ...(codes.view === undefined ? undefined : { ViewInstanceStatusCode: codes.view }),
    CreateTime: instance.createdAt,
    ExpiredTime: instance.createdAt + 365 * DAY,
    ResourceGroupId: seed.resourceGroupId ?? '',
    Tags: { TagVO: Object.entries(seed.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) },
    ...placement(instance, parameters),
    UpgradeServiceDetailInfo: {
      Current2OpenSourceVersion: deployed
        ? (valueIn(parameters, 'ServiceVersion') ?? DEFAULT_VERSIONS[series])
        : '',
    },
    AllConfig: deployed ? JSON.stringify(config) : '',
    ...endpoints(instance, at, config),
    ...capacity(instance, at, config),
    ...confluentFields(instance, at),
    ...seed.shownAs,
  };
}

function startedWith(instance: Instance, at: number): Parameters {
  const startedBefore = instance.startedAt === undefined || isStarted(instance, at);
  return startedBefore ? instance.startedWith : {};
}

/** Where the service put it. Until it is started, nowhere. */
function placement({ regionId }: Instance, parameters: Parameters): JsonObject {
  const vSwitches = vSwitchesOf(parameters);
  const text = valueIn(parameters, 'SelectedZones');
  const [primary, secondary] = (text && selectedZonesFrom(text, regionId)) || [[], []];
  const zone = valueIn(parameters, 'ZoneId') ?? primary[0] ?? (vSwitches.length > 0 ? 'zonea' : '');
  return {
    VpcId: parameters.VpcId ?? '',
    VSwitchId: vSwitches[0] ?? '',
    VSwitchIds: { VSwitchIds: vSwitches },
    ZoneId: shortZone(zone, regionId) ?? '',
    StandardZoneId: standardZone(zone, regionId) ?? '',
    BackupZoneId: (secondary[0] && standardZone(secondary[0], regionId)) ?? '',
    SecurityGroup: parameters.SecurityGroup ?? '',
    KmsKeyId: parameters.KMSKeyId ?? '',
  };
}

function endpoints(instance: Instance, at: number, config: Readonly<Record<string, string>>): JsonObject {
  if (!isInService(instance, at)) return noEndpoints(instance);
  return endpointsOf(instance, {
    eip: instance.deployType === 4,
    acl: config['enable.acl'] === 'true',
    vpcSaslSsl: config['enable.vpc_sasl_ssl'] === 'true',
  });
}

function capacity(instance: Instance, at: number, config: Readonly<Record<string, string>>): JsonObject {
  const { series, deployType, contents } = instance;
  return {
    MsgRetain: Number(config['kafka.log.retention.hours'] ?? config['log.retention.hours'] ?? 72),
    DiskType: 1,
    DiskSize: 500,
    EipMax: deployType === 4 ? 1 : 0,
    IoMax: 20,
    IoMaxRead: 20,
    IoMaxWrite: 20,
    IoMaxSpec: 'alikafka.hw.2xlarge',
    TopicNumLimit: contents.quota.topics,
    UsedTopicCount: topicsAt(instance, at).length,
    UsedGroupCount: groupsAt(instance, at).length,
    UsedPartitionCount: partitionSum(instance, at),
    RecommendedPartitionCount: 50,
    DefaultPartitionNum: defaultPartitionsOf(series),
    AutoCreateGroupEnable: false,
    AutoCreateTopicEnable: config['auto.create.topics.enable'] === 'true',
    ScheduledRetirement: false,
    ...(series === 'v3' ? { ReservedPublishCapacity: 60, ReservedSubscribeCapacity: 60 } : undefined),
  };
}

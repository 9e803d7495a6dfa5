import type { JsonObject } from '../../json.ts';
import type { Instance } from './instance.ts';
import { isInService } from './lifecycle.ts';

/** What an entry in GetInstanceList shows of a Confluent instance only: its machines, and its components at a time. */
export function confluentFields(instance: Instance, at: number): JsonObject {
  if (instance.series !== 'confluent') return {};
  const components = isInService(instance, at) ? [connector(instance)] : [];
  return {
    ConfluentConfig: CONFIG,
    ConfluentInstanceComponents: { ConfluentInstanceComponentVO: components },
  };
}

/** Cores (CU), gigabytes (storage) and replicas: those of the vendor's sample answer. */
const CONFIG: JsonObject = {
  KafkaCU: 4,
  KafkaStorage: 800,
  KafkaReplica: 3,
  ZooKeeperCU: 2,
  ZooKeeperStorage: 100,
  ZooKeeperReplica: 3,
  ControlCenterCU: 4,
  ControlCenterStorage: 300,
  ControlCenterReplica: 1,
  SchemaRegistryCU: 4,
  SchemaRegistryReplica: 2,
  ConnectCU: 4,
  ConnectReplica: 2,
  KsqlCU: 2,
  KsqlStorage: 100,
  KsqlReplica: 2,
  KafkaRestProxyCU: 4,
  KafkaRestProxyReplica: 2,
};

/** The only component whose type is published. A new instance opens none but Control Center to the Internet. */
function connector({ instanceId }: Instance): JsonObject {
  const part = instanceId.slice(instanceId.lastIndexOf('-') + 1);
  return {
    ComponentType: 'CONNECTOR',
    DeployModule: 'vpc',
    VpcEndpoint: `vpc-connect-${part}.alikafka.aliyuncs.com:8083`,
    PubEndpoint: null,
    internalId: `connect-${part}`,
  };
}

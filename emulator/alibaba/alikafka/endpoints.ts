import type { Instance } from './instance.ts';

const PORTS = { plain: 9092, ssl: 9093, sasl: 9094, vpcSasl: 9095 } as const;
const BROKERS = [1, 2, 3] as const;

/** What the endpoints of an instance depend on. */
export interface Access {
  /** Reachable from the Internet. */
  readonly eip: boolean;
  readonly acl: boolean;
  readonly vpcSaslSsl: boolean;
}

/** The endpoint fields of an instance in service: comma-separated host:port lists, empty where there is none. */
export function endpointsOf(instance: Instance, access: Access): Record<string, string> {
  return {
    ...pair('EndPoint', 'DomainEndpoint', instance, PORTS.plain, true),
    ...pair('SslEndPoint', 'SslDomainEndpoint', instance, PORTS.ssl, access.eip),
    ...pair('SaslEndPoint', 'SaslDomainEndpoint', instance, PORTS.sasl, access.acl),
    ...pair('VpcSaslEndPoint', 'VpcSaslDomainEndpoint', instance, PORTS.vpcSasl, access.vpcSaslSsl),
  };
}

/** The endpoint fields of an instance that serves nobody yet. */
export function noEndpoints(instance: Instance): Record<string, string> {
  const endpoints = endpointsOf(instance, { eip: false, acl: false, vpcSaslSsl: false });
  return Object.fromEntries(Object.keys(endpoints).map((name) => [name, '']));
}

function pair(
  byAddress: string,
  byName: string,
  instance: Instance,
  port: number,
  there: boolean,
): Record<string, string> {
  const network = port === PORTS.ssl ? 'internet' : 'vpc';
  return {
    [byAddress]: there ? BROKERS.map((broker) => `${address(broker, network)}:${port}`).join() : '',
    [byName]: there ? BROKERS.map((broker) => `${domain(instance, broker, network)}:${port}`).join() : '',
  };
}

/** Addresses set aside for documentation, and private ones: nobody is reached by mistake. */
function address(broker: number, network: 'internet' | 'vpc'): string {
  return network === 'internet' ? `203.0.113.${broker}` : `192.168.0.${broker}`;
}

function domain({ instanceId }: Instance, broker: number, network: 'internet' | 'vpc'): string {
  const label = `${instanceId.replaceAll('_', '-')}-${broker}${network === 'vpc' ? '-vpc' : ''}`;
  return `${label}.alikafka.aliyuncs.com`;
}

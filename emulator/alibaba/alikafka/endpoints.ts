import type { Instance } from './instance.ts';

const PORTS = { plain: 9092, ssl: 9093, sasl: 9094, vpcSasl: 9095 } as const;
const BROKERS = [1, 2, 3] as const;

/** The kinds of listeners: plain (9092), SASL over TLS on the Internet, SASL, and SASL over TLS in the VPC. */
export type Listener = keyof typeof PORTS;

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
    ...pair('EndPoint', 'DomainEndpoint', instance, 'plain', true),
    ...pair('SslEndPoint', 'SslDomainEndpoint', instance, 'ssl', access.eip),
    ...pair('SaslEndPoint', 'SaslDomainEndpoint', instance, 'sasl', access.acl),
    ...pair('VpcSaslEndPoint', 'VpcSaslDomainEndpoint', instance, 'vpcSasl', access.vpcSaslSsl),
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
  listener: Listener,
  there: boolean,
): Record<string, string> {
  const network = listener === 'ssl' ? 'internet' : 'vpc';
  const port = PORTS[listener];
  const onLoopback =
    there && instance.seed.brokerPorts?.[listener]?.map((each) => `127.0.0.1:${each}`).join();
  if (onLoopback) return { [byAddress]: onLoopback, [byName]: onLoopback };
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

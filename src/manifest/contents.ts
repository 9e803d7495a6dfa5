import type { Origin } from './origin.ts';

/** The listeners of an instance, as `allowedIps` names them. */
export type ListenerName = 'vpc' | 'internet' | 'sasl' | 'vpcSasl';

/** A value of the manifest, where it stands, and how it is shown. */
export interface Given<T> {
  readonly value: T;
  readonly origin: Origin;
  /** With what came from the environment as `${NAME}`. */
  readonly shown: string;
}

/** A network that may connect. */
export interface DesiredAddress {
  readonly listener: ListenerName;
  /** Canonical: `10.0.0.0/8`, `192.0.2.1/32`. */
  readonly network: string;
  readonly origin: Origin;
  readonly shown: string;
}

export interface DesiredTopic {
  readonly name: string;
  /** Of the topic's key. */
  readonly origin: Origin;
  readonly shown: string;
  /** Undefined where the manifest gives none: then the default is sent, and nothing is compared. */
  readonly remark: Given<string> | undefined;
  readonly partitions: Given<number> | undefined;
  readonly localTopic: Given<boolean> | undefined;
  readonly compact: Given<boolean> | undefined;
  readonly replicationFactor: Given<number> | undefined;
  readonly minInsyncReplicas: Given<number> | undefined;
  /** By key; values as the texts that are sent. */
  readonly config: ReadonlyMap<string, Given<string>>;
}

export interface DesiredGroup {
  readonly name: string;
  readonly origin: Origin;
  readonly shown: string;
  readonly remark: Given<string> | undefined;
}

/** What an instance in service is to hold. A section that is absent is empty: the action has no say in it. */
export interface DesiredContents {
  readonly addresses: readonly DesiredAddress[];
  readonly topics: readonly DesiredTopic[];
  readonly groups: readonly DesiredGroup[];
}

/** The listeners of an instance, as its endpoints are named. */
export type ListenerKind = 'plain' | 'ssl' | 'sasl' | 'vpcSasl';

/** What a listener is to a client. */
export interface ListenerFacts {
  readonly from: 'Internet' | 'VPC';
  readonly protocol: 'PLAINTEXT' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly port: number;
}

/**
 * The listener that an instance was made for comes first: where there is an address on the Internet, that is it.
 * Source: the vendor's "Comparison among endpoints".
 */
export const LISTENERS: Readonly<Record<ListenerKind, ListenerFacts>> = {
  ssl: { from: 'Internet', protocol: 'SASL_SSL', port: 9093 },
  plain: { from: 'VPC', protocol: 'PLAINTEXT', port: 9092 },
  vpcSasl: { from: 'VPC', protocol: 'SASL_SSL', port: 9095 },
  sasl: { from: 'VPC', protocol: 'SASL_PLAINTEXT', port: 9094 },
};

export const LISTENER_KINDS = Object.keys(LISTENERS) as ListenerKind[];

/** Inclusive: the lowest and the highest version of a request that a broker takes. */
export type VersionRange = readonly [min: number, max: number];

/** What a broker says it can do. `apis` is 0 where it answered, but in a later version of the protocol. */
export interface Announced {
  /** How many kinds of requests it takes. */
  readonly apis: number;
  readonly produce: VersionRange | undefined;
  readonly fetch: VersionRange | undefined;
}

/** Whether one listener's brokers answer a Kafka client. */
export type BrokerCheck = { readonly kind: ListenerKind } & (
  | {
      readonly result: 'answered';
      readonly server: string;
      readonly ms: number;
      readonly announced: Announced;
    }
  | { readonly result: 'failed'; readonly server: string; readonly sentence: string }
  | { readonly result: 'not-checked'; readonly why: string }
);

/** Whether the brokers of an instance answer: `failed` if any listener failed, `answered` if one did and none failed. */
export interface Brokers {
  readonly result: BrokerCheck['result'];
  readonly listeners: readonly BrokerCheck[];
}

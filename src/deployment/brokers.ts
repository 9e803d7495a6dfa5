/** The listeners of an instance, as its endpoints are named. */
export type ListenerKind = 'plain' | 'ssl' | 'sasl' | 'vpcSasl';

/** Whether one listener's brokers answer a Kafka client. */
export type BrokerCheck = { readonly kind: ListenerKind } & (
  | {
      readonly result: 'answered';
      readonly server: string;
      readonly ms: number;
      /** What the broker announces: how many APIs, and the versions of two that every client uses. */
      readonly announced: {
        readonly apis: number;
        readonly produce: readonly [number, number] | undefined;
        readonly fetch: readonly [number, number] | undefined;
      };
    }
  | { readonly result: 'failed'; readonly server: string; readonly sentence: string }
  | { readonly result: 'not-checked'; readonly why: string }
);

/** Whether the brokers of an instance answer: `failed` if any listener failed, `answered` if one did and none failed. */
export interface Brokers {
  readonly result: BrokerCheck['result'];
  readonly listeners: readonly BrokerCheck[];
}

import type { JsonObject } from '../../json.ts';
import type { Contents, ContentsSeed } from './contents/contents.ts';
import type { Listener } from './endpoints.ts';
import type { StatusCodes, StatusName } from './statuses.ts';
import type { Timings } from './timings.ts';

/** v2 is a provisioned instance, v3 a serverless one. */
export type Series = 'v2' | 'v3' | 'confluent';

/** What becomes of an instance once it is started. */
export type Fate = 'ok' | 'deploy-error' | 'stuck' | 'expired' | 'released' | 'flapping';

/** An instance as it was bought. Everything but its id has a default. */
export interface InstanceSeed extends ContentsSeed {
  readonly instanceId: string;
  /** Default cn-hangzhou. */
  readonly regionId?: string;
  /** Who bought it. Default: the emulator's only account. */
  readonly accountId?: string;
  /** Default: the instance id. */
  readonly name?: string;
  /** Default v2. */
  readonly series?: Series;
  /** 4 is Internet and VPC (`eip`), 5 is VPC (`vpc`, the default). */
  readonly deployType?: 4 | 5;
  /** 0 subscription, 1 pay as you go (the default), 3 serverless (the default of v3), 4 Confluent (its default). */
  readonly paidType?: number;
  /** normal, professional (the default) or professionalForHighRead. */
  readonly specType?: string;
  /** How it stands until it is started, by name or by raw codes. Default pending. */
  readonly status?: StatusName | Partial<StatusCodes>;
  /** Default ok. */
  readonly fate?: Fate;
  /** How long each phase of its deployment takes; what is missing comes from the cloud. */
  readonly timings?: Partial<Timings>;
  /** Which of the two status fields are shown. Default both. */
  readonly statusFields?: 'both' | 'view-only' | 'service-only';
  /**
   * Somebody else starts it at this time (milliseconds, epoch); in the past or in the future.
   * Without it the instance stays as `status` says until StartInstance is called.
   */
  readonly startedAt?: number;
  /** StartInstance parameters it was started with, by somebody else. */
  readonly startedWith?: Readonly<Record<string, string>>;
  readonly orderId?: string;
  readonly resourceGroupId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Milliseconds, epoch. Default: the time at which the cloud was made. */
  readonly createdAt?: number;
  /**
   * The server opens three brokers on loopback for it, which answer a Kafka ApiVersions request without TLS; its
   * plain and SASL endpoints name them. Only of instances that the server starts with. Default false.
   */
  readonly brokers?: boolean;
  /** Ports on 127.0.0.1 that its endpoints name instead of the service's hosts, whoever listens there. */
  readonly brokerPorts?: Readonly<Partial<Record<Listener, readonly number[]>>>;
  /** Fields of its entry in GetInstanceList that win over the computed ones, of any shape. */
  readonly shownAs?: JsonObject;
}

/** An instance inside the cloud. A start only ever sets `startedAt` and `startedWith`. */
export interface Instance {
  readonly seed: InstanceSeed;
  readonly instanceId: string;
  readonly regionId: string;
  readonly accountId: string;
  readonly series: Series;
  readonly deployType: 4 | 5;
  readonly specType: string;
  readonly paidType: number;
  readonly initial: StatusCodes;
  readonly timings: Timings;
  readonly createdAt: number;
  readonly contents: Contents;
  startedAt: number | undefined;
  startedWith: Readonly<Record<string, string>>;
}

/** What a cloud lends to seeds that do not say it themselves. */
export interface SeedDefaults {
  readonly accountId: string;
  readonly timings: Timings;
  readonly createdAt: number;
}

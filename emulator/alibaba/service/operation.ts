import type { JsonObject } from '../../json.ts';
import type { Instances } from '../alikafka/instances.ts';
import type { NewerNames } from '../alikafka/newer-names.ts';
import type { Identity } from '../sts/identity.ts';
import type { Sessions } from '../sts/sessions.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Caller } from './call.ts';
import type { ParameterRules, Parameters } from './parameters.ts';
import type { Refusal } from './refusal.ts';

/** All that an operation can see and change. */
export interface Scene {
  /** Milliseconds, epoch. */
  readonly now: number;
  readonly accountId: string;
  readonly caller?: Caller;
  readonly parameters: Parameters;
  readonly instances: Instances;
  readonly surroundings: Surroundings;
  readonly newer: NewerNames;
  readonly visibilityLagMs: number;
  /** Topics, their partitions and groups are seen this many milliseconds late. */
  readonly contentsLagMs: number;
  /** From CreateTopic until a topic is in service, in milliseconds. */
  readonly topicCreationMs: number;
  readonly unguarded: boolean;
  readonly identity: Identity;
  readonly sessions: Sessions;
}

/** What an operation comes to: the fields of its answer, or why it was not carried out. */
export type Result =
  | { readonly ok: true; readonly fields: JsonObject }
  | { readonly ok: false; readonly refusal: Refusal };

/** One operation of a product's API. Another product plugs in by its own table of these. */
export interface Operation {
  /** The right that a RAM policy has to grant, `alikafka:StartInstance`. */
  readonly ramAction: string;
  readonly parameters: ParameterRules;
  /** Its quota for each user, where it has one of its own. */
  readonly requestsPerSecond?: number;
  /** It cannot be called with GET. */
  readonly postOnly?: true;
  /** Nobody has to sign a call of it. */
  readonly anonymous?: true;
  readonly run: (scene: Scene) => Result;
}

/** `strings` is the older form of a success, where the product has one. */
export type AnswerStyle = 'typed' | 'strings';

/** A product's API: its version and its operations, by action. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** What every success says of itself, in either style. */
  readonly success: Readonly<Record<AnswerStyle, JsonObject>>;
  /** How it says that RAM does not allow a call. */
  readonly denial: { readonly code: string; readonly message: string };
}

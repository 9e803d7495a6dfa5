import type { Instances } from '../alikafka/instances.ts';
import type { NewerNames, Surroundings } from '../alikafka/surroundings.ts';
import type { JsonObject } from './json.ts';
import type { ParameterRules, Parameters } from './parameters.ts';
import type { Refusal } from './refusal.ts';

/** All that an operation can see and change. */
export interface Scene {
  /** Milliseconds, epoch. */
  readonly now: number;
  readonly accountId: string;
  readonly parameters: Parameters;
  readonly instances: Instances;
  readonly surroundings: Surroundings;
  readonly newer: NewerNames;
  readonly visibilityLagMs: number;
  readonly unguarded: boolean;
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
  readonly run: (scene: Scene) => Result;
}

/** A product's API: its version and its operations, by action. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

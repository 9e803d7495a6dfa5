import type { Settings } from '../check.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { FieldName } from '../fields.ts';
import type { Origin } from '../origin.ts';

export type Series = 'provisioned' | 'serverless' | 'confluent';

/** What a rule looks at, and where it reports. */
export interface Case {
  readonly settings: Settings;
  readonly series: Series;
  /** Names the instance in messages that have no value to point at; empty where there is only one. */
  readonly label: string;
  readonly origin: Origin | undefined;
  /** Whether the user gave a value, be it a good one or not. */
  readonly has: (name: FieldName) => boolean;
  readonly diagnostics: Diagnostics;
}

export type Rule = (c: Case) => void;

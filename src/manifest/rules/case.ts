import type { Settings } from '../check.ts';
import type { Diagnostics } from '../diagnostics.ts';
import type { FieldName } from '../fields.ts';
import { quote } from '../node.ts';
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

/** What there is to say of a configuration key that only another series has, and which one to use here. */
export function ofOtherSeries(of: string, series: Series, instead: string | undefined): string {
  const use = instead === undefined ? '' : `, use ${quote(instead)}`;
  return `is a key of ${of} instances; this one is ${series}${use}`;
}

export type Rule = (c: Case) => void;

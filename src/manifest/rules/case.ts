import type { Settings } from '../check.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { type FieldName, fieldOf } from '../fields.ts';
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

/** Reports a field that has no value. `when` says under which condition it is required. */
export function requireField(c: Case, name: FieldName, when = ''): void {
  if (c.has(name)) return;
  const { input, privacy } = fieldOf(name);
  const where = `set it in the manifest or by the input ${input}`;
  const message = `${c.label}${name} is required${when && ` ${when}`}; ${where}`;
  if (privacy) c.diagnostics.missingPrivateValue(c.origin, message);
  else c.diagnostics.error(c.origin, message);
}

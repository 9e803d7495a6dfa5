import type { ApiAnswer } from '../alibaba/errors.ts';
import type { Origin } from '../manifest/origin.ts';
import type { Stopped } from '../time/clock.ts';
import type { Change, Section } from './change.ts';
import type { Failure } from './failure.ts';

/**
 * What became of a change: `there` if somebody else was faster, `unknown` if it may have been carried out, and
 * `not begun` if nothing was sent that may have been.
 */
export type AdditionResult = 'added' | 'there' | 'failed' | 'unknown' | 'not begun';

/** What became of a change, and what the service said last. */
export interface Added {
  readonly result: AdditionResult;
  /** Absent where no answer came. */
  readonly answer?: ApiAnswer;
  readonly failure?: Failure;
}

/** What became of one change. */
export interface ContentsItem extends Added {
  readonly change: Change;
}

/** A topic that has more partitions than was wanted. */
export interface Overgrown {
  readonly topic: string;
  /** As it may be shown. */
  readonly wanted: string;
  readonly live: number;
}

/** Something to be told about what an instance holds. */
export interface Finding {
  readonly level: 'error' | 'warning' | 'note';
  readonly field: Section;
  readonly message: string;
  /** Absent where nothing need be done. */
  readonly remedy?: string;
  /** The line that it is about; absent where it is about none. */
  readonly origin?: Origin;
}

/** What this run added to an instance. */
export interface ContentsOutcome {
  /** One for each change, in their order. */
  readonly items: readonly ContentsItem[];
  /** Whether this run added anything; `unknown` where an answer was lost and nothing tells. */
  readonly changed: boolean | 'unknown';
  /** Whether everything is there, and in service. */
  readonly complete: boolean;
  /** Topics that have more partitions than was wanted, because another run added some at the same time. */
  readonly overgrown: readonly Overgrown[];
  /** What ended the run before it was done; absent where it was done. */
  readonly stopped?: Stopped['why'];
}

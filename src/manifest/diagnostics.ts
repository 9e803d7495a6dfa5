import { describeOrigin, type Origin } from './origin.ts';

/** One thing that is wrong, worth a warning or only to be known, and the place to mend it. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly origin: Origin | undefined;
}

/**
 * Collects diagnostics, so that all of them are told at once. The same finding at the same place is kept once:
 * a value in `defaults` is checked where it stands and again in every instance that inherits it.
 */
export class Diagnostics {
  readonly #found = new Map<string, Diagnostic>();
  readonly #needsPrivateValues: boolean;

  /** @param needsPrivateValues whether a request is going to be sent, passwords and all */
  constructor(needsPrivateValues = true) {
    this.#needsPrivateValues = needsPrivateValues;
  }

  error(origin: Origin | undefined, message: string): void {
    this.#add({ severity: 'error', origin, message });
  }

  warning(origin: Origin | undefined, message: string): void {
    this.#add({ severity: 'warning', origin, message });
  }

  /** A private value that is missing: an error only where it is needed, because a plan shows none of them. */
  missingPrivateValue(origin: Origin | undefined, message: string): void {
    if (this.#needsPrivateValues) this.error(origin, message);
    else this.#add({ severity: 'notice', origin, message: `${message}. Only mode apply needs it` });
  }

  /** All diagnostics: mistakes in the choice, those of the manifest by line, the others as they were found. */
  all(): Diagnostic[] {
    return [...this.#found.values()].sort((a, b) => place(a) - place(b));
  }

  get hasErrors(): boolean {
    return this.#found.values().some((problem) => problem.severity === 'error');
  }

  #add(problem: Diagnostic): void {
    const where = problem.origin ? describeOrigin(problem.origin) : '';
    const key = JSON.stringify([problem.severity, where, problem.message]);
    if (!this.#found.has(key)) this.#found.set(key, problem);
  }
}

const COLUMNS_IN_A_LINE = 2 ** 21; // a manifest holds at most 2^20 bytes, so no column reaches this

/** The inputs that choose from the manifest: a mistake in them is the cause of what is told after it. */
const CHOOSING: readonly string[] = ['environment', 'instances'];

function place({ origin }: Diagnostic): number {
  if (origin?.kind === 'input' && CHOOSING.includes(origin.name)) return 0;
  if (origin?.kind !== 'manifest') return Number.MAX_SAFE_INTEGER;
  return origin.line * COLUMNS_IN_A_LINE + origin.column;
}

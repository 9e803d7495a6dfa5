import { Stopped } from './time/clock.ts';

/** By the shell's convention: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 149 } as const;

/** The user's wish to cancel the job, as the runner passes it on. */
export interface Cancellation {
  /** Aborted, with a Stopped, at the first signal. */
  readonly signal: AbortSignal;
  /** With what the process has to exit; undefined while nobody has cancelled. */
  readonly exitCode: () => number | undefined;
}

/** Where signals arrive: the process. */
export interface Signals {
  readonly on: (
    name: keyof typeof EXIT_CODES,
    listener: (signal: keyof typeof EXIT_CODES) => void,
  ) => unknown;
}

/**
 * Takes the signals over by which a runner cancels: SIGINT, then SIGTERM, which on Windows is Ctrl+C, then Ctrl+Break
 * (SIGBREAK, which no other system sends). @param told once, with the signal's name
 */
export function listenForSignals(signals: Signals, told: (signal: string) => void): Cancellation {
  const cancel = new AbortController();
  let exitCode: number | undefined;
  const cancelled = (signal: keyof typeof EXIT_CODES): void => {
    exitCode ??= EXIT_CODES[signal];
    if (!cancel.signal.aborted) told(signal);
    cancel.abort(new Stopped('cancelled'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) signals.on(signal, cancelled);
  return { signal: cancel.signal, exitCode: () => exitCode };
}

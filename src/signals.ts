import { Stopped } from './time/clock.ts';

/** By the shell's convention: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** The user's wish to cancel the job, as the runner passes it on. */
export interface Cancellation {
  /** Aborted, with a Stopped, at the first signal. */
  readonly signal: AbortSignal;
  /** With what the process has to exit; undefined while nobody has cancelled. */
  readonly exitCode: () => number | undefined;
}

/** Takes SIGINT and SIGTERM over. @param told once, with the signal's name */
export function listenForSignals(told: (signal: NodeJS.Signals) => void): Cancellation {
  const cancel = new AbortController();
  let exitCode: number | undefined;
  const cancelled = (signal: NodeJS.Signals): void => {
    exitCode ??= signal === 'SIGINT' ? EXIT_CODES.SIGINT : EXIT_CODES.SIGTERM;
    if (!cancel.signal.aborted) told(signal);
    cancel.abort(new Stopped('cancelled'));
  };
  process.on('SIGINT', cancelled).on('SIGTERM', cancelled);
  return { signal: cancel.signal, exitCode: () => exitCode };
}

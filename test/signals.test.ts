import { expect, it, onTestFinished } from 'vitest';
import { listenForSignals } from '../src/signals.ts';
import { Stopped } from '../src/time/clock.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/** Listens until the test is over. */
function listening() {
  const before = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  const told: string[] = [];
  const cancellation = listenForSignals((signal) => void told.push(signal));
  onTestFinished(() => {
    for (const [signal, kept] of before) {
      for (const one of process.listeners(signal)) if (!kept.includes(one)) process.off(signal, one);
    }
  });
  return { ...cancellation, told };
}

// Windows sends Ctrl+C and Ctrl+Break; where neither can be sent, the events are made here.
it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGBREAK', 149],
] as const)('%s cancels the run, once, and gives its exit code', (signal, exitCode) => {
  const { told, ...cancellation } = listening();
  expect([cancellation.signal.aborted, cancellation.exitCode()]).toEqual([false, undefined]);
  process.emit(signal, signal);
  expect(cancellation.signal.reason).toBeInstanceOf(Stopped);
  for (const later of SIGNALS) process.emit(later, later);
  expect([told, cancellation.exitCode()]).toEqual([[signal], exitCode]);
});

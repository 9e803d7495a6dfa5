import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { listenForSignals } from '../src/signals.ts';
import { Stopped } from '../src/time/clock.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

function listening() {
  const signals = new EventEmitter();
  const told: string[] = [];
  return { ...listenForSignals(signals, (signal) => void told.push(signal)), signals, told };
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGBREAK', 149],
] as const)('%s cancels the run, once, and gives its exit code', (signal, exitCode) => {
  const { signals, told, ...cancellation } = listening();
  expect([cancellation.signal.aborted, cancellation.exitCode()]).toEqual([false, undefined]);
  signals.emit(signal, signal);
  expect(cancellation.signal.reason).toBeInstanceOf(Stopped);
  for (const later of SIGNALS) signals.emit(later, later);
  expect([told, cancellation.exitCode()]).toEqual([[signal], exitCode]);
});

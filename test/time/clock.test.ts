import { getEventListeners } from 'node:events';
import { setTimeout as resolvesAfter } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { realClock, Stopped, unlessAborted } from '../../src/time/clock.ts';

/** A minute, in milliseconds: what takes so long is not waited for. */
const LONG = 60_000;

describe('the real clock', () => {
  it('goes on when somebody sets the time of day back', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const before = realClock.now();
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(realClock.now()).toBeGreaterThanOrEqual(before);
  });

  it.each([undefined, new AbortController().signal])('sleeps as long as it is told', async (signal) => {
    const before = realClock.now();
    await realClock.sleep(20, signal);
    expect(realClock.now() - before).toBeGreaterThanOrEqual(15); // timers are a little early, too
  });

  it("wakes with the signal's reason as soon as it is aborted, and where it was aborted before", async () => {
    const reason = new Stopped('timeout');
    const stop = new AbortController();
    const sleep = realClock.sleep(LONG, stop.signal);
    stop.abort(reason);
    await expect(sleep).rejects.toBe(reason);
    await expect(realClock.sleep(LONG, stop.signal)).rejects.toBe(reason);
  });
});

describe('a run that stops', () => {
  it.each([
    ['cancelled', 'The run was cancelled'],
    ['timeout', 'The time was up'],
  ] as const)('says why: %s', (why, message) => {
    expect(new Stopped(why)).toMatchObject({ name: 'Stopped', why, message });
  });
});

describe('an answer that may be abandoned', () => {
  const reason = new Stopped('cancelled');
  const listening = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

  it('is taken when it comes, or its error, and then nobody listens any more', async () => {
    const { signal } = new AbortController();
    const trouble = new Error('trouble');
    const answer = unlessAborted(resolvesAfter(1, 'answer'), signal);
    expect(listening(signal)).toBe(1);
    expect(await answer).toBe('answer');
    await expect(unlessAborted(Promise.reject(trouble), signal)).rejects.toBe(trouble);
    expect(listening(signal)).toBe(0);
  });

  it("is abandoned with the signal's reason as soon as it is aborted, and where it was aborted before", async () => {
    const stop = new AbortController();
    const answer = unlessAborted(resolvesAfter(50, 'too late'), stop.signal);
    stop.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect(unlessAborted(resolvesAfter(50, 'too late'), stop.signal)).rejects.toBe(reason);
    expect(listening(stop.signal)).toBe(0);
  });
});

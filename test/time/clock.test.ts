import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { realClock } from '../../src/time/clock.ts';

describe('the real clock', () => {
  it('goes on when somebody sets the time of day back', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const before = realClock.now();
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(realClock.now()).toBeGreaterThanOrEqual(before);
  });
});

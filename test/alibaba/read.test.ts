import { describe, expect, it } from 'vitest';
import { ApiError, CallError, NoAnswerError } from '../../src/alibaba/errors.ts';
import { mayPass, READ_TRIES, read } from '../../src/alibaba/read.ts';
import type { Verdict } from '../../src/alibaba/verdict.ts';
import { RateLimits } from '../../src/time/rate-limit.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

const LOST = new NoAnswerError('GetInstanceList', { sent: true, reason: 'lost', remedy: 'Wait.' });

function refused(verdict: Verdict, retryAfterMs?: number): ApiError {
  const refusal = {
    ...{
      httpStatus: 400,
      code: 'X',
      message: 'no',
      success: undefined,
      requestId: 'R-1',
      recommend: undefined,
    },
    ...{ hostId: undefined, accessDenied: undefined, retryAfterMs },
  };
  return new ApiError('GetInstanceList', refusal, () => ({ meaning: '', remedy: '', verdict }));
}

/** Reads where the first calls fail so; what was told, and when the calls were made, in milliseconds. */
async function reading(failures: readonly unknown[], tries?: number) {
  const clock = new VirtualClock();
  const began = clock.now();
  const limits = new RateLimits(10.1, clock, () => 0); // one call in a tenth of a second
  const notes: string[] = [];
  const calls: number[] = [];
  const left = [...failures];
  const call = async () => {
    calls.push(Math.round(clock.now() - began));
    if (left.length > 0) throw left.shift();
    return 'answer';
  };
  const dependencies = {
    ...{ clock, limits, random: () => 1, stop: new AbortController().signal },
    note: (line: string) => notes.push(line),
  };
  const result = await clock
    .run(read('GetInstanceList', 'the status', call, dependencies, tries))
    .catch((error: unknown) => error);
  return { result, calls, notes };
}

describe('a call that changes nothing', () => {
  it('is made again while its trouble may pass, with growing pauses, and says so', async () => {
    const { result, calls, notes } = await reading([LOST, refused('ambiguous')]);
    expect(result).toBe('answer');
    expect(calls).toEqual([0, 1000, 3000]);
    expect(notes).toEqual([
      'Reading the status again: GetInstanceList got no answer: lost',
      'Reading the status again: GetInstanceList was refused with X (HTTP 400): no',
    ]);
  });

  it('that is throttled is made again after the pause that the service asks for, and nothing is said', async () => {
    const { calls, notes } = await reading([refused('throttled', 7000)]);
    expect(calls).toEqual([0, 7000]);
    expect(notes).toEqual([]);
  });

  it('is made at the full rate again, once the service accepts it after it was throttled', async () => {
    const clock = new VirtualClock();
    const began = clock.now();
    const limits = new RateLimits(10.1, clock, () => 0);
    const calls: number[] = [];
    const call = async () => {
      calls.push(Math.round(clock.now() - began));
      if (calls.length === 1) throw refused('throttled');
    };
    const stop = new AbortController().signal;
    const dependencies = { clock, limits, random: () => 1, stop, note: () => undefined };
    for (const what of ['a', 'b', 'c']) await clock.run(read('GetInstanceList', what, call, dependencies));
    expect(calls).toEqual([0, 1000, 1125, 1225]);
  });

  it('is made no more often than it may be', async () => {
    const always = Array.from({ length: 10 }, () => LOST);
    expect((await reading(always)).calls).toHaveLength(READ_TRIES);
    const { result, calls } = await reading(always, 2);
    expect(result).toBe(LOST);
    expect(calls).toHaveLength(2);
  });

  it.each([refused('refused'), new TypeError('a mistake of the program')])(
    'is not made again when its trouble stays: %s',
    async (error) => {
      const { result, calls, notes } = await reading([error]);
      expect(result).toBe(error);
      expect(calls).toHaveLength(1);
      expect(notes).toEqual([]);
    },
  );

  it('ends with the reason of who stops it, while it waits and while it is answered', async () => {
    const reason = new Error('stopped');
    const clock = new VirtualClock();
    const limits = new RateLimits(10, clock, () => 0);
    const readUntil = (stop: AbortSignal, call: () => Promise<string>) =>
      clock.run(
        read('GetInstanceList', 'it', call, { clock, limits, random: () => 0, stop, note: () => undefined }),
      );
    const stop = new AbortController();
    const unanswered = () => {
      stop.abort(reason);
      return new Promise<string>(() => undefined);
    };
    await expect(readUntil(stop.signal, unanswered)).rejects.toBe(reason);
    const pausing = new AbortController();
    const failing = async () => {
      setImmediate(() => pausing.abort(reason));
      throw LOST;
    };
    await expect(readUntil(pausing.signal, failing)).rejects.toBe(reason);
  });
});

it.each<[Verdict, boolean]>([
  ['refused', false],
  ['throttled', true],
  ['ambiguous', true],
  ['not-sent', true],
  ['not-pending', true],
])('trouble that is %s may pass by itself: %s', (verdict, passes) => {
  expect(refused(verdict)).toBeInstanceOf(CallError);
  expect(mayPass(refused(verdict))).toBe(passes);
});

import { describe, expect, it } from 'vitest';
import { withRetry } from '../../src/time/retry.ts';

/** A call that fails so many times before it succeeds, and the pauses that it is made again after. */
function failing(times: number) {
  const pauses: number[] = [];
  const heard: unknown[] = [];
  let calls = 0;
  const call = async () => {
    calls += 1;
    if (calls <= times) throw new Error(`failure ${calls}`);
    return calls;
  };
  const policy = {
    tries: 8,
    sleep: async (ms: number) => void pauses.push(ms),
    mayPass: () => true,
    again: (error: unknown) => heard.push(error),
  };
  return { call, policy, pauses, heard };
}

describe('withRetry', () => {
  it('makes a call that succeeds only once', async () => {
    const { call, policy, pauses } = failing(0);
    expect(await withRetry(call, policy)).toBe(1);
    expect(pauses).toEqual([]);
  });

  it('pauses twice as long each time, up to half a minute, and tells of each failure before', async () => {
    const { call, policy, pauses, heard } = failing(7);
    expect(await withRetry(call, policy)).toBe(8);
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7].map((nth) => new Error(`failure ${nth}`)));
  });

  it('spreads the pauses over half of their length where randomness is given', async () => {
    const { call, policy, pauses } = failing(2);
    const { tries, sleep, mayPass } = policy; // nobody has to hear of the failures
    const numbers = [0, 1];
    await withRetry(call, { tries, sleep, mayPass, random: () => numbers.shift() ?? 0 });
    expect(pauses).toEqual([500, 2000]);
  });

  it('throws the last error after so many calls, and at once what does not pass', async () => {
    const many = failing(9);
    await expect(withRetry(many.call, many.policy)).rejects.toThrow('failure 8');
    const lasting = failing(1);
    await expect(withRetry(lasting.call, { ...lasting.policy, mayPass: () => false })).rejects.toThrow(
      'failure 1',
    );
    expect([lasting.pauses, lasting.heard]).toEqual([[], []]);
  });
});

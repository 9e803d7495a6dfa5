import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Quota } from '../../emulator/alibaba/service/quota.ts';
import { cloudAt, REGION_ID, START } from './cloud-at.ts';

const SEEDED = { seed: 20261124 };

const PER_SECOND = fc.integer({ min: 1, max: 50 });

function refusals(quota: Quota, times: readonly number[]): number {
  return times.filter((time) => quota.take('1', 'A', time) > 0).length;
}

describe('the quota', () => {
  it('lets through as many at once as a second allows, and no more', () => {
    const quota = new Quota(2);
    expect([0, 0, 0, 0].map((time) => quota.take('1', 'A', time))).toEqual([0, 0, 450, 450]);
    expect(quota.take('1', 'A', 449)).toBeGreaterThan(0);
    expect(quota.take('1', 'A', 450)).toBe(0);
  });

  it('is counted for each account and each operation', () => {
    const quota = new Quota(1);
    const takes = [
      ['1', 'A'],
      ['1', 'B'],
      ['2', 'A'],
      ['1', 'A'],
    ] as const;
    expect(takes.map(([account, action]) => quota.take(account, action, 0) > 0)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('never throttles a client at its pace, each call up to 25 ms off its beat', () => {
    fc.assert(
      fc.property(
        PER_SECOND,
        fc.array(fc.double({ min: -25, max: 25, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (perSecond, jitter) => {
          const times = jitter.map((off, index) => 1e12 + (index * 1000) / perSecond + off);
          expect(
            refusals(
              new Quota(perSecond),
              times.sort((a, b) => a - b),
            ),
          ).toBe(0);
        },
      ),
      SEEDED,
    );
  });

  it('throttles a client that stays above it, however little', () => {
    fc.assert(
      fc.property(PER_SECOND, fc.double({ min: 1.01, max: 10, noNaN: true }), (perSecond, excess) => {
        const calls = Math.ceil((perSecond * 1.05 + 1) / (1 - 1 / excess)) + 2;
        const times = Array.from({ length: calls }, (_, index) => (index * 1000) / (perSecond * excess));
        expect(refusals(new Quota(perSecond), times)).toBeGreaterThan(0);
      }),
      SEEDED,
    );
  });

  it('never lets through more than its rate and one burst', () => {
    fc.assert(
      fc.property(
        PER_SECOND,
        fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 300 }),
        (perSecond, gaps) => {
          const quota = new Quota(perSecond);
          let now = 0;
          let admitted = 0;
          for (const gap of gaps) {
            now += gap;
            if (quota.take('1', 'A', now) === 0) admitted += 1;
          }
          expect(admitted).toBeLessThanOrEqual(perSecond * 1.05 + (now / 1000) * perSecond + 1e-6);
        },
      ),
      SEEDED,
    );
  });

  it('opens again after exactly the time it names', () => {
    fc.assert(
      fc.property(PER_SECOND, (perSecond) => {
        const quota = new Quota(perSecond);
        while (quota.take('1', 'A', 0) === 0);
        const wait = quota.take('1', 'A', 0);
        expect(quota.take('1', 'A', wait - 1)).toBeGreaterThan(0);
        expect(quota.take('1', 'A', wait)).toBe(0);
      }),
      SEEDED,
    );
  });
});

describe('a throttled call', () => {
  it('is not carried out, and says when to come back', () => {
    const { call, cloud } = cloudAt(0, { requestsPerSecond: 1, retryAfterHeader: true });
    call('StartInstance', { ...START, InstanceId: 'alikafka_post-cn-none' });
    const outcome = call('StartInstance', START);
    expect(outcome).toMatchObject({
      httpStatus: 400,
      code: 'Throttling.User',
      headers: { 'x-acs-retry-after': '950' },
    });
    expect(cloud.journal[1]).toMatchObject({ outcome: 'throttled', carriedOut: false });
    expect(call('GetInstanceList', { RegionId: REGION_ID })).toMatchObject({ httpStatus: 200 });
  });

  it('has no header where the cloud does not send it', () => {
    const { call } = cloudAt(0, { requestsPerSecond: 1 });
    call('StartInstance', START);
    const outcome = call('StartInstance', START);
    expect(outcome).toMatchObject({ code: 'Throttling.User' });
    expect(outcome).not.toHaveProperty('headers.x-acs-retry-after');
  });
});

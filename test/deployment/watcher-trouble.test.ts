import { describe, expect, it } from 'vitest';
import { NoAnswerError } from '../../src/alibaba/errors.ts';
import { Stopped } from '../../src/deployment/clock.ts';
import type { Reading } from '../../src/deployment/watcher.ts';
import { fleet } from './fleet.ts';
import { BEGAN, gapsOf, ID, idsOf, MINUTE, runFor, runOne, SECOND } from './given.ts';
import { INTERVAL_MS, watching } from './watching.ts';

const lost = () =>
  new NoAnswerError('GetInstanceList', { sent: true, reason: 'it was lost', remedy: 'Try again.' });

describe('trouble while waiting', () => {
  it('is survived as long as the run goes on, with pauses of half a minute at most', async () => {
    const world = watching({ failure: (nth) => (nth <= 40 ? lost() : undefined) });
    const { answer } = await world.clock.run(world.watcher.next(ID));
    expect(answer.requestId).toBe('R-41');
    const gaps = gapsOf(world.began);
    expect(gaps.slice(0, 6).map(Math.round)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(new Set(gaps.slice(5))).toEqual(new Set([30_000]));
  });

  it('ends with the run, and says what goes on', async () => {
    const world = fleet({
      instances: [{ instanceId: ID }],
      faults: [
        {
          action: 'GetInstanceList',
          nth: 3,
          times: Number.POSITIVE_INFINITY,
          effect: { kind: 'reset-before' },
        },
      ],
    });
    const { outcome } = await runOne(world, { timeoutMs: 30 * MINUTE });
    expect(world.clock.now() - BEGAN).toBeLessThanOrEqual(30 * MINUTE + 3 * SECOND);
    expect(outcome).toMatchObject({ changed: true, success: false, status: 'deploying' });
    expect(outcome.failure?.message).toBe(
      `The time was up while it was deploying. The deployment of ${ID} goes on in the cloud.`,
    );
  });

  it('that does not pass, such as an expired token, ends the wait of all with what goes on in the cloud', async () => {
    const ids = idsOf(3);
    const [first = '', ...rest] = ids;
    const world = fleet({
      instances: [{ instanceId: first, startedAt: BEGAN }, ...rest.map((instanceId) => ({ instanceId }))],
      faults: [
        {
          action: 'GetInstanceList',
          nth: 5,
          times: Number.POSITIVE_INFINITY,
          effect: { kind: 'refuse', code: 'InvalidSecurityToken.Expired', message: 'It has expired.' },
        },
      ],
    });
    const { outcomes } = await runFor(world, ids);
    expect(world.clock.now() - BEGAN).toBeLessThan(2 * MINUTE);
    expect(outcomes.map(({ success, status, changed }) => [success, status, changed])).toEqual([
      [false, 'deploying', false],
      [false, 'deploying', true],
      [false, 'deploying', true],
    ]);
    for (const { instanceId, failure } of outcomes) {
      expect(failure?.message).toBe(
        `GetInstanceList was refused with InvalidSecurityToken.Expired (HTTP 400): It has expired. The deployment of ${instanceId} goes on in the cloud.`,
      );
      expect(failure?.remedy).toMatch(/^The temporary credentials have expired\. Give a fresh set of/);
      expect(failure?.remedy).toMatch(
        / Run again: it waits on from where this run stopped, and starts nothing twice\.$/,
      );
    }
  });

  it('that ended a reading for all does not end the next one', async () => {
    const world = watching({ failure: (nth) => (nth === 1 ? new TypeError('a bug') : undefined) });
    const wishes = [world.watcher.next(ID), world.watcher.next('alikafka_post-cn-2')];
    const results = await world.clock.run(Promise.allSettled(wishes));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await world.clock.run(world.watcher.next(ID))).answer.requestId).toBe('R-2');
  });
});

describe('the end of a run', () => {
  const endings = async (world: ReturnType<typeof watching>, wishes: Promise<Reading>[]) => {
    const results = await world.clock.run(Promise.allSettled(wishes));
    return results.map((result) => (result.status === 'rejected' ? String(result.reason) : result.value));
  };

  it.each([
    ['before the reading', 1_000],
    ['during the reading', INTERVAL_MS + 1_000],
  ])('%s ends every wish at once, and later ones, too', async (_, atMs) => {
    const world = watching({ readingMs: 6_000 });
    void world.clock.sleep(atMs).then(() => world.stop.abort(new Stopped('timeout')));
    const wishes = [world.watcher.next(ID), world.watcher.after('alikafka_post-cn-2', 40_000)];
    expect(await endings(world, wishes)).toEqual(wishes.map(() => 'Stopped: The time was up'));
    expect(world.clock.now() - BEGAN).toBe(atMs);
    expect(await endings(world, [world.watcher.next(ID)])).toEqual(['Stopped: The time was up']);
    expect(world.began.length).toBe(atMs > INTERVAL_MS ? 1 : 0);
  });

  it('at the very moment of another wish says that it was the end', async () => {
    const world = watching();
    const first = world.watcher.next(ID);
    await Promise.resolve();
    const second = world.watcher.next('alikafka_post-cn-2');
    world.stop.abort(new Stopped('cancelled'));
    expect(await endings(world, [first, second])).toEqual([
      'Stopped: The run was cancelled',
      'Stopped: The run was cancelled',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { NoAnswerError } from '../../src/alibaba/errors.ts';
import type { StatusReading } from '../../src/deployment/status-poller.ts';
import { Stopped } from '../../src/time/clock.ts';
import { fleet } from './fleet.ts';
import { BEGAN, gapsOf, ID, idsOf, MINUTE, runFor, runOne, SECOND } from './given.ts';
import { INTERVAL_MS, watching } from './watching.ts';

const lost = () =>
  new NoAnswerError('GetInstanceList', { sent: true, reason: 'it was lost', remedy: 'Try again.' });

describe('trouble while waiting', () => {
  it('is survived as long as the run goes on, with pauses of half a minute at most', async () => {
    const dependencies = watching({ failure: (nth) => (nth <= 40 ? lost() : undefined) });
    const { answer } = await dependencies.clock.run(dependencies.poller.next(ID));
    expect(answer.requestId).toBe('R-41');
    const gaps = gapsOf(dependencies.began);
    expect(gaps.slice(0, 6).map(Math.round)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    expect(new Set(gaps.slice(5))).toEqual(new Set([30_000]));
  });

  it('ends with the run, and says what goes on', async () => {
    const dependencies = fleet({
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
    const { outcome } = await runOne(dependencies, { timeoutMs: 30 * MINUTE });
    expect(dependencies.clock.now() - BEGAN).toBeLessThanOrEqual(30 * MINUTE + 3 * SECOND);
    expect(outcome).toMatchObject({ changed: true, success: false, status: 'deploying' });
    expect(outcome.failure?.message).toBe(
      `The time was up while it was deploying. The deployment of ${ID} goes on in the cloud.`,
    );
  });

  it('that does not pass, such as an expired token, ends the wait of all with what goes on in the cloud', async () => {
    const ids = idsOf(3);
    const [first = '', ...rest] = ids;
    const dependencies = fleet({
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
    const { outcomes } = await runFor(dependencies, ids);
    expect(dependencies.clock.now() - BEGAN).toBeLessThan(2 * MINUTE);
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
    const dependencies = watching({ failure: (nth) => (nth === 1 ? new TypeError('a bug') : undefined) });
    const wishes = [dependencies.poller.next(ID), dependencies.poller.next('alikafka_post-cn-2')];
    const results = await dependencies.clock.run(Promise.allSettled(wishes));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await dependencies.clock.run(dependencies.poller.next(ID))).answer.requestId).toBe('R-2');
  });
});

describe('the end of a run', () => {
  const endings = async (dependencies: ReturnType<typeof watching>, wishes: Promise<StatusReading>[]) => {
    const results = await dependencies.clock.run(Promise.allSettled(wishes));
    return results.map((result) => (result.status === 'rejected' ? String(result.reason) : result.value));
  };

  it.each([
    ['before the reading', 1_000],
    ['during the reading', INTERVAL_MS + 1_000],
  ])('%s ends every manifestSource at once, and later ones, too', async (_, atMs) => {
    const dependencies = watching({ readingMs: 6_000 });
    void dependencies.clock.sleep(atMs).then(() => dependencies.stop.abort(new Stopped('timeout')));
    const wishes = [dependencies.poller.next(ID), dependencies.poller.after('alikafka_post-cn-2', 40_000)];
    expect(await endings(dependencies, wishes)).toEqual(wishes.map(() => 'Stopped: The time was up'));
    expect(dependencies.clock.now() - BEGAN).toBe(atMs);
    expect(await endings(dependencies, [dependencies.poller.next(ID)])).toEqual(['Stopped: The time was up']);
    expect(dependencies.began.length).toBe(atMs > INTERVAL_MS ? 1 : 0);
  });

  it('at the very moment of another manifestSource says that it was the end', async () => {
    const dependencies = watching();
    const first = dependencies.poller.next(ID);
    await Promise.resolve();
    const second = dependencies.poller.next('alikafka_post-cn-2');
    dependencies.stop.abort(new Stopped('cancelled'));
    expect(await endings(dependencies, [first, second])).toEqual([
      'Stopped: The run was cancelled',
      'Stopped: The run was cancelled',
    ]);
  });
});

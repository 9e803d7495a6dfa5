import { describe, expect, it } from 'vitest';
import { starts } from '../../emulator/index.ts';
import { fleetOf, runOn, startCloud } from './support.ts';

const QUOTA = 10;

describe('three processes that share the quota of one account', () => {
  it('give way to each other: 30 instances are each started once, and all runs are green', async () => {
    const ids = Array.from(
      { length: 30 },
      (_, index) => `alikafka_post-cn-${String(index).padStart(2, '0')}`,
    );
    const fleet = Object.fromEntries(ids.map((id, index) => [`k${index}`, id]));
    const scenario = {
      manifest: fleetOf(fleet),
      cloud: { instances: ids.map((instanceId) => ({ instanceId })), requestsPerSecond: QUOTA },
    };
    const cloud = await startCloud(scenario);
    try {
      const runs = await Promise.all(
        [0, 1, 2].map((third) => {
          const keys = Object.keys(fleet).slice(third * 10, third * 10 + 10);
          const inputs = {
            instances: keys.join(),
            'requests-per-second': String(QUOTA),
            'poll-interval': '0.5s',
            'wait-timeout': '60s',
          };
          return runOn(cloud, { ...scenario, inputs });
        }),
      );
      for (const done of runs) {
        expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [] });
        expect(done.outputs).toMatchObject({ success: 'true', changed: 'true' });
        expect(done.results.map(({ changed, status }) => [changed, status])).toEqual(
          Array(10).fill([true, 'running']),
        );
      }
      const journal = cloud.journal.filter(({ action }) => action === 'StartInstance');
      expect(
        starts(journal)
          .map(({ instanceId }) => instanceId)
          .toSorted(),
      ).toEqual(ids);
      // Giving way costs calls, but not many: the limiter finds the share of the quota that is there.
      expect(journal.length).toBeLessThan(4 * ids.length);
    } finally {
      await cloud.close();
    }
  });
});

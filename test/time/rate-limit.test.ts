import { describe, expect, it } from 'vitest';
import { starts } from '../../emulator/alibaba/journal.ts';
import { fleet, requestFor, run } from '../deployment/fleet.ts';

const ids = (count: number, prefix = 'alikafka_post-cn-') =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('limiter', () => {
  it('starts 200 pending instances at the full quota of 2 a second, and is never throttled', async () => {
    const dependencies = fleet({ instances: ids(200).map((instanceId) => ({ instanceId })) });
    const requests = ids(200).map((id) => requestFor(id));
    const { outcomes } = await dependencies.clock.run(run(dependencies, requests, { wait: false }));
    const journal = dependencies.cloud.journal.filter(({ action }) => action === 'StartInstance');
    const times = starts(dependencies.cloud.journal).map(({ time }) => time);
    expect(outcomes.every(({ success }) => success)).toBe(true);
    expect(journal.filter(({ outcome }) => outcome === 'throttled')).toEqual([]);
    expect(times).toHaveLength(200);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(1.02 * 99_500);
  });

  it('shares the quota between four processes within 1.3 times the ideal', async () => {
    const all = [0, 1, 2, 3].map((process) => ids(50, `alikafka_post-cn-${process}-`));
    const dependencies = fleet({ instances: all.flat().map((instanceId) => ({ instanceId })) });
    const runs = all.map((mine, seed) =>
      run(
        dependencies,
        mine.map((id) => requestFor(id)),
        { wait: false, seed: seed + 1 },
      ),
    );
    const results = await dependencies.clock.run(Promise.all(runs));
    const times = starts(dependencies.cloud.journal).map(({ time }) => time);
    expect(results.flatMap(({ outcomes }) => outcomes).every(({ success }) => success)).toBe(true);
    expect(times).toHaveLength(200);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(1.3 * 99_500);
  });
});

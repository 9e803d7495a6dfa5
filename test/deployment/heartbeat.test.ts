import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import { fleet } from './fleet.ts';
import { BEGAN, ID, idsOf, MINUTE, runFor, runOne, SECOND } from './given.ts';

describe('the heartbeat', () => {
  const heartbeats = (lines: readonly string[]) => lines.filter((line) => line.startsWith('heartbeat'));

  it('beats once a minute, for those that are still waited for', async () => {
    const [first = '', second = '', third = ''] = idsOf(3);
    const minutes = (count: number) => ({ preparing: 0, initializing: 0, starting: count * MINUTE });
    const dependencies = fleet({
      instances: [
        { instanceId: first, timings: minutes(6.5) },
        { instanceId: second, timings: minutes(2.5) },
        { instanceId: third, status: 'running' },
      ],
    });
    const { lines } = await runFor(dependencies, [first, second, third]);
    expect(heartbeats(lines)).toEqual([
      'heartbeat 60000 2',
      'heartbeat 120000 2',
      'heartbeat 180000 1',
      'heartbeat 240000 1',
      'heartbeat 300000 1',
      'heartbeat 360000 1',
    ]);
  });

  it.each<[string, Partial<InstanceSeed>, boolean]>([
    ['everything is in service', { status: 'running' }, true],
    ['everything is blocked', { status: 'stopped' }, true],
    ['nothing is to be waited for', {}, false],
  ])('does not beat when %s', async (_, seed, wait) => {
    const dependencies = fleet({ instances: [{ instanceId: ID, ...seed }] });
    const { lines } = await runOne(dependencies, { wait });
    expect(heartbeats(lines)).toEqual([]);
    expect([dependencies.clock.pending, dependencies.clock.now() - BEGAN < SECOND]).toEqual([0, true]);
  });
});

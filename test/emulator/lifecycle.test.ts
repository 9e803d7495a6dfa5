import { describe, expect, it } from 'vitest';
import type { Fate, InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import { STATUS_CODES, STATUS_NAMES } from '../../emulator/alibaba/alikafka/statuses.ts';
import { REALISTIC_TIMINGS, timingsOf } from '../../emulator/alibaba/alikafka/timings.ts';
import { cloudAt, INSTANCE_ID } from './cloud-at.ts';

const SERVICE_CODES = [-1, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 15, 30, 101, 102];
const VIEW_CODES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23, 30, 101, 102, 103];
const TIMINGS = { preparing: 10, initializing: 20, starting: 30, wavering: 60, waver: 10 };

function withSeed(seed: Omit<InstanceSeed, 'instanceId'>, visibilityLagMs = 0) {
  return cloudAt(0, { instances: [{ instanceId: INSTANCE_ID, timings: TIMINGS, ...seed }], visibilityLagMs });
}

/** The two codes that GetInstanceList shows at each of the times. */
function shownAt({ clock, list }: ReturnType<typeof cloudAt>, times: readonly number[]) {
  return times.map((time) => {
    clock.now = time;
    const [entry] = list();
    return [entry?.ServiceStatus, entry?.ViewInstanceStatusCode];
  });
}

describe('before its start', () => {
  it.each(STATUS_NAMES)('an instance may be %s', (status) => {
    const { service, view } = STATUS_CODES[status];
    const [shown] = shownAt(withSeed({ status }), [0]);
    expect(shown).toEqual([service, view]);
  });

  it('the seeds reach every code of both tables', () => {
    const codes = Object.values(STATUS_CODES);
    expect(new Set(codes.map(({ service }) => service))).toEqual(new Set(SERVICE_CODES));
    expect(new Set(codes.map(({ view }) => view))).toEqual(new Set([...VIEW_CODES, undefined]));
  });

  it('an instance may show any other codes, or one field only', () => {
    expect(shownAt(withSeed({ status: { service: 77, view: 88 } }), [0])).toEqual([[77, 88]]);
    expect(shownAt(withSeed({ statusFields: 'view-only' }), [0])).toEqual([[undefined, 0]]);
    expect(shownAt(withSeed({ statusFields: 'service-only' }), [0])).toEqual([[0, undefined]]);
  });
});

describe('after its start', () => {
  it('an instance goes through the phases, each field by its own codes', () => {
    const cloud = withSeed({});
    cloud.start();
    expect(shownAt(cloud, [0, 9, 10, 29, 30, 59, 60, 1e9])).toEqual([
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 1],
      [3, 1],
      [3, 1],
      [5, 2],
      [5, 2],
    ]);
  });

  it.each<[Fate, number, number]>([
    ['ok', 5, 2],
    ['deploy-error', 101, 101],
    ['stuck', 3, 1],
    ['expired', 15, 5],
    ['released', 10, 6],
    ['flapping', 5, 2],
  ])('an instance whose fate is %s ends with %d and %d', (fate, service, view) => {
    const cloud = withSeed({ fate });
    cloud.start();
    expect(shownAt(cloud, [59, 60, 1e9])).toEqual([
      [3, 1],
      [service, view],
      [service, view],
    ]);
  });

  it('a flapping instance wavers between running, deploying and unknown', () => {
    const cloud = withSeed({ fate: 'flapping' });
    cloud.start();
    expect(shownAt(cloud, [60, 70, 80, 90, 119, 120])).toEqual([
      [5, 2],
      [3, 1],
      [-1, undefined],
      [5, 2],
      [-1, undefined],
      [5, 2],
    ]);
  });

  it('an instance cannot be started again, in whatever phase', () => {
    const { clock, start, cloud } = withSeed({});
    for (const time of [0, 0, 15, 45, 1000]) {
      clock.now = time;
      start();
    }
    expect(cloud.journal.map((entry) => entry.code)).toEqual([
      '200',
      ...Array(4).fill('INSTANCE_STATUS_NOT_WAIT_DEPLOY'),
    ]);
  });
});

describe('somebody else', () => {
  it('may start it at a later time', () => {
    const cloud = withSeed({ startedAt: 100 });
    expect(shownAt(cloud, [99, 100, 160])).toEqual([
      [0, 0],
      [1, 1],
      [5, 2],
    ]);
    expect(cloud.start()).toMatchObject({ code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY' });
  });

  it('does not start again what was started before its time came', () => {
    const cloud = withSeed({ startedAt: 100 });
    expect(cloud.start()).toMatchObject({ code: '200' });
    expect(shownAt(cloud, [60])).toEqual([[5, 2]]);
  });
});

describe('a cloud with a visibility lag', () => {
  it('lists what was true then, but decides by what is true now', () => {
    const cloud = withSeed({}, 5);
    cloud.clock.now = 100;
    cloud.start();
    expect(shownAt(cloud, [100, 104, 105, 164, 165])).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
      [3, 1],
      [5, 2],
    ]);
    cloud.clock.now = 100;
    expect(cloud.start()).toMatchObject({ code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY' });
    expect(cloud.cloud.statusOf(INSTANCE_ID)).toEqual(STATUS_CODES.preparing);
  });
});

it('timings of a whole deployment add up to it', () => {
  for (const total of [0, 1, 300, 1000]) {
    const { preparing, initializing, starting } = timingsOf(total);
    expect(preparing + initializing + starting).toBeCloseTo(total);
  }
  expect(REALISTIC_TIMINGS.preparing).toBeGreaterThan(60_000);
});

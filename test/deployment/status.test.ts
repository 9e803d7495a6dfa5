import { describe, expect, it } from 'vitest';
import { type Status, statusOf } from '../../src/alibaba/status.ts';

/** The two tables as the vendor documents them; the same numbers mean other things in each. */
const VIEW: [number, Status][] = [
  [0, 'pending'],
  [1, 'deploying'],
  [2, 'running'],
  [3, 'stopped'],
  [4, 'running'],
  [5, 'expired'],
  [6, 'released'],
  [7, 'changing'],
  [8, 'changing'],
  [21, 'changing'],
  [22, 'changing'],
  [23, 'changing'],
  [30, 'changing'],
  [101, 'failed'],
  [102, 'failed'],
  [103, 'failed'],
];

const SERVICE: [number, Status][] = [
  [-1, 'unknown'],
  [0, 'pending'],
  [1, 'deploying'],
  [2, 'deploying'],
  [3, 'deploying'],
  [5, 'running'],
  [6, 'changing'],
  [7, 'changing'],
  [8, 'changing'],
  [9, 'changing'],
  [10, 'released'],
  [11, 'changing'],
  [15, 'expired'],
  [30, 'changing'],
  [101, 'failed'],
  [102, 'failed'],
];

const FINAL_SERVICE = [10, 15, 101];

describe('the status of an instance', () => {
  it.each(VIEW)('is told by ViewInstanceStatusCode %i alone: %s', (view, status) => {
    expect(statusOf(view, undefined)).toBe(status);
  });

  it.each(SERVICE)('is told by ServiceStatus %i alone: %s', (service, status) => {
    expect(statusOf(undefined, service)).toBe(status);
  });

  it.each(VIEW)(
    'is what ViewInstanceStatusCode %i says, whatever ServiceStatus says for now: %s',
    (view, status) => {
      for (const [service] of SERVICE.filter(([code]) => !FINAL_SERVICE.includes(code))) {
        expect(statusOf(view, service)).toBe(status);
      }
    },
  );

  it.each(SERVICE.filter(([code]) => FINAL_SERVICE.includes(code)))(
    'is final with ServiceStatus %i: %s',
    (service, status) => {
      for (const [view] of VIEW) expect(statusOf(view, service)).toBe(status);
    },
  );

  it('is unknown for codes that the vendor added later, unless the other field is known', () => {
    expect(statusOf(999, undefined)).toBe('unknown');
    expect(statusOf(undefined, 999)).toBe('unknown');
    expect(statusOf(999, 5)).toBe('running');
    expect(statusOf(undefined, undefined)).toBe('unknown');
  });
});

import { describe, expect, it } from 'vitest';
import { type Status, statusOf } from '../../src/alibaba/status.ts';

const WORDS: Readonly<Record<string, Status>> = {
  ...{ P: 'pending', D: 'deploying', R: 'running', C: 'changing', S: 'stopped' },
  ...{ X: 'expired', L: 'released', F: 'failed', U: 'unknown' },
};

/** ServiceStatus, a column for each code that is documented, for one that is not, and for none at all. */
const SERVICE = [undefined, -1, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 15, 30, 101, 102, 999];

/** A row for each ViewInstanceStatusCode. 10, 15 and 101 of the older field are final in all of them. */
const TABLE: readonly (readonly [view: number | undefined, row: string])[] = [
  // service:   none -1 0 1 2 3 5 6 7 8 9 10 11 15 30 101 102 999
  [undefined, '   U   U P D D D R C C C C  L  C  X  C   F   F   U'],
  [0, '           P   U P D D D U U U U U  L  U  X  U   F   U   U'],
  [1, '           D   D D D D D D D D D D  L  D  X  D   F   D   D'],
  [2, '           R   U D D D D R C C C C  L  C  X  C   F   F   U'],
  [3, '           S   S S S S S S S S S S  L  S  X  S   F   S   S'],
  [4, '           R   U U D D D R C C C C  L  C  X  C   F   F   U'],
  [5, '           X   X X X X X X X X X X  L  X  X  X   F   X   X'],
  [6, '           L   L L L L L L L L L L  L  L  X  L   F   L   L'],
  [7, '           C   C U C C C C C C C C  L  C  X  C   F   C   C'],
  [8, '           C   C U C C C C C C C C  L  C  X  C   F   C   C'],
  [21, '          S   S S S S S S S S S S  L  S  X  S   F   S   S'],
  [22, '          C   C U C C C C C C C C  L  C  X  C   F   C   C'],
  [23, '          L   L L L L L L L L L L  L  L  X  L   F   L   L'],
  [30, '          C   C U C C C C C C C C  L  C  X  C   F   C   C'],
  [101, '         F   F F F F F F F F F F  L  F  X  F   F   F   F'],
  [102, '         F   F F F F F F F F F F  L  F  X  F   F   F   F'],
  [103, '         F   F F F F F F F F F F  L  F  X  F   F   F   F'],
  [999, '         U   U U U U U U U U U U  L  U  X  U   F   U   U'],
];

describe('the status of an instance is the cautious reading of both fields', () => {
  it.each(TABLE)('with ViewInstanceStatusCode %s beside each ServiceStatus', (view, row) => {
    const words = row.trim().split(/ +/);
    expect(words).toHaveLength(SERVICE.length);
    expect(SERVICE.map((service) => [service, statusOf(view, service)])).toEqual(
      SERVICE.map((service, index) => [service, WORDS[words[index] ?? '']]),
    );
  });

  it('and takes an instance for pending, which may be started, only if neither field says anything else', () => {
    for (const [view] of TABLE)
      for (const service of SERVICE)
        if (statusOf(view, service) === 'pending') expect([view ?? 0, service ?? 0]).toEqual([0, 0]);
  });
});

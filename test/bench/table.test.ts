import { expect, it } from 'vitest';
import { atMost, inMs, tableOf } from '../../bench/table.ts';

it('the table of figures says which goal was missed, and how to get each figure alone', () => {
  const rows = {
    start: [{ what: 'CPU', ...atMost(112, 111, inMs) }],
    fleet: [
      { what: 'CPU', ...atMost(111, 111, inMs) },
      { what: 'Calls', figure: '5' },
    ],
  };
  expect(tableOf(rows)).toBe(`\
| What  | Figure | Goal                        | This part alone       |
| ----- | ------ | --------------------------- | --------------------- |
| CPU   | 112 ms | at most 111 ms (**missed**) | \`node bench/start.ts\` |
| CPU   | 111 ms | at most 111 ms              | \`node bench/fleet.ts\` |
| Calls | 5      |                             | \`node bench/fleet.ts\` |
`);
});

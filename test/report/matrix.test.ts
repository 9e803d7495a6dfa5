import { expect, it } from 'vitest';
import * as z from 'zod';
import { matrixWarnings, outputsOf } from '../../src/report/outputs.ts';
import { bought, fleetManifest, reportOf } from '../github/reports.ts';

const matrix = z.object({ include: z.array(z.object({ key: z.string() })) });

/** The keys in the output `matrix` of a plan or an apply of so many instances, and what was warned of. */
async function matrixOf(count: number, mode = 'plan') {
  const report = await reportOf({
    manifest: fleetManifest(count),
    inputs: { mode, wait: 'false' },
    cloud: { instances: bought(count) },
  });
  const { include } = matrix.parse(JSON.parse(outputsOf(report, (value) => value).matrix));
  return { keys: include.map(({ key }) => key), plan: report.plan, diagnostics: report.diagnostics };
}

it('a plan of as many instances as GitHub runs jobs of a matrix names them all', async () => {
  const { keys, plan, diagnostics } = await matrixOf(256);
  expect([keys.length, diagnostics]).toEqual([256, []]);
  const idle = plan.map((item) => ({ ...item, action: 'none' }) as const);
  expect(matrixWarnings([...idle, ...plan])).toEqual([]);
});

it('a plan of more names the first 256, and warns of the others and how to go on', async () => {
  const { keys, diagnostics } = await matrixOf(257);
  expect([keys.length, keys.at(-1)]).toEqual([256, 'orders-256']);
  expect(diagnostics).toEqual([
    {
      severity: 'warning',
      origin: undefined,
      message:
        '257 instances need work, but GitHub runs at most 256 jobs of a matrix: the output matrix holds the ' +
        'first 256. Run the workflow again after these, or choose the others with the input instances.',
    },
  ]);
});

it('an apply, which works on all of them itself, warns of nothing', async () => {
  expect(await matrixOf(257, 'apply')).toMatchObject({ keys: { length: 256 }, diagnostics: [] });
});

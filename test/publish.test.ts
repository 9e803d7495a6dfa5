import { expect, it } from 'vitest';
import type { GitHubReporting } from '../src/github/reporting.ts';
import type { Runner } from '../src/github/runner.ts';
import { publish } from '../src/publish.ts';
import { crashReport } from '../src/report/crash.ts';

/** The parts of a runner and of the inputs that a crash is told with. */
function telling(outputs: Runner['outputs']) {
  const runner = { outputs, redact: (value: unknown) => value, info: () => undefined };
  return { runner: runner as unknown as Runner, reporting: { inputs: {} } as unknown as GitHubReporting };
}

it('a crash writes only what it knows: what was put on record of a start that was accepted stays', async () => {
  const told = {
    ...{ changed: 'true', 'request-id': 'R-1', code: '200', message: 'OK', 'instance-id': 'i-1' },
    ...{ 'console-url': 'https://a.test', 'has-changes': 'true', matrix: '{"include":[1]}' },
  };
  const written: Record<string, string | undefined> = { ...told };
  const { runner, reporting } = telling((values) => void Object.assign(written, values));
  const report = crashReport({ mode: 'apply', site: 'china' }, new Error('EIO'));
  expect(await publish(runner, report, reporting, false)).toBe(1);
  const message = 'Something went wrong inside the action: EIO';
  expect(written).toEqual({ ...told, success: 'false', message });
});

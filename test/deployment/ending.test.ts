import { expect, it } from 'vitest';
import { failureIn } from '../../src/deployment/ending.ts';
import { InstanceFailed } from '../../src/deployment/instance-failed.ts';
import { Progress } from '../../src/deployment/progress.ts';
import { fleet, requestFor } from './fleet.ts';
import { ID, planFor } from './given.ts';

it('a failure that comes after one which is told at its line is told, with both', async () => {
  const on = fleet({ instances: [{ instanceId: ID, status: 'running' }] });
  const [item] = await planFor(on, [requestFor(ID)]);
  if (!item) throw new Error('there is no plan');
  const progress = new Progress(item, 0);
  progress.failure = { message: 'topics could not be read', remedy: 'Grant it.', details: {}, isTold: true };
  const later = new InstanceFailed({
    message: 'The brokers do not answer.',
    remedy: 'Mend it.',
    details: {},
  });
  expect(failureIn(later, progress)).toEqual({
    message: 'topics could not be read. The brokers do not answer.',
    remedy: 'Grant it. Mend it.',
    details: {},
  });
});

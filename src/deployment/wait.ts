import { InstanceFailed } from './instance-failed.ts';
import type { Progress } from './progress.ts';
import { MEANINGS } from './statuses.ts';
import type { StepDependencies } from './step-dependencies.ts';

/**
 * The list may lack an instance for a while; it is looked for so many times more before that is believed, as
 * the vendor's Terraform provider does.
 */
const LOOKED_FOR = 20;

/**
 * Waits until an instance that was started, or is being changed, is in service.
 *
 * @throws InstanceFailed as soon as it cannot get there any more, CallError when its status cannot be read,
 *   Stopped when the run ends before
 */
export async function waitUntilInService(progress: Progress, run: StepDependencies): Promise<void> {
  const poller = run.pollerOf(progress.item.request.regionId);
  for (let missing = 0; progress.status !== 'running'; ) {
    const { live } = await poller.next(progress.instanceId);
    progress.see(live, run.listener);
    missing = live ? 0 : missing + 1;
    const end = endOf(progress) ?? (missing > LOOKED_FOR ? 'It is not in the list any more' : undefined);
    if (end === undefined) continue;
    const message = `${end} (${live?.codes ?? 'no entry'})`;
    const remedy = `${LOOK}${progress.sends > 0 ? ' and give the RequestId of its start' : ''}.`;
    throw new InstanceFailed({ message, remedy, details: {} });
  }
}

function endOf({ item, status }: Progress): string | undefined {
  const { end, endOfChange } = MEANINGS[status];
  return item.status === 'changing' ? endOfChange : end;
}

const LOOK =
  'Look at the instance in the console; if it says no more, open a ticket with Alibaba Cloud support';

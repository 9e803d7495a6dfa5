import type { Status } from '../alibaba/status.ts';
import { InstanceFailed, type Progress, type Tools } from './progress.ts';

/** States from which a deployment does not come back by itself. */
const FINAL: Readonly<Partial<Record<Status, string>>> = {
  failed: 'Its deployment failed',
  expired: 'It expired before it was in service',
  released: 'It was released before it was in service',
  stopped: 'It was stopped before it was in service',
};

/** The list may not have an instance for a moment; after so many readings it is believed. */
const MOST_MISSING = 3;

/**
 * Waits until an instance that was started is in service.
 *
 * @throws InstanceFailed as soon as it cannot get there any more, CallError when its status cannot be read,
 *   Stopped when the run ends before
 */
export async function waitUntilInService(progress: Progress, tools: Tools): Promise<void> {
  const watcher = tools.watcherOf(progress.item.request.regionId);
  for (let missing = 0; progress.status !== 'running'; ) {
    const { live } = await watcher.next(progress.instanceId);
    progress.see(live, tools.tell);
    missing = live ? 0 : missing + 1;
    const end =
      FINAL[progress.status] ?? (missing >= MOST_MISSING ? 'It is not in the list any more' : undefined);
    if (end === undefined) continue;
    const message = `${end} (${live?.codes ?? 'no entry'})`;
    throw new InstanceFailed({ message, remedy: LOOK, recommend: undefined, details: {} });
  }
}

const LOOK =
  'Look at the instance in the console; if it says no more, open a ticket with Alibaba Cloud support and give the RequestId of its start.';

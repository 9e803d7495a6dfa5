import { readInstanceList } from '../../src/alibaba/live.ts';
import { Pace } from '../../src/deployment/pace.ts';
import type { Reader } from '../../src/deployment/survey.ts';
import { Watcher } from '../../src/deployment/watcher.ts';
import { BEGAN, SECOND } from './given.ts';
import { VirtualClock } from './virtual-clock.ts';

export const INTERVAL_MS = 15 * SECOND;

interface Service {
  /**
   * The ViewInstanceStatusCode of an instance, by the milliseconds since the beginning; undefined leaves it out
   * of the list. Default 1, deploying.
   */
  readonly codeAt?: (instanceId: string, ms: number) => number | undefined;
  /** How long a reading takes, from its beginning to its answer. Default 0. */
  readonly readingMs?: number;
  /** What comes instead of the nth answer. */
  readonly failure?: (nth: number) => Error | undefined;
}

/** A watcher over a made-up service whose quota is out of the way, and the readings it begins. */
export function watching({ codeAt = () => 1, readingMs = 0, failure }: Service = {}) {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const began: number[] = [];
  const asked: string[][] = [];
  const reader: Reader = {
    api: {
      startInstance: () => Promise.reject(new Error('a watcher starts nothing')),
      getInstanceList: async (_, ids) => {
        began.push(clock.now() - BEGAN);
        asked.push([...ids]);
        const error = failure?.(began.length);
        await clock.sleep(readingMs);
        if (error) throw error;
        const entries = ids.map((InstanceId) => ({
          InstanceId,
          ViewInstanceStatusCode: codeAt(InstanceId, clock.now() - BEGAN),
        }));
        const InstanceVO = entries.filter((entry) => entry.ViewInstanceStatusCode !== undefined);
        const instances = readInstanceList({ InstanceList: { InstanceVO } }) ?? new Map();
        return { requestId: `R-${began.length}`, code: '200', message: '', instances };
      },
    },
    clock,
    pace: new Pace(1e9, clock, () => 0),
    random: () => 1,
    stop: stop.signal,
    note: () => undefined,
  };
  return { clock, stop, began, asked, watcher: new Watcher('cn-hangzhou', INTERVAL_MS, reader) };
}

/** Waits for an instance as a deployment does: reading after reading, until a time. */
export async function follow({ clock, watcher }: ReturnType<typeof watching>, id: string, untilMs: number) {
  while (clock.now() - BEGAN < untilMs) await watcher.next(id);
}

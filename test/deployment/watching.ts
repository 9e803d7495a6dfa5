import { readInstanceList } from '../../src/alibaba/live.ts';
import type { LiveReader } from '../../src/deployment/live-state.ts';
import { StatusPoller } from '../../src/deployment/status-poller.ts';
import { RateLimits } from '../../src/time/rate-limit.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { BEGAN, SECOND } from './given.ts';

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

/** A poller over a made-up service whose quota is out of the way, and the readings it begins. */
export function watching({ codeAt = () => 1, readingMs = 0, failure }: Service = {}) {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const began: number[] = [];
  const asked: string[][] = [];
  const reader: LiveReader = {
    api: {
      startInstance: () => Promise.reject(new Error('a poller starts nothing')),
      getInstanceList: async (_, ids) => {
        if (ids === 'all') throw new Error('a poller says which instances it asks for');
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
    limits: new RateLimits(1e9, clock, () => 0),
    random: () => 1,
    stop: stop.signal,
    note: () => undefined,
  };
  return { clock, stop, began, asked, poller: new StatusPoller('cn-hangzhou', INTERVAL_MS, reader) };
}

/** Waits for an instance as a deployment does: reading after reading, until a time. */
export async function follow({ clock, poller }: ReturnType<typeof watching>, id: string, untilMs: number) {
  while (clock.now() - BEGAN < untilMs) await poller.next(id);
}

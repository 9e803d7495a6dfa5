import { Cloud, type CloudOptions } from '../../emulator/alibaba/cloud.ts';
import { contentsApi, contentsHurry } from '../../src/alibaba/contents.ts';
import { applyContents } from '../../src/contents/apply.ts';
import { type ContentsDifference, difference } from '../../src/contents/difference.ts';
import { type LiveContents, readContents } from '../../src/contents/read.ts';
import type { Change } from '../../src/deployment/change.ts';
import type { ContentsOutcome } from '../../src/deployment/contents-outcome.ts';
import type { DesiredContents, DesiredTopic, Given, ListenerName } from '../../src/manifest/contents.ts';
import type { Origin } from '../../src/manifest/origin.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { Stopped } from '../../src/time/clock.ts';
import { RateLimits } from '../../src/time/rate-limit.ts';
import { randomFrom, sendTo } from '../deployment/fleet.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

export const REF = { regionId: 'cn-hangzhou', instanceId: 'alikafka-1' };

/** Where a value stands: each has a line of its own, by its path. */
export function at(path: string): Origin {
  return { kind: 'derived', from: path };
}

export function given<T>(value: T | undefined, path: string): Given<T> | undefined {
  return value === undefined ? undefined : { value, origin: at(path), shown: String(value) };
}

export interface TopicWish {
  readonly remark?: string;
  readonly partitions?: number;
  readonly localTopic?: boolean;
  readonly compact?: boolean;
  readonly config?: Readonly<Record<string, string>>;
}

export interface Wish {
  readonly addresses?: Readonly<Partial<Record<ListenerName, readonly string[]>>>;
  readonly topics?: Readonly<Record<string, TopicWish>>;
  readonly groups?: Readonly<Record<string, { readonly remark?: string }>>;
}

/** What a manifest's three sections come to. */
export function wanting({ addresses = {}, topics = {}, groups = {} }: Wish): DesiredContents {
  const listeners = ['vpc', 'internet', 'sasl', 'vpcSasl'] as const;
  return {
    addresses: listeners.flatMap((listener) =>
      (addresses[listener] ?? []).map((network) => ({
        ...{ listener, network, shown: network },
        origin: at(`allowedIps.${listener}.${network}`),
      })),
    ),
    topics: Object.entries(topics).map(([name, wish]): DesiredTopic => {
      const path = `topics.${name}`;
      const config = Object.entries(wish.config ?? {}).map(
        ([key, value]) => [key, { value, origin: at(`${path}.config.${key}`), shown: value }] as const,
      );
      return {
        ...{ name, shown: name, origin: at(path) },
        remark: given(wish.remark, `${path}.remark`),
        partitions: given(wish.partitions, `${path}.partitions`),
        localTopic: given(wish.localTopic, `${path}.localTopic`),
        compact: given(wish.compact, `${path}.compact`),
        replicationFactor: undefined,
        minInsyncReplicas: undefined,
        config: new Map(config),
      };
    }),
    groups: Object.entries(groups).map(([name, { remark }]) => ({
      ...{ name, shown: name, origin: at(`consumerGroups.${name}`) },
      remark: given(remark, `consumerGroups.${name}.remark`),
    })),
  };
}

/** A cloud on a clock of its own, in which REF is in service. */
export interface Place {
  readonly clock: VirtualClock;
  readonly cloud: Cloud;
}

type Seed = Omit<NonNullable<CloudOptions['instances']>[number], 'instanceId'>;

export function place(seed: Seed = {}, options: Omit<CloudOptions, 'now' | 'instances'> = {}): Place {
  const clock = new VirtualClock();
  const instances = [{ status: 'running', ...seed, instanceId: REF.instanceId } as const];
  return { clock, cloud: new Cloud({ ...options, instances, now: clock.now }) };
}

export interface RunOptions {
  readonly seed?: number;
  readonly latencyMs?: number;
  readonly cancelAfterMs?: number;
  readonly requestsPerSecond?: number;
  /** Asked for before each call, which is counted from 1; what it throws is no answer of anybody. */
  readonly credentials?: (calls: number) => Promise<void> | undefined;
  /** The calls that never leave, counted from 0. */
  readonly unsent?: readonly number[];
}

export interface RunResult {
  readonly live: LiveContents;
  readonly difference: ContentsDifference;
  readonly outcome: ContentsOutcome;
  readonly notes: readonly string[];
  readonly endedAt: number;
}

const GRACE_MS = 2_500;

/** What a run needs beside a place. */
export function dependencies(
  { clock, cloud }: Place,
  options: RunOptions,
  stop: AbortSignal,
  ended: AbortSignal,
) {
  const { seed = 1, latencyMs, unsent, requestsPerSecond = 2, credentials } = options;
  const random = randomFrom(seed);
  const notes: string[] = [];
  let nonce = 0;
  let calls = 0;
  const client = {
    send: sendTo(cloud, clock, latencyMs, unsent),
    wallTime: clock.wallTime,
    nonce: () => `${seed}-${++nonce}`,
    conceal: <T>(value: T) => value,
    judge: remedyFor,
    credentials: async () => {
      await credentials?.(++calls);
      return { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined };
    },
  };
  const stopped = Promise.withResolvers<void>();
  stop.addEventListener('abort', () => stopped.resolve(), { once: true });
  return {
    contents: contentsApi(client, (region) => new URL(`https://alikafka.${region}.aliyuncs.com`)),
    ...{ clock, random, stop, notes },
    limits: new RateLimits(requestsPerSecond, clock, random, contentsHurry(requestsPerSecond)),
    note: (line: string) => void notes.push(line),
    graceOver: stopped.promise.then(() => clock.sleep(GRACE_MS, ended).catch(() => undefined)),
    pollIntervalMs: 15_000,
    settling: { lostAnswerMs: 60_000, listLagMs: 120_000 },
  };
}

/** One run: read, compare, add. Begins its work at once; time must be let pass. */
export async function run(
  here: Place,
  desired: DesiredContents,
  options: RunOptions = {},
  planned?: readonly Change[],
): Promise<RunResult> {
  const cancel = new AbortController();
  const ended = new AbortController();
  if (options.cancelAfterMs !== undefined) {
    here.clock.sleep(options.cancelAfterMs, ended.signal).then(
      () => cancel.abort(new Stopped('cancelled')),
      () => undefined,
    );
  }
  const needed = dependencies(here, options, cancel.signal, ended.signal);
  try {
    const live = await readContents(REF, desired, needed);
    const found = difference(desired, live);
    const outcome = await applyContents(REF, planned ?? found.changes, needed);
    return { live, difference: found, outcome, notes: needed.notes, endedAt: here.clock.now() };
  } finally {
    ended.abort();
  }
}

/** One run, with all the time that it takes. */
export function ran(here: Place, desired: DesiredContents, options: RunOptions = {}): Promise<RunResult> {
  return here.clock.run(run(here, desired, options));
}

import { Cloud, type CloudOptions } from '../../emulator/alibaba/cloud.ts';
import type { JournalEntry } from '../../emulator/alibaba/journal.ts';
import type { Call } from '../../emulator/alibaba/service/call.ts';
import { alikafka } from '../../src/alibaba/alikafka.ts';
import { type LiveReader, readLiveState } from '../../src/deployment/live-state.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import { makePlan, type PlanItem } from '../../src/deployment/plan.ts';
import { type StartRequest, startRequest } from '../../src/deployment/start-request.ts';
import { type Send, TransportError } from '../../src/http/transport.ts';
import { desiredInstances } from '../../src/manifest/desired.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { parseManifest } from '../../src/manifest/parse.ts';
import { resolve } from '../../src/manifest/resolve.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { RateLimits } from '../../src/time/rate-limit.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { type Fleet, type RunOptions, type RunResult, requestFor, run, sendTo } from './fleet.ts';

export const ID = 'alikafka_post-cn-1';
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** When every virtual clock starts. */
export const BEGAN = new VirtualClock().now();

/** How long a call is on its way in each direction, unless a test says otherwise. */
export const ONE_WAY_MS = 10;

/** The ids of so many instances. */
export function idsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `alikafka_post-cn-${index + 1}`);
}

/** A fleet whose wire a test may cut: `before` hears of every call, and what it throws happens to the caller. */
export function fleetOnWire(options: Omit<CloudOptions, 'now'>, before: (call: Call) => void): Fleet {
  class Wired extends Cloud {
    override call(call: Call): ReturnType<Cloud['call']> {
      before(call);
      return super.call(call);
    }
  }
  const clock = new VirtualClock();
  return { clock, cloud: new Wired({ ...options, now: clock.now }) };
}

/** Everything that reading needs, over a fleet. */
export function readerOf(
  { clock, cloud }: Fleet,
  options: Partial<LiveReader & { send: Send }> = {},
): LiveReader {
  let nonce = 0;
  const client = {
    send: options.send ?? sendTo(cloud, clock, 2 * ONE_WAY_MS),
    wallTime: clock.wallTime,
    nonce: () => `${++nonce}`,
    conceal: <T>(value: T) => value,
    judge: remedyFor,
    credentials: async () => ({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined }),
  };
  const random = options.random ?? (() => 0.5);
  return {
    api: alikafka(client, (region) => new URL(`https://alikafka.${region}.aliyuncs.com`)),
    clock,
    random,
    limits: new RateLimits(2, clock, random),
    stop: new AbortController().signal,
    note: () => undefined,
    ...options,
  };
}

/** The plan for these requests, as the action makes it. */
export async function planFor(fleet: Fleet, requests: readonly StartRequest[]): Promise<PlanItem[]> {
  return makePlan(requests, await fleet.clock.run(readLiveState(requests, readerOf(fleet))));
}

/** The checked requests of a manifest `kafka.yml`. Fails where the manifest is wrong. */
export function requestsIn(manifest: string, variables: Record<string, string> = {}): StartRequest[] {
  const diagnostics = new Diagnostics();
  const root = parseManifest(manifest, 'kafka.yml', diagnostics);
  const selection = { environment: undefined, instances: [] };
  const desired = desiredInstances(resolve(root, {}, selection, variables, diagnostics), diagnostics);
  if (diagnostics.hasErrors) throw new Error(JSON.stringify(diagnostics.all()));
  return desired.map(startRequest);
}

/** One run for these instances, to its end. */
export function runFor(fleet: Fleet, ids: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const requests = ids.map((id) => requestFor(id));
  return fleet.clock.run(run(fleet, requests, options));
}

/** A run for the one instance ID. */
export async function runOne(
  fleet: Fleet,
  options: RunOptions = {},
): Promise<RunResult & { outcome: Outcome }> {
  const result = await runFor(fleet, [ID], options);
  const [outcome] = result.outcomes;
  if (!outcome) throw new Error('there is no outcome');
  return { ...result, outcome };
}

/** The calls of one operation that the cloud saw, oldest first. */
export function callsOf({ cloud }: Fleet, action: 'StartInstance' | 'GetInstanceList'): JournalEntry[] {
  return cloud.journal.filter((entry) => entry.action === action);
}

/** When these calls reached the cloud: milliseconds since the virtual clock started. */
export function timesOf(entries: readonly JournalEntry[]): number[] {
  return entries.map(({ time }) => time - BEGAN);
}

/** The time between one and the next. */
export function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

/** A run that only starts ID: its outcome, and what was told of ID, without its name. */
export async function startOn(dependencies: Fleet, options: RunOptions = {}) {
  const { outcome, lines } = await runOne(dependencies, { wait: false, ...options });
  return {
    outcome,
    told: lines.map((line) => line.replace(`${ID} `, '')),
    journal: dependencies.cloud.journal,
  };
}

/** The calls as the cloud saw them: S for a start, L for a list. */
export function callsIn({ cloud }: Fleet): string {
  return cloud.journal.map(({ action }) => (action === 'StartInstance' ? 'S' : 'L')).join('');
}

/** A wire on which the starts of these numbers, counted from 1, do not leave. */
export function unsent(...numbers: number[]): (call: Call) => void {
  let nth = 0;
  return ({ action }) => {
    if (action !== 'StartInstance') return;
    nth += 1;
    if (numbers.includes(nth)) throw new TransportError('no connection', false, 'Check the proxy.');
  };
}

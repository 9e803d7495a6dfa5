import { Cloud, type CloudOptions } from '../../emulator/alibaba/cloud.ts';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/alibaba/service/call.ts';
import { alikafka } from '../../src/alibaba/alikafka.ts';
import { readApiAnswer } from '../../src/alibaba/answer.ts';
import type { Credentials } from '../../src/alibaba/client.ts';
import { contentsApi, contentsHurry } from '../../src/alibaba/contents.ts';
import { filling } from '../../src/contents/fill.ts';
import { planContents } from '../../src/contents/plan.ts';
import { type ApplyListener, apply, type StepRunners } from '../../src/deployment/apply.ts';
import { readLiveState } from '../../src/deployment/live-state.ts';
import type { ApplyOptions } from '../../src/deployment/options.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import { makePlan, type PlanItem } from '../../src/deployment/plan.ts';
import { type StartRequest, startRequest } from '../../src/deployment/start-request.ts';
import type { StepRunner } from '../../src/deployment/step-dependencies.ts';
import { type HttpAnswer, type Send, TransportError } from '../../src/http/transport.ts';
import { desiredInstances } from '../../src/manifest/desired.ts';
import { type Diagnostic, Diagnostics } from '../../src/manifest/diagnostics.ts';
import { resolve } from '../../src/manifest/resolve.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { Stopped } from '../../src/time/clock.ts';
import { RateLimits } from '../../src/time/rate-limit.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

// The code under test loads a parser when it first meets XML or a web page. That takes real time, for which a
// virtual clock does not wait: here it is loaded before.
const page = { status: 502, header: () => undefined, body: '<html></html>', broken: undefined };
await readApiAnswer('Any', page, 'coded', { conceal: (value) => value, judge: remedyFor }).catch(
  () => undefined,
);

export const CALL_TIMEOUT_MS = 30_000;

/** A checked request for an instance, as a manifest with just the required fields gives it. */
export function requestFor(instanceId: string, inputs: Record<string, string> = {}): StartRequest {
  const diagnostics = new Diagnostics();
  const fields = {
    'region-id': 'cn-hangzhou',
    'instance-id': instanceId,
    'vpc-id': 'vpc-1',
    'vswitch-id': 'vsw-1',
    'zone-id': 'zonea',
    'deploy-module': 'vpc',
    ...inputs,
  };
  const [desired] = desiredInstances(
    resolve(undefined, fields, { environment: undefined, instances: [] }, {}, diagnostics),
    diagnostics,
  );
  if (!desired) throw new Error(JSON.stringify(diagnostics.all()));
  return startRequest(desired);
}

/** A transport whose other end is an emulated cloud on the same clock. */
export function sendTo(
  cloud: Cloud,
  clock: VirtualClock,
  latencyMs = 20,
  unsent: readonly number[] = [],
): Send {
  let calls = 0;
  return async ({ url, headers }): Promise<HttpAnswer> => {
    if (unsent.includes(calls++)) throw new TransportError('no connection', false, 'Try again.');
    await clock.sleep(latencyMs / 2);
    const outcome = cloud.call({
      action: headers['x-acs-action'] ?? '',
      version: headers['x-acs-version'] ?? '',
      accountId: DEFAULT_ACCOUNT_ID,
      parameters: Object.fromEntries(url.searchParams),
    });
    if (outcome.kind === 'hang') {
      await clock.sleep(CALL_TIMEOUT_MS);
      throw new TransportError('no answer in time', true, 'Try again.');
    }
    await clock.sleep(outcome.delayMs + latencyMs / 2);
    if (outcome.kind === 'reset') throw new TransportError('the connection was lost', true, 'Try again.');
    const { httpStatus: status, headers: answered, body, interrupted } = outcome;
    return { status, header: (name) => answered[name], body, broken: interrupted ? 'cut' : undefined };
  };
}

/** A step that has tests of its own, and is in no plan here. */
async function unasked(): Promise<void> {
  throw new Error('no plan here has this step');
}

/** For plans of instances that are to hold nothing, and whose brokers nobody asks. */
export const RUNNERS: StepRunners = { fill: unasked, verify: unasked };

const VERIFY = { kind: 'verify' } as const;

export const OPTIONS: ApplyOptions = {
  wait: true,
  timeoutMs: 60 * 60_000,
  pollIntervalMs: 15_000,
  settling: { lostAnswerMs: 60_000, listLagMs: 120_000 },
  requestsPerSecond: 2,
};

export interface Fleet {
  readonly clock: VirtualClock;
  readonly cloud: Cloud;
}

export function fleet(options: Omit<CloudOptions, 'now'>): Fleet {
  const clock = new VirtualClock();
  return { clock, cloud: new Cloud({ ...options, now: clock.now }) };
}

/** Everything that was told during a run, as lines. */
export interface Told {
  readonly lines: string[];
}

function teller(told: Told): ApplyListener {
  return {
    starting: ({ key }) => told.lines.push(`${key} starting`),
    accepted: ({ key }) => told.lines.push(`${key} accepted`),
    adding: ({ key }) => told.lines.push(`${key} adding`),
    added: ({ key }) => told.lines.push(`${key} added`),
    statusChanged: ({ key, status }, before) => told.lines.push(`${key} ${before} → ${status}`),
    note: ({ key }, line) => told.lines.push(`${key} ${line}`),
    heartbeat: (waiting, elapsedMs) => told.lines.push(`heartbeat ${elapsedMs} ${waiting.length}`),
    finished: ({ key, success }) => told.lines.push(`${key} finished ${success}`),
  };
}

export interface RunResult extends Told {
  readonly plan: readonly PlanItem[];
  /** What the plan has to tell of what the instances hold. */
  readonly found: readonly Diagnostic[];
  readonly outcomes: readonly Outcome[];
  readonly endedAt: number;
}

/** A pseudo-random source that a seed repeats (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const KEYS: Credentials = { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined };

export interface RunOptions extends Partial<ApplyOptions> {
  readonly cancelAfterMs?: number | undefined;
  readonly seed?: number;
  readonly latencyMs?: number;
  readonly credentials?: () => Promise<Credentials>;
  /** The calls that never leave, counted from 0. */
  readonly unsent?: readonly number[];
  /** Looks at the brokers of every instance in the end. */
  readonly verify?: StepRunner;
  /** Hears before the teller does. */
  readonly hearing?: (listener: ApplyListener, plan: readonly PlanItem[]) => ApplyListener;
}

/** One run, as the action makes it: live, plan, apply. Begins its work at once; time must be let pass. */
export async function run(
  { clock, cloud }: Fleet,
  requests: readonly StartRequest[],
  { cancelAfterMs, seed = 1, latencyMs, unsent, credentials, verify, hearing, ...options }: RunOptions = {},
): Promise<RunResult> {
  const told: Told = { lines: [] };
  const cancel = new AbortController();
  const ended = new AbortController();
  if (cancelAfterMs !== undefined) {
    clock.sleep(cancelAfterMs, ended.signal).then(
      () => cancel.abort(new Stopped('cancelled')),
      () => undefined,
    );
  }
  let nonce = 0;
  const random = randomFrom(seed);
  const client = {
    send: sendTo(cloud, clock, latencyMs, unsent),
    wallTime: clock.wallTime,
    nonce: () => `${seed}-${++nonce}`,
    conceal: <T>(value: T) => value,
    judge: remedyFor,
    credentials: credentials ?? (async () => KEYS),
  };
  const endpointOf = (region: string) => new URL(`https://alikafka.${region}.aliyuncs.com`);
  const contents = contentsApi(client, endpointOf);
  const settled = { ...OPTIONS, ...options };
  const rate = settled.requestsPerSecond;
  const limits = new RateLimits(rate, clock, random, contentsHurry(rate));
  const reader = {
    api: alikafka(client, endpointOf),
    contents,
    clock,
    random,
    limits,
    stop: cancel.signal,
    note: (line: string) => told.lines.push(line),
  };
  try {
    const made = makePlan(requests, await readLiveState(requests, reader));
    const { plan, diagnostics: found } = await planContents(made, reader);
    const whole = verify ? plan.map((item) => ({ ...item, steps: [...item.steps, VERIFY] })) : plan;
    const listener = hearing ? hearing(teller(told), plan) : teller(told);
    const runners = { fill: filling(contents), verify: verify ?? unasked };
    const outcomes = await apply(whole, settled, { ...reader, cancel: cancel.signal, listener, runners });
    return { ...told, plan, found, outcomes, endedAt: clock.now() };
  } finally {
    ended.abort();
  }
}

import type { Alikafka } from '../alibaba/alikafka.ts';
import { CallError } from '../alibaba/errors.ts';
import { type Clock, Stopped } from '../time/clock.ts';
import { RateLimiter } from '../time/rate-limit.ts';
import { endSentence, type Failure, failureOf } from './failure.ts';
import type { LiveReader } from './live-state.ts';
import { type Outcome, untouched } from './outcome.ts';
import type { PlanItem } from './plan.ts';
import { InstanceFailed, Progress, type ProgressListener, type Settling, type Tools } from './progress.ts';
import { start } from './start.ts';
import { StatusPoller } from './status-poller.ts';
import { waitUntilInService } from './wait.ts';

/** How the user wants it done. Times in milliseconds. */
export interface ApplyOptions {
  readonly wait: boolean;
  /** For all of it, starting and waiting. */
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  readonly settling: Settling;
  readonly requestsPerSecond: number;
}

export interface ApplyListener extends ProgressListener {
  /** Once a minute while anything is waited for. */
  readonly heartbeat: (waiting: readonly Progress[], elapsedMs: number) => void;
  readonly finished: (outcome: Outcome) => void;
}

/** What applying needs from outside. The reader's limiter and pauses are shared with the reading of the plan. */
export interface ApplyDependencies extends Omit<LiveReader, 'stop'> {
  readonly api: Alikafka;
  /** Aborted when the user cancels the job. */
  readonly cancel: AbortSignal;
  readonly tell: ApplyListener;
}

const GRACE_MS = 2_500; // the runner kills ten seconds after it asks; outputs and summary come after this
const HEARTBEAT_MS = 60_000;

/**
 * Carries out a plan: all instances at once, each paced by the quota, none stopping the others. It never
 * throws for what happens to an instance, and ends when all have an outcome, by the timeout at the latest.
 */
export async function apply(
  plan: readonly PlanItem[],
  options: ApplyOptions,
  dependencies: ApplyDependencies,
): Promise<Outcome[]> {
  const end = new AbortController();
  const stop = stopSignal(dependencies.cancel, dependencies.clock, options.timeoutMs, end.signal);
  const tools = toolsOf(options, dependencies, stop, end.signal);
  const tell = guarded(dependencies.tell);
  const began = dependencies.clock.now();
  const busy = new Set<Progress>();
  void heartbeat(busy, began, dependencies, end.signal);
  try {
    return await Promise.all(
      plan.map(async (item) => {
        const outcome = await one(item, options.wait, tools, busy);
        tell.finished(outcome);
        return outcome;
      }),
    );
  } finally {
    end.abort();
  }
}

async function one(item: PlanItem, wait: boolean, tools: Tools, busy: Set<Progress>): Promise<Outcome> {
  if (item.action === 'none' || item.action === 'blocked') return untouched(item);
  const progress = new Progress(item, tools.clock.now());
  busy.add(progress);
  try {
    if (item.action === 'start') await start(progress, tools);
    if (wait) await waitUntilInService(progress, tools);
    return progress.outcome(tools.clock.now(), undefined);
  } catch (error) {
    return {
      ...progress.outcome(tools.clock.now(), explain(error, progress)),
      ...leftBehind(error, progress),
    };
  } finally {
    progress.ended = true;
    busy.delete(progress);
  }
}

function toolsOf(
  options: ApplyOptions,
  dependencies: ApplyDependencies,
  stop: AbortSignal,
  end: AbortSignal,
): Tools {
  const { api, clock, random } = dependencies;
  const pollers = new Map<string, StatusPoller>();
  const stopped = Promise.withResolvers<void>();
  stop.addEventListener('abort', () => stopped.resolve(), { once: true });
  if (stop.aborted) stopped.resolve();
  return {
    ...{ api, clock, random, stop },
    tell: guarded(dependencies.tell),
    pollIntervalMs: options.pollIntervalMs,
    settling: options.settling,
    startLimiter: new RateLimiter(options.requestsPerSecond, clock, random),
    graceOver: stopped.promise.then(() => clock.sleep(GRACE_MS, end).catch(() => undefined)),
    pollerOf: (regionId) => {
      const poller =
        pollers.get(regionId) ??
        new StatusPoller(regionId, options.pollIntervalMs, { ...dependencies, stop });
      pollers.set(regionId, poller);
      return poller;
    },
  };
}

/** What goes wrong while a line is told must not lose the outcome of what it tells of. */
function guarded(tell: ApplyListener): ApplyListener {
  const guard =
    <A extends unknown[]>(say: (...words: A) => void) =>
    (...words: A): void => {
      try {
        say(...words);
      } catch {
        // the outcome tells it again
      }
    };
  return {
    starting: guard(tell.starting),
    accepted: guard(tell.accepted),
    statusChanged: guard(tell.statusChanged),
    note: guard(tell.note),
    heartbeat: guard(tell.heartbeat),
    finished: guard(tell.finished),
  };
}

/** Aborted when the user cancels or the time is up, with a Stopped that says which. */
function stopSignal(cancel: AbortSignal, clock: Clock, timeoutMs: number, end: AbortSignal): AbortSignal {
  const stop = new AbortController();
  const cancelled = () => stop.abort(new Stopped('cancelled'));
  if (cancel.aborted) cancelled();
  else cancel.addEventListener('abort', cancelled, { once: true, signal: end });
  clock.sleep(timeoutMs, end).then(
    () => stop.abort(new Stopped('timeout')),
    () => undefined,
  );
  return stop.signal;
}

async function heartbeat(
  busy: ReadonlySet<Progress>,
  began: number,
  dependencies: ApplyDependencies,
  end: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      await dependencies.clock.sleep(HEARTBEAT_MS, end);
      if (busy.size > 0) dependencies.tell.heartbeat([...busy], dependencies.clock.now() - began);
    }
  } catch {
    // the end of the run ends it
  }
}

const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';

function explain(error: unknown, progress: Progress): Failure {
  const after = aftermath(progress);
  if (error instanceof InstanceFailed) {
    const { failure } = error;
    return progress.started === 'perhaps'
      ? { ...failure, message: `${endSentence(failure.message)} ${after}` }
      : failure;
  }
  if (error instanceof Stopped) return stoppedFailure(error, progress);
  if (error instanceof CallError) {
    const failure = failureOf(error);
    return {
      ...failure,
      message: `${endSentence(failure.message)} ${after}`,
      remedy: `${failure.remedy} ${RESUME}`,
    };
  }
  const what = error instanceof Error ? error.message : String(error);
  const message = `Something went wrong inside the action: ${endSentence(what)} ${after}`;
  return {
    message,
    remedy: `This is a bug; report it with a debug log. ${RESUME}`,
    recommend: undefined,
    details: {},
  };
}

function stoppedFailure({ message, why }: Stopped, progress: Progress): Failure {
  const remedy = why === 'timeout' ? `${RESUME} If deployments take longer, raise wait-timeout.` : RESUME;
  const text = `${message} while it was ${progress.status}. ${aftermath(progress)}`;
  return { message: text, remedy, recommend: undefined, details: {} };
}

/** The facts behind the words of `explain`. An instance that failed is at its end, unless an answer was lost. */
function leftBehind(error: unknown, progress: Progress): Pick<Outcome, 'stopped' | 'goesOn'> {
  const stopped = error instanceof Stopped ? { stopped: error.why } : {};
  const isOver = error instanceof InstanceFailed && progress.started !== 'perhaps';
  const goesOn = isOver ? undefined : goesOnOf(progress);
  return { ...stopped, ...(goesOn && { goesOn }) };
}

function goesOnOf({ started, deploying }: Progress): Outcome['goesOn'] {
  if (started === 'yes' || deploying) return 'surely';
  return started === 'perhaps' ? 'perhaps' : undefined;
}

/** What goes on in the cloud when a run leaves an instance. */
function aftermath(progress: Progress): string {
  const { instanceId } = progress;
  const goesOn = goesOnOf(progress);
  if (goesOn === 'surely') return `The deployment of ${instanceId} goes on in the cloud.`;
  if (goesOn === undefined) return `${instanceId} was not started.`;
  return `The answer to the start of ${instanceId} was lost: it may be deploying in the cloud now, and cost money.`;
}

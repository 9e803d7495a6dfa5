import { type Clock, Stopped } from '../time/clock.ts';
import { failureIn, leftBehind } from './ending.ts';
import type { LiveReader } from './live-state.ts';
import type { ApplyOptions } from './options.ts';
import { type Outcome, untouched } from './outcome.ts';
import type { PlanItem } from './plan.ts';
import { Progress, type ProgressListener } from './progress.ts';
import { start } from './start.ts';
import { StatusPoller } from './status-poller.ts';
import type { StepDependencies, StepRunner } from './step-dependencies.ts';
import type { Step } from './steps.ts';
import { waitUntilInService } from './wait.ts';

export interface ApplyListener extends ProgressListener {
  /** Once a minute while anything is waited for. */
  readonly heartbeat: (waiting: readonly Progress[], elapsedMs: number) => void;
  readonly finished: (outcome: Outcome) => void;
}

/** What applying needs from outside. Rate limits are shared with the reading of the plan. */
export interface ApplyDependencies extends Omit<LiveReader, 'stop'> {
  /** Aborted when the user cancels the job. */
  readonly cancel: AbortSignal;
  readonly listener: ApplyListener;
  readonly runners: StepRunners;
}

/** What is done with an instance that is in service, by those who know how. */
export interface StepRunners {
  readonly fill: StepRunner;
  readonly verify: StepRunner;
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
  const listener = guarded(dependencies.listener);
  const run = runOf(options, { ...dependencies, listener }, end.signal);
  const busy = new Set<Progress>();
  void heartbeat(busy, dependencies.clock, listener, end.signal);
  try {
    return await Promise.all(
      plan.map(async (item) => {
        const outcome = await carryOut(item, options.wait, run, dependencies.runners, busy);
        listener.finished(outcome);
        return outcome;
      }),
    );
  } finally {
    end.abort();
  }
}

async function carryOut(
  item: PlanItem,
  wait: boolean,
  run: StepDependencies,
  runners: StepRunners,
  busy: Set<Progress>,
): Promise<Outcome> {
  if (item.steps.length === 0) return untouched(item);
  const progress = new Progress(item, run.clock.now());
  busy.add(progress);
  try {
    for (const step of item.steps) {
      if (step.kind !== 'wait' || wait) await take(step, progress, run, runners);
    }
    return progress.outcome(run.clock.now(), progress.failure);
  } catch (error) {
    const outcome = progress.outcome(run.clock.now(), failureIn(error, progress));
    return { ...outcome, ...leftBehind(error, progress) };
  } finally {
    progress.ended = true;
    busy.delete(progress);
  }
}

function take(step: Step, progress: Progress, run: StepDependencies, runners: StepRunners): Promise<void> {
  switch (step.kind) {
    case 'start':
      return start(progress, run);
    case 'wait':
      return waitUntilInService(progress, run);
    case 'fill':
      return runners.fill(progress, run);
    case 'verify':
      return runners.verify(progress, run);
  }
}

function runOf(options: ApplyOptions, dependencies: ApplyDependencies, end: AbortSignal): StepDependencies {
  const { api, clock, random, limits, listener, cancel } = dependencies;
  const stop = stopSignal(cancel, clock, options.timeoutMs, end);
  const pollers = new Map<string, StatusPoller>();
  const stopped = Promise.withResolvers<void>();
  stop.addEventListener('abort', () => stopped.resolve(), { once: true });
  if (stop.aborted) stopped.resolve();
  return {
    ...{ api, clock, random, limits, listener, stop },
    pollIntervalMs: options.pollIntervalMs,
    settling: options.settling,
    graceOver: stopped.promise.then(() => clock.sleep(GRACE_MS, end).catch(() => undefined)),
    pollerOf: (regionId) => {
      const opened = pollers.get(regionId);
      const poller = opened ?? new StatusPoller(regionId, options.pollIntervalMs, { ...dependencies, stop });
      pollers.set(regionId, poller);
      return poller;
    },
  };
}

/** What goes wrong while a line is told must not lose the outcome of what it tells of. */
function guarded(listener: ApplyListener): ApplyListener {
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
    starting: guard(listener.starting),
    accepted: guard(listener.accepted),
    adding: guard(listener.adding),
    added: guard(listener.added),
    statusChanged: guard(listener.statusChanged),
    note: guard(listener.note),
    heartbeat: guard(listener.heartbeat),
    finished: guard(listener.finished),
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
  clock: Clock,
  listener: ApplyListener,
  end: AbortSignal,
): Promise<void> {
  const began = clock.now();
  try {
    for (;;) {
      await clock.sleep(HEARTBEAT_MS, end);
      if (busy.size > 0) listener.heartbeat([...busy], clock.now() - began);
    }
  } catch {
    // the end of the run ends it
  }
}

import { type Alikafka, alikafka } from './alibaba/alikafka.ts';
import type { Client } from './alibaba/client.ts';
import { alikafkaEndpoint } from './alibaba/endpoints.ts';
import { CallError } from './alibaba/errors.ts';
import type { Login } from './alibaba/login.ts';
import { apply } from './deployment/apply.ts';
import { type Failure, failureOf } from './deployment/failure.ts';
import { type LiveReader, readLiveState } from './deployment/live-state.ts';
import { type Outcome, untouched } from './deployment/outcome.ts';
import { makePlan, type PlanItem } from './deployment/plan.ts';
import type { Progress } from './deployment/progress.ts';
import type { RunEvent } from './github/event.ts';
import { objectionTo } from './github/guard.ts';
import { type IdentityProviders, identify } from './identify.ts';
import { givenKeysOf } from './inputs/credentials.ts';
import type { Inputs } from './inputs/read.ts';
import { unconcealable } from './manifest/confidential.ts';
import type { Diagnostic } from './manifest/diagnostics.ts';
import { loadRequests } from './manifest/load.ts';
import { matrixWarnings } from './report/outputs.ts';
import { errorsOf, type Report, type Stop } from './report/report.ts';
import type { RunLogger } from './report/run-logger.ts';
import { type Clock, Stopped, unlessAborted } from './time/clock.ts';
import { RateLimiter } from './time/rate-limit.ts';

/** What the run needs from outside. Time and randomness come in, so that a run can be repeated. */
export interface RunDependencies {
  readonly client: Omit<Client, 'credentials'>;
  readonly clock: Clock;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  /** Aborted when the user cancels the job. */
  readonly cancel: AbortSignal;
  /** Undefined outside of GitHub Actions. */
  readonly event: RunEvent | undefined;
  readonly identity: IdentityProviders;
  readonly runLogger: RunLogger;
  /**
   * Hears of the report as far as it is known while the run goes on: it may be killed at any time.
   *
   * @throws Error when it cannot be put on record
   */
  readonly known: (report: Report) => void;
  /** Told every secret as soon as it is known, before anything is said. */
  readonly mask: (secrets: readonly string[]) => void;
  /** Told what is to be removed from all texts, but is not to be masked by the runner. */
  readonly conceal: (texts: readonly string[]) => void;
}

/** The whole run: resolve what the user asked for, plan against the live state, apply, wait, and report. */
export async function deploy(
  inputs: Inputs,
  diagnostics: readonly Diagnostic[],
  dependencies: RunDependencies,
): Promise<Report> {
  const report = await carryOut(inputs, diagnostics, dependencies);
  return dependencies.cancel.aborted ? { ...report, cancelled: true } : report;
}

async function carryOut(
  inputs: Inputs,
  diagnostics: readonly Diagnostic[],
  dependencies: RunDependencies,
): Promise<Report> {
  const loaded = await loadRequests(inputs.manifestSource);
  dependencies.mask(loaded.confidential.masked);
  dependencies.conceal(loaded.confidential.concealed);
  const report: Report = {
    mode: inputs.mode,
    diagnostics: [...diagnostics, ...loaded.diagnostics, ...unconcealableKeys(inputs, loaded.identifiers)],
    requests: loaded.requests,
    plan: [],
    outcomes: [],
    stop: undefined,
  };
  if (errorsOf(report).length > 0) return report;
  dependencies.runLogger.requests(report.requests, inputs.manifestSource);
  if (inputs.mode === 'validate') return report;

  const ready = await unlessStopped(() => prepare(inputs, report, dependencies));
  if ('stop' in ready) return { ...report, stop: ready.stop };
  const { reader, plan } = ready;
  dependencies.runLogger.plan(plan);
  const planned = { ...report, plan, diagnostics: [...report.diagnostics, ...driftWarnings(plan)] };
  if (inputs.mode === 'plan') {
    const warned = [...matrixWarnings(plan), ...planned.diagnostics];
    return { ...planned, diagnostics: warned, outcomes: plan.map(untouched) };
  }

  const unrecorded = unrecordable(planned, dependencies);
  if (unrecorded) return { ...planned, stop: unrecorded };
  const tell = tellingFirst(planned, dependencies);
  const outcomes = await apply(plan, inputs.apply, { ...reader, cancel: dependencies.cancel, tell });
  return { ...planned, outcomes };
}

/** Keys that are part of what is always shown: they could not be concealed without harm. */
function unconcealableKeys({ sources }: Inputs, identifiers: string): Diagnostic[] {
  return givenKeysOf(sources).flatMap(({ name, text }): Diagnostic[] => {
    const why = unconcealable(text, identifiers);
    return why === undefined ? [] : [{ severity: 'error', origin: undefined, message: `The ${name} ${why}` }];
  });
}

/** Everything before the first change: may this event deploy, who are we, what is there, what is to be done. */
async function prepare(
  inputs: Inputs,
  { requests }: Report,
  dependencies: RunDependencies,
): Promise<Prepared | { stop: Stop }> {
  const guarded = inputs.mode === 'apply' && !inputs.allowUnsafeEvents;
  const objection = guarded ? objectionTo(dependencies.event) : undefined;
  if (objection) return { stop: objection };
  const login = await unlessAborted(
    identify(inputs, requests[0]?.regionId ?? '', dependencies),
    dependencies.cancel,
  );
  const reader = readerOf(inputs, login, dependencies);
  return { reader, plan: makePlan(requests, await readLiveState(requests, reader)) };
}

interface Prepared {
  readonly reader: LiveReader;
  readonly plan: readonly PlanItem[];
}

/** What ends a run before anything was started, in words. */
async function unlessStopped<T>(work: () => Promise<T>): Promise<T | { stop: Stop }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CallError) return { stop: failureOf(error) };
    if (!(error instanceof Stopped)) throw error;
    const message = 'The run was cancelled before anything was started';
    return { stop: { message, remedy: 'Run again when you want to.' } };
  }
}

function readerOf(inputs: Inputs, { credentials }: Login, dependencies: RunDependencies): LiveReader {
  const { clock, random, client, runLogger, cancel } = dependencies;
  const api: Alikafka = alikafka({ ...client, credentials }, (region) => {
    return inputs.endpoint ?? alikafkaEndpoint(region, inputs.network);
  });
  const limiter = new RateLimiter(inputs.apply.requestsPerSecond, clock, random);
  return { api, clock, random, limiter, stop: cancel, note: runLogger.remark };
}

/** Nothing is started without a record: a run whose outputs are lost would be repeated by hand. */
function unrecordable(planned: Report, { known }: RunDependencies): Stop | undefined {
  try {
    known(planned);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The outputs could not be written: ${why}`;
    return { message, remedy: 'Make room on the runner, or repair what GITHUB_OUTPUT names, and run again.' };
  }
}

/** Lets the outputs say that something was started as soon as it was. */
function tellingFirst(planned: Report, { runLogger, known, clock }: RunDependencies): RunLogger {
  let began = false;
  let told = false;
  const record = (progress: Progress, changed: Outcome['changed']): void => {
    known({ ...planned, outcomes: [{ ...progress.outcome(clock.now(), UNFINISHED), changed }] });
  };
  const starting = (progress: Progress): void => {
    try {
      if (!began) record(progress, 'unknown'); // from here on the run may be killed while an answer is out
    } finally {
      began = true;
      runLogger.starting(progress);
    }
  };
  const accepted = (progress: Progress): void => {
    try {
      if (!told) record(progress, true);
    } finally {
      told = true;
      runLogger.accepted(progress);
    }
  };
  return { ...runLogger, starting, accepted };
}

/** What stands in the outputs for an instance that the run has not finished with. */
const UNFINISHED: Failure = {
  message: 'The run broke off; the deployment goes on in the cloud',
  remedy: 'Run again: it waits on, and starts nothing twice.',
  recommend: undefined,
  details: {},
};

/** Drift at the line of the manifest that says otherwise. */
function driftWarnings(plan: readonly PlanItem[]): Diagnostic[] {
  return plan.flatMap(({ request, drift }) =>
    drift.map(({ field, manifest, live, origin }): Diagnostic => {
      const message = `Drift: ${field} of ${request.key} is ${JSON.stringify(live)} in the cloud, ${JSON.stringify(manifest)} here`;
      return { severity: 'warning', origin, message };
    }),
  );
}

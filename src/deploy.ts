import type { Client } from './alibaba/client.ts';
import type { ReadProduct } from './alibaba/endpoints.ts';
import { CallError } from './alibaba/errors.ts';
import { failureOf } from './deployment/failure.ts';
import type { LiveReader } from './deployment/live-state.ts';
import { untouched } from './deployment/outcome.ts';
import type { PlanItem } from './deployment/plan.ts';
import { startRequest } from './deployment/start-request.ts';
import type { RunEvent } from './github/event.ts';
import { objectionTo } from './github/guard.ts';
import type { IdentityProviders } from './identity/identify.ts';
import { unconcealableKeys } from './inputs/credentials.ts';
import type { Inputs } from './inputs/read.ts';
import type { Diagnostic } from './manifest/diagnostics.ts';
import { loadManifest } from './manifest/load.ts';
import { driftDiagnostics } from './report/drift.ts';
import { type RecordEarly, recordingFirst, unrecordable } from './report/early-record.ts';
import { matrixWarnings } from './report/outputs.ts';
import { errorsOf, type Report, type Stop } from './report/report.ts';
import type { RunLogger } from './report/run-logger.ts';
import { type Clock, Stopped, unlessAborted } from './time/clock.ts';
import { RateLimits } from './time/rate-limit.ts';

/** What the run needs from outside. Time and randomness come in, so that a run can be repeated. */
export interface RunDependencies {
  readonly client: Omit<Client, 'credentials' | 'judge'>;
  readonly clock: Clock;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  /** Aborted when the user cancels the job. */
  readonly cancel: AbortSignal;
  /** Undefined outside of GitHub Actions. */
  readonly event: RunEvent | undefined;
  readonly identity: IdentityProviders;
  readonly logger: RunLogger;
  readonly recordEarly: RecordEarly;
  /** Told every secret as soon as it is known, before anything is said. */
  readonly mask: (secrets: readonly string[]) => void;
  /** Told what is to be removed from all texts, but is not to be masked by the runner. */
  readonly conceal: (texts: readonly string[]) => void;
}

/** The whole run: read what the user wants, plan against the live state, apply, wait, and report. */
export async function deploy(
  inputs: Inputs,
  diagnostics: readonly Diagnostic[],
  run: RunDependencies,
): Promise<Report> {
  const report = await carryOut(inputs, diagnostics, run);
  return run.cancel.aborted ? { ...report, cancelled: true } : report;
}

async function carryOut(inputs: Inputs, given: readonly Diagnostic[], run: RunDependencies): Promise<Report> {
  const report = await validate(inputs, given, run);
  if (errorsOf(report).length > 0) return report;
  run.logger.requests(report.requests, inputs.manifestSource);
  if (inputs.mode === 'validate') return report;

  const prepared = await unlessStopped(() => prepare(inputs, report, run));
  if ('stop' in prepared) return { ...report, stop: prepared.stop };
  const { reader, plan, found } = prepared;
  run.logger.plan(plan);
  const diagnostics = [...report.diagnostics, ...driftDiagnostics(plan), ...found];
  const planned = { ...report, plan, diagnostics };
  if (inputs.mode === 'plan') {
    const warned = [...matrixWarnings(plan), ...planned.diagnostics];
    return { ...planned, diagnostics: warned, outcomes: plan.map(untouched) };
  }

  const unrecorded = unrecordable(planned, run.recordEarly);
  if (unrecorded) return { ...planned, stop: unrecorded };
  const listener = recordingFirst(planned, run);
  const { apply } = await import('./after-validation.ts');
  const outcomes = await apply(plan, inputs.apply, { ...reader, cancel: run.cancel, listener });
  return { ...planned, outcomes };
}

/** What can be known without asking anybody. */
async function validate(
  inputs: Inputs,
  diagnostics: readonly Diagnostic[],
  { mask, conceal }: RunDependencies,
): Promise<Report> {
  const loaded = await loadManifest(inputs.manifestSource);
  mask(loaded.confidential.masked);
  conceal(loaded.confidential.concealed);
  const keys = unconcealableKeys(inputs.sources, loaded.identifiers);
  return {
    mode: inputs.mode,
    site: inputs.site,
    ...(inputs.failOnDrift && { failOnDrift: true }),
    diagnostics: [...diagnostics, ...loaded.diagnostics, ...keys],
    requests: loaded.desired.map(startRequest),
    plan: [],
    outcomes: [],
    stop: undefined,
  };
}

interface Prepared {
  readonly reader: LiveReader;
  readonly plan: readonly PlanItem[];
  /** What preflight found. */
  readonly found: readonly Diagnostic[];
}

/** Everything before the first change: may this event deploy, who are we, what is there, what is to be done. */
async function prepare(
  inputs: Inputs,
  { requests }: Report,
  run: RunDependencies,
): Promise<Prepared | { stop: Stop }> {
  const guarded = inputs.mode === 'apply' && !inputs.allowUnsafeEvents;
  const objection = guarded ? objectionTo(run.event) : undefined;
  if (objection) return { stop: objection };
  const { alikafka, alikafkaEndpoint, identify, makePlan, readLiveState, remedyFor } = await import(
    './after-validation.ts'
  );
  const { clock, random, logger, cancel } = run;
  const client = { ...run.client, judge: remedyFor };
  const regionId = requests[0]?.regionId ?? '';
  const login = await unlessAborted(identify(inputs, regionId, { ...run, client }), cancel);
  const signing = { ...client, credentials: login.credentials };
  const reader: LiveReader = {
    api: alikafka(signing, (region) => inputs.endpoint ?? alikafkaEndpoint(region, inputs.network)),
    limits: new RateLimits(inputs.apply.requestsPerSecond, clock, random),
    ...{ clock, random, stop: cancel, note: logger.remark },
  };
  const plan = makePlan(requests, await readLiveState(requests, reader));
  return { reader, ...(await checked(plan, inputs, { signing, reader })) };
}

/** The plan after a look at what the instances would be deployed into. */
async function checked(
  plan: readonly PlanItem[],
  { preflight: how, endpoint, network }: Inputs,
  { signing, reader }: { readonly signing: Client; readonly reader: LiveReader },
): Promise<Omit<Prepared, 'reader'>> {
  if (how === 'off') return { plan, found: [] };
  const { ecs, isLoopback, kms, preflight, productEndpoint, vpc } = await import('./after-validation.ts');
  const emulated = endpoint && isLoopback(endpoint) ? endpoint : undefined;
  const at = (product: ReadProduct) => (region: string) =>
    emulated ?? productEndpoint(product, region, network);
  const products = {
    vpc: vpc(signing, at('vpc')),
    ecs: ecs(signing, at('ecs')),
    kms: kms(signing, at('kms')),
  };
  const result = await preflight(plan, { ...reader, ...products }, how === 'required');
  return { plan: result.plan, found: result.diagnostics };
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

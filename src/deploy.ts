import { CallError } from './alibaba/errors.ts';
import { failureOf } from './deployment/failure.ts';
import { untouched } from './deployment/outcome.ts';
import { startRequest } from './deployment/start-request.ts';
import { unconcealableKeys } from './inputs/credentials.ts';
import type { Inputs } from './inputs/read.ts';
import type { Diagnostic } from './manifest/diagnostics.ts';
import { loadManifest } from './manifest/load.ts';
import { prepare } from './prepare.ts';
import { silenceNotes } from './report/clients.ts';
import { driftDiagnostics } from './report/drift.ts';
import { recordingFirst, unrecordable } from './report/early-record.ts';
import { matrixWarnings } from './report/outputs.ts';
import { errorsOf, type Report, type Stop } from './report/report.ts';
import type { RunDependencies } from './run-dependencies.ts';
import { Stopped } from './time/clock.ts';

/** The whole run: read what the user wants, plan against the live state, apply, wait, and report. */
export async function deploy(
  inputs: Inputs,
  diagnostics: readonly Diagnostic[],
  run: RunDependencies,
): Promise<Report> {
  const began = run.clock.now();
  const report = { ...(await carryOut(inputs, diagnostics, run)), durationMs: run.clock.now() - began };
  return run.cancel.aborted ? { ...report, cancelled: true } : report;
}

async function carryOut(inputs: Inputs, given: readonly Diagnostic[], run: RunDependencies): Promise<Report> {
  const report = await validate(inputs, given, run);
  if (errorsOf(report).length > 0) return report;
  run.logger.requests(report.requests, inputs.manifestSource);
  if (inputs.mode === 'validate') return report;

  const prepared = await unlessStopped(() => prepare(inputs, report.requests, run));
  if ('stop' in prepared) return { ...report, stop: prepared.stop };
  const { reader, runners, plan, found } = prepared;
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
  const { apply, contentsDiagnostics } = await import('./after-validation.ts');
  const outcomes = await apply(plan, inputs.apply, { ...reader, runners, cancel: run.cancel, listener });
  const told = outcomes.flatMap(({ key, contents }) => contentsDiagnostics(key, contents?.findings ?? []));
  const diagnosed = [...planned.diagnostics, ...told, ...silenceNotes(outcomes)];
  return { ...planned, outcomes, diagnostics: diagnosed };
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
    source: {
      manifest: inputs.manifestSource.manifest,
      environment: inputs.manifestSource.selection.environment,
    },
    ...(inputs.failOnDrift && { failOnDrift: true }),
    diagnostics: [...diagnostics, ...loaded.diagnostics, ...keys],
    requests: loaded.desired.map(startRequest),
    plan: [],
    outcomes: [],
    stop: undefined,
  };
}

/** What ends a run before anything was started, in words. */
async function unlessStopped<T>(work: () => Promise<T>): Promise<T | { stop: Stop }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CallError) {
      const { code, requestId } = error;
      return { stop: { ...failureOf(error), code, requestId } };
    }
    if (!(error instanceof Stopped)) throw error;
    const message = 'The run was cancelled before anything was started';
    return { stop: { message, remedy: 'Run again when you want to.' } };
  }
}

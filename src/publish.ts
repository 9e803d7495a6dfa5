import type { GitHubReporting } from './github/reporting.ts';
import type { Runner } from './github/runner.ts';
import { annotate } from './report/annotations.ts';
import { outputsOf } from './report/outputs.ts';
import { NEVER_REDACTED, type Report, succeeded } from './report/report.ts';
import { summaryOf } from './report/summary.ts';

/**
 * Tells how a run ended: outputs first, at once; then what GitHub has to be asked for, unless the user wants the
 * run to end.
 *
 * @param unwritable whether it was told already that the outputs cannot be written
 * @returns the exit code of the step
 */
export async function publish(
  runner: Runner,
  report: Report,
  reporting: GitHubReporting,
  unwritable: boolean,
): Promise<number> {
  // Last of all that it went well: a disk may fill up before. A crash knows nothing of what was put on record.
  const { success, ...rest } = outputsOf(report, runner.redact);
  const known = report.crashed ? { message: rest.message } : rest;
  const lost = tryTo(() => runner.outputs({ ...known, success }));
  tellProblems(runner, report);
  if (lost && !unwritable) {
    tell(runner, 'error', `The outputs could not be written: ${lost}`);
    tryTo(() => runner.outputs({ success: 'false' }));
  }
  await record(runner, report, reporting);
  return succeeded(report) && !lost ? 0 : 1;
}

/** The summary, and what GitHub keeps of the run. */
async function record(runner: Runner, report: Report, reporting: GitHubReporting): Promise<void> {
  if (!reporting.inputs.githubToken) return summarize(runner, report, reporting);
  const { withApprovals } = await import('./github/approvals.ts');
  const recorded = { ...report, run: await withApprovals(report, reporting) };
  summarize(runner, recorded, reporting);
  const { commentOnPull } = await import('./github/pull-comment.ts');
  await commentOnPull(runner.redact(recorded, NEVER_REDACTED), reporting);
}

/** GitHub shows annotations in the log too, but not where they stand: that is folded, and each is read once. */
function tellProblems(runner: Runner, report: Report): void {
  const { annotations, lines, hidden, stopped } = annotate(report);
  if (!runner.showsAnnotations) {
    for (const line of [...lines, ...stopped]) runner.info(line);
    return;
  }
  if (lines.length > 0) runner.group('All problems, with their places', lines);
  if (hidden !== undefined) runner.info(hidden);
  for (const annotation of annotations) runner.annotate(annotation);
}

function summarize(runner: Runner, report: Report, { inputs, context }: GitHubReporting): void {
  if (!inputs.summary) return;
  const shown = runner.redact({ run: { ...context, approvals: undefined }, ...report }, NEVER_REDACTED);
  // A deployment that went well must not become a failed step for this.
  const unwritten = tryTo(() => runner.summary(summaryOf(shown)));
  if (unwritten) tell(runner, 'warning', `The job summary could not be written: ${unwritten}`);
}

/** What went wrong, in words; undefined where nothing did. */
export function tryTo(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tell(runner: Runner, severity: 'error' | 'warning', message: string): void {
  runner.annotate({ severity, title: 'Kafka', message });
}

import type { Report } from '../report/report.ts';
import type { RunRecord } from '../report/run.ts';
import { explainGitHub } from './api.ts';
import type { GitHubReporting } from './reporting.ts';

/** Adds to a run, in mode `apply`, who approved its deployment, as far as the token may read it. */
export async function withApprovals(report: Report, reporting: GitHubReporting): Promise<RunRecord> {
  const { inputs, context, cancel, warn } = reporting;
  const { githubToken: token, mode } = inputs;
  const deployed = mode === 'apply' && report.outcomes.length > 0;
  if (!deployed || !token || !context.repository || !context.runId || cancel.aborted) {
    return { ...context, approvals: undefined };
  }
  try {
    const github = await reporting.github();
    return { ...context, approvals: await github.approvals(Number(context.runId)) };
  } catch (error) {
    if (!cancel.aborted) {
      warn(explainGitHub(error, 'The approvals of this run could not be read', 'actions: read'));
    }
    return { ...context, approvals: undefined };
  }
}

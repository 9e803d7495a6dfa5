import type { Inputs } from '../inputs/read.ts';
import { type CommentContext, commentOf } from '../report/comment.ts';
import type { Report } from '../report/report.ts';
import { type RunContext, type RunRecord, runUrl } from '../report/run.ts';
import { explainGitHub, type GitHub, openGitHub } from './api.ts';
import { writeComment } from './comment.ts';
import type { RunEvent } from './event.ts';

/** What the two visits to GitHub need. Whatever fails there is a warning: it never fails a deployment. */
export interface Visit {
  readonly inputs: Inputs;
  readonly context: RunContext;
  readonly event: RunEvent;
  /** Aborted when the user cancels the job: then GitHub is asked nothing more. */
  readonly cancel: AbortSignal;
  readonly warn: (message: string) => void;
  readonly say: (line: string) => void;
}

/** Adds to a run, in mode `apply`, who approved its deployment, as far as the token may read it. */
export async function recordRun(
  report: Report,
  { inputs, context, cancel, warn }: Visit,
): Promise<RunRecord> {
  const { githubToken: token, mode } = inputs;
  const deployed = mode === 'apply' && report.outcomes.length > 0;
  if (!deployed || !token || !context.repository || !context.runId || cancel.aborted) {
    return { ...context, approvals: undefined };
  }
  try {
    const github = await openGitHub(token, context.repository, cancel);
    return { ...context, approvals: await github.approvals(Number(context.runId)) };
  } catch (error) {
    if (!cancel.aborted) {
      warn(explainGitHub(error, 'The approvals of this run could not be read', 'actions: read'));
    }
    return { ...context, approvals: undefined };
  }
}

/** Writes the plan into the pull request that the run is for, if there is one and it is wanted. */
export async function commentOnPull(report: Report, visit: Visit): Promise<void> {
  const { inputs, context, cancel, warn, say } = visit;
  const wanted = inputs.comment === 'always' || (inputs.comment === 'auto' && inputs.mode === 'plan');
  if (!wanted || inputs.mode === 'validate' || !inputs.githubToken || !context.repository || cancel.aborted)
    return;
  try {
    const github = await openGitHub(inputs.githubToken, context.repository, cancel);
    const pull = await pullOf(visit, github);
    if (pull === undefined) return;
    const { manifest, selection } = inputs.wish;
    const about: CommentContext = {
      ...{ manifest, environment: selection.environment, sha: context.sha, runUrl: runUrl(context) },
    };
    const topic = { manifest: manifest ?? '', environment: selection.environment ?? '' };
    say(`Plan written to ${await writeComment(github, pull, topic, commentOf(report, about))}`);
  } catch (error) {
    if (cancel.aborted) return;
    warn(explainGitHub(error, 'The plan could not be written into the pull request', 'pull-requests: write'));
  }
}

/** The pull request of the event; on a push, the open one that the pushed branch belongs to. */
async function pullOf({ event, context }: Visit, github: GitHub): Promise<number | undefined> {
  const number = event.payload?.pull_request?.number;
  if (number !== undefined || event.name !== 'push' || !context.sha) return number;
  const pulls = await github.pullsOf(context.sha);
  return pulls.find(({ branch }) => branch === context.refName)?.number;
}

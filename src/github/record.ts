import type { Inputs } from '../inputs/read.ts';
import { type CommentContext, commentOf } from '../report/comment.ts';
import { hasChanges, type Report, succeeded } from '../report/report.ts';
import { type RunContext, type RunRecord, runUrl } from '../report/run.ts';
import { explainGitHub, type GitHub } from './api.ts';
import { writeComment } from './comment.ts';
import type { RunEvent } from './event.ts';

/** What the two visits to GitHub need. Whatever fails there is a warning: it never fails a deployment. */
export interface Visit {
  /** GitHub's API, opened when it is first needed; both visits share its patience. */
  readonly github: () => Promise<GitHub>;
  readonly inputs: Inputs;
  readonly context: RunContext;
  readonly event: RunEvent | undefined;
  /** Aborted when the user cancels the job: then GitHub is asked nothing more. */
  readonly cancel: AbortSignal;
  readonly warn: (message: string) => void;
  readonly say: (line: string) => void;
}

/** Adds to a run, in mode `apply`, who approved its deployment, as far as the token may read it. */
export async function recordRun(report: Report, visit: Visit): Promise<RunRecord> {
  const { inputs, context, cancel, warn } = visit;
  const { githubToken: token, mode } = inputs;
  const deployed = mode === 'apply' && report.outcomes.length > 0;
  if (!deployed || !token || !context.repository || !context.runId || cancel.aborted) {
    return { ...context, approvals: undefined };
  }
  try {
    const github = await visit.github();
    return { ...context, approvals: await github.approvals(Number(context.runId)) };
  } catch (error) {
    if (!cancel.aborted) {
      warn(explainGitHub(error, 'The approvals of this run could not be read', 'actions: read'));
    }
    return { ...context, approvals: undefined };
  }
}

/**
 * Writes into the pull request that the run is for what is planned, or what was done. After an apply, a comment
 * that is there is brought up to date, and in silence: nobody asked for it.
 */
export async function commentOnPull(report: Report, visit: Visit): Promise<void> {
  const { inputs, context, cancel, warn, say } = visit;
  const asked = inputs.comment === 'always' || inputs.mode === 'plan';
  if (inputs.comment === 'never' || inputs.mode === 'validate' || cancel.aborted) return;
  if (!asked && report.outcomes.length === 0) return;
  if (!inputs.githubToken || !context.repository) return;
  try {
    const github = await visit.github();
    const pull = await pullOf(visit, github);
    if (pull === undefined) return;
    const { manifest, selection, fieldInputs } = inputs.manifestSource;
    const about: CommentContext = {
      ...{ manifest, environment: selection.environment, sha: context.sha, runUrl: runUrl(context) },
    };
    const topic = {
      manifest: manifest ?? '',
      environment: selection.environment ?? '',
      instances: manifest === undefined ? [fieldInputs['instance-id'] ?? ''] : selection.instances,
    };
    const create = asked && (inputs.comment !== 'changes' || !succeeded(report) || hasChanges(report));
    const url = await writeComment(github, pull, topic, commentOf(report, about), create);
    if (url !== undefined) say(`${inputs.mode === 'plan' ? 'Plan' : 'Result'} written to ${url}`);
  } catch (error) {
    if (cancel.aborted || !asked) return;
    warn(explainGitHub(error, 'The plan could not be written into the pull request', 'pull-requests: write'));
  }
}

/** The pull request of the event; on a push, the one that became this commit, or that the branch belongs to. */
async function pullOf({ event, context }: Visit, github: GitHub): Promise<number | undefined> {
  const number = event?.payload?.pull_request?.number;
  if (number !== undefined || event?.name !== 'push' || !context.sha) return number;
  const pulls = await github.pullsOf(context.sha);
  const found =
    pulls.find(({ mergedInto }) => mergedInto === context.refName) ??
    pulls.find(({ branch, mergedInto }) => branch === context.refName && mergedInto === undefined);
  return found?.number;
}

import { type CommentContext, commentOf } from '../report/comment.ts';
import { hasChanges, type Report, succeeded } from '../report/report.ts';
import { runUrl } from '../report/run.ts';
import { explainGitHub, type GitHub } from './api.ts';
import { writeComment } from './comment.ts';
import type { GitHubReporting } from './reporting.ts';

/**
 * Writes into the pull request that the run is for what is planned, or what was done. After an apply, a comment
 * that is there is brought up to date, and in silence: nobody asked for it.
 */
export async function commentOnPull(report: Report, reporting: GitHubReporting): Promise<void> {
  const { inputs, context, cancel, warn, say } = reporting;
  const asked = inputs.comment === 'always' || inputs.mode === 'plan';
  if (inputs.comment === 'never' || inputs.mode === 'validate' || cancel.aborted) return;
  if (!asked && report.outcomes.length === 0) return;
  if (!inputs.githubToken || !context.repository) return;
  try {
    const github = await reporting.github();
    const pull = await pullOf(reporting, github);
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
async function pullOf({ event, context }: GitHubReporting, github: GitHub): Promise<number | undefined> {
  if (event?.name !== 'push') return event?.payload?.pull_request?.number;
  if (!context.sha) return undefined;
  const pulls = await github.pullsOf(context.sha);
  const found =
    pulls.find(({ mergedInto }) => mergedInto === context.refName) ??
    pulls.find(({ branch, mergedInto }) => branch === context.refName && mergedInto === undefined);
  return found?.number;
}

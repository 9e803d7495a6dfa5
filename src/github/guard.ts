import type { Payload, RunEvent } from './event.ts';

/** Why a run must not deploy, and what to do instead. */
export interface Objection {
  readonly message: string;
  readonly remedy: string;
}

/** Events that only people with write access start, or, for `schedule`, the default branch itself. */
const TRUSTED: ReadonlySet<string> = new Set([
  ...['push', 'workflow_dispatch', 'repository_dispatch', 'schedule', 'release'],
]);

/** Events after whose runs a `workflow_run` may deploy. */
const FOLLOWED: ReadonlySet<string> = new Set([...TRUSTED, 'pull_request']);

/** Why the others are refused, in words where there is more to say than that an event is not known. */
const REFUSED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'anybody who can read this repository can trigger it': [
      ...['issues', 'issue_comment', 'discussion', 'discussion_comment', 'fork', 'watch', 'gollum'],
      ...['pull_request_target', 'pull_request_review', 'pull_request_review_comment'],
    ],
    'it may be about a commit of a fork': ['check_run', 'check_suite', 'status', 'deployment_status'],
    'its commit may never be merged': ['merge_group', 'create'],
  }).flatMap(([why, names]) => names.map((name) => [name, why] as const)),
);

const DEPLOY_ON_MERGE =
  'Use mode: plan there, and apply on push to the branch that pull requests are merged into, behind an environment with reviewers. ' +
  'If everybody who can trigger this may deploy here, set allow-unsafe-events: true.';

/**
 * Objects to every event but those of which it is known that nobody without write access decides what is
 * deployed: with another one their code, or at least their manifest, could run with the secrets of this
 * repository. For mode `apply`.
 *
 * Repositories are compared by their ids: a name can be given away, and taken by somebody else.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export function objectionTo(event: RunEvent | undefined): Objection | undefined {
  if (!event || TRUSTED.has(event.name)) return undefined;
  const { name, ref, payload } = event;
  if (name === 'workflow_run' && isUnsuccessful(payload)) {
    return {
      message: 'Refusing to deploy on workflow_run: the run before it did not succeed',
      remedy: "Let the job run only if: github.event.workflow_run.conclusion == 'success'.",
    };
  }
  const why = reasonAgainst(name, ref, payload);
  if (why === undefined) return undefined;
  const what = name === '' ? 'an event without a name' : name;
  return { message: `Refusing to deploy on ${what}: ${why}`, remedy: DEPLOY_ON_MERGE };
}

function reasonAgainst(name: string, ref: string, payload: Payload | undefined): string | undefined {
  if (name === 'deployment') return againstRef(ref);
  if (name === 'pull_request') return againstPull(payload?.pull_request);
  if (name === 'workflow_run') return againstRun(payload);
  return REFUSED.get(name) ?? 'this release does not know it as an event to deploy on';
}

const UNREADABLE = 'its payload cannot be read, so it may come from a fork';

function againstPull(pull: Payload['pull_request']): string | undefined {
  if (!pull) return UNREADABLE;
  const { head, base } = pull;
  if (!head.repo || !base.repo) return 'its repository is gone, so it may come from a fork';
  return head.repo.id === base.repo.id ? undefined : 'it comes from a fork';
}

function againstRun(payload: Payload | undefined): string | undefined {
  const { workflow_run: run, repository } = payload ?? {};
  if (!run) return UNREADABLE;
  if (!repository || run.head_repository?.id !== repository.id) return 'the run before it was of a fork';
  const { event = '?' } = run;
  return FOLLOWED.has(event) ? undefined : `the run before it was started by ${event}`;
}

/** Whether the run before is known to be of this repository and good to follow, but for how it ended. */
function isUnsuccessful(payload: Payload | undefined): boolean {
  return payload?.workflow_run?.conclusion !== 'success' && againstRun(payload) === undefined;
}

/** Anybody with an app may make deployments of any commit, also of a pull request. */
function againstRef(ref: string): string | undefined {
  if (/^refs\/(heads|tags)\/./.test(ref)) return undefined;
  return `its ref "${ref}" is neither a branch nor a tag, so it may be of a fork`;
}

import type { RunEvent } from './event.ts';

/** Why a run must not deploy, and what to do instead. */
export interface Objection {
  readonly message: string;
  readonly remedy: string;
}

/** The events whose runs may be about code of a fork, so that without their payload nobody knows. */
const NEEDS_PAYLOAD = /^(pull_request.*|workflow_run)$/;

const DEPLOY_ON_MERGE =
  'Use mode: plan there, and apply on push to the branch that the pull request is merged into, behind an environment with reviewers. ' +
  'If whoever opens a pull request may deploy here, set allow-unsafe-events: true.';

/**
 * Objects to events that let somebody without write access decide what is deployed: their code, or at least
 * their manifest, would run with the secrets of this repository. For mode `apply`.
 */
export function objectionTo({ name, payload }: RunEvent): Objection | undefined {
  const refuse = (what: string): Objection => ({
    message: `Refusing to deploy on ${what}`,
    remedy: DEPLOY_ON_MERGE,
  });
  if (name === 'pull_request_target') {
    return refuse('pull_request_target: it gives secrets to runs that anybody can start with a pull request');
  }
  if (!payload) {
    return NEEDS_PAYLOAD.test(name)
      ? refuse(`${name}: its payload cannot be read, so it may be of a fork`)
      : undefined;
  }
  const { pull_request: pull, workflow_run: run, repository } = payload;
  const here = pull?.base.repo?.full_name ?? repository?.full_name;
  if (pull && (!here || pull.head.repo?.full_name !== here)) return refuse(`${name} from a fork`);
  if (!pull && name.startsWith('pull_request')) return refuse(`${name}: its payload has no pull request`);
  if (name === 'workflow_run' && (!here || run?.head_repository?.full_name !== here)) {
    return refuse('workflow_run for a fork');
  }
  if (run?.event === 'pull_request_target') return refuse('workflow_run of a pull_request_target');
  return undefined;
}

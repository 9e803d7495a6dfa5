import type { ProcessEnv } from '../manifest/references.ts';
import type { RunContext } from '../report/run.ts';

/** Reads from the environment which run this is. */
export function contextOf(env: ProcessEnv): RunContext {
  const get = (name: string): string => env[name] ?? '';
  return {
    repository: get('GITHUB_REPOSITORY'),
    sha: get('GITHUB_SHA'),
    refName: get('GITHUB_REF_NAME'),
    actor: get('GITHUB_TRIGGERING_ACTOR') || get('GITHUB_ACTOR'),
    workflow: get('GITHUB_WORKFLOW'),
    runId: get('GITHUB_RUN_ID'),
    attempt: get('GITHUB_RUN_ATTEMPT'),
    serverUrl: get('GITHUB_SERVER_URL'),
  };
}

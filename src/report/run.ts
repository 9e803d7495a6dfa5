/** One decision about the deployments of a run. GitHub does not tell its time. */
export interface Approval {
  readonly user: string;
  readonly state: string;
  readonly comment: string;
  readonly environments: readonly string[];
}

/** Which run this is, for the record. Addresses come from the environment: it may be GitHub Enterprise. */
export interface RunContext {
  /** `OWNER/REPO`; empty outside of GitHub. */
  readonly repository: string;
  readonly sha: string;
  /** The branch, tag or pull request that the run is for, as GitHub shortens it. */
  readonly refName: string;
  readonly actor: string;
  readonly workflow: string;
  readonly runId: string;
  readonly attempt: string;
  readonly serverUrl: string;
}

/** A run, and who let it deploy. */
export interface RunRecord extends RunContext {
  /** Undefined when they could not be read. */
  readonly approvals: readonly Approval[] | undefined;
}

/** The page of a run; empty when this is no run of GitHub's. */
export function runUrl({ serverUrl, repository, runId }: RunContext): string {
  const parts = repository.split('/').map(encodeURIComponent).join('/');
  return serverUrl && repository && runId
    ? `${serverUrl}/${parts}/actions/runs/${encodeURIComponent(runId)}`
    : '';
}

/** The page of the commit; empty outside of GitHub. */
export function commitUrl({ serverUrl, repository, sha }: RunContext): string {
  const parts = repository.split('/').map(encodeURIComponent).join('/');
  return serverUrl && repository && sha ? `${serverUrl}/${parts}/commit/${encodeURIComponent(sha)}` : '';
}

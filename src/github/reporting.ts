import type { Inputs } from '../inputs/read.ts';
import type { RunContext } from '../report/run.ts';
import type { GitHub } from './api.ts';
import type { RunEvent } from './event.ts';

/** What reporting to GitHub needs. Whatever fails there is a warning: it never fails a deployment. */
export interface GitHubReporting {
  /** GitHub's API, opened when it is first needed; all that is asked shares its patience. */
  readonly github: () => Promise<GitHub>;
  readonly inputs: Inputs;
  readonly context: RunContext;
  readonly event: RunEvent | undefined;
  /** Aborted when the user cancels the job: then GitHub is asked nothing more. */
  readonly cancel: AbortSignal;
  readonly warn: (message: string) => void;
  readonly say: (line: string) => void;
}

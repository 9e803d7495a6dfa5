import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';
import { isGitHubActions } from '../inputs/env.ts';
import type { ProcessEnv } from '../manifest/references.ts';

/** What of the event that started the run matters here. Everything in a payload may be somebody else's text. */
export interface RunEvent {
  /** `push`, `pull_request`, …; in a called workflow that of its caller. */
  readonly name: string;
  /** The branch, tag or pull request of the run, in full: `refs/heads/main`. Empty where GitHub gives none. */
  readonly ref: string;
  readonly payload: Payload | undefined;
}

const repository = z.looseObject({ id: z.number() });

// A branch of a fork that was deleted meanwhile has no repository any more.
const branch = z.looseObject({ repo: repository.nullish() });

const payload = z.looseObject({
  repository: repository.optional(),
  pull_request: z.looseObject({ number: z.number(), head: branch, base: branch }).optional(),
  workflow_run: z
    .looseObject({
      event: z.string().optional(),
      conclusion: z.string().nullish(),
      head_repository: repository.nullish(),
    })
    .optional(),
});

export type Payload = z.output<typeof payload>;

const LIMIT_BYTES = 32 * 1024 * 1024; // GitHub's own limit for a webhook is 25 MB

/**
 * Reads the event of a run of GitHub Actions; undefined on any other system. A file that is missing or cannot be
 * understood leaves the payload undefined.
 */
export function readEvent(env: ProcessEnv): RunEvent | undefined {
  if (!isGitHubActions(env)) return undefined;
  const { GITHUB_EVENT_NAME: name = '', GITHUB_REF: ref = '', GITHUB_EVENT_PATH: path } = env;
  return { name, ref, payload: path ? readPayload(path) : undefined };
}

function readPayload(path: string): Payload | undefined {
  try {
    const file = statSync(path);
    if (!file.isFile() || file.size > LIMIT_BYTES) return undefined; // a pipe would hold the run
    return payload.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';

/** What of the event that started the run matters here. Everything in a payload may be somebody else's text. */
export interface RunEvent {
  /** `push`, `pull_request`, …; empty outside of GitHub. */
  readonly name: string;
  readonly payload: Payload | undefined;
}

const repository = z.looseObject({ full_name: z.string() });

// A branch of a fork that was deleted meanwhile has no repository any more.
const branch = z.looseObject({ ref: z.string().optional(), repo: repository.nullish() });

const payload = z.looseObject({
  repository: repository.optional(),
  pull_request: z.looseObject({ number: z.number(), head: branch, base: branch }).optional(),
  workflow_run: z
    .looseObject({ event: z.string().optional(), head_repository: repository.nullish() })
    .optional(),
});

export type Payload = z.output<typeof payload>;

const LIMIT_BYTES = 32 * 1024 * 1024; // GitHub's own limit for a webhook is 25 MB

/** Reads the event of a run; a file that is missing or cannot be understood leaves the payload undefined. */
export function readEvent(environment: Readonly<Record<string, string | undefined>>): RunEvent {
  const name = environment.GITHUB_EVENT_NAME ?? '';
  const path = environment.GITHUB_EVENT_PATH;
  if (!path) return { name, payload: undefined };
  try {
    if (statSync(path).size > LIMIT_BYTES) return { name, payload: undefined };
    const parsed = payload.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return { name, payload: parsed.success ? parsed.data : undefined };
  } catch {
    return { name, payload: undefined };
  }
}

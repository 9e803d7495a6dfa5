import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RunEvent, readEvent } from '../../src/github/event.ts';

/** A webhook payload, whatever it holds. */
export type Json = Readonly<Record<string, unknown>>;

/** Payloads that GitHub once sent, by event. */
export const EXAMPLES: readonly { readonly name: string; readonly examples: readonly Json[] }[] =
  createRequire(import.meta.url)('@octokit/webhooks-examples');

/** A payload that GitHub once sent for an event; it can be changed without harm. */
export function exampleOf(name: string, matches: (payload: Json) => boolean = () => true): Json {
  const found = EXAMPLES.find((event) => event.name === name)?.examples.find(matches);
  if (!found) throw new Error(`there is no such example of ${name}`);
  return structuredClone(found);
}

/** The object at a path of a payload. */
function at(payload: Json, path: readonly string[]): Json {
  let value: unknown = payload;
  for (const key of path) value = typeof value === 'object' && value !== null ? { ...value }[key] : undefined;
  if (typeof value !== 'object' || value === null) throw new Error(`there is nothing at ${path.join('.')}`);
  return { ...value };
}

/** A copy of a payload with another value at a path, which must be there. */
export function changed(payload: Json, path: string, value: unknown): Json {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let result: Json = { ...at(payload, keys), [last]: value };
  for (let end = keys.length; end > 0; end -= 1) {
    const parent = keys.slice(0, end - 1);
    result = { ...at(payload, parent), [keys[end - 1] ?? '']: result };
  }
  return result;
}

/** The event of a run of GitHub's whose payload file has this text. */
export function eventOf(name: string, text: string, ref = 'refs/heads/main'): RunEvent | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'event.json');
  writeFileSync(path, text);
  return readEvent({
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_REF: ref,
  });
}

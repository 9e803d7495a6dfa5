import { createHash } from 'node:crypto';
import type { GitHub } from './api.ts';

/**
 * What a sticky comment is about: one comment for each manifest, environment and selection of instances. Legs of
 * a matrix that each plan one instance so have a comment each, and do not write over each other's.
 */
export interface CommentTopic {
  readonly manifest: string;
  readonly environment: string;
  /** The keys that were selected, or the id of the instance that the inputs alone describe; empty for all. */
  readonly instances: readonly string[];
}

/** The first line of the comment, invisible in GitHub, by which the next run finds it. */
export function markerOf({ manifest, environment, instances }: CommentTopic): string {
  const topic = createHash('sha256')
    .update(JSON.stringify([manifest, environment, instances.toSorted()]))
    .digest('hex')
    .slice(0, 24);
  return `<!-- deploy-alikafka plan ${topic} -->`;
}

/**
 * Writes a text into the pull request: over the comment of an earlier run, if it is there and its author is
 * the token's own user, else as a new one. Somebody else's comment with the same marker is left alone.
 *
 * @param create whether a comment that is not there yet is wanted
 * @returns the comment's address; undefined where there is none
 */
export async function writeComment(
  github: GitHub,
  pull: number,
  topic: CommentTopic,
  text: string,
  create = true,
): Promise<string | undefined> {
  const marker = markerOf(topic);
  const body = `${marker}\n${text}`;
  const login = await github.login();
  const marked = await github.comments(pull, marker);
  const own = marked.find(({ author, body: old }) => author === login && old.startsWith(marker));
  if (!own) return create ? github.createComment(pull, body) : undefined;
  return own.body === body ? own.url : github.updateComment(own.id, body);
}

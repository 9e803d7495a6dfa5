import { createHash } from 'node:crypto';
import type { GitHub } from './api.ts';

/** What a sticky comment is about: one comment for each manifest and environment. */
export interface CommentTopic {
  readonly manifest: string;
  readonly environment: string;
}

/** The first line of the comment, invisible in GitHub, by which the next run finds it. */
export function markerOf({ manifest, environment }: CommentTopic): string {
  const topic = createHash('sha256')
    .update(JSON.stringify([manifest, environment]))
    .digest('hex')
    .slice(0, 24);
  return `<!-- deploy-alikafka plan ${topic} -->`;
}

/**
 * Writes the plan into the pull request: over the comment of an earlier run, if it is there and its author is
 * the token's own user, else as a new one. Somebody else's comment with the same marker is left alone.
 *
 * @returns the comment's address
 */
export async function writeComment(
  github: GitHub,
  pull: number,
  topic: CommentTopic,
  text: string,
): Promise<string> {
  const marker = markerOf(topic);
  const body = `${marker}\n${text}`;
  const login = await github.login();
  const comments = await github.comments(pull);
  const own = comments.find((comment) => comment.author === login && comment.body.startsWith(marker));
  if (!own) return github.createComment(pull, body);
  return own.body === body ? own.url : github.updateComment(own.id, body);
}

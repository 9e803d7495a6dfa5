import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import path, { type PlatformPath } from 'node:path';
import type { Diagnostics } from './diagnostics.ts';
import type { MapNode } from './node.ts';
import { quote } from './node.ts';
import { parseManifest } from './parse.ts';

/** The most that is read of a manifest, in bytes. */
const MANIFEST_LIMIT_BYTES = 1024 * 1024;

/**
 * Reads and parses the manifest of the input `manifest`, a path relative to the workspace. It must be a plain
 * file inside the workspace, also after symlinks: whoever writes the path may not be trusted with other files.
 */
export async function readManifest(
  given: string,
  workspace: string,
  diagnostics: Diagnostics,
): Promise<MapNode | undefined> {
  const refuse = (message: string): undefined => {
    diagnostics.error({ kind: 'input', name: 'manifest' }, `Manifest ${quote(given)} ${message}`);
    return undefined;
  };
  if (leavesWorkspace(given, workspace)) {
    return refuse('is outside the workspace; give a path inside the repository');
  }
  let file: FileHandle | undefined;
  try {
    const root = await realpath(workspace);
    const real = await realpath(path.isAbsolute(given) ? given : path.join(workspace, given));
    if (leavesWorkspace(real, root))
      return refuse('is outside the workspace, by a symlink; give a file of the repository');
    // Non-blocking, so that a named pipe cannot hold the run; no symlink may take the place of the real path.
    file = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const text = await readText(file);
    if (typeof text !== 'string') return refuse(text.problem);
    return parseManifest(text, path.relative(root, real).replaceAll(path.sep, '/'), diagnostics);
  } catch (error) {
    return refuse(reasonOf(error));
  } finally {
    await file?.close();
  }
}

/** Whether a path, relative to a workspace or absolute, leads out of it by the rules of this platform or another. */
export function leavesWorkspace(given: string, workspace: string, rules: PlatformPath = path): boolean {
  const inside = rules.isAbsolute(given) ? rules.relative(workspace, given) : rules.normalize(given);
  return inside === '..' || inside.startsWith(`..${rules.sep}`) || rules.isAbsolute(inside);
}

async function readText(file: FileHandle): Promise<string | { problem: string }> {
  const stat = await file.stat();
  if (stat.isDirectory()) return { problem: 'is a directory; give the path of the manifest file in it' };
  if (!stat.isFile()) return { problem: 'is not a regular file' };
  const tooLarge = { problem: `is larger than ${MANIFEST_LIMIT_BYTES / 1024 / 1024} MiB; split it` };
  if (stat.size > MANIFEST_LIMIT_BYTES) return tooLarge;
  const bytes = await file.readFile();
  if (bytes.length > MANIFEST_LIMIT_BYTES) return tooLarge;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'is not UTF-8; save it in that encoding' };
  }
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist in the workspace; is the path right, and did actions/checkout run before?',
  ENOTDIR: 'does not exist in the workspace; a part of the path is a file',
  EISDIR: 'is a directory; give the path of the manifest file in it',
  EACCES: 'may not be read by this user',
  ELOOP: 'is a symlink that leads in a circle',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return EXPLANATIONS[code] ?? `cannot be read${code === '' ? '' : ` (${code})`}`;
}

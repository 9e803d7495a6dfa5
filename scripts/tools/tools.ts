import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The programs that run and lint workflow files. Their versions are in the files beside this one. */
export type Tool = 'act' | 'actionlint' | 'zizmor';

/** Each with the flag that makes it tell its version. */
export const VERSION_FLAGS: Readonly<Record<Tool, string>> = {
  act: '--version',
  actionlint: '-version',
  zizmor: '--version',
};

/** What Python is called. */
export const PYTHON = process.platform === 'win32' ? 'python' : 'python3';

/** Where everything is installed; git ignores it. */
export const TOOLS_FOLDER = join(import.meta.dirname, '..', '..', '.tools');

/** Written when everything is installed; holds the fingerprint of what was. */
export const STAMP = join(TOOLS_FOLDER, 'installed');

/** Where the vendor's Python clients are installed, for PYTHONPATH. */
export const PYTHON_CLIENTS_FOLDER = join(TOOLS_FOLDER, 'python-clients');

/** Where the Java archives of a Kafka broker are installed, for Java's class path. */
export const KAFKA_FOLDER = join(TOOLS_FOLDER, 'kafka');

/** Where the Nodes are installed on which `dist` is tested, beside the newest. */
export const NODES_FOLDER = join(TOOLS_FOLDER, 'nodes');

const PINS = [
  ...['go.mod', 'go.sum', 'requirements.txt', 'python-clients.txt', 'kafka.xml', 'kafka.sha256'],
  'nodes/package-lock.json',
];

/** The path of a tool; throws, saying what to do, where it is not installed in the pinned version. */
export function tool(name: Tool): string {
  if (areInstalled()) return pathOf(name);
  throw notInstalled(name);
}

/** The folder of the vendor's Python clients; throws, saying what to do, as `tool` does. */
export function pythonClients(): string {
  if (areInstalled()) return PYTHON_CLIENTS_FOLDER;
  throw notInstalled("the vendor's Python clients");
}

/** The folder of a Kafka broker's Java archives; throws, saying what to do, as `tool` does. */
export function kafka(): string {
  if (areInstalled()) return KAFKA_FOLDER;
  throw notInstalled('Apache Kafka');
}

/** The path of another Node: the oldest that runs `dist`, or the runner's; throws, saying what to do, as `tool` does. */
export function nodeOf(which: 'oldest' | 'runner'): string {
  const path = join(NODES_FOLDER, 'node_modules', which, 'bin', 'node');
  if (areInstalled() && existsSync(path)) return path;
  throw notInstalled(`the Node that is called ${which}`);
}

function notInstalled(what: string): Error {
  return new Error(
    `not installed in the pinned version: ${what}; run "npm run tools" (scripts/tools/install.ts)`,
  );
}

/** Whether all of them are installed in the pinned versions. */
export function areInstalled(): boolean {
  const tools = Object.keys(VERSION_FLAGS) as Tool[];
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== fingerprint()) return false;
  return [...tools.map(pathOf), PYTHON_CLIENTS_FOLDER, KAFKA_FOLDER, NODES_FOLDER].every((path) =>
    existsSync(path),
  );
}

/** Where a tool is, or is to be. */
export function pathOf(name: Tool): string {
  return join(TOOLS_FOLDER, 'bin', name);
}

/** Changes with the pinned versions and with the platform. */
export function fingerprint(): string {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  for (const name of PINS) hash.update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest('hex');
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRequest } from '../../src/deployment/start-request.ts';
import { contentsOf, type DesiredContents } from '../../src/manifest/contents.ts';
import type { Diagnostic } from '../../src/manifest/diagnostics.ts';
import { type Loaded, loadManifest } from '../../src/manifest/load.ts';
import { describeOrigin } from '../../src/manifest/origin.ts';

/** What a run is given besides the manifest. */
export interface Given {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** The input `environment`. */
  readonly environment?: string;
  /** The input `instances`. */
  readonly instances?: readonly string[];
  /** Whether the request is going to be sent, as in mode `apply`; so unless it is said otherwise. */
  readonly needsPrivateValues?: boolean;
}

/** A parameter as it is sent, and its origin in words; a list is sent as `Name.1`, `Name.2`, …. */
export interface Sent {
  readonly value: string | readonly string[];
  readonly origin: string;
}

export type SentByName = Readonly<Record<string, Sent>>;

export interface Seen {
  /** `error kafka.yml:4:3 message`, in the order they are told. */
  readonly diagnostics: readonly string[];
  /** The parameters of each instance, by its key in the manifest. */
  readonly sent: ReadonlyMap<string, SentByName>;
  /** What each instance is to hold, by its key in the manifest. */
  readonly contents: ReadonlyMap<string, DesiredContents>;
  readonly privateValues: readonly string[];
  readonly concealed: readonly string[];
}

/** The fields that every provisioned instance needs, as lines of a flat manifest. */
export const COMPLETE = {
  regionId: 'regionId: cn-hangzhou',
  instanceId: 'instanceId: alikafka_post-cn-1',
  deployModule: 'deployModule: vpc',
  vpcId: 'vpcId: vpc-1',
  vSwitchId: 'vSwitchId: vsw-1',
  zoneId: 'zoneId: zonea',
} as const;

/** A flat manifest: the given lines first, then what an instance still needs besides them. */
export function flat(...lines: readonly string[]): string {
  const given = new Set(lines.map((line) => line.split(':', 1)[0]));
  const rest = Object.entries(COMPLETE).filter(([name]) => !given.has(name));
  return [...lines, ...rest.map(([, line]) => line), ''].join('\n');
}

/** The line that gives every instance of a manifest all it needs but its id. */
export const DEFAULTS = `defaults: {${Object.values(COMPLETE)
  .filter((line) => line !== COMPLETE.instanceId)
  .join(', ')}}`;

/** A manifest of several instances that is complete: `a`, `b`, … with ids of their own. */
export function fleet(keys: readonly string[], ...lines: readonly string[]): string {
  const instances = keys.map((key, index) => `  ${key}: {instanceId: alikafka_${index + 1}}`);
  return [DEFAULTS, 'instances:', ...instances, ...lines, ''].join('\n');
}

/** Runs with a folder that is removed afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loads the manifest at a path of a workspace; without a path, the inputs alone. */
export async function loadFrom(
  workspace: string,
  path: string | undefined,
  { inputs = {}, variables = {}, environment, instances = [], needsPrivateValues = true }: Given = {},
): Promise<Seen> {
  const loaded = await loadManifest({
    manifest: path,
    workspace,
    selection: { environment, instances },
    fieldInputs: inputs,
    env: variables,
    needsPrivateValues,
  });
  return seen(loaded);
}

/** Loads a text as the manifest `kafka.yml`; undefined for the inputs alone. */
export async function load(manifest: string | Uint8Array | undefined, given: Given = {}): Promise<Seen> {
  return withFolder(async (workspace) => {
    if (manifest === undefined) return loadFrom(workspace, undefined, given);
    await writeFile(join(workspace, 'kafka.yml'), manifest);
    return loadFrom(workspace, 'kafka.yml', given);
  });
}

export async function problemsOf(...args: Parameters<typeof load>): Promise<readonly string[]> {
  return (await load(...args)).diagnostics;
}

/** What is sent for the only instance of a manifest in which nothing is wrong. */
export async function sentFor(manifest: string, given: Given = {}): Promise<SentByName> {
  return only(await load(manifest, given));
}

/** What is sent for the only instance; throws when there is an error or another number of instances. */
export function only({ diagnostics, sent }: Seen): SentByName {
  const [first, ...others] = sent.values();
  if (!first || others.length > 0) throw new Error(`${sent.size} instances; ${diagnostics.join('; ')}`);
  return first;
}

/** What the only instance of a manifest is to hold; throws when there is an error. */
export async function contentsFor(...args: Parameters<typeof load>): Promise<DesiredContents> {
  const { contents, diagnostics } = await load(...args);
  const [first, ...others] = contents.values();
  if (!first || others.length > 0) throw new Error(`${contents.size} instances; ${diagnostics.join('; ')}`);
  return first;
}

function seen({ desired, diagnostics, confidential }: Loaded): Seen {
  const sent = new Map<string, SentByName>();
  for (const { key, parameters } of desired.map(startRequest)) {
    if (sent.has(key)) throw new Error(`Two requests have the key ${key}`);
    const names = new Set(parameters.map(({ name }) => name));
    if (names.size < parameters.length) throw new Error(`A parameter of ${key} is sent twice`);
    const shown = parameters.map(({ name, value, origin }) => {
      return [name, { value, origin: describeOrigin(origin) }] as const;
    });
    sent.set(key, Object.fromEntries(shown));
  }
  return {
    diagnostics: diagnostics.map(line),
    sent,
    contents: new Map(desired.map((instance) => [instance.key, contentsOf(instance)])),
    privateValues: confidential.masked,
    concealed: confidential.concealed,
  };
}

function line({ severity, origin, message }: Diagnostic): string {
  return [severity, origin && describeOrigin(origin), message].filter(Boolean).join(' ');
}

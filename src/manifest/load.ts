import type { Selection } from './choice.ts';
import { type Confidential, confidentialIn, identifiersOf } from './confidential.ts';
import { type DesiredInstance, desiredInstances } from './desired.ts';
import { type Diagnostic, Diagnostics } from './diagnostics.ts';
import { readManifest } from './read.ts';
import type { ProcessEnv } from './references.ts';
import { resolve } from './resolve.ts';

/** What the user asked for, before anything of it is understood. */
export interface ManifestSource {
  /** The input `manifest`: a path in the workspace; undefined when the inputs describe one instance. */
  readonly manifest: string | undefined;
  readonly workspace: string;
  readonly selection: Selection;
  /** The inputs that are fields, by input name. */
  readonly fieldInputs: Readonly<Record<string, string | undefined>>;
  readonly env: ProcessEnv;
  /** Whether a request is going to be sent; where not, a private value that is missing is no error. */
  readonly needsPrivateValues: boolean;
}

export interface Loaded {
  /** The selected instances, in manifest order; empty when there is any error. */
  readonly desired: readonly DesiredInstance[];
  readonly diagnostics: readonly Diagnostic[];
  /** What must be masked and concealed before anything is shown, the diagnostics included. */
  readonly confidential: Confidential;
  /** The identifiers and addresses that are always shown whole, in one text. */
  readonly identifiers: string;
}

/** Reads, resolves and checks everything the user asked for, without network. Never throws for bad input. */
export async function loadManifest(source: ManifestSource): Promise<Loaded> {
  const diagnostics = new Diagnostics(source.needsPrivateValues);
  const root = source.manifest && (await readManifest(source.manifest, source.workspace, diagnostics));
  if (diagnostics.hasErrors)
    return {
      desired: [],
      diagnostics: diagnostics.all(),
      confidential: { masked: [], concealed: [] },
      identifiers: '',
    };
  const { fieldInputs, selection, env } = source;
  const instances = resolve(root || undefined, fieldInputs, selection, env, diagnostics);
  const confidential = confidentialIn(root || undefined, instances, diagnostics);
  const desired = desiredInstances(instances, diagnostics);
  return { desired, diagnostics: diagnostics.all(), confidential, identifiers: identifiersOf(instances) };
}

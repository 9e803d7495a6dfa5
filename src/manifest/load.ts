import { type Confidential, confidentialIn, identifiersOf } from './confidential.ts';
import type { Environment } from './environment.ts';
import type { Selection } from './layers.ts';
import { type Problem, Problems } from './problems.ts';
import { readManifest } from './read.ts';
import { makeRequests, type StartRequest } from './request.ts';
import { resolve } from './resolve.ts';

/** What the user asked for, before anything of it is understood. */
export interface Wish {
  /** The input `manifest`: a path in the workspace; undefined when the inputs describe one instance. */
  readonly manifest: string | undefined;
  readonly workspace: string;
  readonly selection: Selection;
  /** The inputs that are fields, by input name. */
  readonly fieldInputs: Readonly<Record<string, string | undefined>>;
  readonly environment: Environment;
  /** Whether a request is going to be sent; where not, a private value that is missing is no error. */
  readonly needsPrivateValues: boolean;
}

export interface Loaded {
  /** The checked requests, in manifest order; empty when there is any error. */
  readonly requests: readonly StartRequest[];
  readonly problems: readonly Problem[];
  /** What must be masked and concealed before anything is shown, the problems included. */
  readonly confidential: Confidential;
  /** The identifiers and addresses that are always shown whole, in one text. */
  readonly identifiers: string;
}

/** Reads, resolves and checks everything the user asked for, without network. Never throws for bad input. */
export async function loadRequests(wish: Wish): Promise<Loaded> {
  const problems = new Problems(wish.needsPrivateValues);
  const root = wish.manifest && (await readManifest(wish.manifest, wish.workspace, problems));
  if (problems.hasErrors)
    return {
      requests: [],
      problems: problems.all(),
      confidential: { masked: [], concealed: [] },
      identifiers: '',
    };
  const instances = resolve(root || undefined, wish.fieldInputs, wish.selection, wish.environment, problems);
  const confidential = confidentialIn(root || undefined, instances, problems);
  const requests = makeRequests(instances, problems);
  return { requests, problems: problems.all(), confidential, identifiers: identifiersOf(instances) };
}

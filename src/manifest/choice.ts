import type { Diagnostics } from './diagnostics.ts';
import { type MapNode, mapNode, quote } from './node.ts';
import { mapOf } from './section.ts';
import { didYouMean } from './suggest.ts';

/** Which part of a manifest a run is about, from the inputs `environment` and `instances`. */
export interface Selection {
  readonly environment: string | undefined;
  /** Keys of instances; empty for all. */
  readonly instances: readonly string[];
}

const MOST_NAMED = 20; // environments or instances that one message names

/** The chosen environment; an empty one where none is chosen, undefined after an error. */
export function chooseEnvironment(
  root: MapNode,
  environments: MapNode,
  selection: Selection,
  diagnostics: Diagnostics,
): MapNode | undefined {
  const name = selection.environment;
  if (name === undefined) return mapNode([], { kind: 'derived', from: 'no environment' });
  const entry = environments.entries.get(name);
  if (entry) return mapOf(entry, `Environment ${quote(name)}`, diagnostics);
  const names = [...environments.entries.keys()];
  const none = '; the manifest has no "environments"';
  const hint = root.entries.has('environments')
    ? didYouMean(name, names) || listOf('the environments are', names)
    : none;
  diagnostics.error({ kind: 'input', name: 'environment' }, `There is no environment ${quote(name)}${hint}`);
  return undefined;
}

/**
 * The layers that each environment would add, by its name; nothing once one is chosen.
 *
 * @param layersIn the layers of an environment; none where it takes the instance away
 */
export function choicesOf(
  environments: MapNode,
  selection: Selection,
  layersIn: (environment: MapNode) => readonly MapNode[],
): ReadonlyMap<string, readonly MapNode[]> {
  if (selection.environment !== undefined) return new Map();
  const named = environments.entries.entries().take(MOST_NAMED);
  const choices = named.map(([name, { value }]) => {
    return [name, value.kind === 'map' ? layersIn(value) : []] as const;
  });
  return new Map(choices);
}

/** `choose one with the input environment: staging or production`. */
export function chooseOne(environments: readonly string[]): string {
  const names = environments.slice(0, MOST_NAMED);
  const last = names.length > 1 ? ` or ${names.at(-1)}` : names.at(-1);
  const list = `${names.slice(0, -1).join(', ')}${last}`;
  return `choose one with the input environment: ${list}`;
}

/** `; the environments are production, staging`. */
export function listOf(lead: string, names: readonly string[]): string {
  return names.length === 0 ? '; there is none' : `; ${lead} ${names.slice(0, MOST_NAMED).join(', ')}`;
}

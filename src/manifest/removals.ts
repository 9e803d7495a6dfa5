import type { Diagnostics } from './diagnostics.ts';
import type { FieldName } from './fields.ts';
import { isNull, type MapNode, quote } from './node.ts';

/** The sections in which a name without a value would pass for one with the service's defaults. */
const SECTIONS = [
  ['topics', 'topic'],
  ['consumerGroups', 'group'],
] as const satisfies readonly (readonly [FieldName, string])[];

/** Whether a name of a section has a value in any of some layers. */
export type IsSet = (section: FieldName, name: string) => boolean;

/** Looks into each of a few layers. */
export function setIn(layers: readonly MapNode[]): IsSet {
  return (section, name) => layers.some((layer) => sets(layer, section, name));
}

/** Reads each layer once, when it is first asked: there may be thousands, and as many names to look for. */
export function setInAny(layers: () => Iterable<MapNode>): IsSet {
  const known = new Map<FieldName, ReadonlySet<string>>();
  return (section, name) => {
    const names = known.get(section) ?? namesSetIn(new Set(layers()), section);
    known.set(section, names);
    return names.has(name);
  };
}

function namesSetIn(layers: ReadonlySet<MapNode>, section: FieldName): ReadonlySet<string> {
  const names = new Set<string>();
  for (const layer of layers) {
    const node = layer.entries.get(section)?.value;
    if (node?.kind !== 'map') continue;
    for (const [name, { value }] of node.entries) if (!isNull(value)) names.add(name);
  }
  return names;
}

/**
 * Refuses names of topics and groups that have no value, and that nothing below sets: they remove nothing, and
 * were probably meant to add something.
 *
 * @param isSet whether the layers under this one, of all instances that it is laid over, set a name
 */
export function checkRemovals(layer: MapNode, isSet: IsSet, diagnostics: Diagnostics): void {
  for (const [section, what] of SECTIONS) {
    const node = layer.entries.get(section)?.value;
    if (node?.kind !== 'map') continue;
    for (const [name, { origin, value }] of node.entries) {
      if (!isNull(value) || isSet(section, name)) continue;
      const written = /^[A-Za-z0-9][\w.-]*$/.test(name) ? name : quote(name);
      const why = 'has no value, and no lower layer sets one that this could remove';
      const how = `for a ${what} with the service's defaults write ${written}: {}`;
      diagnostics.error(origin, `${section}[${quote(name)}] ${why}; ${how}`);
    }
  }
}

function sets(layer: MapNode, section: FieldName, name: string): boolean {
  const node = layer.entries.get(section)?.value;
  const value = node?.kind === 'map' ? node.entries.get(name)?.value : undefined;
  return value !== undefined && !isNull(value);
}

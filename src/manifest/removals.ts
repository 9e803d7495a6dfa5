import type { Diagnostics } from './diagnostics.ts';
import type { FieldName } from './fields.ts';
import { isNull, type MapNode, quote } from './node.ts';

/** The sections in which a name without a value would pass for one with the service's defaults. */
const SECTIONS = [
  ['topics', 'topic'],
  ['consumerGroups', 'group'],
] as const satisfies readonly (readonly [FieldName, string])[];

/**
 * Refuses names of topics and groups that have no value, and that nothing below sets: they remove nothing, and
 * were probably meant to add something.
 *
 * @param below the layers under this one, of all instances that it is laid over
 */
export function checkRemovals(layer: MapNode, below: readonly MapNode[], diagnostics: Diagnostics): void {
  for (const [section, what] of SECTIONS) {
    const node = layer.entries.get(section)?.value;
    if (node?.kind !== 'map') continue;
    for (const [name, { origin, value }] of node.entries) {
      if (!isNull(value) || below.some((lower) => sets(lower, section, name))) continue;
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

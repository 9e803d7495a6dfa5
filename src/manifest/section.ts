import type { Diagnostics } from './diagnostics.ts';
import { fieldNames, isFieldName } from './fields.ts';
import { type Entry, isNull, type MapNode, mapNode, type Node, quote } from './node.ts';
import type { Origin } from './origin.ts';
import { closest } from './suggest.ts';

/** A section that must be a map; absent and `null` mean an empty one. */
export function mapOf(entry: Entry | undefined, what: string, diagnostics: Diagnostics): MapNode {
  const node = entry?.value;
  if (node?.kind === 'map') return node;
  const origin: Origin = node?.origin ?? { kind: 'derived', from: what };
  if (node && !isNull(node)) diagnostics.error(node.origin, `${what} must be a map${exampleFor(what, node)}`);
  return mapNode([], origin);
}

function exampleFor(what: string, node: Node): string {
  if (what !== 'instances' || node.kind !== 'list') return '';
  return ', not a list; give each instance a name: "orders: {instanceId: …}" instead of "- instanceId: …"';
}

/**
 * A map whose misspelled section names are reported and read as what they were meant to be: a whole section that
 * is ignored would make everything in it missing.
 */
export function withSectionsAsMeant(
  map: MapNode,
  sections: readonly string[],
  diagnostics: Diagnostics,
): MapNode {
  const entries = [...map.entries].map(([key, entry]): [string, Entry] => {
    if (sections.includes(key) || isFieldName(key) || entry.value.kind === 'scalar') return [key, entry];
    const meant = closest(key, [...sections, ...fieldNames]);
    if (meant === undefined || !sections.includes(meant) || map.entries.has(meant)) return [key, entry];
    diagnostics.error(entry.origin, `Unknown key ${quote(key)}; did you mean ${quote(meant)}?`);
    return [meant, entry];
  });
  return mapNode(entries, map.origin);
}

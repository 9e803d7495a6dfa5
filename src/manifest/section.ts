import type { Diagnostics } from './diagnostics.ts';
import { type Entry, isNull, type MapNode, mapNode } from './node.ts';
import type { Origin } from './origin.ts';

/** A section that must be a map; absent and `null` mean an empty one. */
export function mapOf(entry: Entry | undefined, what: string, diagnostics: Diagnostics): MapNode {
  const node = entry?.value;
  if (node?.kind === 'map') return node;
  const origin: Origin = node?.origin ?? { kind: 'derived', from: what };
  if (node && !isNull(node)) diagnostics.error(node.origin, `${what} must be a map`);
  return mapNode([], origin);
}

import type { Origin } from './origin.ts';

/** A value of a manifest or an input, with the place where it is written. */
export type Node = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The text as written; numbers keep digits here that a JavaScript number would lose. */
  readonly source: string;
  readonly origin: Origin;
  /** The text with its `${NAME}` references, when the value was filled from the environment. */
  readonly template?: string;
  /** The texts that the environment has put in the place of its references. */
  readonly filled?: readonly string[];
  /** Set where a variable of a private field is missing: there is a value, but this run does not know it. */
  readonly unknown?: true;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly origin: Origin;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly origin: Origin;
}

/** One `key: value` of a map; `origin` is the key's place. */
export interface Entry {
  readonly origin: Origin;
  readonly value: Node;
}

export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** A string value as it comes from an input. */
export function textNode(text: string, origin: Origin): ScalarNode {
  return { kind: 'scalar', value: text, source: text, origin };
}

export function mapNode(entries: Iterable<[string, Entry]>, origin: Origin): MapNode {
  return { kind: 'map', entries: new Map(entries), origin };
}

/**
 * A map without the values that `drops` names, in it and in the maps within, down to a depth of `levels` maps. The
 * same map where there are none, because many instances may share it.
 */
export function pruned(map: MapNode, levels: number, drops: (value: Node) => boolean): MapNode {
  let same = true;
  const entries = new Map<string, Entry>();
  for (const [key, entry] of map.entries) {
    const inner = entry.value.kind === 'map' && levels > 1;
    if (!inner && drops(entry.value)) {
      same = false;
      continue;
    }
    const value = entry.value.kind === 'map' && inner ? pruned(entry.value, levels - 1, drops) : entry.value;
    if (value !== entry.value) same = false;
    entries.set(key, value === entry.value ? entry : { ...entry, value });
  }
  return same ? map : { ...map, entries };
}

/**
 * The bare value, for a schema to check. With `asWritten`, numbers are the digits that the user wrote. A map
 * becomes an object without prototype, because its keys are the user's.
 */
export function toPlain(node: Node, asWritten = false): unknown {
  switch (node.kind) {
    case 'scalar':
      return asWritten && typeof node.value === 'number' ? node.source : node.value;
    case 'list':
      return node.items.map((item) => toPlain(item, asWritten));
    case 'map': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const [key, entry] of node.entries) plain[key] = toPlain(entry.value, asWritten);
      return plain;
    }
  }
}

/** The node that a schema's path leads to, or the deepest one on the way that exists. */
export function nodeAt(node: Node, path: readonly PropertyKey[]): Node {
  const [step, ...rest] = path;
  if (step === undefined || node.kind === 'scalar') return node;
  const next = node.kind === 'map' ? node.entries.get(String(step))?.value : node.items[Number(step)];
  return next ? nodeAt(next, rest) : node;
}

const LONGEST_SHOWN = 100; // characters of a value in a message

/** What a message says was found: `"vcp"`, `the number 33`, `a list`. Values from the environment stay `${NAME}`. */
export function describeNode(node: Node): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a map';
  if (node.template !== undefined) return `the value of ${shorten(node.template)}`;
  if (typeof node.value === 'string') return node.value === '' ? 'an empty string' : quote(node.value);
  if (typeof node.value === 'number') return `the number ${shorten(node.source)}`;
  return String(node.value);
}

/** A user's text in quotes, cut to a readable length, with control characters made visible. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

/** A part of a secret could not be recognized any more: what is too long to be shown is not shown at all. */
function shorten(text: string): string {
  return text.length > LONGEST_SHOWN ? `… (${text.length} characters)` : text;
}

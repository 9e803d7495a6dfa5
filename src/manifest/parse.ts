import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
} from 'yaml';
import type { Diagnostics } from './diagnostics.ts';
import { type Entry, type MapNode, mapNode, type Node, type ScalarNode } from './node.ts';
import type { Origin } from './origin.ts';
import { reportColons, reportSyntax, type Source, TOO_DEEP, UNKNOWN_TAG } from './syntax.ts';

/** Turns a place in a text into an origin; `offset` counts UTF-16 units from the start of the text. */
type Locate = (offset: number) => Origin;

const MAX_ALIASES = 100; // as many as people write by hand; a bomb needs nine levels of nine
const MAX_NODES = 200_000; // what a manifest of 1 MiB can hold, written out
const MAX_DEPTH = 20; // the deepest field is six levels down
const STANDARD_TAGS = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

/** Parses a manifest, whose top is a map. What is wrong goes to `diagnostics`, and nothing is returned then. */
export function parseManifest(text: string, file: string, diagnostics: Diagnostics): MapNode | undefined {
  const counter = linesOf(text);
  const locate: Locate = (offset) => {
    const { line, col } = counter.linePos(offset);
    return { kind: 'manifest', file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const source: Source = { text, counter, locate };
  const node = parseYaml(source, diagnostics);
  if (node === 'empty') {
    diagnostics.error(locate(0), 'The manifest is empty; it must describe at least one instance');
    return undefined;
  }
  if (node === undefined || node.kind === 'map') return node;
  if (node.kind === 'scalar' && reportColons(text.search(/\S/), source, diagnostics)) return undefined;
  const found = node.kind === 'list' ? 'a list' : 'a single value';
  diagnostics.error(node.origin, `The manifest must be a map of fields at the top, but it is ${found}`);
  return undefined;
}

/** Parses an input that takes YAML (and so JSON), such as `config`. */
export function parseInput(text: string, name: string, diagnostics: Diagnostics): Node | undefined {
  const locate: Locate = () => ({ kind: 'input', name });
  const node = parseYaml({ text, counter: linesOf(text), locate }, diagnostics);
  return node === 'empty' ? undefined : node;
}

/** Where lines begin. The parser would count them only in what it understands, and tell wrong places in the rest. */
function linesOf(text: string): LineCounter {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) counter.addNewLine(at + 1);
  return counter;
}

function parseYaml(source: Source, diagnostics: Diagnostics): Node | 'empty' | undefined {
  const { text, locate } = source;
  try {
    const documents = parseAllDocuments(text, {
      version: '1.2',
      prettyErrors: false,
      uniqueKeys: false,
    });
    const [document, second] = 'empty' in documents ? [] : documents;
    if (!document) return 'empty';
    if (reportSyntax(document, source, diagnostics)) return undefined;
    if (second) {
      const origin = locate(second.contents?.range[0] ?? second.range[0]);
      diagnostics.error(origin, 'A manifest is one YAML document; a second one starts here: remove it');
      return undefined;
    }
    if (document.contents === null || isBlank(document.contents)) return 'empty';
    return new Converter(document, locate, diagnostics).convert(document.contents);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    diagnostics.error(locate(0), TOO_DEEP);
    return undefined;
  }
}

function isBlank(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

/** Builds positioned nodes from the parser's tree: aliases written out (within bounds), keys as text. */
class Converter {
  readonly #document: Document.Parsed;
  readonly #locate: Locate;
  readonly #diagnostics: Diagnostics;
  #aliases = 0;
  #nodes = 0;

  constructor(document: Document.Parsed, locate: Locate, diagnostics: Diagnostics) {
    this.#document = document;
    this.#locate = locate;
    this.#diagnostics = diagnostics;
  }

  convert(node: ParsedNode, depth = 0): Node | undefined {
    const origin = this.#locate(node.range[0]);
    if (depth > MAX_DEPTH) {
      return this.#refuse(origin, TOO_DEEP);
    }
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) return this.#refuse(undefined, 'The manifest holds too many values');
    if (isAlias(node)) return this.#resolve(node, origin, depth);
    if (node.tag !== undefined && !STANDARD_TAGS.test(node.tag)) {
      return this.#refuse(origin, UNKNOWN_TAG);
    }
    if (isMap(node)) return this.#map(node.items, origin, depth);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.convert(item as ParsedNode, depth + 1));
      return { kind: 'list', items: items.filter((item) => item !== undefined), origin };
    }
    return this.#scalar(node.value, node.source, origin);
  }

  #map(
    items: readonly { key: ParsedNode; value: ParsedNode | null }[],
    origin: Origin,
    depth: number,
  ): MapNode {
    const entries = new Map<string, Entry>();
    for (const { key, value } of items) {
      const place = this.#locate(key.range[0]);
      const name = this.#keyText(key, place);
      if (name === undefined) continue;
      if (entries.has(name)) {
        this.#diagnostics.error(place, 'This key is given twice in the same map; remove one of them');
        continue;
      }
      const empty: ScalarNode = { kind: 'scalar', value: null, source: '', origin: place };
      const node = value === null ? empty : this.convert(value, depth + 1);
      if (node) entries.set(name, { origin: place, value: node });
    }
    return mapNode(entries, origin);
  }

  #keyText(key: ParsedNode, origin: Origin): string | undefined {
    if (key.tag !== undefined && !STANDARD_TAGS.test(key.tag)) {
      return this.#refuse(origin, UNKNOWN_TAG);
    }
    if (isScalar(key) && key.value !== null) {
      return typeof key.value === 'string' ? key.value : String(key.source);
    }
    return this.#refuse(origin, 'A key must be a plain text');
  }

  #scalar(value: unknown, source: string, origin: Origin): ScalarNode | undefined {
    const known =
      value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (known) return { kind: 'scalar', value, source, origin };
    return this.#refuse(origin, 'This YAML value is not understood; write it as a text in quotes');
  }

  #resolve(alias: Alias.Parsed, origin: Origin, depth: number): Node | undefined {
    this.#aliases += 1;
    if (this.#aliases > MAX_ALIASES + 1) return undefined;
    if (this.#aliases > MAX_ALIASES) {
      return this.#refuse(origin, `The manifest uses more than ${MAX_ALIASES} aliases; write the values out`);
    }
    const target = alias.resolve(this.#document);
    if (!target) return this.#refuse(origin, 'This alias has no anchor before it in the manifest');
    return this.convert(target as ParsedNode, depth + 1);
  }

  #refuse(origin: Origin | undefined, message: string): undefined {
    this.#diagnostics.error(origin ?? this.#locate(0), message);
    return undefined;
  }
}

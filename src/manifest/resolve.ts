import { checkField, type Settings } from './check.ts';
import type { Selection } from './choice.ts';
import type { Diagnostics } from './diagnostics.ts';
import { type FieldName, fieldNames, fieldOf, fields, isFieldName } from './fields.ts';
import { type LayeredInstance, layersOf } from './layers.ts';
import { readListInput } from './list-input.ts';
import { fieldMeantBy } from './names.ts';
import { type Entry, isNull, type MapNode, mapNode, type Node, pruned, quote, textNode } from './node.ts';
import type { Origin } from './origin.ts';
import { parseInput } from './parse.ts';
import { fillReferences, type ProcessEnv } from './references.ts';
import { checkRemovals, setInAny } from './removals.ts';

/** One instance with all layers laid over each other and every field checked by itself. */
export interface ResolvedInstance {
  readonly key: string | undefined;
  readonly origin: Origin | undefined;
  readonly settings: Settings;
  /** The fields that have a value, also where it is refused or the name is misspelled: they are not missing. */
  readonly given: ReadonlySet<FieldName>;
  /** The fields that each environment would set, by its name; empty once one is chosen. */
  readonly choices: ReadonlyMap<string, ReadonlySet<FieldName>>;
  /** All values with their references filled, also those that a check refuses. */
  readonly filled: MapNode;
}

/** The inputs that name one instance, and so make no sense for several. */
const SINGLE: readonly FieldName[] = ['instanceId', 'name', 'username', 'password'];

/**
 * Lays inputs over the manifest's layers. Highest first: action input, environment's instance, environment's
 * defaults, instance, defaults.
 *
 * @param root the manifest, or undefined when the inputs alone describe one instance
 * @param inputs the values of the fields' inputs by input name; an empty one counts as absent
 */
export function resolve(
  root: MapNode | undefined,
  inputs: Readonly<Record<string, string | undefined>>,
  selection: Selection,
  env: ProcessEnv,
  diagnostics: Diagnostics,
): ResolvedInstance[] {
  const { layer: top, refused } = inputLayer(inputs, diagnostics);
  const instances = root ? layersOf(root, selection, diagnostics) : inputsAlone(selection, diagnostics);
  if (instances.length > 1) refuseSingleInputs(top, instances.length, diagnostics);
  const below = setInAny(() => instances.flatMap(({ layers }) => layers));
  checkRemovals(top, below, diagnostics);
  const meant = meaningOf();
  const known = new Map<MapNode, unknown>();
  return instances.map(({ key, origin, layers, choices: added }) => {
    const merged = mergeLayers([...layers, top], levelsOfField);
    const given = new Set([...meant([merged]), ...refused]);
    const filled = fillReferences(merged, env, diagnostics);
    const settings = checkAll(filled, known, diagnostics);
    const choices = new Map([...added].map(([name, theirs]) => [name, meant(theirs)]));
    return { key, origin: root && origin, settings, given, choices, filled };
  });
}

/** Finds the fields that layers were meant to set; looks each misspelled name up once, there may be many layers. */
function meaningOf(): (layers: readonly MapNode[]) => ReadonlySet<FieldName> {
  const known = new Map<string, FieldName | undefined>();
  const find = (key: string): FieldName | undefined => {
    if (!known.has(key)) known.set(key, fieldMeantBy(key));
    return known.get(key);
  };
  return (layers) => {
    const names = layers.flatMap(({ entries }) => [...entries.keys()].map(find));
    return new Set(names.filter((name) => name !== undefined));
  };
}

/**
 * Lays maps over each other, the highest last. `null` removes what a lower layer set.
 *
 * @param levelsOf in how many levels of maps a key's value is merged
 */
function mergeLayers(layers: readonly MapNode[], levelsOf: (name: string) => number): MapNode {
  const entries = new Map<string, Entry>();
  for (const layer of layers) {
    for (const [name, entry] of layer.entries) {
      const below = entries.get(name)?.value;
      if (isNull(entry.value)) entries.delete(name);
      else entries.set(name, { ...entry, value: laidOver(below, entry.value, levelsOf(name)) });
    }
  }
  return mapNode(entries, { kind: 'derived', from: 'all layers' });
}

function levelsOfField(name: string): number {
  return (isFieldName(name) && fieldOf(name).merged) || 0;
}

function laidOver(below: Node | undefined, above: Node, levels: number): Node {
  if (above.kind !== 'map' || levels === 0) return above;
  if (below?.kind !== 'map') return pruned(above, levels, isNull);
  return { ...mergeLayers([below, above], () => levels - 1), origin: above.origin };
}

/** @param known what was found of the maps that instances share, such as thousands of topics in `defaults` */
function checkAll(layer: MapNode, known: Map<MapNode, unknown>, diagnostics: Diagnostics): Settings {
  const settings: Settings = {};
  const check = <K extends FieldName>(name: K): void => {
    const node = layer.entries.get(name)?.value;
    if (!node) return;
    const isKnown = node.kind === 'map' && known.has(node);
    const checked = isKnown ? (known.get(node) as Settings[K]) : checkField(name, node, diagnostics);
    if (node.kind === 'map') known.set(node, checked);
    if (checked) (settings as { [N in K]?: typeof checked })[name] = checked;
  };
  for (const name of fieldNames) check(name);
  return settings;
}

function inputsAlone(selection: Selection, diagnostics: Diagnostics): LayeredInstance[] {
  const useless = [
    ...(selection.environment === undefined ? [] : ['environment']),
    ...(selection.instances.length === 0 ? [] : ['instances']),
  ];
  for (const name of useless) {
    diagnostics.error(
      { kind: 'input', name },
      `The input ${name} chooses from a manifest; give the input manifest`,
    );
  }
  if (useless.length > 0) return [];
  return [{ key: undefined, origin: { kind: 'derived', from: 'inputs' }, layers: [], choices: new Map() }];
}

/** The layer of the inputs, and the fields whose input is refused: they are given, but have no value. */
function inputLayer(
  inputs: Readonly<Record<string, string | undefined>>,
  diagnostics: Diagnostics,
): { layer: MapNode; refused: FieldName[] } {
  const entries: [string, Entry][] = [];
  const refused: FieldName[] = [];
  for (const name of fieldNames) {
    const input = fields[name].input;
    const text = inputs[input];
    if (text === undefined || text === '') continue;
    const origin: Origin = { kind: 'input', name: input };
    const value = inputNode(name, text, origin, diagnostics);
    if (value) entries.push([name, { origin, value }]);
    else refused.push(name);
  }
  return { layer: mapNode(entries, { kind: 'derived', from: 'inputs' }), refused };
}

function inputNode(
  name: FieldName,
  text: string,
  origin: Origin,
  diagnostics: Diagnostics,
): Node | undefined {
  const { form, input } = fieldOf(name);
  if (form === 'text') return textNode(text, origin);
  if (form === 'yaml') return parseInput(text, input, diagnostics);
  const items = readListInput(input, text, diagnostics);
  return items.length === 0
    ? undefined
    : { kind: 'list', items: items.map((item) => textNode(item, origin)), origin };
}

function refuseSingleInputs(top: MapNode, count: number, diagnostics: Diagnostics): void {
  for (const name of SINGLE) {
    const entry = top.entries.get(name);
    if (!entry) continue;
    const input = quote(fields[name].input);
    const how = 'choose one with the input instances, or set it in the manifest';
    diagnostics.error(
      entry.origin,
      `The input ${input} is for one instance, but ${count} are selected; ${how}`,
    );
  }
}

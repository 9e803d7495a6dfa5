import * as z from 'zod';
import type { Diagnostics } from './diagnostics.ts';
import { type FieldName, type FieldValue, fieldOf, fields } from './fields.ts';
import { networkHint } from './networks.ts';
import {
  describeNode,
  isNull,
  type MapNode,
  type Node,
  nodeAt,
  quote,
  type ScalarNode,
  toPlain,
} from './node.ts';
import type { Origin } from './origin.ts';
import { regionNamed, zoneNamed } from './regions.ts';
import { didYouMean } from './suggest.ts';
import { isTopicConfigKey } from './topics.ts';
import { hasCurlyQuotes, typingHint } from './typing.ts';

/** A checked value and where it comes from. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
  /** The origins of a map's keys, which layers may have set one by one. */
  readonly keys: ReadonlyMap<string, Origin>;
  /** The nodes of a merged map, for the origin of everything in it. */
  readonly written?: MapNode;
  /** The texts that came from the environment, and how they are shown. */
  readonly templates: ReadonlyMap<string, string>;
  /** Set for a private value that this run does not know: the field is given, `value` means nothing. */
  readonly unknown?: true;
}

/** The fields that have a value, each with its origin. */
export type Settings = { [K in FieldName]?: Sourced<FieldValue<K>> };

/** Checks one field's value by its own rule; what is wrong goes to `diagnostics`. */
export function checkField<K extends FieldName>(
  name: K,
  node: Node,
  diagnostics: Diagnostics,
): Sourced<FieldValue<K>> | undefined {
  const field = fieldOf(name);
  const lost = node.kind === 'map' ? node.entries.get('__proto__') : undefined;
  if (lost && name !== 'config') {
    diagnostics.error(
      lost.origin,
      `${pathText(name, ['__proto__'])} cannot be sent under this name; remove it`,
    );
    return undefined;
  }
  if (node.kind === 'scalar' && node.unknown) return unknownValue(node) as Sourced<FieldValue<K>>;
  const result = fields[name].schema().safeParse(toPlain(node, name.startsWith('extra')));
  if (!result.success) {
    for (const issue of result.error.issues) report(name, node, issue, diagnostics);
    return undefined;
  }
  const written = node.kind === 'map' && field.merged ? node : undefined;
  const keys = [...(written?.entries ?? [])];
  return {
    value: result.data as FieldValue<K>, // the schema of this very field has just returned it
    origin: node.origin,
    keys: mapOrNone(keys.map(([key, entry]) => [key, entry.value.origin])),
    templates: mapOrNone(templatesOf(node, result.data)),
    ...(written && { written }),
  };
}

/** Private fields are texts, so an empty one stands for what is not known. */
function unknownValue({ origin, source, template = '' }: ScalarNode): Sourced<string> {
  return { value: source, origin, keys: NONE, templates: new Map([[source, template]]), unknown: true };
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** Most settings have neither keys nor templates, and there are tens of thousands of settings. */
function mapOrNone<T>(entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  return entries.length === 0 ? NONE : new Map(entries);
}

/** Every text that came from the environment, as it was given and as the field's rule has made it. */
function templatesOf(node: Node, checked: unknown): [string, string][] {
  if (node.kind === 'scalar') {
    const { template } = node;
    return template === undefined ? [] : [node.source, String(checked)].map((text) => [text, template]);
  }
  const parts = new Map<string, unknown>(Object.entries(checked ?? {}));
  if (node.kind === 'list')
    return node.items.flatMap((item, index) => templatesOf(item, parts.get(`${index}`)));
  return [...node.entries].flatMap(([key, { value }]) => templatesOf(value, parts.get(key)));
}

/** How a value may be shown: `true` that came from the environment is the text `${NAME}`. */
type Shown<T> = T extends boolean ? T | string : T;

/** A value of a setting, with everything in it that came from the environment as its `${NAME}`. */
export function asTemplate<T>(value: T, { templates }: Sourced<unknown>): Shown<T> {
  const replace = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(replace);
    if (part === null || typeof part !== 'object') return templates.get(String(part)) ?? part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, replace(item)]));
  };
  const shape = templates.size === 0 ? value : replace(value);
  return shape as Shown<T>; // the same shape, other texts
}

/** A value of a setting in quotes; as `${NAME}` when it came from the environment. */
export function shown(setting: Sourced<unknown>, value: string): string {
  return quote(setting.templates.get(value) ?? value);
}

function report(name: FieldName, node: Node, issue: z.core.$ZodIssue, diagnostics: Diagnostics): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) reportUnknownKey(name, node, [...issue.path, key], diagnostics);
    return;
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? issue.message;
    diagnostics.error(originOfKey(node, issue.path), `${pathText(name, issue.path)} ${message}`);
    return;
  }
  const place = nodeAt(node, issue.path);
  const found = fieldOf(name).privacy ? '' : `, but is ${describeNode(place)}`;
  diagnostics.error(
    place.origin,
    `${pathText(name, issue.path)} ${issue.message}${found}${remedy(name, issue, place)}`,
  );
}

function originOfKey(node: Node, path: readonly PropertyKey[]): Origin {
  const map = nodeAt(node, path.slice(0, -1));
  const entry = map.kind === 'map' ? map.entries.get(String(path.at(-1))) : undefined;
  return entry?.origin ?? map.origin;
}

/** Reports keys without a value that a map cannot have: they remove nothing, and would be passed over. */
export function checkEmptyKeys(
  name: FieldName,
  root: MapNode,
  levels: number,
  diagnostics: Diagnostics,
  path: readonly string[] = [],
): void {
  const map = nodeAt(root, path);
  if (map.kind !== 'map') return;
  const known = keysAt(name, path);
  for (const [key, { value }] of map.entries) {
    const place = [...path, key];
    if (levels > 1) checkEmptyKeys(name, root, levels - 1, diagnostics, place);
    if (isNull(value) && known.length > 0 && !known.includes(key))
      reportUnknownKey(name, root, place, diagnostics);
  }
}

function reportUnknownKey(
  name: FieldName,
  node: Node,
  path: readonly PropertyKey[],
  diagnostics: Diagnostics,
): void {
  const [place, key] = [path.slice(0, -1), String(path.at(-1))];
  const known = keysAt(name, place);
  const list = known.length === 1 ? `the only key is ${known[0]}` : `the keys are ${known.join(', ')}`;
  const others = name === 'config' ? 'a key newer than this release goes into extraConfig' : list;
  const isMisplaced = name === 'topics' && isTopicConfigKey(key);
  const hint = isMisplaced
    ? '; it stands under config'
    : typingHint(key) || didYouMean(key, known) || `; ${others}`;
  const message = `Unknown key ${quote(key)} in ${pathText(name, place)}${hint}`;
  diagnostics.error(originOfKey(node, path), message);
}

/** The keys that a map within a field may have, where they are fixed. */
function keysAt(name: FieldName, path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = fields[name].schema();
  for (const step of path) {
    if (schema instanceof z.ZodRecord) schema = schema.valueType;
    else if (schema instanceof z.ZodObject) schema = schema.shape[String(step)];
    if (schema instanceof z.ZodOptional) schema = schema.unwrap();
  }
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function remedy(name: FieldName, issue: z.core.$ZodIssue, place: Node): string {
  if (place.kind !== 'scalar') return '';
  if (typeof place.value === 'string') {
    if (fieldOf(name).privacy) return '';
    const mayBeNamed = place.template === undefined && !hasCurlyQuotes(place.value);
    const meant = mayBeNamed ? whatWasMeant(name, issue, place.value) : '';
    return meant || typingHint(place.value);
  }
  const unquoted = issue.code === 'invalid_type' && issue.expected === 'string' && place.value !== null;
  return unquoted ? '; put it in quotes' : '';
}

function whatWasMeant(name: FieldName, issue: z.core.$ZodIssue, written: string): string {
  if (issue.code === 'invalid_value') return didYouMean(written, issue.values.map(String));
  if (name === 'allowedIps') return networkHint(written);
  const region = name === 'regionId' ? regionNamed(written) : undefined;
  const zone = name === 'zoneId' || name === 'selectedZones' ? zoneNamed(written) : undefined;
  const meant = region ?? zone;
  return meant === undefined || meant === written ? '' : `; did you mean ${quote(meant)}?`;
}

/** `vSwitchIds[1]`, `config["enable.acl"]`, `topics["orders"].partitions`. */
export function pathText(name: FieldName, path: readonly PropertyKey[]): string {
  const steps = path.map((step, index) => {
    if (typeof step === 'number') return `[${step}]`;
    const isFixed = keysAt(name, path.slice(0, index)).includes(String(step));
    return isFixed && /^\w+$/.test(String(step)) ? `.${String(step)}` : `[${quote(String(step))}]`;
  });
  return [name, ...steps].join('');
}

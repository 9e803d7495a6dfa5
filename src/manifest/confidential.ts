import type { Diagnostics } from './diagnostics.ts';
import { type FieldName, fieldOf, isFieldName } from './fields.ts';
import { isNull, type MapNode, type Node, type ScalarNode } from './node.ts';
import type { Origin } from './origin.ts';
import { isWholeReference } from './references.ts';
import type { ResolvedInstance } from './resolve.ts';

/** Texts that must never be shown. */
export interface Confidential {
  /** Known to be secret or personal: the runner masks them too. */
  readonly masked: readonly string[];
  /**
   * What the environment has put elsewhere: shown as `${NAME}`, and concealed where the API repeats it. Not
   * masked, because the runner drops every job output that holds a masked text.
   */
  readonly concealed: readonly string[];
}

/** In characters. What is shorter stands in half of all words. */
const SHORTEST_SECRET = 4;

/** Whether a text is long enough to be masked, and looked for in others. A run of backslashes is one character. */
export function isConcealable(text: string): boolean {
  return [...folded(text)].length >= SHORTEST_SECRET;
}

/** A text as it is looked for, and looked for in: each escaping doubles backslashes, so a run of them is one. */
export function folded(text: string): string {
  return text.replaceAll(/\\+/g, '\\');
}

/** What stands in every bootstrap server and console address. */
const ADDRESS_WORDS =
  'alikafka.aliyuncs.com:9092,9093,9094,9095 https://kafka.console.aliyun.com/region/instance/detail https://kafka.console.alibabacloud.com';

/** Texts that outputs consist of, and numbers as ports and limits have: a mask of one would take outputs away. */
const ORDINARY =
  /^(true|false|null|-?[0-9]{1,5}|unknown|pending|deploying|running|stopped|expired|released|failed|changing|not-found)$/i;

/** A value, and the field in which it was found. */
interface Found {
  readonly field: FieldName;
  readonly text: string;
  readonly origin: Origin;
  readonly kind: 'secret' | 'personal' | 'extra' | 'other';
}

/**
 * Finds the confidential texts of a manifest. Identifiers are always shown whole: a secret that is too short, or
 * part of an identifier, is refused; any other such text is only never shown by us.
 */
export function confidentialIn(
  root: MapNode | undefined,
  instances: readonly ResolvedInstance[],
  diagnostics: Diagnostics,
): Confidential {
  const identifiers = identifiersOf(instances);
  const found = [root, ...instances.map(({ filled }) => filled)].flatMap((map) => (map ? findIn(map) : []));
  const masked = new Set<string>();
  const concealed = new Set<string>();
  for (const { field, text, origin, kind } of found) {
    if ((kind === 'extra' || kind === 'other') && ORDINARY.test(text)) continue;
    const why = unconcealable(text, identifiers);
    if (why === undefined) (isMaskable(text, kind) ? masked : concealed).add(text);
    else if (kind === 'secret') diagnostics.error(origin, `The ${field} ${why}; choose another one`);
  }
  return { masked: [...masked], concealed: [...concealed].filter((text) => !masked.has(text)) };
}

/** The runner masks each line of a text by itself, and one may be no more than a brace. */
function isMaskable(text: string, kind: Found['kind']): boolean {
  return kind === 'extra' ? !text.includes('\n') : kind !== 'other';
}

/** Why a text cannot be concealed without harm, if so. `identifiers` in lower case. */
export function unconcealable(text: string, identifiers: string): string | undefined {
  if (!isConcealable(text)) {
    const asOne = folded(text) === text ? '' : ', where backslashes in a row are one';
    return `has fewer than ${SHORTEST_SECRET} characters${asOne}, and so cannot be concealed in the log`;
  }
  if (!identifiers.includes(text.toLowerCase())) return undefined;
  return 'is part of an identifier or address that is shown, and so cannot be concealed in the log';
}

/** The texts that are always shown whole, in one. */
export function identifiersOf(instances: readonly ResolvedInstance[]): string {
  const own = instances.flatMap(({ key, settings }) => [
    key ?? '',
    settings.regionId?.value ?? '',
    settings.instanceId?.value ?? '',
    (settings.instanceId?.value ?? '').replaceAll('_', '-'), // as in its bootstrap servers
  ]);
  return [...own, ADDRESS_WORDS].join('\n').toLowerCase();
}

function findIn(node: Node): Found[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(findIn);
  return [...node.entries].flatMap(([key, { value }]) =>
    isFieldName(key) ? findInField(key, value) : findIn(value),
  );
}

function findInField(field: FieldName, node: Node): Found[] {
  const { privacy } = fieldOf(field);
  return scalarsOf(node).flatMap((scalar): Found[] => {
    const { origin, source, filled = [] } = scalar;
    if (privacy) return isShown(scalar) ? [] : [{ field, text: source, origin, kind: privacy }];
    if (field === 'instanceId' || field === 'regionId') return []; // checked to be identifiers
    const kind = field === 'extraParameters' || field === 'extraConfig' ? 'extra' : 'other';
    return filled.map((text) => ({ field, text, origin, kind }));
  });
}

function isShown(scalar: ScalarNode): boolean {
  const isReference = scalar.template === undefined && isWholeReference(scalar.source);
  return typeof scalar.value === 'boolean' || isNull(scalar) || scalar.unknown === true || isReference;
}

function scalarsOf(node: Node): ScalarNode[] {
  if (node.kind === 'scalar') return [node];
  const inner = node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value);
  return inner.flatMap(scalarsOf);
}

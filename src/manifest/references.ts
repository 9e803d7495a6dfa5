import type { Diagnostics } from './diagnostics.ts';
import { fieldOf, isFieldName } from './fields.ts';
import { type MapNode, type Node, quote, type ScalarNode } from './node.ts';

/** The variables of the process that a manifest may use. */
export type ProcessEnv = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{/g;
const WHOLE_REFERENCE = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/;

/**
 * Variables that hold the job's own credentials. A manifest comes with a pull request; it must not be able to
 * put them where they can be read.
 */
const RESERVED = /^(INPUT_.*|ACTIONS_.*|GITHUB_TOKEN|GH_TOKEN|(ALIBABA_?CLOUD|ALICLOUD)_.*|NODE_OPTIONS)$/i;

/** Whether a text is exactly one `${NAME}`, as a password must be written. */
export function isWholeReference(text: string): boolean {
  return WHOLE_REFERENCE.test(text);
}

/** Whether a text is exactly one expression of a workflow, which gives nothing away. */
export function isWorkflowExpression(text: string): boolean {
  return /^\s*\$\{\{[^{}]*\}\}\s*$/.test(text);
}

/** Whether a value, or a value within it, is to be filled from the environment. */
export function hasReference(node: Node): boolean {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && node.value.includes('${');
    case 'list':
      return node.items.some(hasReference);
    case 'map':
      return node.entries.values().some((entry) => hasReference(entry.value));
  }
}

/** Reports references that no environment could fill: wrong syntax, and reserved names. */
export function checkReferences(node: Node, diagnostics: Diagnostics): void {
  if (node.kind === 'list') for (const item of node.items) checkReferences(item, diagnostics);
  if (node.kind === 'map')
    for (const entry of node.entries.values()) checkReferences(entry.value, diagnostics);
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return;
  for (const { 0: match, 1: name, index } of node.value.matchAll(REFERENCE)) {
    if (name !== undefined && RESERVED.test(name)) {
      const why = 'it may hold credentials of the job';
      diagnostics.error(node.origin, `\${${name}} must not be used in a manifest, because ${why}`);
    } else if (node.value.startsWith('${{', index)) {
      const how = 'write ${NAME} here, and give NAME to the step in "env:" of the workflow';
      diagnostics.error(node.origin, `Expressions \${{ … }} work only in workflow files; ${how}`);
    } else if (match === '${') {
      const how = 'write ${NAME} with letters, digits and underscores, or $${ for a literal ${';
      diagnostics.error(node.origin, `This is not a reference to an environment variable: ${how}`);
    }
  }
}

/**
 * The layer with every `${NAME}` replaced and `$${` unescaped. A variable that is not set is a problem; in a
 * private field an empty one is, too, because a secret that is missing arrives as an empty text.
 */
export function fillReferences(layer: MapNode, env: ProcessEnv, diagnostics: Diagnostics): MapNode {
  return fillEntries(layer, (key, value) => {
    const isPrivate = isFieldName(key) && fieldOf(key).privacy !== undefined;
    return fill(value, { env, diagnostics, isPrivate });
  });
}

function fillEntries(map: MapNode, fillOne: (key: string, value: Node) => Node | undefined): MapNode {
  const entries = new Map(map.entries);
  for (const [key, entry] of map.entries) {
    if (!hasReference(entry.value)) continue;
    const value = fillOne(key, entry.value);
    if (value) entries.set(key, { ...entry, value });
    else entries.delete(key);
  }
  return { ...map, entries };
}

/** What the references of one field are filled from. */
interface Filling {
  readonly env: ProcessEnv;
  readonly diagnostics: Diagnostics;
  readonly isPrivate: boolean;
}

function fill(node: Node, filling: Filling): Node | undefined {
  switch (node.kind) {
    case 'scalar':
      return fillText(node, filling);
    case 'list': {
      const items = node.items.map((item) => fill(item, filling));
      return items.every((item) => item !== undefined) ? { ...node, items } : undefined;
    }
    case 'map':
      return fillEntries(node, (_, value) => fill(value, filling));
  }
}

function fillText(node: ScalarNode, { env, diagnostics, isPrivate }: Filling): ScalarNode | undefined {
  const written = node.origin.kind === 'manifest'; // inputs are taken literally: workflows have expressions
  if (!written || typeof node.value !== 'string' || !hasReference(node)) return node;
  let complete = true;
  const filled: string[] = [];
  const value = node.value.replaceAll(REFERENCE, (match, name: string | undefined) => {
    if (match === '$${') return '${';
    if (name === undefined || RESERVED.test(name)) {
      complete = false; // which is told where the value stands
      return '';
    }
    const replacement = Object.hasOwn(env, name) ? env[name] : undefined;
    if (replacement !== undefined && !(isPrivate && replacement === '')) {
      filled.push(replacement);
      return replacement;
    }
    complete = false;
    const message = `Environment variable ${quote(name)} ${replacement === '' ? IS_EMPTY : IS_NOT_SET}`;
    if (isPrivate) diagnostics.missingPrivateValue(node.origin, message);
    else diagnostics.error(node.origin, message);
    return '';
  });
  const trace = filled.length > 0 ? { template: node.value, filled } : {};
  if (complete) return { ...node, value, source: value, ...trace };
  return isPrivate ? { ...node, value: '', source: '', template: node.value, unknown: true } : undefined;
}

const IS_NOT_SET = 'is not set; give it to the step in "env:", for instance from a secret';
const IS_EMPTY =
  'is empty, as is every secret that the job may not read; check the name of the secret and the environment of the job';

import { type MapNode, type Node, quote, type ScalarNode } from './node.ts';
import type { Problems } from './problems.ts';

/** The variables of the process that a manifest may use. */
export type Environment = Readonly<Record<string, string | undefined>>;

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
export function checkReferences(node: Node, problems: Problems): void {
  if (node.kind === 'list') for (const item of node.items) checkReferences(item, problems);
  if (node.kind === 'map') for (const entry of node.entries.values()) checkReferences(entry.value, problems);
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return;
  for (const [match, name] of node.value.matchAll(REFERENCE)) {
    if (name !== undefined && RESERVED.test(name)) {
      const why = 'it may hold credentials of the job';
      problems.error(node.origin, `\${${name}} must not be used in a manifest, because ${why}`);
    } else if (match === '${') {
      const how = 'write ${NAME} with letters, digits and underscores, or $${ for a literal ${';
      problems.error(node.origin, `This is not a reference to an environment variable: ${how}`);
    }
  }
}

/** The layer with every `${NAME}` replaced and `$${` unescaped; a variable that is not set is a problem. */
export function fillReferences(layer: MapNode, environment: Environment, problems: Problems): MapNode {
  const entries = new Map(layer.entries);
  for (const [key, entry] of layer.entries) {
    if (!hasReference(entry.value)) continue;
    const value = fill(entry.value, environment, problems);
    if (value) entries.set(key, { ...entry, value });
    else entries.delete(key);
  }
  return { ...layer, entries };
}

function fill(node: Node, environment: Environment, problems: Problems): Node | undefined {
  switch (node.kind) {
    case 'scalar':
      return fillText(node, environment, problems);
    case 'list': {
      const items = node.items.map((item) => fill(item, environment, problems));
      return items.every((item) => item !== undefined) ? { ...node, items } : undefined;
    }
    case 'map':
      return fillReferences(node, environment, problems);
  }
}

function fillText(node: ScalarNode, environment: Environment, problems: Problems): ScalarNode | undefined {
  const written = node.origin.kind === 'manifest'; // inputs are taken literally: workflows have expressions
  if (!written || typeof node.value !== 'string' || !hasReference(node)) return node;
  let complete = true;
  let filled = false;
  const value = node.value.replaceAll(REFERENCE, (match, name: string | undefined) => {
    if (name === undefined || RESERVED.test(name)) return match === '$${' ? '${' : match;
    filled = true;
    const replacement = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (replacement === undefined) {
      complete = false;
      problems.error(
        node.origin,
        `Environment variable ${quote(name)} is not set; give it to the step in "env:", for instance from a secret`,
      );
    }
    return replacement ?? '';
  });
  if (!complete) return undefined;
  return { ...node, value, source: value, ...(filled ? { template: node.value } : {}) };
}

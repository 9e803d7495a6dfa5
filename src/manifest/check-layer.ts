import { checkEmptyKeys, checkField } from './check.ts';
import type { Diagnostics } from './diagnostics.ts';
import { type FieldName, fieldOf, isFieldName } from './fields.ts';
import { checkNames } from './names.ts';
import { isNull, type MapNode, type Node, pruned } from './node.ts';
import { checkReferences, hasReference, isWholeReference, isWorkflowExpression } from './references.ts';

/** Checks a layer where it stands: names, references, and every value that needs no environment variable. */
export function checkLayer(
  layer: MapNode,
  diagnostics: Diagnostics,
  elsewhere: Readonly<Record<string, string>> = {},
): void {
  checkNames(layer, diagnostics, elsewhere);
  for (const [name, { value }] of layer.entries) {
    if (!isFieldName(name) || isNull(value)) continue;
    checkReferences(value, diagnostics);
    if (fieldOf(name).privacy === 'secret') checkSecret(name, value, diagnostics);
    else checkWhatIsKnown(name, value, diagnostics);
  }
}

function checkSecret(name: FieldName, node: Node, diagnostics: Diagnostics): void {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  if (isWholeReference(text) || isWorkflowExpression(text)) return;
  const how = `write ${name}: \${KAFKA_PASSWORD} and give that variable to the step from a secret`;
  const rotate = 'Whoever can read the repository can read this one, now and in its history: rotate it';
  diagnostics.error(node.origin, `The ${name} must not be written in a manifest; ${how}. ${rotate}`);
}

function checkWhatIsKnown(name: FieldName, node: Node, diagnostics: Diagnostics): void {
  const { merged } = fieldOf(name);
  if (node.kind === 'map' && merged) {
    const known = pruned(node, merged, (value) => isNull(value) || hasReference(value));
    checkField(name, known, diagnostics);
    checkEmptyKeys(name, node, merged, diagnostics);
  } else if (!hasReference(node)) {
    checkField(name, node, diagnostics);
  }
}

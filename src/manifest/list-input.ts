import type { Diagnostics } from './diagnostics.ts';

/**
 * The items of an input that takes a list, comma- or newline-separated, blanks around them ignored. A
 * list that is given and holds nothing is a problem: it must not pass for "all" or "any".
 *
 * @param text undefined when the input is not given
 */
export function readListInput(name: string, text: string | undefined, diagnostics: Diagnostics): string[] {
  if (text === undefined) return [];
  const items = text.split(/[,\n]/).map((item) => item.trim());
  const named = items.filter((item) => item !== '');
  if (named.length === 0) {
    const how = 'name at least one, or leave the input out';
    diagnostics.error({ kind: 'input', name }, `The input ${name} is given but names nothing; ${how}`);
  }
  return named;
}

/** The rows of a table, the first of which is its head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  return [lineOf(head), `|${':--|'.repeat(head.length)}`, ...escaped.map(lineOf)].join('\n');
}

export function code(text: string | undefined): string {
  return text === undefined ? '' : `\`${text}\``;
}

/** Replaces what stands between the two markers of each part; throws where a part has no place. */
export function withParts(text: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((so, [name, part]) => {
    const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
    const from = so.indexOf(begin);
    const to = so.indexOf(end);
    if (from < 0 || to < from) throw new Error(`There is no place for "${name}"`);
    return `${so.slice(0, from + begin.length)}\n${part}\n${so.slice(to)}`;
  }, text);
}

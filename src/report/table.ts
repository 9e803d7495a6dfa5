/** A table whose cells are Markdown. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => ':--'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

const END = '</tbody></table>';

/**
 * A table whose cells are HTML, a row a line. Markdown cannot say what may not be wrapped.
 *
 * @param whole the columns whose cells are kept in one line
 */
export function htmlTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  whole: ReadonlySet<string>,
): string {
  const head = titles.map((title) => `<th align="left">${title}</th>`).join('');
  const lines = rows.map((cells) => {
    const row = cells.map((cell, index) => {
      return `<td${whole.has(titles[index] ?? '') ? ' nowrap' : ''}>${cell}</td>`;
    });
    return `<tr>${row.join('')}</tr>`;
  });
  return [`<table><thead><tr>${head}</tr></thead><tbody>`, ...lines, END].join('\n');
}

/** As many rows of a table as fit into so many bytes; nothing of what is no table. */
export function cutRows(section: string, limit: number): string {
  const isHtml = section.startsWith('<table>');
  if (!isHtml && !section.startsWith('| ')) return '';
  const end = isHtml ? [END] : [];
  const rows: string[] = [];
  let size = isHtml ? END.length + 1 : 0;
  for (const row of section.split('\n')) {
    size += Buffer.byteLength(row) + 1;
    if (size > limit || row === END) break;
    rows.push(row);
  }
  return rows.length > (isHtml ? 1 : 2) ? [...rows, ...end].join('\n') : '';
}

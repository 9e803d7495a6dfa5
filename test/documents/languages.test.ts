import { describe, expect, it } from 'vitest';
import { all, read, snippets, withoutComments } from './markdown.ts';

/** Pages that are there in English and in Chinese. */
const PAIRS = [
  ['docs/contents.md', 'docs/zh/contents.md'],
  ['docs/errors.md', 'docs/zh/errors.md'],
  ['docs/manifest.md', 'docs/zh/manifest.md'],
] as const;

describe.each(PAIRS)('%s and %s', (english, chinese) => {
  it('have the same headings, by their levels', () => {
    const depths = (path: string) => all(path, 'heading').map(({ depth }) => depth);
    expect(depths(chinese)).toEqual(depths(english));
  });

  it('have the same tables, by columns and the names in the first one', () => {
    const tables = (path: string) =>
      all(path, 'table').map(({ children }) =>
        children.map((row) => [
          row.children.length,
          row.children[0]?.children.flatMap((node) => (node.type === 'inlineCode' ? [node.value] : [])),
        ]),
      );
    expect(tables(chinese)).toEqual(tables(english));
  });

  it('have the same generated parts and the same snippets, comments aside', () => {
    const parts = (path: string) => read(path).match(/<!-- [^>]*: (?:begin|end) -->/g);
    const code = (path: string) =>
      snippets(path).map(({ kind, text }) => ({ kind, text: withoutComments(text) }));
    expect(parts(chinese)).toEqual(parts(english));
    expect(code(chinese)).toEqual(code(english));
  });

  it('name the same codes, fields, inputs and messages', () => {
    const names = (path: string) => new Set(all(path, 'inlineCode').map(({ value }) => value));
    expect([...names(english).difference(names(chinese))]).toEqual([]);
  });
});

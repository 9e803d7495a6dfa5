import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

export const root = join(import.meta.dirname, '..', '..');

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

export const READMES = ['README.md', 'README.zh-CN.md'] as const;

/** Every page of the documents, by its path from the root; `/` on every system. */
export const PAGES = globSync('docs/**/*.md', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

/** Everything of a kind in a Markdown file, in its order. */
export function all<T extends Nodes['type']>(path: string, type: T): Extract<Nodes, { type: T }>[] {
  const found: Extract<Nodes, { type: T }>[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === type) found.push(node as Extract<Nodes, { type: T }>);
    if ('children' in node) node.children.forEach(visit);
  };
  visit(unified().use(remarkParse).use(remarkGfm).parse(read(path)));
  return found;
}

/** What a reader sees of a node. */
export const textOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';

/** The texts in code of the first column of the table whose first title is of that kind. */
export function firstColumn(path: string, title: RegExp): string[] {
  const titleOf = (table: ReturnType<typeof all<'table'>>[number]) => table.children[0]?.children[0];
  const table = all(path, 'table').find((each) => title.test(textOf(titleOf(each) ?? NOTHING)));
  const cells = table?.children.slice(1).flatMap(({ children }) => children.slice(0, 1)) ?? [];
  return cells.flatMap(({ children }) =>
    children.flatMap((node) => (node.type === 'inlineCode' ? [node.value] : [])),
  );
}

const NOTHING: Nodes = { type: 'text', value: '' };

export interface Snippet {
  /** Its language and what follows it: `yaml step`. */
  readonly kind: string;
  readonly text: string;
}

export const snippets = (path: string): Snippet[] =>
  all(path, 'code').map(({ lang, meta, value }) => ({ kind: [lang, meta].join(' ').trim(), text: value }));

/** The anchors of a page's headings, as GitHub makes them: of one text that comes again, the later ones are numbered. */
export function anchorsOf(path: string): Set<string> {
  const seen = new Map<string, number>();
  const slugs = all(path, 'heading').map((heading) => {
    const slug = textOf(heading)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(slugs);
}

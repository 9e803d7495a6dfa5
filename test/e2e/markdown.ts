import { marked } from 'marked';
import rehypeRaw from 'rehype-raw';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** A node of rendered HTML. */
export interface HtmlNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly HtmlNode[];
}

/**
 * Two renderers of GitHub's Markdown that share no code. Neither is followed by a sanitizer here: GitHub has
 * one, but what is rendered must be harmless without it.
 */
export const RENDERERS: Readonly<Record<string, (markdown: string) => HtmlNode>> = {
  remark: (markdown) => {
    const processor = unified()
      .use(remarkParse)
      .use(remarkGfm)
      .use(remarkRehype, { allowDangerousHtml: true })
      .use(rehypeRaw);
    return processor.runSync(processor.parse(markdown));
  },
  marked: (markdown) => {
    const html = marked.parse(markdown, { async: false, gfm: true });
    return unified()
      .use(rehypeRaw)
      .runSync({ type: 'root', children: [{ type: 'raw', value: html }] });
  },
};

/** Every node of a tree, with the names of the elements around it, the innermost last. */
export function* walk(
  node: HtmlNode,
  around: readonly string[] = [],
): Generator<[HtmlNode, readonly string[]]> {
  yield [node, around];
  const within = node.tagName === undefined ? around : [...around, node.tagName];
  for (const child of node.children ?? []) yield* walk(child, within);
}

export function elements(root: HtmlNode, tagName: string): HtmlNode[] {
  return [...walk(root)].map(([node]) => node).filter((node) => node.tagName === tagName);
}

/** What a reader sees of a node; a line break counts as a blank, and what has no width does not count. */
export function textOf(node: HtmlNode): string {
  if (node.type === 'text') return (node.value ?? '').replaceAll('\u200b', '');
  if (node.tagName === 'br') return ' ';
  return (node.children ?? []).map(textOf).join('');
}

/** What a reader sees of a summary. */
export function readSummary(markdown: string) {
  const root = render(markdown);
  const headings = [...walk(root)]
    .map(([node]) => node)
    .filter(({ tagName }) => tagName !== undefined && /^h[1-6]$/.test(tagName));
  const tables = elements(root, 'table').map((table) =>
    elements(table, 'tr').map((row) =>
      (row.children ?? []).filter(({ tagName }) => tagName === 'th' || tagName === 'td').map(textOf),
    ),
  );
  return {
    text: textOf(root),
    headings: headings.map(textOf),
    /** The body rows of the table whose head is this, all such tables together. */
    rows: (...head: string[]): string[][] =>
      tables
        .filter(([first]) => JSON.stringify(first) === JSON.stringify(head))
        .flatMap((rows) => rows.slice(1)),
    /** The lines of each block of preformatted text. */
    blocks: elements(root, 'pre').map((block) => textOf(block).trimEnd().split('\n')),
    links: elements(root, 'a').map(({ properties }) => String(properties?.href)),
  };
}

function render(markdown: string): HtmlNode {
  const { remark } = RENDERERS;
  if (!remark) throw new Error('there is no such renderer');
  return remark(markdown);
}

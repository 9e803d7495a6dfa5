import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** Markdown as GitHub shows it: its dialect, and only the HTML that its sanitizer lets through. */
export async function renderMarkdown(markdown: string): Promise<string> {
  const html = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize)
    .use(rehypeStringify)
    .process(markdown);
  return String(html);
}

/** A page around rendered Markdown, with GitHub's style in light and dark. */
export async function renderPage(markdown: string, title: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const style = readFileSync(require.resolve('github-markdown-css/github-markdown.css'), 'utf8');
  return `<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}
body { max-width: 1012px; margin: 0 auto; padding: 32px; background: #fff }
@media (prefers-color-scheme: dark) { body { background: #0d1117 } }</style>
<article class="markdown-body">
${await renderMarkdown(markdown)}
</article>
`;
}

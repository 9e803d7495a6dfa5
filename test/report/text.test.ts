import { expect, it } from 'vitest';
import { code, escapeMarkdown, fenced, plainLine } from '../../src/report/text.ts';

it('breaks references in Markdown, of which an entity is still one, and leaves what is copied from a span whole', () => {
  expect(escapeMarkdown('#12, GH-12, gh-3 and acme/other#3')).toBe(
    '&#35;\u200b12, GH-\u200b12, gh-\u200b3 and acme/other&#35;\u200b3',
  );
  expect(escapeMarkdown('high-availability')).toBe('high-availability');
  expect(code('alikafka-gh-1.example.com #12')).toBe('<code>alikafka-gh-1.example.com &#35;12</code>');
});

it.each(['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'])(
  'lets no control of direction through: %j',
  (control) => {
    expect(plainLine(`a${control}b`)).toBe('a b');
    expect(escapeMarkdown(`a${control}b`)).toBe('a b');
  },
);

it('fences any number of backticks', () => {
  const line = '`` '.repeat(200_000);
  expect(fenced('', [line]).startsWith('```\n')).toBe(true);
});

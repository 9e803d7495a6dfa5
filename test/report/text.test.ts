import { expect, it } from 'vitest';
import { code, escapeMarkdown, fenced, identifier, plainLine } from '../../src/report/text.ts';

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

it.each([
  ['::error::a', ': :error::a'],
  ['   ::error::a', '   : :error::a'],
  ['\n::error::a', ' : :error::a'],
  ['a ::error::b', 'a ::error::b'],
  [':a', ':a'],
  ['a ##[error]b ##[c', 'a ## [error]b ## [c'],
])('lets no command through to the runner: %j', (text, shown) => {
  expect(plainLine(text)).toBe(shown);
});

it.each(['\u0000', '\u001f', '\u007f', '\u0085', '\u009f', '\u2028', '\u2029', '\ufeff', '\r\n\t'])(
  'makes one blank of control characters: %j',
  (control) => {
    expect(plainLine(`a${control}b`)).toBe('a b');
    expect(code(`a${control}b`)).toBe('<code>a b</code>');
    expect(fenced('', [`a${control}b`])).toBe('```\na b\n```');
  },
);

it('makes every character an entity that may be markup, and breaks what would become a link or a mention', () => {
  const harmless = "aé1 .,;/()=+%?'-";
  expect(escapeMarkdown(harmless)).toBe(harmless);
  expect(escapeMarkdown('<_*`|😀>')).toBe('&#60;&#95;&#42;&#96;&#124;&#128512;&#62;');
  expect(escapeMarkdown('https://a.test a:b WWW.b.test www @c')).toBe(
    'https&#58;\u200b//a.test a&#58;b WWW\u200b.b.test www &#64;\u200bc',
  );
});

it('makes no empty spans', () => {
  expect([code(''), identifier('')]).toEqual(['', '']);
  expect([code('a_b'), identifier('a_#1')]).toEqual([
    '<code>a&#95;b</code>',
    '<samp>a&#95;&#35;\u200b1</samp>',
  ]);
});

it('makes a fence that is longer than any in its lines', () => {
  expect(fenced('diff', ['- a', '+ b'])).toBe('```diff\n- a\n+ b\n```');
  expect(fenced('', ['a ```` b', '```'])).toBe('`````\na ```` b\n```\n`````');
  expect(fenced('', [])).toBe('```\n```');
});

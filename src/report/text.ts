/*
 * Text from a manifest or from the API is somebody else's. Whatever shows it goes through one of these first.
 */

// C0, DEL and C1 control characters, line separators, and the characters that reorder text on a screen.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/** One line of plain text: control characters become blanks, and nothing in it is a command for the runner. */
export function plainLine(text: string): string {
  // The runner takes `::` at the start of a line and `##[` anywhere in it for commands.
  return text
    .replaceAll(UNSAFE, ' ')
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replaceAll('##[', '## [');
}

/**
 * Text for Markdown and HTML, inside table cells too: every character that could be markup is an entity. What
 * would become a link, a mention or a reference even so is broken by a space without width: GitHub links `#12`
 * when its entity has become a character (github/cmark-gfm#181), and `GH-12` in any case.
 */
export function escapeMarkdown(text: string): string {
  return escaped(text.replaceAll(/#|GH-(?=\d)/gi, '$&\u200b'));
}

/** Text in a monospaced span, to be copied; GitHub does not look for @mentions and #references there. */
export function code(text: string): string {
  return text === '' ? '' : `<code>${escaped(text)}</code>`;
}

/** An identifier. GitHub lets what is `code` wrap anywhere, also in a cell that is not to be wrapped. */
export function identifier(text: string): string {
  return text === '' ? '' : `<samp>${escapeMarkdown(text)}</samp>`;
}

/** Lines in a fenced block. No text in them can end it: each is one line, and the fence is longer than any in them. */
export function fenced(language: string, lines: readonly string[]): string {
  const safe = lines.map((line) => line.replaceAll(UNSAFE, ' '));
  const runs = safe.flatMap((line) => line.match(/`+/g) ?? []);
  const longest = runs.reduce((most, { length }) => Math.max(most, length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...safe, fence].join('\n');
}

/** Addresses are found inside of spans too, so they are broken everywhere. */
function escaped(text: string): string {
  return text
    .replaceAll(UNSAFE, ' ')
    .replaceAll(/:(?=\/\/)|www(?=\.)|@/gi, '$&\u200b')
    .replaceAll(/[^\p{L}\p{N}\u200b .,;/()=+%?'-]/gu, (character) => `&#${character.codePointAt(0)};`);
}

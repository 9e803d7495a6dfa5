const FULL_WIDTH = /[\u3000\u3001\u3002\uff01-\uff5e]/;

/** `; remove the blank at its end`: what a keyboard did to a value, which is hard to see in it. */
export function typingHint(text: string): string {
  if (text.trim() === '') return '';
  const blankAtEnd = text.slice(text.trimEnd().length);
  if (hasCurlyQuotes(text)) return '; remove the curly quotes, or write straight ones around the value';
  if (/[\r\n]/.test(blankAtEnd)) return '; remove the line break at its end';
  if (blankAtEnd !== '') return '; remove the blank at its end';
  if (text !== text.trimStart()) return '; remove the blank at its beginning';
  return FULL_WIDTH.test(text) ? '; it holds full-width characters, write ordinary ones instead' : '';
}

/** Whether a value holds the quotes that word processors write, which mean nothing in YAML. */
export function hasCurlyQuotes(text: string): boolean {
  return /[“”‘’]/.test(text);
}

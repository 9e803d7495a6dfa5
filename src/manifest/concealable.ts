const SHORTEST = 4; // characters; what is shorter stands in half of all words

/**
 * Whether a text is long enough to be masked, and to be looked for in others. Counted are characters, and a run of
 * backslashes as one: escapes double them, so that any run may stand for any other.
 */
export function isConcealable(text: string): boolean {
  return [...withSingleBackslashes(text)].length >= SHORTEST;
}

/** The text with every run of backslashes as one. */
export function withSingleBackslashes(text: string): string {
  return text.replaceAll(/\\+/g, '\\');
}

/** Why a text is not concealable, in words that follow its name. */
export function whyTooShort(text: string): string {
  const counted = text === withSingleBackslashes(text) ? '' : ' (a run of backslashes counts as one)';
  return `has fewer than ${SHORTEST} characters${counted}, and so cannot be concealed in the log`;
}

/** What stands in the place of a secret. */
const REDACTED = '***';

const NO_WORDS: ReadonlySet<string> = new Set();
const SHORTEST = 4; // characters; what is shorter stands in half of all words

/**
 * Removes secrets from everything that is said, also where they are percent-encoded, in base64, or escaped in
 * JSON, XML or HTML. The runner masks its log too, but not files, and only if it was told in time.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;

  /** Adds a secret; returns whether it is new. */
  add(secret: string): boolean {
    if (secret === '' || this.#secrets.has(secret)) return false;
    this.#secrets.add(secret);
    this.#pattern = undefined;
    return true;
  }

  /**
   * The same value without secrets in any of its texts; keys, and texts that are only a word of `ownWords`,
   * stay. What holds no secret stays the very same object.
   */
  readonly redact = <T>(value: T, ownWords: ReadonlySet<string> = NO_WORDS): T => {
    const long = [...this.#secrets].filter(({ length }) => length >= SHORTEST);
    if (long.length === 0) return value;
    this.#pattern ??= patternOf(long);
    const pattern = this.#pattern;
    const clean = (text: string) => (ownWords.has(text) ? text : text.replaceAll(pattern, REDACTED));
    return walk(value, clean) as T; // the same shape, other texts
  };
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) {
    const entries = [...value];
    const changed = walk(entries, change);
    return changed === entries ? value : new Map(changed as typeof entries);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => walk(item, change));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const changed = entries.map(([key, item]) => [key, walk(item, change)] as const);
  return changed.every(([, item], index) => item === entries[index]?.[1])
    ? value
    : Object.fromEntries(changed);
}

function patternOf(secrets: readonly string[]): RegExp {
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.flatMap(formsOf).join('|'), 'g');
}

/** A secret in whatever encoding, also in a mixture: each character as it is, or escaped in one of many ways. */
function formsOf(secret: string): string[] {
  const base64 = base64Forms(secret).filter((form) => form.length >= SHORTEST);
  return [[...secret.toWellFormed()].map(waysOf).join(''), ...base64.map((form) => RegExp.escape(form))];
}

function waysOf(character: string): string {
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, '0'));
  const percent = bytes.map((hex) => `%(?:25)*${anyCase(hex)}`).join('');
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const json = units.map((hex) => `${BACKSLASH}u${anyCase(hex)}`).join('');
  const code = character.codePointAt(0) ?? 0;
  const named = NAMED[character] ?? '';
  const number = `${HASH}(?:0*${code}|[xX]0*${anyCase(code.toString(16))})`;
  const entity = `${AMPERSAND}(?:amp${SEMICOLON})?(?:${number}${named})${SEMICOLON}`;
  const ways = [RegExp.escape(character), percent, json, entity, ...(OTHER_WAYS[character] ?? [])];
  // A run of backslashes in one group: two neighbouring ones would be tried in every division between them.
  return character === '\\' ? `${BACKSLASH}{1,4}` : `${BACKSLASH}{0,3}(?:${ways.join('|')})`;
}

/** The characters that begin and end escapes, which may be percent-encoded in their turn. */
const BACKSLASH = String.raw`(?:\\|%(?:25)*5[cC])`;
const AMPERSAND = '(?:&|%(?:25)*26)';
const HASH = '(?:#|%(?:25)*23)';
const SEMICOLON = '(?:;|%(?:25)*3[bB])';

const NAMED: Readonly<Record<string, string>> = {
  '&': '|amp',
  '<': '|lt',
  '>': '|gt',
  '"': '|quot',
  "'": '|apos',
};

const OTHER_WAYS: Readonly<Record<string, readonly string[]>> = {
  ' ': ['\\+'],
  '\n': ['\\\\n'],
  '\r': ['\\\\r'],
  '\t': ['\\\\t'],
};

function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** The letters that a secret becomes in base64, wherever in a longer text it begins. */
function base64Forms(secret: string): string[] {
  const forms = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const ownStart = Math.ceil((shift * 8) / 6);
    const ownEnd = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(ownStart, ownEnd);
  });
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

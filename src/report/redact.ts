/** What stands in the place of a secret. */
const REDACTED = '***';

const NO_WORDS: ReadonlySet<string> = new Set();
const SHORTEST = 4; // characters; what is shorter stands in half of all words

/**
 * Removes secrets from everything that is said, also where they are percent-encoded, in base64, or escaped in
 * JSON, XML or HTML. The runner masks its log too, but not files, and only if it was told in time.
 */
export class Redactor {
  readonly #secrets = new Map<string, Conceal>();
  #longestFirst: readonly Conceal[] = [];
  #patterns = 0;

  /** Adds a secret; returns whether it is new. */
  add(secret: string): boolean {
    if (secret === '' || this.#secrets.has(secret)) return false;
    this.#secrets.set(secret, this.#concealOf(secret));
    const ordered = [...this.#secrets].filter(([text]) => text.length >= SHORTEST);
    this.#longestFirst = ordered.sort(([a], [b]) => b.length - a.length).map(([, conceal]) => conceal);
    return true;
  }

  /** Tokens, and the secrets of a fleet of hundreds, are looked for in their usual forms only: patterns are large. */
  #concealOf(secret: string): Conceal {
    if (secret.length > LONGEST_BY_CHARACTER || this.#patterns >= MOST_PATTERNS) return literally(secret);
    this.#patterns += 1;
    const pattern = patternOf(secret);
    return (text) => text.replaceAll(pattern, REDACTED);
  }

  /**
   * The same value without secrets in any of its texts; keys, and texts that are only a word of `ownWords`,
   * stay. What holds no secret stays the very same object.
   */
  readonly redact = <T>(value: T, ownWords: ReadonlySet<string> = NO_WORDS): T => {
    if (this.#longestFirst.length === 0) return value;
    const clean = (text: string): string => {
      if (ownWords.has(text) || text.length < SHORTEST) return text;
      return this.#longestFirst.reduce((rest, conceal) => conceal(rest), text);
    };
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

type Conceal = (text: string) => string;

const LONGEST_BY_CHARACTER = 256; // characters; tokens are longer, and made of letters that encodings leave
const MOST_PATTERNS = 40;

function literally(secret: string): Conceal {
  const json = jsonLevels(secret.toWellFormed());
  const forms = [...json, ...json.map(encodeURIComponent), ...base64Forms(secret)];
  const kept = [...new Set(forms)].filter((form) => form.length >= SHORTEST);
  return (text) => kept.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
}

function patternOf(secret: string): RegExp {
  const base64 = base64Forms(secret).filter((form) => form.length >= SHORTEST);
  const byCharacter = jsonLevels(secret.toWellFormed()).map((text) => [...text].map(waysOf).join(''));
  return new RegExp([...byCharacter, ...base64.map((form) => RegExp.escape(form))].join('|'), 'g');
}

/** The text as it is, and escaped in JSON once to three times, longest first. */
function jsonLevels(text: string): string[] {
  const levels = [text];
  for (let level = 0; level < 3; level += 1) {
    levels.unshift(JSON.stringify(levels[0]).slice(1, -1));
  }
  return [...new Set(levels)];
}

/**
 * The ways in which one character is written: as it is, or escaped. Each has one reading only, so that a
 * hostile text cannot make the search try them all.
 */
function waysOf(character: string): string {
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, '0'));
  const percent = bytes.map((hex) => `%(?:25)*${anyCase(hex)}`).join('');
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const json = units.map((hex) => `${BACKSLASH}{1,4}u${anyCase(hex)}`).join('');
  const code = character.codePointAt(0) ?? 0;
  const named = NAMED[character] ?? '';
  const number = `${HASH}(?:0*${code}|[xX]0*${anyCase(code.toString(16))})`;
  const entity = `${AMPERSAND}(?:amp${SEMICOLON})?(?:${number}${named})${SEMICOLON}`;
  const other = character === ' ' ? ['\\+'] : character === '/' ? [`${BACKSLASH}{1,4}/`] : [];
  return `(?:${[RegExp.escape(character), percent, json, entity, ...other].join('|')})`;
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

import { isConcealable, withSingleBackslashes } from '../manifest/concealable.ts';
import { Automaton } from './automaton.ts';
import { search } from './search.ts';

/** What stands in the place of a secret. */
const REDACTED = '***';

const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * Removes secrets from everything that is said, also where their characters are escaped, in any depth and
 * mixture, or they stand in base64. The runner masks its log too, but not files, and only if it was told in
 * time. The time it takes grows with the text and with the secrets, not with their product.
 */
export class Redactor {
  readonly #known = new Set<string>();
  readonly #automaton = new Automaton();

  /** Adds a secret, unless it is too short; returns whether it is new. */
  add(secret: string): boolean {
    if (this.#known.has(secret) || !isConcealable(secret)) return false;
    this.#known.add(secret);
    for (const form of formsOf(secret)) this.#automaton.add(form);
    return true;
  }

  /**
   * The same value without secrets in any of its texts; keys, and texts that are only a word of `neverRedacted`, stay.
   * What holds no secret stays the very same object.
   */
  readonly redact = <T>(value: T, neverRedacted: ReadonlySet<string> = NO_WORDS): T => {
    if (this.#known.size === 0) return value;
    const clean = (text: string): string => (neverRedacted.has(text) ? text : this.#conceal(text));
    return walk(value, clean) as T; // the same shape, other texts
  };

  #conceal(text: string): string {
    const ranges: Range[] = [];
    search(this.#automaton, text, (start, end) => ranges.push({ start, end }));
    if (ranges.length === 0) return text;
    const pieces: string[] = [];
    let shownFrom = 0;
    for (const { start, end } of joined(ranges)) {
      pieces.push(text.slice(shownFrom, start), REDACTED);
      shownFrom = end;
    }
    return pieces.join('') + text.slice(shownFrom);
  }
}

interface Range {
  readonly start: number;
  end: number;
}

/** Ranges in order, those that overlap as one. */
function joined(ranges: Range[]): Range[] {
  const apart: Range[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else apart.push(range);
  }
  return apart;
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

/** What is looked for: the secret itself, and the letters that it and its form in JSON become in base64. */
function formsOf(secret: string): Set<string> {
  const written = new Set([secret, secret.toWellFormed()]);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inBase64 = [secret, inJson].flatMap(base64Forms);
  return new Set([...written].map(withSingleBackslashes).concat(inBase64));
}

/** The letters that a text becomes in base64, wherever in a longer one it begins. */
function base64Forms(text: string): string[] {
  const forms = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    const ownStart = Math.ceil((shift * 8) / 6);
    const ownEnd = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(ownStart, ownEnd);
  });
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

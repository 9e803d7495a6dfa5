/** One way to read what is written at a place of a text: as it stands, or with an escape undone. */
export interface EscapedReading {
  /** The character; empty where it is only a byte of one, as each `%E5` is. */
  readonly text: string;
  readonly byte: number | undefined;
  /** The place behind it. */
  readonly end: number;
}

/** The places of a text that can be read in more than one way; every other character is itself. */
export type Readings = ReadonlyMap<number, readonly EscapedReading[]>;

const NONE: Readings = new Map();

/**
 * Undoes, in any order and depth: percent-encoding, the escapes of JSON and JavaScript, and the entities of
 * XML and HTML. A run of backslashes counts as one, because each level of JSON doubles it.
 */
export function readingsOf(text: string): Readings {
  return /[%\\&]/.test(text) ? new EscapeReader(text).read() : NONE;
}

/** Reads from the end to the beginning: what an escape is made of stands behind it, and is known by then. */
class EscapeReader {
  readonly #text: string;
  readonly #found = new Map<number, readonly EscapedReading[]>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): Readings {
    for (let at = this.#text.length - 1; at >= 0; at -= 1) {
      const written = this.#text.charAt(at);
      if (written === '\\') at = this.#readRun(at);
      else if (written === '%' || written === '&') this.#keep(at, [character(written, at + 1)]);
    }
    return this.#found;
  }

  /** Reads the backslashes up to `last`, of which the last may also begin an escape by itself. Gives their place. */
  #readRun(last: number): number {
    let first = last;
    while (this.#text.charAt(first - 1) === '\\') first -= 1;
    const whole = character('\\', last + 1);
    this.#keep(last, [whole]);
    if (first < last) this.#keep(first, [character('\\', last), whole]);
    return first;
  }

  /** Keeps these readings and whatever becomes of those that begin an escape. */
  #keep(at: number, readings: EscapedReading[]): void {
    for (const reading of readings) {
      for (const undone of this.#undone(reading)) {
        const known =
          undone.text === '\\' && readings.some((one) => one.text === '\\' && one.end === undone.end);
        if (!known) readings.push(undone); // and its turn comes, too
      }
    }
    const [only] = readings;
    if (readings.length > 1 || only?.text === '\\') this.#found.set(at, readings);
  }

  #undone({ text, byte, end }: EscapedReading): readonly EscapedReading[] {
    if (byte !== undefined) return this.#utf8(byte, end);
    if (text === '%') return this.#percent(end);
    if (text === '\\') return [...this.#restOfRun(end), ...this.#backslash(end)];
    return text === '&' ? this.#entity(end) : [];
  }

  #percent(at: number): readonly EscapedReading[] {
    const code = this.#number(at, 16, 2);
    if (!code) return [];
    if (code.value < 0x80) return [character(String.fromCharCode(code.value), code.end)];
    return [{ text: '', byte: code.value, end: code.end }];
  }

  #utf8(first: number, at: number): readonly EscapedReading[] {
    const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
    let [value, end] = [first & (0x3f >> more), at];
    for (let count = 0; count < more; count += 1) {
      const part = this.#found.get(end)?.find(({ byte = 0 }) => byte >> 6 === 0b10);
      if (part?.byte === undefined) return [];
      value = value * 64 + (part.byte & 0x3f);
      end = part.end;
    }
    return more === 0 || value > LAST_CODE ? [] : [character(String.fromCodePoint(value), end)];
  }

  /** Where backslashes go on that are written in another way: to their end, and to the last but one. */
  #restOfRun(at: number): readonly EscapedReading[] {
    return (
      this.#found
        .get(at)
        ?.filter(({ text }) => text === '\\')
        .slice(-2) ?? []
    );
  }

  #backslash(at: number): readonly EscapedReading[] {
    const letter = this.#plain(at, ({ text }) => text === 'u' || text === 'x' || ESCAPES.has(text));
    if (!letter) return [];
    const meant = ESCAPES.get(letter.text);
    if (meant !== undefined) return [character(meant, letter.end)];
    const code = this.#number(letter.end, 16, letter.text === 'u' ? 4 : 2);
    return code ? [character(String.fromCharCode(code.value), code.end)] : [];
  }

  #entity(at: number): readonly EscapedReading[] {
    const sign = this.#plain(at, ({ text }) => text === '#');
    if (!sign) return this.#named(at);
    const x = this.#plain(sign.end, ({ text }) => text === 'x' || text === 'X');
    const code = this.#number(x?.end ?? sign.end, x ? 16 : 10);
    const end = code && this.#plain(code.end, ({ text }) => text === ';');
    return end ? [character(String.fromCodePoint(code.value), end.end)] : [];
  }

  #named(at: number): readonly EscapedReading[] {
    let [name, end] = ['', at];
    while (name.length <= LONGEST_NAME) {
      const next = this.#plain(end, ({ text }) => /^[a-z;]$/.test(text));
      if (!next) return [];
      const meant = next.text === ';' ? ENTITIES.get(name) : undefined;
      if (meant !== undefined) return [character(meant, next.end)];
      name += next.text;
      end = next.end;
    }
    return [];
  }

  /** The code of a character, in so many digits, or in as many as there are. */
  #number(at: number, base: 10 | 16, count?: number): { value: number; end: number } | undefined {
    const digits = base === 16 ? HEX : DECIMAL;
    let [value, end, read] = [0, at, 0];
    for (; read !== count; read += 1) {
      const digit = this.#plain(end, ({ text }) => digits.test(text));
      if (!digit) break;
      value = value * base + Number.parseInt(digit.text, base);
      if (value > LAST_CODE) return undefined;
      end = digit.end;
    }
    return read === 0 || read < (count ?? 0) ? undefined : { value, end };
  }

  /** What an escape is made of may be escaped in its turn. */
  #plain(at: number, wanted: (reading: EscapedReading) => boolean): EscapedReading | undefined {
    const ways =
      this.#found.get(at) ?? (at < this.#text.length ? [character(this.#text.charAt(at), at + 1)] : []);
    return ways.find(wanted);
  }
}

function character(text: string, end: number): EscapedReading {
  return { text, byte: undefined, end };
}

const LAST_CODE = 0x10ffff;
const HEX = /^[0-9a-f]$/i;
const DECIMAL = /^[0-9]$/;
const LONGEST_NAME = 4; // letters of an entity

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['"', '"'],
  ["'", "'"],
  ['/', '/'],
]);

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

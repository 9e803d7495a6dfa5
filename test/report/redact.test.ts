import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../src/report/redact.ts';

function redactorOf(...secrets: readonly string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

/** A way to write a text; `pick` is a number from 0 to 1 for each character, to escape only some of them. */
type Encoding = (text: string, pick: () => number) => string;

const hex = (code: number, digits = 0) => code.toString(16).padStart(digits, '0');
const eachCharacter =
  (escaped: (character: string, pick: () => number) => string): Encoding =>
  (text, pick) =>
    [...text].map((character) => (pick() < 0.5 ? character : escaped(character, pick))).join('');

const percent = (character: string, upper: boolean): string => {
  const code = [...Buffer.from(character)].map((byte) => `%${hex(byte, 2)}`).join('');
  return upper ? code.toUpperCase() : code;
};

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  'percent-encoding': (text) => [...text].map((character) => percent(character, true)).join(''),
  'the URI component': (text) => encodeURIComponent(text),
  'a form': (text) => new URLSearchParams({ '': text }).toString().slice(1),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'XML entities': (text) =>
    text.replaceAll(/[&<>"']/g, (letter) => {
      return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }[letter] ?? letter;
    }),
  'percent-encoding of some': eachCharacter((character, pick) => percent(character, pick() < 0.5)),
  'JSON units of some': eachCharacter((character, pick) => {
    const units = character.split('').map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`);
    return units.map((unit) => (pick() < 0.5 ? unit : `\\u${unit.slice(2).toUpperCase()}`)).join('');
  }),
  'JSON with slashes': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'decimal entities of some': eachCharacter((character) => `&#${character.codePointAt(0)};`),
  'long entities of some': eachCharacter((character) => `&#000${character.codePointAt(0)};`),
  'hexadecimal entities of some': eachCharacter((character, pick) => {
    const code = hex(character.codePointAt(0) ?? 0);
    return pick() < 0.5 ? `&#x${code};` : `&#X00${code.toUpperCase()};`;
  }),
};

/** Undoes encodings, as somebody would who reads a log: all that are there, again and again. */
function readingsOf(text: string): Set<string> {
  const readings = new Set([text]);
  for (const reading of readings) {
    if (readings.size < 200) for (const decode of DECODERS) readings.add(decode(reading));
  }
  return readings;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const DECODERS: readonly ((text: string) => string)[] = [
  (text) =>
    text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString()),
  (text) => text.replaceAll('+', ' '),
  (text) =>
    text.replaceAll(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code: string | undefined, letter: string) =>
      code === undefined ? (LETTERS[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
    ),
  (text) =>
    text.replaceAll(/&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));/gi, (all, inHex, decimal, name) => {
      if (name !== undefined) return NAMED[name] ?? '';
      const code = inHex === undefined ? Number(decimal) : Number.parseInt(inHex, 16);
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    }),
];

const SIGNS = [
  '%',
  '&',
  '\\',
  '+',
  ' ',
  '"',
  "'",
  '<',
  '>',
  '/',
  '#',
  ';',
  '*',
  '=',
  '\n',
  '\t',
  '%25',
  '\\u',
  '&#',
];
const character = fc.oneof(
  fc.constantFrom(...'abcXYZ0129'),
  fc.constantFrom(...SIGNS),
  fc.constantFrom('é', '张', '😀', '\u0001', '\u2028'),
);
const secret = fc
  .array(character, { minLength: 5, maxLength: 12 })
  .map((parts) => parts.join(''))
  .filter((text) => redactorOf().add(text));
const around = fc.array(character, { maxLength: 8 }).map((parts) => parts.join(''));
const picks = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
const layers = fc.array(fc.constantFrom(...Object.keys(ENCODINGS)), { maxLength: 4 });

function encoded(text: string, names: readonly string[], choices: IterableIterator<number>): string {
  const pick = (): number => choices.next().value ?? 0;
  return names.reduce((written, name) => ENCODINGS[name]?.(written, pick) ?? written, text);
}

const SEEDED = { seed: 20261124, numRuns: 1_000 };

describe('a secret in a text', () => {
  it.each(Object.keys(ENCODINGS))('is concealed in %s', (name) => {
    const property = fc.property(secret, picks, (text, choices) => {
      const written = encoded(text, [name], choices);
      expect(redactorOf(text).redact(`<${written}>`)).toBe('<***>');
    });
    fc.assert(property, { ...SEEDED, numRuns: 300 });
  });

  it('is concealed in any composition of encodings', () => {
    const property = fc.property(secret, layers, picks, (text, names, choices) => {
      expect(redactorOf(text).redact(`<${encoded(text, names, choices)}>`)).toBe('<***>');
    });
    fc.assert(property, SEEDED);
  });

  it('is concealed whatever stands beside it, which may look like a part of an escape', () => {
    const property = fc.property(
      secret,
      layers,
      picks,
      around,
      around,
      (text, names, choices, before, after) => {
        const shown = redactorOf(text).redact(before + encoded(text, names, choices) + after);
        expect([...readingsOf(shown)].filter((reading) => reading.includes(text))).toEqual([]);
        expect(shown).toContain('***');
      },
    );
    fc.assert(property, SEEDED);
  });

  it('is concealed in base64, wherever in a longer text it begins, and in encodings of that', () => {
    const bytes = fc.uint8Array({ maxLength: 5 });
    const kind = fc.constantFrom('base64' as const, 'base64url' as const);
    const property = fc.property(
      secret,
      bytes,
      bytes,
      kind,
      layers,
      picks,
      (text, before, after, as, names, choices) => {
        const written = Buffer.concat([before, Buffer.from(text), after]).toString(as);
        const shown = redactorOf(text).redact(encoded(written, names, choices));
        for (const reading of readingsOf(shown)) {
          const longest = reading
            .split(/[^A-Za-z0-9+/_-]/)
            .map((part) => Buffer.from(part, as).toString('latin1'));
          expect(longest.filter((part) => part.includes(Buffer.from(text).toString('latin1')))).toEqual([]);
        }
        expect(shown).toContain('***');
      },
    );
    fc.assert(property, SEEDED);
  });

  it.each([
    ['a surrogate pair in JSON', 'pass😀word', 'pass\\uD83D\\uDE00word'],
    ['a decimal entity', 'pass😀word', 'pass&#128512;word'],
    ['a hexadecimal entity', 'pass😀word', 'pass&#x1F600;word'],
    ['a blank as a plus', 'pass word', 'pass+word'],
    ['a plus that a form made a blank', 'pass+word', 'pass word'],
    ['a greater-than sign', 'pass>word', 'pass&gt;word'],
    ['a script of JavaScript', 'pass<word', 'pass\\x3cword'],
    ['JSON in JSON in JSON', 'a"b\\c', JSON.stringify(JSON.stringify(JSON.stringify('a"b\\c'))).slice(7, -7)],
    ['JSON in base64', 'pass"word', Buffer.from('{"k":"pass\\"word"}').toString('base64').slice(8, -3)],
    ['base64 for URLs', '???>>>???', 'Pz8_Pj4-Pz8_'],
    ['backslashes of which one is encoded', 'pass\\word', 'pass%5C\\word'],
    ['backslashes of which the other is encoded', 'pass\\word', 'pass\\%5Cword'],
    ['an escape in the secret itself', 'pass%2Fword', 'pass%252Fword'],
    ['half of a surrogate pair', 'pass\ud83dword', 'pass%EF%BF%BDword'],
  ])('is concealed with %s', (_, text, written) => {
    expect(redactorOf(text).redact(`<${written}>`)).toBe('<***>');
  });
});

describe('an escape', () => {
  it.each([
    ['a code that is no character', 'pass&#1114112;word'],
    ['a number that never ends', 'pass&#99999999999;word'],
    ['an entity without its end', 'pass&gtword'],
    ['an entity in capitals', 'pass&GT;word'],
    ['a longer name', 'pass&gtgtgt;word'],
    ['a hexadecimal entity without a digit', 'pass&#x;word'],
    ['an entity with another letter at its end', 'pass&gtxword'],
    ['a number that is not written by an ampersand', 'pass%41#62;word'],
    ['a decimal entity with a letter', 'pass&#6a;word'],
    ['a decimal entity without a digit', 'pass&#;word'],
    ['an escape after a backslash', 'pass\\%3Eword'],
    ['a letter after a backslash that needs none', 'pass\\>word'],
    ['a byte alone', 'pass%E9>word'],
    ['a byte that only follows others', 'pass%BEword'],
    ['half of a percent-encoding', 'pass%3word'],
    ['a unit of JSON that is too short', 'pass\\u03eword'],
    ['an unknown letter', 'pass\\ñword'],
    ['a byte that begins nothing', 'pass%C0%BEword'],
    ['a character in bytes that breaks off', 'pass%F0%9F%98word'],
    ['bytes above all characters', 'pass%F4%90%80%80word'],
  ])('that is none is left as it is: %s', (_, written) => {
    expect(redactorOf('pass>word', 'pass\0word', 'pass\u{1f600}word').redact(written)).toBe(written);
  });

  it.each([
    ...['pass&#128512;word', 'pass&#X1f600;word', 'pass%f0%9f%98%80word', 'pass\\ud83d\\uDE00word'],
    ...['pass%5Cud83d%5cude00word', 'pass%26%23128512%3bword', 'pass&amp;amp;#x1F600;word'],
  ])('that is one stands for its character: %s', (written) => {
    expect(redactorOf('pass\u{1f600}word').redact(`<${written}>`)).toBe('<***>');
  });

  it.each([
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\\t', '\t'],
    ['\\b', '\b'],
    ['\\f', '\f'],
    ['\\"', '"'],
    ["\\'", "'"],
    ['\\/', '/'],
    ['&amp;', '&'],
    ['&lt;', '<'],
    ['&gt;', '>'],
    ['&quot;', '"'],
    ['&apos;', "'"],
    ['%C2%A0', '\u00a0'],
    ['%ef%bf%bf', '\uffff'],
    ['%E0%A4%85', '\u0905'],
    ['%F4%8F%BF%BF', '\u{10ffff}'],
    ['&#1114111;', '\u{10ffff}'],
    ['&#x10FFFF;', '\u{10ffff}'],
  ])('%s is undone', (written, letter) => {
    expect(redactorOf(`pass${letter}word`).redact(`<pass${written}word>`)).toBe('<***>');
  });
});

describe('several secrets', () => {
  it.each([
    ['one within another', ['Sesame-0pen', 'same-0'], 'x Sesame-0pen same-0 x', 'x *** *** x'],
    ['one that begins another', ['Sesame', 'Sesame-0pen'], 'Sesame-0pen Sesame', '*** ***'],
    ['one that ends another', ['0pen', 'Sesame-0pen'], 'Sesame-0pen 0pen', '*** ***'],
    ['one that overlaps another', ['abcdef', 'defghi'], '<abcdefghi>', '<***>'],
    ['one after another', ['abcdef', 'ghijkl'], '<abcdefghijkl>', '<******>'],
    ['one behind an escape in the beginning of another', ['xx>pass-long', 'pass'], 'xx%3Epass', 'xx%3E***'],
    ['one behind its own beginning', ['pass>word'], 'pass%3Epass%3Eword', 'pass%3E***'],
    ['one of signs that begin escapes', ['\\%&%'], '\\\\%&%', '***'],
    ['one that is an escape of another', ['A!bc', '%41%21bc'], '%41%21bc', '***'],
    ['a secret that stands twice in a row', ['abcdef', 'abcdef'], 'abcdefabcdef', '******'],
  ])('%s', (_, secrets, text, shown) => {
    for (const order of [secrets, secrets.toReversed()])
      expect(redactorOf(...order).redact(text)).toBe(shown);
  });

  it('are looked for from the moment they are added', () => {
    const redactor = redactorOf('Sesame');
    expect(redactor.redact('Sesame Simsim')).toBe('*** Simsim');
    expect(redactor.add('Simsim')).toBe(true);
    expect(redactor.add('Simsim')).toBe(false);
    expect(redactor.redact('Sesame Simsim')).toBe('*** ***');
  });
});

describe('what holds no secret', () => {
  it('stays as it is, escapes included', () => {
    const other = fc.array(fc.oneof(fc.constantFrom(...'abcXYZ'), fc.constantFrom(...SIGNS)), {
      maxLength: 60,
    });
    const property = fc.property(other, (parts) => {
      const text = parts.join('');
      expect(redactorOf('Q7Q7-Q7Q7', 'Jj5_Jj5_').redact(text)).toBe(text);
    });
    fc.assert(property, SEEDED);
  });

  it('stays the very same object, and of others only the texts change', () => {
    const value = {
      list: ['a', { b: 'Sesame' }],
      kept: { c: ['d'] },
      map: new Map([['e', { f: 'Sesame' }]]),
      ...{ g: 1, h: undefined, i: null, j: true },
    };
    const shown = redactorOf('Sesame').redact(value);
    expect(shown).toEqual({
      ...{ list: ['a', { b: '***' }], kept: { c: ['d'] } },
      ...{ map: new Map([['e', { f: '***' }]]), g: 1, h: undefined, i: null, j: true },
    });
    expect(shown.kept).toBe(value.kept);
    expect(redactorOf('Simsim').redact(value)).toBe(value);
    expect(redactorOf().redact(value)).toBe(value);
  });

  it.each(['', 'abc', '张三', '\\\\\\\\', '😀😀😀'])(
    'is what a text of fewer than four characters stands in: %j',
    (text) => {
      const redactor = redactorOf();
      expect(redactor.add(text)).toBe(false);
      expect(redactor.redact(`<${text}>`)).toBe(`<${text}>`);
    },
  );

  it('is not what one of four stands in', () => {
    expect(redactorOf('欧阳娜娜').redact('<欧阳娜娜>')).toBe('<***>');
  });
});

describe.skipIf(process.env.MUTATED_FOLDER)('the time it takes', () => {
  // Far above what is needed, and far below what a search for one secret after the other takes.
  const LIMIT_MS = 30_000;
  const secrets = Array.from(
    { length: 2_000 },
    (_, index) => `Pw!${(index * 7919 + 104_729).toString(36)}&x"${index}`,
  );
  const SIZE = 1024 * 1024;

  it.each([
    ['plain text', 'The quick brown fox. '.repeat(SIZE / 21)],
    ['percent-encoding', '%41'.repeat(SIZE / 3)],
    ['nested percent-encoding', `%${'25'.repeat(SIZE / 2)}`],
    ['percent-encoding of its own digits', '%25%32%35'.repeat(SIZE / 9)],
    ['backslashes', '\\'.repeat(SIZE)],
    ['encoded backslashes', '%5C\\u005c'.repeat(SIZE / 9)],
    ['backslashes before a long entity', `${'\\'.repeat(SIZE / 2)}u0026#${'0'.repeat(SIZE / 2)}`],
    ['nested entities', `&${'amp;'.repeat(SIZE / 4)}`],
    ['an entity without an end', `&#${'0'.repeat(SIZE)}`],
    ['secrets', secrets.join(' ').repeat(30)],
    ['beginnings of secrets', 'Pw!'.repeat(SIZE / 3)],
  ])('is bounded for a huge text of %s', (_, text) => {
    const redactor = redactorOf(...secrets, 'a'.repeat(10_000), '\\ab\\'.repeat(100));
    const began = performance.now();
    redactor.redact(text);
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
  });
});

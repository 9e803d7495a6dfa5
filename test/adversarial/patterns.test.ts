import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..', '..', 'src');

interface Pattern {
  readonly pattern: string;
  readonly flags: string;
}

/** Every regular expression that stands in src, with the file in which it does. */
const PATTERNS = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => {
    const patterns: Pattern[] = [];
    JSON.stringify(parseAst(readFileSync(join(SRC, name), 'utf8'), { lang: 'ts' }), (key, value) => {
      if (key === 'regex') patterns.push(value);
      return value;
    });
    return patterns.map((one): [string, Pattern] => [`${name}: /${one.pattern}/${one.flags}`, one]);
  });

/** What is repeated: the letters, signs and words over which the patterns repeat something. */
const UNITS = [
  ...[' ', '\n', '\r\n', '\t', '\u3000', 'a', 'A', '0', '.', '-', '_', '"', "'", '\\', '$', '{', '`', ':'],
  ...[
    '/',
    '&',
    '@',
    '#',
    '<',
    '*',
    '，',
    '一',
    '\u{1f600}',
    'a-',
    'a.',
    '-a1',
    '1.',
    '${{',
    '" ',
    '- ',
    ': ',
  ],
];
const BEFORE = ['', 'a', '"', '${{', 'zone', '东', 'string to'];
const AFTER = ['', '!', '\n!'];
const LENGTH = 60_000;
// A text takes some milliseconds; with the square of its length, several seconds.
const LIMIT_MS = 2_000;

describe.skipIf(process.env.MUTATED_FOLDER)(
  'the time that a text takes does not grow with the square of its length in',
  () => {
    it.each(PATTERNS)('%s', (_, { pattern, flags }) => {
      for (const unit of UNITS) {
        const run = unit.repeat(LENGTH / unit.length);
        for (const text of BEFORE.flatMap((before) => AFTER.map((after) => before + run + after))) {
          const began = performance.now();
          text.replace(new RegExp(pattern, flags), '');
          expect(performance.now() - began, JSON.stringify(text.slice(0, 20))).toBeLessThan(LIMIT_MS);
        }
      }
    });
  },
);

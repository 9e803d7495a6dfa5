import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorParts } from '../../scripts/generate/errors.ts';
import { withParts } from '../../scripts/generate/markdown.ts';

it.each([
  ['en', 'docs/errors.md'],
  ['zh', 'docs/zh/errors.md'],
] as const)(
  'what every code means and what to do about it, in the language %s, is as %s has it',
  (language, path) => {
    const reference = readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
    expect(withParts(reference, errorParts(language))).toBe(reference);
  },
);

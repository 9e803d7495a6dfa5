import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorParts } from '../../scripts/generate/errors.ts';
import { withParts } from '../../scripts/generate/markdown.ts';

it('what every code means and what to do about it is as docs/errors.md has it', () => {
  const reference = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8');
  expect(withParts(reference, errorParts())).toBe(reference);
});

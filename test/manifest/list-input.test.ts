import { expect, it } from 'vitest';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { readListInput } from '../../src/manifest/list-input.ts';

function read(text: string | undefined) {
  const diagnostics = new Diagnostics();
  const items = readListInput('instances', text, diagnostics);
  return { items, diagnostics: diagnostics.all() };
}

it.each([
  [undefined, []],
  ['a', ['a']],
  [' a , b\n\n c,', ['a', 'b', 'c']],
  ['a\r\nb', ['a', 'b']],
])('a list input of %j has the items %j', (text, items) => {
  expect(read(text)).toEqual({ items, diagnostics: [] });
});

it.each([',', ' ,\n, ', ',,'])('a list input of %j is an error, and not a list of nothing', (text) => {
  expect(read(text)).toEqual({
    items: [],
    diagnostics: [
      {
        severity: 'error',
        origin: { kind: 'input', name: 'instances' },
        message: 'The input instances is given but names nothing; name at least one, or leave the input out',
      },
    ],
  });
});

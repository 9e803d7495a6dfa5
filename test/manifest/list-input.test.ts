import { expect, it } from 'vitest';
import { readListInput } from '../../src/manifest/list-input.ts';
import { Problems } from '../../src/manifest/problems.ts';

function read(text: string | undefined) {
  const problems = new Problems();
  const items = readListInput('instances', text, problems);
  return { items, problems: problems.all() };
}

it.each([
  [undefined, []],
  ['a', ['a']],
  [' a , b\n\n c,', ['a', 'b', 'c']],
  ['a\r\nb', ['a', 'b']],
])('a list input of %j has the items %j', (text, items) => {
  expect(read(text)).toEqual({ items, problems: [] });
});

it.each([',', ' ,\n, ', ',,'])('a list input of %j is an error, and not a list of nothing', (text) => {
  expect(read(text)).toEqual({
    items: [],
    problems: [
      {
        severity: 'error',
        origin: { kind: 'input', name: 'instances' },
        message: 'The input instances is given but names nothing; name at least one, or leave the input out',
      },
    ],
  });
});

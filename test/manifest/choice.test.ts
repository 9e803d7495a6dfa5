import { expect, it } from 'vitest';
import { choicesOf, chooseOne, listOf } from '../../src/manifest/choice.ts';
import { mapNode } from '../../src/manifest/node.ts';
import { flat, problemsOf } from './support.ts';

const many = Array.from({ length: 25 }, (_, index) => `e${index + 1}`);
const origin = { kind: 'input', name: 'x' } as const;

it.each([
  [['staging'], 'staging'],
  [['staging', 'production'], 'staging or production'],
  [['a', 'b', 'c', 'd'], 'a, b, c or d'],
  [many, `${many.slice(0, 19).join(', ')} or e20`],
])('of %j one is to be chosen, of twenty at most', (names, list) => {
  expect(chooseOne(names)).toBe(`choose one with the input environment: ${list}`);
});

it.each([
  [[], '; there is none'],
  [['a', 'b'], '; the instances are a, b'],
  [many, `; the instances are ${many.slice(0, 20).join(', ')}`],
])('%j are listed, twenty at most', (names, list) => expect(listOf('the instances are', names)).toBe(list));

it('twenty environments are looked into for what they would add, none once one is chosen', () => {
  const environments = mapNode(
    many.map((name) => [name, { origin, value: mapNode([], origin) }]),
    origin,
  );
  const open = { environment: undefined, instances: [] };
  expect([...choicesOf(environments, open, (layer) => [layer]).keys()]).toEqual(many.slice(0, 20));
  const chosen = { ...open, environment: 'e1' };
  expect(choicesOf(environments, chosen, (layer) => [layer]).size).toBe(0);
});

it('an environment that is no map is told once, with its name', async () => {
  const text = flat('environments: {staging: [a]}');
  expect(await problemsOf(text, { environment: 'staging' })).toEqual([
    'error kafka.yml:1:25 Environment "staging" must be a map',
  ]);
});

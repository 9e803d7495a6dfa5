import { describe, expect, it } from 'vitest';
import { describeNode, mapNode, type Node, nodeAt, pruned, quote, toPlain } from '../../src/manifest/node.ts';
import { describeOrigin, type Origin } from '../../src/manifest/origin.ts';

const origin: Origin = { kind: 'input', name: 'x' };
const scalar = (value: string | number | boolean | null, more: object = {}): Node => {
  return { kind: 'scalar', value, source: String(value), origin, ...more };
};
const map = (entries: Readonly<Record<string, Node>>) =>
  mapNode(
    Object.entries(entries).map(([key, value]) => [key, { origin, value }]),
    origin,
  );

it.each<[Node, string]>([
  [{ kind: 'list', items: [], origin }, 'a list'],
  [map({}), 'a map'],
  [scalar('vcp'), '"vcp"'],
  [scalar(''), 'an empty string'],
  [scalar(1.5, { source: '1.50' }), 'the number 1.50'],
  [scalar(1e300, { source: '1'.repeat(101) }), 'the number … (101 characters)'],
  [scalar(true), 'true'],
  [scalar(null), 'null'],
  [scalar('secret', { template: '${NAME}' }), 'the value of ${NAME}'],
  [scalar(1, { template: `\${${'N'.repeat(98)}}` }), 'the value of … (101 characters)'],
])('%# is described as %s', (node, text) => expect(describeNode(node)).toBe(text));

it('a text is quoted whole or not at all, with control characters made visible', () => {
  expect(quote('a\n"b"')).toBe('"a\\n\\"b\\""');
  expect(quote('a'.repeat(100))).toBe(`"${'a'.repeat(100)}"`);
  expect(quote('a'.repeat(101))).toBe('"… (101 characters)"');
});

it.each<[Origin, string]>([
  [{ kind: 'manifest', file: 'deploy/kafka.yml', line: 4, column: 3 }, 'deploy/kafka.yml:4:3'],
  [{ kind: 'input', name: 'vpc-id' }, 'input vpc-id'],
  [{ kind: 'derived', from: 'deployModule' }, 'derived from deployModule'],
])('the origin %j is written %s', (given, text) => expect(describeOrigin(given)).toBe(text));

describe('a map within maps', () => {
  const isOne = (node: Node) => node.kind === 'scalar' && node.value === 1;
  const inner = map({ b: scalar(1), c: scalar(2) });
  const whole = map({ a: inner, d: scalar(1), e: map({ f: scalar(2) }) });

  it.each([
    [1, { a: { b: 1, c: 2 }, e: { f: 2 } }],
    [2, { a: { c: 2 }, e: { f: 2 } }],
  ])('is pruned down to a depth of %i', (levels, left) => {
    expect(toPlain(pruned(whole, levels, isOne))).toEqual(left);
  });

  it('is the same where nothing is pruned, and parts of it are', () => {
    expect(pruned(inner, 1, () => false)).toBe(inner);
    expect(pruned(whole, 2, () => false)).toBe(whole);
    expect(pruned(whole, 2, isOne).entries.get('e')).toBe(whole.entries.get('e'));
  });

  it('has the node at a path, or the deepest one on the way', () => {
    expect(nodeAt(whole, ['a', 'c'])).toEqual(scalar(2));
    expect(nodeAt(whole, ['a', 'x', 'y'])).toBe(inner);
    expect(nodeAt(whole, ['d', 'x'])).toEqual(scalar(1));
    expect(nodeAt({ kind: 'list', items: [inner], origin }, [0, 'b'])).toEqual(scalar(1));
    expect(nodeAt(whole, [])).toBe(whole);
  });
});

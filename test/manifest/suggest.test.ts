import { expect, it } from 'vitest';
import { closest, didYouMean } from '../../src/manifest/suggest.ts';

it.each([
  ['vcp', ['vpc'], 'vpc'],
  ['ab', ['cb'], 'cb'],
  ['ab', ['cd'], undefined],
  ['abc', ['axx'], 'axx'],
  ['abc', ['xxx'], undefined],
  ['abcdefghi', ['abcdefxxx'], 'abcdefxxx'],
  ['abcdefghi', ['abcdexxxx'], undefined],
  ['vpc-id', ['vpcIds', 'vpcId'], 'vpcId'],
  ['VPC_ID', ['vpcId'], 'vpcId'],
  ['Vpc.Id ', ['vpcId'], 'vpcId'],
  ['', ['vpcId'], undefined],
  ['epi', ['vpc', 'eip'], 'eip'],
  ['abcx', ['xcba', 'abcd'], 'abcd'],
])(
  '%j of %j means %s: a third of its letters may be wrong, two at least; the same letters come first among equals',
  (written, candidates, meant) => {
    expect(closest(written, candidates)).toBe(meant);
    expect(didYouMean(written, candidates)).toBe(meant === undefined ? '' : `; did you mean "${meant}"?`);
  },
);

it('what is right is not asked about', () => {
  expect(closest('vpcId', ['vpcId'])).toBe('vpcId');
  expect(didYouMean('vpcId', ['vpcId'])).toBe('');
});

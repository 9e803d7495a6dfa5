import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalNetwork, networkHint } from '../../src/manifest/networks.ts';
import { flat, problemsOf } from './support.ts';

const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
const block = fc
  .tuple(octets, fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => `${address.join('.')}/${length}`);

/** The bits of a network that its length fixes. */
function fixedBits(network: string): string {
  const [address = '', length] = network.split('/');
  const bits = address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0'));
  return bits.join('').slice(0, Number(length));
}

it('a canonical network is that of the block, has no other bits, and is its own canonical form', () => {
  fc.assert(
    fc.property(block, (text) => {
      const network = canonicalNetwork(text);
      expect(fixedBits(network)).toBe(fixedBits(text));
      expect(network.split('/')[1]).toBe(text.split('/')[1]);
      expect(canonicalNetwork(network)).toBe(network);
      expect(networkHint(network)).toBe('');
    }),
    { seed: 20261124 },
  );
});

it('an address alone is the network of this one address', () => {
  fc.assert(
    fc.property(octets, (address) => {
      expect(canonicalNetwork(address.join('.'))).toBe(`${address.join('.')}/32`);
    }),
    { seed: 20261124 },
  );
});

it('a block is refused exactly when it is not canonical, with both of its readings', async () => {
  await fc.assert(
    fc.asyncProperty(block, async (text) => {
      const network = canonicalNetwork(text);
      const told = (await problemsOf(flat(`allowedIps: {vpc: [${text}]}`))).filter((problem) =>
        problem.startsWith('error'),
      );
      const [address] = text.split('/');
      const error = `error kafka.yml:1:20 allowedIps.vpc[0] must have no host bits set, but is "${text}"; write ${network} or ${address}`;
      expect(told).toEqual(text === network ? [] : [error]);
    }),
    { seed: 20261124, numRuns: 60 },
  );
});

import * as z from 'zod';
import { lazily } from './lazily.ts';

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const NETWORK = new RegExp(`^${OCTET}(\\.${OCTET}){3}(/(3[0-2]|[12]?[0-9]))?$`);
const EXAMPLES = 'an IPv4 address such as 192.0.2.1, or a block such as 10.0.0.0/8';

/** The network that every address is in. */
export const ANYWHERE = '0.0.0.0/0';

/** A network that may connect, in its canonical form: `10.0.0.0/8`, `192.0.2.1/32`. */
const network = () =>
  z
    .string({ error: 'must be a text' })
    .regex(NETWORK, {
      error: ({ input }) =>
        String(input).includes(':')
          ? `must be ${EXAMPLES}: the service takes no IPv6 here`
          : `must be ${EXAMPLES}`,
    })
    .refine((text) => !NETWORK.test(text) || withHostBits(text) === undefined, {
      error: 'must have no host bits set',
    })
    .transform(canonicalNetwork);

const networks = lazily(() => z.array(network(), { error: 'must be a list of IPv4 addresses and blocks' }));

/** The field `allowedIps`: who may connect, by listener. */
export const allowedIps = lazily(() =>
  z.strictObject(
    {
      vpc: networks().optional().describe('Port 9092: from the VPC, without a login.'),
      internet: networks().optional().describe('Port 9093: from the Internet, for `deployModule: eip` only.'),
      sasl: networks()
        .optional()
        .describe('Port 9094: from the VPC by SASL; needs `enable.acl: true` in `config`.'),
      vpcSasl: networks()
        .optional()
        .describe('Port 9095: from the VPC by SASL and TLS; needs `enable.vpc_sasl_ssl: true` in `config`.'),
    },
    { error: 'must be a map of vpc, internet, sasl or vpcSasl to lists of IPv4 addresses and blocks' },
  ),
);

/**
 * The canonical form of an IPv4 address or block: the block's first address and its length.
 *
 * @param text matches the pattern of networks; host bits that are set are cleared
 */
export function canonicalNetwork(text: string): string {
  const { address, length } = partsOf(text);
  return `${dotted(address - (address % 2 ** (32 - length)))}/${length}`;
}

/** Whether a text is an IPv4 address or block, whatever bits of the host are set. */
export function isNetwork(text: string): boolean {
  return NETWORK.test(text);
}

/** `; write 10.0.0.0/8 or 10.0.0.1`: what a block with host bits may be meant to be; nothing for any other text. */
export function networkHint(text: string): string {
  const meant = NETWORK.test(text) ? withHostBits(text) : undefined;
  return meant === undefined ? '' : `; write ${meant.network} or ${meant.address}`;
}

/** Both readings of a block whose address is not its first one; undefined for any other. */
function withHostBits(text: string): { network: string; address: string } | undefined {
  const [address = ''] = text.split('/');
  const network = canonicalNetwork(text);
  return network.startsWith(`${address}/`) ? undefined : { network, address };
}

function partsOf(text: string): { address: number; length: number } {
  const [address = '', length = '32'] = text.split('/');
  return {
    address: address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0),
    length: Number(length),
  };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

import { generateKeyPairSync, sign } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

/** A key and a certificate that nobody has reason to trust, both in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** The years in which a certificate is valid, two digits each, from their beginning to their end. */
export type Years = readonly [from: number, to: number];

/** Makes a self-signed certificate (RFC 5280) for 127.0.0.1 and one more host or address; it is its own authority. */
export function selfSigned(host = 'loopback.test', [from, to]: Years = [20, 49]): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const ecdsaWithSha256 = sequence(der(OID, Buffer.from('2a8648ce3d040302', 'hex')));
  const commonName = sequence(der(OID, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(host)));
  const name = sequence(der(0x31, commonName));
  const validity = sequence(
    der(TIME, Buffer.from(`${from}0101000000Z`)),
    der(TIME, Buffer.from(`${to}1231235959Z`)),
  );
  const extensions = sequence(
    extension('551d13', sequence(der(0x01, Buffer.from([0xff])))), // basicConstraints: an authority
    extension('551d11', sequence(alternativeName('127.0.0.1'), alternativeName(host))), // subjectAltName
  );
  const unsigned = sequence(
    der(0xa0, der(INTEGER, Buffer.from([2]))), // version 3
    der(INTEGER, Buffer.from([1])), // serial number
    ecdsaWithSha256,
    name, // issuer
    validity,
    name, // subject
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', unsigned, privateKey));
  const base64 = sequence(unsigned, ecdsaWithSha256, signature).toString('base64');
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** The bytes of an address (of IPv6 one with `::` in it), or a host name. */
function alternativeName(host: string): Buffer {
  if (isIPv4(host)) return der(0x87, Buffer.from(host.split('.').map(Number)));
  if (!isIPv6(host)) return der(0x82, Buffer.from(host));
  const [head = [], tail = []] = host.split('::').map((half) => half.split(':').filter(Boolean));
  const groups = [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail];
  return der(0x87, Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex'));
}

export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
export const OID = 0x06;
export const TIME = 0x17;

function extension(oid: string, value: Buffer): Buffer {
  return sequence(der(OID, Buffer.from(oid, 'hex')), der(OCTET_STRING, value));
}

export function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

/** One element in DER: tag, length, content. */
export function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

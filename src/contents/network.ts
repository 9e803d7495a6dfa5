/**
 * An IPv4 address or CIDR block in its one canonical form, `10.0.0.0/8` or `192.0.2.1/32`; whatever else it is, as
 * it is. Bits of the host are dropped: the service ignores them.
 */
export function canonicalNetwork(text: string): string {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text.trim());
  if (!match) return text;
  const [octets, length] = [match.slice(1, 5).map(Number), Number(match[5] ?? 32)];
  if (octets.some((octet) => octet > 255) || length > 32) return text;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - length);
  const first = Math.floor(address / size) * size;
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${parts.join('.')}/${length}`;
}

/** Everybody. */
export const EVERYBODY = '0.0.0.0/0';

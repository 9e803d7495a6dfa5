import { isIPv4, isIPv6 } from 'node:net';

/** Where a broker listens. An IPv6 address stands without its brackets. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const IN_BRACKETS = /^\[([^\]]+)\]:(\d{1,5})$/;
const PLAIN = /^([A-Za-z0-9._-]+):(\d{1,5})$/;

/** Reads `host:port`, `192.0.2.1:9092` and `[2001:db8::1]:9092`; undefined for anything else. */
export function readAddress(text: string): Address | undefined {
  const [, six = '', sixPort] = IN_BRACKETS.exec(text) ?? [];
  const [, name = '', namePort] = PLAIN.exec(text) ?? [];
  const port = Number(sixPort ?? namePort);
  if (!(port >= 1 && port <= 65_535)) return undefined;
  if (sixPort !== undefined) return isIPv6(six) ? { host: six, port } : undefined;
  return { host: name, port };
}

export function writeAddress({ host, port }: Address): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** Whether the host can be nothing but this machine. A name is never looked up for it. */
export function isLoopback({ host }: Address): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

import { connect, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished, vi } from 'vitest';
import { type Loopback, loopback } from './loopback.ts';

/** What a proxy says that opens no tunnel. */
export const REFUSED = 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n';

/** Trusts one more authority until the test is over, as NODE_EXTRA_CA_CERTS does. */
export function trust(certificate: string): void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, certificate]);
  onTestFinished(() => setDefaultCACertificates(before));
}

/** A proxy that is named in HTTPS_PROXY and does this with a CONNECT. */
export async function proxyThat(serve: (socket: Socket) => void, login = ''): Promise<Loopback> {
  const proxy = await loopback(serve);
  vi.stubEnv('HTTPS_PROXY', `http://${login}127.0.0.1:${proxy.port}`);
  return proxy;
}

/** A proxy whose tunnels all end at a server on loopback. `answer` is what it says to CONNECT. */
export function tunnelTo(
  server: Loopback,
  answer = 'HTTP/1.1 200 Connection established',
): Promise<Loopback> {
  return proxyThat((socket) => {
    socket.removeAllListeners('data');
    const onward = connect(server.port, '127.0.0.1', () => {
      socket.write(`${answer}\r\n\r\n`);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
}

import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { ProxyError, proxyLogin } from './proxy.ts';

type Connected = (error: Error | null, socket: Duplex) => void;

/**
 * An agent whose connections go through a proxy: CONNECT, then TLS with the host itself. Node's own support for
 * proxies comes with 24.5, and the oldest runner has 24.4. Whatever a proxy answers to CONNECT is only ever
 * judged by its status: it could forge the answer of the host otherwise.
 */
export class TunnelAgent extends https.Agent {
  readonly #proxy: URL;
  readonly #signal: AbortSignal;

  /** @param signal ends what is being opened */
  constructor(proxy: URL, signal: AbortSignal) {
    super({ keepAlive: true });
    this.#proxy = proxy;
    this.#signal = signal;
  }

  override createConnection(options: https.RequestOptions, done?: Connected): undefined {
    const settle = done ?? (() => undefined);
    this.#connect(options).then(
      (socket) => settle(null, socket),
      (error: Error) => settle(error, NO_SOCKET),
    );
  }

  async #connect({ host, port, servername }: https.RequestOptions): Promise<Duplex> {
    const target = `${host?.includes(':') ? `[${host}]` : host}:${port}`; // Node has taken the brackets off
    const proxy = this.#proxy;
    const request = (proxy.protocol === 'https:' ? https : http).request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/[[\]]/g, ''), // of an IPv6 address
      port: proxy.port,
      path: target,
      headers: { host: target, ...proxyLogin(proxy) },
      agent: false,
      signal: this.#signal,
    });
    const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
    const refuse = (): void => reject(new ProxyError('the proxy did not open a tunnel'));
    // Node takes every answer to CONNECT for one that switches protocols, also one that refuses.
    request.on('connect', ({ statusCode }, socket, early) => {
      if (!isSuccess(statusCode) || early.length > 0) {
        socket.destroy();
        refuse();
      } else {
        // The host is for an address, which has no server name: it would be compared with the name of the proxy.
        const endpoint = { host: host ?? undefined, servername, ALPNProtocols: ['http/1.1'] };
        resolve(tls.connect({ socket, ...endpoint }));
      }
    });
    request.on('error', refuse).end();
    return promise;
  }
}

function isSuccess(status = 0): boolean {
  return status >= 200 && status < 300;
}

const NO_SOCKET = undefined as unknown as Duplex; // what Node hands on with an error is never looked at

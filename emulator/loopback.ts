import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

/** What a server needs to speak TLS, both in PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** A web server on 127.0.0.1. */
export interface LoopbackServer {
  readonly port: number;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string;
  /** Stops listening and breaks every open connection. A second call does nothing. */
  readonly close: () => Promise<void>;
}

/**
 * Longer than a slow machine pauses between two calls: a connection that is closed while it is used again looks like
 * a lost answer.
 */
const KEPT_ALIVE_MS = 180_000;

/** Starts a web server; port 0 is any that is free. Speaks HTTPS where it is given a TLS identity. */
export async function listenOnLoopback(
  listener: RequestListener,
  port: number,
  tls?: TlsIdentity,
): Promise<LoopbackServer> {
  const server = tls ? createHttpsServer({ ...tls }, listener) : createHttpServer(listener);
  server.keepAliveTimeout = KEPT_ALIVE_MS;
  const listeningPort = await listen(server, port);
  const host = `127.0.0.1:${listeningPort}`;
  return {
    port: listeningPort,
    host,
    url: `${tls ? 'https' : 'http'}://${host}`,
    close: async () => {
      if (!server.listening) return;
      const closed = server[Symbol.asyncDispose]();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

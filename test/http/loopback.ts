import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Identity } from './certificate.ts';

/** A server on loopback that speaks no HTTP of its own: the test writes every byte. */
export interface Loopback {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, or https. */
  readonly origin: string;
  /** The heads of the requests that arrived, in their order. */
  readonly heads: readonly string[];
  /** Every connection that was made, in its order, below TLS. */
  readonly connections: readonly Socket[];
}

/** What a server does with a request, once its head is there. `raw` is the connection below TLS. */
export type Serve = (socket: Socket, raw: Socket) => void;

/** Listens until the test is over; `identity` makes it speak TLS. */
export async function loopback(serve: Serve, identity?: Identity & TlsOptions): Promise<Loopback> {
  const heads: string[] = [];
  const connections: Socket[] = [];
  const onRequests = (socket: Socket): void => {
    let text = '';
    socket.on('error', () => undefined); // clients break connections here all the time
    socket.on('data', (chunk) => {
      text += String(chunk);
      for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
        heads.push(text.slice(0, end));
        text = text.slice(end + END.length);
        serve(socket, connections.at(-1) ?? socket);
      }
    });
  };
  const server = identity ? createTlsServer(identity, onRequests) : createServer(onRequests);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => {
    connections.push(socket);
    socket.on('error', () => undefined);
  });
  const port = await listen(server);
  onTestFinished(async () => {
    for (const socket of connections) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port, origin: `${identity ? 'https' : 'http'}://127.0.0.1:${port}`, heads, connections };
}

/** A port on loopback where nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const END = '\r\n\r\n';

/** An HTTP/1.1 answer as it stands on the wire. */
export function httpAnswer(body: string, headers: readonly string[] = [], status = '200 OK'): string {
  return [`HTTP/1.1 ${status}`, `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join(
    '\r\n',
  );
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

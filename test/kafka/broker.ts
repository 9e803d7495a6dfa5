import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/time/clock.ts';

export type Api = readonly [key: number, min: number, max: number];

/** Produce, Fetch and ApiVersions as a broker of today announces them. */
export const APIS: readonly Api[] = [
  [0, 0, 11],
  [1, 0, 17],
  [18, 0, 4],
];

/** An answer to ApiVersions as it stands on the wire. `count` lies about the number of APIs. */
export function answerOf(
  id: number,
  apis: readonly Api[] = APIS,
  { error = 0, count = apis.length } = {},
): Buffer {
  const frame = Buffer.concat([int32(id), int16(error), int32(count), ...apis.flat().map(int16)]);
  return Buffer.concat([int32(frame.length), frame]);
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export interface TestServer {
  readonly port: number;
  /** What arrived on each connection, above TLS. */
  readonly received: readonly Buffer[];
}

/**
 * A server on loopback that listens until the test is over. The test then waits for the connections to end, and the
 * server ends none that lasts: a client that forgets to close its own is a hang.
 * @param serve is called with all the bytes of a connection each time that more come
 */
export async function listen(
  serve: (socket: Socket, bytes: Buffer) => void,
  { tls, host = '127.0.0.1' }: { tls?: TlsOptions; host?: string } = {},
): Promise<TestServer> {
  const received: Buffer[] = [];
  const onSocket = (socket: Socket): void => {
    const at = received.push(Buffer.alloc(0)) - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const bytes = Buffer.concat([received[at] ?? Buffer.alloc(0), chunk]);
      received[at] = bytes;
      serve(socket, bytes);
    });
  };
  const server: Server = tls ? createTlsServer(tls, onSocket) : createServer(onSocket);
  server.on('tlsClientError', () => undefined);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(0, host, resolve);
  await promise;
  onTestFinished(() => new Promise<void>((closed) => void server.close(() => closed())));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, received };
}

/** Answers as a broker does: once the request is whole, with its correlation id. */
export function broker(apis: readonly Api[] = APIS, error = 0) {
  return (socket: Socket, bytes: Buffer): void => {
    if (bytes.length < 4 || bytes.length < 4 + bytes.readInt32BE(0)) return;
    socket.write(answerOf(bytes.readInt32BE(8), apis, { error }));
  };
}

/** A clock on which no time passes until the test says that the time is up. */
export function handClock(): HandClock {
  const slept: number[] = [];
  let wake = (): void => undefined;
  const clock = {
    slept,
    awake: true,
    now: () => 0,
    timeUp: () => wake(),
    sleep: (ms: number, signal?: AbortSignal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      slept.push(ms);
      clock.awake = false;
      wake = () => {
        clock.awake = true;
        resolve();
      };
      const end = () => {
        clock.awake = true;
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', end, { once: true });
      return promise;
    },
  };
  return clock;
}

export interface HandClock extends Clock {
  readonly timeUp: () => void;
  /** How long it was asked to sleep, in milliseconds. */
  readonly slept: readonly number[];
  /** Whether no sleep is left. */
  readonly awake: boolean;
}

import { createServer, type Socket } from 'node:net';
import type { InstanceSeed } from './alikafka/instance.ts';

/** Brokers as they answer at first contact. */
export interface Brokers {
  /** On 127.0.0.1, each a broker of its own. */
  readonly ports: readonly number[];
  readonly close: () => Promise<void>;
}

const COUNT = 3;
const MOST_BYTES = 64 * 1024;
const API_VERSIONS = 18;
const UNSUPPORTED_VERSION = 35;

/** The APIs that are offered, each with its oldest and newest version: Metadata and ApiVersions. */
const OFFERED = [
  [3, 0, 1],
  [API_VERSIONS, 0, 0],
] as const;

/** The seed with the ports of its brokers, where it asks for brokers of the emulator's own. */
export function withPorts(seed: InstanceSeed, ports: readonly number[]): InstanceSeed {
  return { ...seed, brokerPorts: { plain: ports, sasl: ports, ...seed.brokerPorts } };
}

/**
 * Starts the brokers of an instance. They speak without TLS and answer one request only, ApiVersions, to which a
 * broker answers before anybody has logged in; whatever else is asked ends the connection.
 */
export async function startBrokers(): Promise<Brokers> {
  const brokers = await Promise.all(Array.from({ length: COUNT }, startBroker));
  return {
    ports: brokers.map(({ port }) => port),
    close: async () => {
      await Promise.all(brokers.map(({ close }) => close()));
    },
  };
}

async function startBroker(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the broker has no port');
  return {
    port: address.port,
    close: async () => {
      const closed = server[Symbol.asyncDispose]();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers requests as they become complete: TCP may cut them anywhere. */
function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && !socket.destroyed) {
      const end = 4 + received.readInt32BE(0);
      if (end < 12 || end > MOST_BYTES) socket.destroy();
      else if (received.length < end) return;
      else answer(socket, received.subarray(4, end));
      received = received.subarray(end);
    }
  });
}

function answer(socket: Socket, request: Buffer): void {
  const found = answerTo(request);
  if (found === undefined) socket.destroy();
  else socket.write(found);
}

/** The answer in version 0, which a client understands whatever version it asked for. */
function answerTo(request: Buffer): Buffer | undefined {
  if (request.readInt16BE(0) !== API_VERSIONS) return undefined;
  const error = request.readInt16BE(2) === 0 ? 0 : UNSUPPORTED_VERSION;
  const answer = Buffer.alloc(14 + OFFERED.length * 6);
  answer.writeInt32BE(answer.length - 4, 0);
  answer.writeInt32BE(request.readInt32BE(4), 4);
  answer.writeInt16BE(error, 8);
  answer.writeInt32BE(OFFERED.length, 10);
  for (const [index, numbers] of OFFERED.entries()) {
    for (const [part, number] of numbers.entries()) answer.writeInt16BE(number, 14 + index * 6 + part * 2);
  }
  return answer;
}

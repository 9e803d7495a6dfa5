import http from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Emulator } from '../../emulator/index.ts';
import type { Identity } from '../http/certificate.ts';

/** One call as it arrived at the front. */
export interface Arrived {
  readonly action: string;
  readonly regionId: string;
  readonly instanceId: string;
  /** Counts the calls of this action for this region and instance, from 1. */
  readonly nth: number;
  /** Head and body as they stood on the wire. */
  readonly bytes: string;
}

/** Writes what is no answer of the cloud, whole or without end. */
export type Trap = (socket: Socket) => void;

/** What a call meets: a trap, before the cloud has seen it or after it was carried out; undefined lets the cloud answer. */
export type Trapped = { readonly trap: Trap; readonly carriedOut: boolean } | undefined;

/** A server that stands before the cloud, and is not always honest. */
export interface Front {
  readonly port: number;
  readonly origin: string;
  readonly arrived: readonly Arrived[];
  /** Answers all connections that are made from now on with this certificate. */
  readonly present: (identity: Identity) => void;
  readonly close: () => Promise<void>;
}

/** @param identity makes it speak TLS; `honestly` closes each connection after the cloud's answer */
export async function startFront(
  cloud: Emulator,
  trappedBy: (call: Arrived) => Trapped,
  identity?: Identity & { readonly maxVersion?: 'TLSv1.1' },
): Promise<Front> {
  const arrived: Arrived[] = [];
  const onConnection = (socket: Socket): void => {
    socket.on('error', () => undefined);
    eachRequest(socket, async (head, body) => {
      const call = read(head, body, arrived);
      arrived.push(call);
      const trapped = trappedBy(call);
      if (!trapped || trapped.carriedOut) {
        const answer = await forward(cloud, head, body);
        if (!trapped) socket.write(answer);
      }
      trapped?.trap(socket);
    });
  };
  const server = identity ? createTlsServer(identity, onConnection) : createServer(onConnection);
  server.on('tlsClientError', () => undefined);
  const { port, close } = await listen(server);
  return {
    ...{ port, arrived, close },
    origin: `${identity ? 'https' : 'http'}://127.0.0.1:${port}`,
    present: (other) => (server as ReturnType<typeof createTlsServer>).setSecureContext(other),
  };
}

/** Listens on loopback; `close` breaks what is open. */
export async function listen(server: Server): Promise<{ port: number; close: () => Promise<void> }> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function eachRequest(socket: Socket, serve: (head: string, body: string) => void): void {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
      const head = text.slice(0, end);
      const bodyAt = end + END.length;
      const length = Number(/^content-length: (\d+)\r?$/im.exec(head)?.[1] ?? 0);
      if (text.length < bodyAt + length) return;
      serve(head, text.slice(bodyAt, bodyAt + length));
      text = text.slice(bodyAt + length);
    }
  });
}

const END = '\r\n\r\n';

function read(head: string, body: string, before: readonly Arrived[]): Arrived {
  const path = head.split(' ')[1] ?? '/';
  const query = new URL(path, 'http://front').searchParams;
  const call = {
    action: query.get('Action') ?? /^x-acs-action: (.*?)\r?$/im.exec(head)?.[1] ?? '',
    regionId: query.get('RegionId') ?? '',
    instanceId: query.get('InstanceId') ?? '',
  };
  const alike = before.filter(
    ({ action, regionId, instanceId }) =>
      action === call.action && regionId === call.regionId && instanceId === call.instanceId,
  );
  return { ...call, nth: alike.length + 1, bytes: `${head}${END}${body}` };
}

/** The cloud's answer to a request, as it is to be written. */
async function forward(cloud: Emulator, head: string, body: string): Promise<string> {
  const [first = '', ...lines] = head.split('\r\n');
  const [method, path] = first.split(' ');
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s, 2)));
  const request = http.request(new URL(cloud.url), { method, path, headers, agent: false });
  request.end(body, 'latin1');
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  const kept = Object.entries(answer.headers).filter(
    ([name]) => name.startsWith('x-acs') || name === 'content-type',
  );
  return [
    `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${content.length}`,
    'connection: close',
    '',
    content.toString(),
  ].join('\r\n');
}

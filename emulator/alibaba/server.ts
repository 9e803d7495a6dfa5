import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { listenOnLoopback, type TlsIdentity } from '../loopback.ts';
import type { InstanceSeed } from './alikafka/instance.ts';
import { timingsOf } from './alikafka/timings.ts';
import { startBrokers, withPorts } from './brokers.ts';
import { Cloud, type CloudOptions } from './cloud.ts';
import type { FaultRule } from './faults/fault-plan.ts';
import { type Account, DEFAULT_ACCOUNT } from './gateway/accounts.ts';
import { Gateway } from './gateway/gateway.ts';
import { httpRequest } from './gateway/request.ts';
import type { JournalEntry } from './journal.ts';
import type { Answer, Outcome } from './service/outcome.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** What an emulator is made of: a cloud, and who may call it. Every part has a default. */
export interface EmulatorOptions extends Partial<CloudOptions> {
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Default: one account with one key. Instances that name no account belong to the first. */
  readonly accounts?: readonly Account[];
  /** The certificate to speak HTTPS with. Default: plain HTTP. */
  readonly tls?: TlsIdentity;
}

/** A cloud that listens on 127.0.0.1. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string;
  readonly port: number;
  /** `127.0.0.1:PORT`, what clients call an endpoint. */
  readonly host: string;
  readonly cloud: Cloud;
  /** Every request so far, in the order of arrival. */
  readonly journal: readonly JournalEntry[];
  readonly addFault: (rule: FaultRule) => void;
  /** Stops listening, brokers included, and breaks every open connection. Answers that are still held back are never sent. */
  readonly close: () => Promise<void>;
}

/** Starts an emulator. Unless timings say otherwise, a deployment takes a third of a second; a topic, a twentieth. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, accounts = [DEFAULT_ACCOUNT], now = Date.now, tls, ...rest } = options;
  const [first] = accounts;
  await using open = new AsyncDisposableStack();
  const instances = await Promise.all((rest.instances ?? []).map((seed) => withBrokers(seed, open)));
  const cloud = new Cloud({
    ...(first && { accountId: first.accountId }),
    ...rest,
    instances,
    now,
    timings: { ...timingsOf(300), ...rest.timings },
    topicCreationMs: rest.topicCreationMs ?? 50,
  });
  const gateway = new Gateway(accounts, now, cloud.sessions);
  const closing = new AbortController();
  const serveOne = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response, cloud, gateway, closing.signal).catch((error: unknown) => {
      if (closing.signal.aborted || response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(`the emulator failed: ${error}`);
    });
  };
  const server = await listenOnLoopback(serveOne, port, tls);
  open.defer(server.close);
  const opened = open.move();
  return {
    url: server.url,
    port: server.port,
    host: server.host,
    cloud,
    get journal() {
      return cloud.journal;
    },
    addFault: (rule) => cloud.addFault(rule),
    close: async () => {
      closing.abort();
      await opened.disposeAsync();
    },
  };
}

async function withBrokers(seed: InstanceSeed, open: AsyncDisposableStack): Promise<InstanceSeed> {
  if (!seed.brokers) return seed;
  const brokers = await startBrokers();
  open.defer(brokers.close);
  return withPorts(seed, brokers.ports);
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  cloud: Cloud,
  gateway: Gateway,
  closing: AbortSignal,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const admission = gateway.admit(
    httpRequest(request.method ?? '', request.url ?? '', headersOf(request), body),
  );
  const outcome = admission.ok
    ? cloud.call(admission.call)
    : cloud.refuse(admission.request, admission.refusal);
  await deliver(outcome, response, closing);
}

async function deliver(outcome: Outcome, response: ServerResponse, closing: AbortSignal): Promise<void> {
  if (outcome.kind === 'hang') return;
  if (outcome.delayMs > 0) await sleep(outcome.delayMs, undefined, { signal: closing });
  if (outcome.kind === 'reset') reset(response);
  else send(outcome, response);
}

/** Node resets plain connections only; one with TLS is closed without an answer. */
function reset({ socket }: ServerResponse): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

function send(answer: Answer, response: ServerResponse): void {
  const body = Buffer.from(answer.body);
  const missing = answer.interrupted ? 1 : 0;
  response.writeHead(answer.httpStatus, { ...answer.headers, 'content-length': body.length + missing });
  if (answer.interrupted) response.write(body, () => response.socket?.destroy());
  else response.end(body);
}

/** The body, or undefined where it is larger than any request to this service. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [name, Array.isArray(value) ? value.join() : value]),
  );
}

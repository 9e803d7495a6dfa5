import { isIP, type LookupFunction, connect as openSocket, type Socket } from 'node:net';
import { connect as openTls, type TLSSocket } from 'node:tls';
import type { Announced } from '../deployment/brokers.ts';
import type { Clock } from '../time/clock.ts';
import type { Address } from './address.ts';
import { apiVersionsRequest, readAnswer } from './api-versions.ts';
import { ALIKAFKA_CA } from './ca.ts';
import { explain, type Failure, type Sight } from './failure.ts';

export interface Target extends Address {
  readonly tls: boolean;
}

export interface ProbeOptions {
  /** For everything together, from the look-up of the name to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** The only CA trusted, in PEM. The vendor's, where it is left out. */
  readonly ca?: string;
  /** How names are looked up. By the system, where it is left out. */
  readonly lookup?: LookupFunction;
}

export type Probed =
  | { readonly kind: 'answered'; readonly ms: number; readonly announced: Announced }
  | Failure;

/**
 * How long one of several addresses of a host may take to connect before the next one's turn, in milliseconds. Node's
 * own 250 are too few from one continent to another.
 */
const ADDRESS_TIMEOUT = 1000;

/**
 * Whether a Kafka broker answers: asks it for its API versions, without credentials.
 * @throws the signal's reason once it is aborted; every other failure is a result
 */
export async function probe(target: Target, options: ProbeOptions): Promise<Probed> {
  const { timeoutMs, signal, clock } = options;
  signal.throwIfAborted();
  const began = clock.now();
  const sight: Sight = { tls: target.tls, stage: isIP(target.host) ? 'connect' : 'look up', oldCa: false };
  const socket = target.tls ? secureSocket(target, options, sight) : openSocket(connection(target, options));
  const answered = ask(socket, sight);
  const ended = new AbortController();
  const late = clock.sleep(timeoutMs, AbortSignal.any([signal, ended.signal])).then(() => 'late' as const);
  late.catch(() => undefined); // the sleep ends with the probe
  try {
    const first = await Promise.race([answered, late]);
    if (first === 'late') return explain(target, sight, { late: timeoutMs });
    return { kind: 'answered', ms: clock.now() - began, announced: first };
  } catch (error) {
    signal.throwIfAborted();
    return explain(target, sight, { error });
  } finally {
    socket.destroy();
    ended.abort();
  }
}

function connection({ host, port }: Address, { lookup }: ProbeOptions) {
  const resolve = lookup ? { lookup } : {};
  return { host, port, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT, ...resolve };
}

/** The certificates name no host that clients connect to; the vendor's own clients do not check it either. */
function secureSocket(target: Target, options: ProbeOptions, sight: Sight): TLSSocket {
  const socket = openTls({
    ...connection(target, options),
    ...(isIP(target.host) ? {} : { servername: target.host }),
    ca: options.ca ?? ALIKAFKA_CA,
    rejectUnauthorized: true, // NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default
    checkServerIdentity: () => undefined,
  });
  // Node emits this before it judges the certificate, and destroys the socket, with what it knows, if it is no good.
  socket.prependOnceListener('secure', () => {
    const issuer: unknown = socket.getPeerCertificate()?.issuer?.CN;
    sight.oldCa = issuer === OLD_CA;
  });
  return socket;
}

/** The common name of the vendor's CA of 2017, whose key has 1024 bits. */
const OLD_CA = 'KafkaCA';

/** Sends the request and gives the answer; rejects with what broke on the way, or a NotKafkaError. */
function ask(socket: Socket, sight: Sight): Promise<Announced> {
  const { promise, resolve, reject } = Promise.withResolvers<Announced>();
  promise.catch(() => undefined); // nobody listens any more after the time is up
  let received: Buffer = Buffer.alloc(0);
  socket.on('lookup', (error) => {
    if (!error) sight.stage = 'connect';
  });
  socket.on('connect', () => {
    sight.stage = sight.tls ? 'handshake' : 'answer';
  });
  socket.on('secureConnect', () => {
    sight.stage = 'answer';
  });
  socket.on(sight.tls ? 'secureConnect' : 'connect', () => socket.write(apiVersionsRequest()));
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    try {
      const announced = readAnswer(received);
      if (announced) resolve(announced);
    } catch (error) {
      reject(error);
    }
  });
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('closed')));
  return promise;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { kafka } from '../../scripts/tools/tools.ts';
import { probe } from '../../src/kafka/probe.ts';
import { realClock } from '../../src/time/clock.ts';
import type { Identity } from '../http/certificate.ts';
import { closedPort } from '../http/loopback.ts';

/** A broker of Apache Kafka with one listener of each protocol that the vendor's have. */
export interface KafkaBroker {
  readonly ports: Readonly<Record<'PLAINTEXT' | 'SASL_PLAINTEXT' | 'SASL_SSL', number>>;
  /** The certificate of its TLS listener. */
  readonly ca: string;
  readonly close: () => Promise<void>;
}

/** Starts a broker on loopback, in a folder of its own; done when its plaintext listener answers. */
export async function startKafka(identity: Identity): Promise<KafkaBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-broker-'));
  const closing = new AbortController();
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.allSettled(runs.map(({ exited }) => exited));
    rmSync(folder, { recursive: true, force: true });
  };
  const runs: Run[] = [];
  const start = (...args: string[]): Run => {
    const run = java(args, closing.signal);
    runs.push(run);
    return run;
  };
  try {
    const [controller, PLAINTEXT, SASL_PLAINTEXT, SASL_SSL] = await freePorts();
    const ports = { PLAINTEXT, SASL_PLAINTEXT, SASL_SSL };
    const properties = join(folder, 'server.properties');
    writeFileSync(properties, settings(folder, controller, ports));
    writeFileSync(join(folder, 'identity.pem'), identity.key + identity.cert, { mode: 0o600 });
    await ended(start('kafka.tools.StorageTool', 'format', '--cluster-id', CLUSTER, '--config', properties));
    await answers(PLAINTEXT, start('kafka.Kafka', properties));
    return { ports, ca: identity.cert, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const CLUSTER = 'dGhlLWNsdXN0ZXItaWQtMQ';

/** Four ports that differ: they are free at the same time. */
async function freePorts(): Promise<[number, number, number, number]> {
  const ports = new Set<number>();
  while (ports.size < 4) ports.add(await closedPort());
  const [one = 0, two = 0, three = 0, four = 0] = ports;
  return [one, two, three, four];
}

function settings(folder: string, controller: number, ports: KafkaBroker['ports']): string {
  const listeners = Object.entries(ports).map(([protocol, port]) => `${protocol}://127.0.0.1:${port}`);
  const protocols = Object.keys(ports).map((protocol) => `${protocol}:${protocol}`);
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_orders="secret";';
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    `listeners=CONTROLLER://127.0.0.1:${controller},${listeners.join(',')}`,
    'controller.listener.names=CONTROLLER',
    `listener.security.protocol.map=CONTROLLER:PLAINTEXT,${protocols.join(',')}`,
    'inter.broker.listener.name=PLAINTEXT',
    `log.dirs=${join(folder, 'data')}`,
    'offsets.topic.replication.factor=1', // there is no other broker
    'offsets.topic.num.partitions=1',
    'sasl.enabled.mechanisms=PLAIN',
    `listener.name.sasl_plaintext.plain.sasl.jaas.config=${login}`,
    `listener.name.sasl_ssl.plain.sasl.jaas.config=${login}`,
    'ssl.keystore.type=PEM',
    `ssl.keystore.location=${join(folder, 'identity.pem')}`,
    '',
  ].join('\n');
}

interface Run {
  readonly process: ChildProcess;
  /** What it wrote, on either stream. */
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

function java(args: readonly string[], signal: AbortSignal): Run {
  const { PATH, JAVA_HOME, HOME } = process.env;
  const env = { PATH, HOME, ...(JAVA_HOME ? { JAVA_HOME } : {}) };
  const child = spawn('java', ['-Xmx256m', '-cp', join(kafka(), '*'), ...args], {
    env,
    signal,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve).on('error', ({ message }) => {
    output += message; // Node says "close" after it, too
  });
  return { process: child, output: () => output, exited: promise };
}

async function ended({ exited, output }: Run): Promise<void> {
  if ((await exited) !== 0) throw new Error(`Java failed: ${output()}`);
}

/** Waits for the broker; fails as soon as its process ends. */
async function answers(port: number, { process: child, output }: Run): Promise<void> {
  const signal = new AbortController().signal;
  const options = { timeoutMs: 5000, signal, clock: realClock };
  while ((await probe({ host: '127.0.0.1', port, tls: false }, options)).kind !== 'answered') {
    if (child.exitCode !== null) throw new Error(`the broker ended: ${output()}`);
    await wait(100);
  }
}

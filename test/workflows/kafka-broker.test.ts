import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probe } from '../../src/kafka/probe.ts';
import { verifyBrokers } from '../../src/kafka/verify.ts';
import { realClock } from '../../src/time/clock.ts';
import { selfSigned } from '../http/certificate.ts';
import { type KafkaBroker, startKafka } from './kafka-broker.ts';

/** What Apache Kafka 3.9 announces; the next version of the pin may announce more. */
const ANNOUNCED = { apis: 61, produce: [0, 11], fetch: [0, 17] };

const signal = new AbortController().signal;
const options = { timeoutMs: 60_000, signal, clock: realClock };

let kafka: KafkaBroker;

beforeAll(async () => {
  kafka = await startKafka(selfSigned());
}, 120_000);
afterAll(() => kafka?.close());

/** Asks one listener, in its own protocol or in the other one. */
function ask(protocol: keyof KafkaBroker['ports'], tls: boolean, ca = kafka.ca) {
  return probe({ host: '127.0.0.1', port: kafka.ports[protocol], tls }, { ...options, ca });
}

describe('Apache Kafka', () => {
  it('answers on every listener without a login', async () => {
    const at = (protocol: keyof KafkaBroker['ports']) => [`127.0.0.1:${kafka.ports[protocol]}`];
    const verified = await verifyBrokers(
      [
        { kind: 'plain', servers: at('PLAINTEXT') },
        { kind: 'ssl', servers: at('SASL_SSL') },
        { kind: 'sasl', servers: at('SASL_PLAINTEXT') },
        { kind: 'vpcSasl', servers: at('SASL_SSL') },
      ],
      { reach: 'loopback', required: true, signal, clock: realClock, ca: kafka.ca },
    );
    expect(verified.result).toBe('answered');
    for (const listener of verified.listeners) {
      expect(listener).toMatchObject({ result: 'answered', announced: ANNOUNCED });
    }
  });

  it('shows where plaintext and TLS are mixed up', async () => {
    const toTls = await ask('SASL_SSL', false);
    const toPlaintext = await ask('PLAINTEXT', true);
    const toSasl = await ask('SASL_PLAINTEXT', true);
    expect([toTls.kind, toPlaintext.kind, toSasl.kind]).toEqual(['not-kafka', 'closed', 'closed']);
  });

  it('is not trusted with a certificate that is not of the CA', async () => {
    expect(await ask('SASL_SSL', true, selfSigned().cert)).toMatchObject({ kind: 'tls' });
  });
});

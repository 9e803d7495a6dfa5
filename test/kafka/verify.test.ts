import { describe, expect, it } from 'vitest';
import type { ListenerKind } from '../../src/deployment/brokers.ts';
import { type Listener, type VerifyOptions, verifyBrokers } from '../../src/kafka/verify.ts';
import { type Clock, realClock } from '../../src/time/clock.ts';
import { selfSigned } from '../http/certificate.ts';
import { closedPort } from '../http/loopback.ts';
import { broker, listen } from './broker.ts';
import { signedByWeakCa } from './old-authority.ts';

const IDENTITY = selfSigned();
const OLD_CA = { ...signedByWeakCa('KafkaCA', true), ciphers: 'DEFAULT@SECLEVEL=0' };
const ANNOUNCED = { apis: 3, produce: [0, 11], fetch: [0, 17] };

function verify(listeners: readonly Listener[], options: Partial<VerifyOptions> = {}) {
  const signal = new AbortController().signal;
  const ca = IDENTITY.cert;
  return verifyBrokers(listeners, {
    reach: 'vpc',
    required: false,
    signal,
    clock: realClock,
    ca,
    ...options,
  });
}

const at = (port: number) => `127.0.0.1:${port}`;

/** The addresses of a broker in plaintext and of one over TLS. */
async function brokers() {
  const plain = await listen(broker());
  const tls = await listen(broker(), { tls: IDENTITY });
  const listeners: Listener[] = [
    { kind: 'plain', servers: [at(plain.port)] },
    { kind: 'ssl', servers: [at(tls.port)] },
    { kind: 'sasl', servers: [at(plain.port)] },
    { kind: 'vpcSasl', servers: [at(tls.port)] },
  ];
  return { plain, tls, listeners };
}

/** On this clock every time limit is over at once. */
function hastyClock(late = 0): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let now = 5000;
  const sleep = async (ms: number) => {
    slept.push(ms);
    now += ms + late;
  };
  return { slept, now: () => now, sleep };
}

describe('the listeners of an instance', () => {
  it.each(['vpc', 'loopback'] as const)('are all asked where the runner reaches them: %s', async (reach) => {
    const { listeners } = await brokers();
    expect(await verify(listeners, { reach })).toEqual({
      result: 'answered',
      listeners: listeners.map(({ kind, servers: [server] }) => {
        return { kind, result: 'answered', server, ms: expect.any(Number), announced: ANNOUNCED };
      }),
    });
  });

  it('are left alone from the Internet, but for the one that is there for it', async () => {
    const { listeners, plain, tls } = await brokers();
    const why = 'it is reached from its VPC only';
    expect(await verify(listeners, { reach: 'internet' })).toMatchObject({
      result: 'answered',
      listeners: [
        { kind: 'plain', result: 'not-checked', why },
        { kind: 'ssl', result: 'answered' },
        { kind: 'sasl', result: 'not-checked', why },
        { kind: 'vpcSasl', result: 'not-checked', why },
      ],
    });
    expect([plain.received.length, tls.received.length]).toEqual([0, 1]);
  });

  it('fail together where one fails', async () => {
    const { listeners } = await brokers();
    const server = at(await closedPort());
    const verified = await verify([...listeners, { kind: 'plain', servers: [server] }]);
    expect(verified.result).toBe('failed');
    expect(verified.listeners.at(-1)).toEqual({
      kind: 'plain',
      result: 'failed',
      server,
      reason: 'refused',
      sentence: expect.stringContaining(`${server} refused the connection`),
    });
  });

  it('are not checked where there is none, or none with an address', async () => {
    expect(await verify([])).toEqual({ result: 'not-checked', listeners: [] });
    expect(await verify([{ kind: 'plain', servers: [] }])).toEqual({
      result: 'not-checked',
      listeners: [{ kind: 'plain', result: 'not-checked', why: 'it has no address' }],
    });
  });

  it('are not looked up where only loopback may be asked', async () => {
    const lookup = () => {
      throw new Error('looked up');
    };
    const listeners: Listener[] = [{ kind: 'ssl', servers: ['broker.test:9093', '192.0.2.1:9093'] }];
    expect(await verify(listeners, { reach: 'loopback', lookup })).toEqual({
      result: 'not-checked',
      listeners: [{ kind: 'ssl', result: 'not-checked', why: 'only addresses on loopback are tried here' }],
    });
  });

  it('end with the signal’s reason', async () => {
    const reason = new Error('stop');
    const stop = new AbortController();
    const { port } = await listen(() => stop.abort(reason));
    const listeners: Listener[] = [{ kind: 'plain', servers: [at(port), at(port)] }];
    await expect(verify(listeners, { signal: stop.signal })).rejects.toBe(reason);
  });
});

describe('the servers of a listener', () => {
  it('follow one that does not answer', async () => {
    const silent = at(await closedPort());
    const { port } = await listen(broker());
    const verified = await verify([{ kind: 'plain', servers: ['not an address', silent, at(port)] }]);
    expect(verified.listeners).toMatchObject([{ result: 'answered', server: at(port) }]);
  });

  it('share ten seconds, three at most, and the first one is told', async () => {
    const clock = hastyClock();
    const servers = [9092, 9093, 9094, 9095].map(at);
    const { listeners } = await verify([{ kind: 'plain', servers }], { clock });
    expect(listeners).toMatchObject([
      {
        result: 'failed',
        server: at(9092),
        reason: 'silent',
        sentence:
          'No answer from 127.0.0.1:9092 in 3.3 s: this runner’s address may not be on the allow list.',
      },
    ]);
    expect(clock.slept.map(Math.round)).toEqual([3333, 3333, 3333]);
  });

  it('leave the time that a refusal saved to the next one', async () => {
    const slept: number[] = [];
    const clock: Clock = {
      now: () => 0,
      sleep: (ms) => {
        slept.push(ms);
        return Promise.withResolvers<void>().promise;
      },
    };
    const servers = [at(await closedPort()), at(await closedPort())];
    await verify([{ kind: 'plain', servers }], { clock });
    expect(slept).toEqual([5000, 10_000]);
  });

  it.each<[string, ListenerKind, Parameters<typeof listen>]>([
    ['not-kafka', 'plain', [(socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')]],
    ['not-tls', 'ssl', [(socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')]],
    ['tls', 'ssl', [broker(), { tls: selfSigned() }]],
    ['old-ca', 'ssl', [broker(), { tls: OLD_CA }]],
  ])('do not follow one that shows how all are set up: %s', async (reason, kind, server) => {
    const first = await listen(...server);
    const next = await listen(broker(), kind === 'ssl' ? { tls: IDENTITY } : {});
    const verified = await verify([{ kind, servers: [at(first.port), at(next.port)] }], { required: true });
    expect(verified.listeners).toMatchObject([{ result: 'failed', reason }]);
    expect(next.received).toEqual([]);
  });

  it('are given no negative time by a clock that leaps', async () => {
    const clock = hastyClock(60_000);
    await verify([{ kind: 'plain', servers: [at(9092), at(9093)] }], { clock });
    expect(clock.slept).toEqual([5000, 0]);
  });

  it('fail where none of their addresses can be read', async () => {
    expect(await verify([{ kind: 'plain', servers: ['SASL_SSL://broker:9093', ''] }])).toEqual({
      result: 'failed',
      listeners: [
        {
          kind: 'plain',
          result: 'failed',
          server: 'SASL_SSL://broker:9093',
          reason: 'no-address',
          sentence: 'The address "SASL_SSL://broker:9093" is not host:port.',
        },
      ],
    });
  });

  it('with a certificate of the vendor’s first CA are not checked, or fail where an answer is required', async () => {
    const { port } = await listen(broker(), { tls: OLD_CA });
    const listeners: Listener[] = [{ kind: 'ssl', servers: [at(port)] }];
    const sentence = expect.stringContaining('old CA');
    expect(await verify(listeners)).toEqual({
      result: 'not-checked',
      listeners: [{ kind: 'ssl', result: 'not-checked', why: sentence }],
    });
    expect(await verify(listeners, { required: true })).toEqual({
      result: 'failed',
      listeners: [{ kind: 'ssl', result: 'failed', server: at(port), reason: 'old-ca', sentence }],
    });
  });
});

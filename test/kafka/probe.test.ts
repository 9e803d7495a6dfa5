import { isIPv6, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { apiVersionsRequest, CORRELATION_ID } from '../../src/kafka/api-versions.ts';
import { explain, type FailureKind, type Sight } from '../../src/kafka/failure.ts';
import { type ProbeOptions, probe } from '../../src/kafka/probe.ts';
import { realClock } from '../../src/time/clock.ts';
import { selfSigned } from '../http/certificate.ts';
import { closedPort } from '../http/loopback.ts';
import { answerOf, broker, handClock, int32, listen } from './broker.ts';
import { signedByWeakCa } from './old-authority.ts';

const IDENTITY = selfSigned('another-host.test');
const ANNOUNCED = { apis: 3, produce: [0, 11], fetch: [0, 17] };
const TIMEOUT = 120_000; // catches a hang

function probeOf(port: number, tls: boolean, options: Partial<ProbeOptions> = {}, host = '127.0.0.1') {
  const signal = new AbortController().signal;
  return probe({ host, port, tls }, { timeoutMs: TIMEOUT, signal, clock: realClock, ...options });
}

const plaintext = (port: number, options?: Partial<ProbeOptions>) => probeOf(port, false, options);
/** Trusts the server's own certificate and no other. */
const secure = (port: number, options?: Partial<ProbeOptions>) =>
  probeOf(port, true, { ca: IDENTITY.cert, ...options });

/** Looks every name up, as slowly as a system does, and finds addresses on loopback. */
const found =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, done) =>
    setImmediate(() =>
      done(
        null,
        addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
      ),
    );
const nobody: LookupFunction = (_host, _options, done) =>
  setImmediate(() => done(Object.assign(new Error('queryA'), { code: 'ENOTFOUND' }), '', 0));

describe('a broker answers', () => {
  it('in plaintext, after nothing but one request', async () => {
    const server = await listen(broker());
    expect(await plaintext(server.port)).toEqual({
      kind: 'answered',
      ms: expect.any(Number),
      announced: ANNOUNCED,
    });
    expect(server.received).toEqual([apiVersionsRequest()]);
  });

  it('over TLS', async () => {
    const server = await listen(broker(), { tls: IDENTITY });
    expect(await secure(server.port)).toMatchObject({ kind: 'answered', announced: ANNOUNCED });
  });

  it('to its name, which TLS tells it, whatever host the certificate names', async () => {
    const names: string[] = [];
    const tls = {
      ...IDENTITY,
      SNICallback: (name: string, done: (error: null) => void) => void [names.push(name), done(null)],
    };
    const { port } = await listen(broker(), { tls });
    const probed = await probeOf(
      port,
      true,
      { ca: IDENTITY.cert, lookup: found('127.0.0.1') },
      'broker.test',
    );
    expect(probed).toMatchObject({ kind: 'answered' });
    expect(names).toEqual(['broker.test']);
  });

  it('byte by byte', async () => {
    const { port } = await listen(async (socket, bytes) => {
      if (bytes.length < apiVersionsRequest().length) return;
      socket.setNoDelay(true);
      for (const byte of answerOf(CORRELATION_ID)) {
        socket.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
    });
    expect(await plaintext(port)).toMatchObject({ kind: 'answered', announced: ANNOUNCED });
  });

  const ipv6 = Object.values(networkInterfaces())
    .flat()
    .some((one) => one?.address === '::1');
  it.skipIf(!ipv6)('on IPv6', async () => {
    const { port } = await listen(broker(), { host: '::1' });
    expect(await probeOf(port, false, {}, '::1')).toMatchObject({ kind: 'answered' });
  });

  it('on IPv4 where nothing listens at the IPv6 address of the same name', async () => {
    const { port } = await listen(broker());
    const probed = await probeOf(port, false, { lookup: found('::1', '127.0.0.1') }, 'broker.test');
    expect(probed).toMatchObject({ kind: 'answered' });
  });

  it('within a time that the clock given measures, and no timer is left', async () => {
    const clock = handClock();
    let calls = 0;
    const now = () => [100, 142][calls++] ?? 0;
    const { port } = await listen(broker());
    expect(await plaintext(port, { clock: { ...clock, now } })).toMatchObject({ ms: 42 });
    expect(clock).toMatchObject({ slept: [TIMEOUT], awake: true });
  });
});

describe('no broker answers', () => {
  it('for nothing listens', async () => {
    const port = await closedPort();
    expect(await plaintext(port)).toEqual({
      kind: 'refused',
      sentence: `127.0.0.1:${port} refused the connection (ECONNREFUSED). No broker listens there, or a firewall is in the way.`,
    });
  });

  it('at any of several addresses', async () => {
    const port = await closedPort();
    const probed = await probeOf(port, true, { lookup: found('127.0.0.1', '127.0.0.1') }, 'broker.test');
    expect(probed).toMatchObject({
      kind: 'refused',
      sentence: expect.stringContaining(`broker.test:${port}`),
    });
  });

  it('for the name is not known', async () => {
    expect(await probeOf(9093, true, { lookup: nobody }, 'broker.test')).toEqual({
      kind: 'dns',
      sentence: 'The name broker.test could not be resolved (ENOTFOUND). Check the runner’s DNS.',
    });
  });

  it('for the name server is silent', async () => {
    const clock = handClock();
    const lookup: LookupFunction = () => void setImmediate(clock.timeUp);
    expect(await probeOf(9093, true, { lookup, clock, timeoutMs: 3300 }, 'broker.test')).toEqual({
      kind: 'dns',
      sentence: 'The name broker.test could not be resolved in 3.3 s. Check the runner’s DNS.',
    });
    expect(clock.slept).toEqual([3300]);
  });

  const broken = (code: string) => Object.assign(new Error('broken'), code === '' ? {} : { code });
  const at = { host: '::1', port: 9092 };
  const closed =
    '[::1]:9092 closed the connection during the TLS handshake. It may speak no TLS, or have dropped an address that is not on the allow list.';
  it.each<[Sight['stage'], string, FailureKind, string]>([
    [
      'connect',
      'ENETUNREACH',
      'unreachable',
      'This runner has no way to [::1]:9092 (ENETUNREACH). Check its network.',
    ],
    [
      'connect',
      '',
      'unreachable',
      'This runner has no way to [::1]:9092 (no connection). Check its network.',
    ],
    [
      'connect',
      'ETIMEDOUT',
      'silent',
      'No answer from [::1]:9092 (ETIMEDOUT): this runner’s address may not be on the allow list.',
    ],
    ['connect', 'ECONNRESET', 'closed', '[::1]:9092 broke the connection off as it was opened (ECONNRESET).'],
    ['handshake', '', 'closed', closed],
    ['handshake', 'EPIPE', 'closed', closed],
    [
      'answer',
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'tls',
      'No TLS could be agreed on with [::1]:9092 (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED).',
    ],
  ])('for at the stage %j there is the error %j', (stage, code, kind, sentence) => {
    const sight: Sight = { tls: true, stage, oldCa: false };
    expect(explain(at, sight, { error: broken(code) })).toEqual({ kind, sentence });
  });

  it('for one address refuses, and the others cannot be reached', () => {
    const error = new AggregateError([broken('ENETUNREACH'), broken('ECONNREFUSED'), broken('EHOSTUNREACH')]);
    const sight: Sight = { tls: false, stage: 'connect', oldCa: false };
    expect(explain(at, sight, { error })).toMatchObject({ kind: 'refused' });
  });

  it('for the connection is not taken in time', async () => {
    const clock = { ...realClock, sleep: async () => undefined };
    const { port } = await listen(broker());
    expect(await plaintext(port, { clock, timeoutMs: 3000 })).toEqual({
      kind: 'silent',
      sentence: `No answer from 127.0.0.1:${port} in 3 s: this runner’s address may not be on the allow list.`,
    });
  });

  it('for the TLS handshake does not end', async () => {
    const clock = handClock();
    const { port } = await listen(() => clock.timeUp());
    expect(await secure(port, { clock, timeoutMs: 3000 })).toEqual({
      kind: 'silent',
      sentence: `127.0.0.1:${port} took the connection, but ended no TLS handshake in 3 s. It may speak no TLS.`,
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['an answer without its last byte', answerOf(CORRELATION_ID).subarray(0, -1)],
  ])('for after the connection comes %s', async (_, bytes) => {
    const clock = handClock();
    const { port } = await listen((socket) => void socket.write(bytes, () => setImmediate(clock.timeUp)));
    expect(await plaintext(port, { clock, timeoutMs: 3000 })).toEqual({
      kind: 'silent',
      sentence: `127.0.0.1:${port} took the connection, but gave no whole answer in 3 s. It may still be starting.`,
    });
  });

  it.each([['end'], ['destroy'], ['resetAndDestroy']] as const)(
    'for it closes at once, by %s',
    async (close) => {
      const { port } = await listen((socket) => void socket[close]());
      expect(await plaintext(port)).toEqual({
        kind: 'closed',
        sentence: `127.0.0.1:${port} closed the connection without an answer. It may speak TLS, or have dropped an address that is not on the allow list.`,
      });
      expect(await secure(port)).toEqual({
        kind: 'closed',
        sentence: `127.0.0.1:${port} closed the connection during the TLS handshake. It may speak no TLS, or have dropped an address that is not on the allow list.`,
      });
    },
  );

  it('for it closes after the TLS handshake', async () => {
    const { port } = await listen((socket) => void socket.end(), { tls: IDENTITY });
    expect(await secure(port)).toEqual({
      kind: 'closed',
      sentence: `127.0.0.1:${port} closed the connection without an answer. It may have dropped an address that is not on the allow list.`,
    });
  });

  it('for it closes in the middle of an answer', async () => {
    const { port } = await listen((socket) => void socket.end(answerOf(CORRELATION_ID).subarray(0, 20)));
    expect(await plaintext(port)).toMatchObject({ kind: 'closed' });
  });

  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'it speaks HTTP'],
    ['a TLS alert', Buffer.of(21, 3, 3, 0, 2, 2, 70), 'it speaks TLS'],
    [
      'a huge length',
      int32(0x7fff_ffff),
      'the answer starts with the length 2147483647, and that of a broker is between 6 and 65536',
    ],
    [
      'the answer to another request',
      answerOf(1),
      `the answer is to request 1, and the one sent was ${CORRELATION_ID}`,
    ],
  ])('but something in %s, and the connection stays open', async (_, bytes, why) => {
    const { port } = await listen((socket) => void socket.write(bytes));
    expect(await plaintext(port)).toEqual({
      kind: 'not-kafka',
      sentence: `What answers at 127.0.0.1:${port} is no Kafka broker as expected: ${why}.`,
    });
  });

  it('but a TLS server that ends what is no handshake, where plaintext is expected', async () => {
    const { port } = await listen(broker(), { tls: IDENTITY });
    const sentence = expect.stringContaining('It may speak TLS');
    expect(await plaintext(port)).toEqual({ kind: 'closed', sentence });
  });

  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['Kafka', answerOf(CORRELATION_ID)],
  ])('but %s in plaintext, where TLS is expected', async (_, bytes) => {
    const { port } = await listen((socket) => void socket.write(bytes));
    expect(await secure(port)).toEqual({
      kind: 'not-tls',
      sentence: `127.0.0.1:${port} answers without TLS (ERR_SSL_WRONG_VERSION_NUMBER). It may be a plaintext port.`,
    });
  });

  it('in a TLS that today’s Node speaks', async () => {
    const tls = {
      ...IDENTITY,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    } as const;
    const { port } = await listen(broker(), { tls });
    expect(await secure(port)).toEqual({
      kind: 'tls',
      sentence: expect.stringMatching(
        `^No TLS could be agreed on with 127.0.0.1:${port} \\(ERR_SSL_\\w+\\).$`,
      ),
    });
  });
});

describe('a certificate that is not of the CA', () => {
  it('is not accepted, whatever else the process trusts or was told not to check', async () => {
    const before = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(before));
    setDefaultCACertificates([...before, IDENTITY.cert]);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await listen(broker(), { tls: IDENTITY });
    expect(await probeOf(server.port, true)).toEqual({
      kind: 'tls',
      sentence: `The certificate of 127.0.0.1:${server.port} is not of Alibaba Cloud’s CA for Kafka (DEPTH_ZERO_SELF_SIGNED_CERT). Something else answers there, or opens TLS on the way.`,
    });
    expect(server.received.every((bytes) => bytes.length === 0)).toBe(true);
  });

  it.each([
    ['TLSv1.3', true],
    ['TLSv1.3', false],
    ['TLSv1.2', true],
    ['TLSv1.2', false],
  ] as const)(
    'but of the vendor’s first one is told apart (%s, with its chain: %s)',
    async (maxVersion, withChain) => {
      const weak = { maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
      const old = await listen(broker(), { tls: { ...signedByWeakCa('KafkaCA', withChain), ...weak } });
      expect(await probeOf(old.port, true)).toEqual({
        kind: 'old-ca',
        sentence: `127.0.0.1:${old.port} has a certificate of the vendor’s old CA, whose key of 1024 bits is too weak to be trusted. Update the SSL certificate algorithm of the instance.`,
      });
      const other = await listen(broker(), { tls: { ...signedByWeakCa('OtherCA', withChain), ...weak } });
      expect(await probeOf(other.port, true)).toMatchObject({ kind: 'tls' });
    },
  );
});

describe('a probe that is aborted', () => {
  it.each([
    ['in plaintext', plaintext],
    ['over TLS', secure],
  ])('%s rejects with the reason and closes its connection', async (_, ask) => {
    const stop = new AbortController();
    const reason = new Error('stop');
    const { port } = await listen(() => stop.abort(reason));
    await expect(ask(port, { signal: stop.signal })).rejects.toBe(reason);
  });

  it('does so before it looks a name up, and while it does', async () => {
    const reason = new Error('stop');
    const stop = new AbortController();
    let lookups = 0;
    const lookup: LookupFunction = () => {
      lookups++;
      setImmediate(() => stop.abort(reason));
    };
    const ask = (signal: AbortSignal) => probeOf(9092, false, { lookup, signal }, 'broker.test');
    await expect(ask(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(lookups).toBe(0);
    await expect(ask(stop.signal)).rejects.toBe(reason);
  });
});

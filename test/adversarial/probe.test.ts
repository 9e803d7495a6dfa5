import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiVersionsRequest, CORRELATION_ID, FRAME_LIMIT } from '../../src/kafka/api-versions.ts';
import { type Probed, probe } from '../../src/kafka/probe.ts';
import { realClock } from '../../src/time/clock.ts';
import { selfSigned } from '../http/certificate.ts';
import { answerOf, handClock, int32, listen } from '../kafka/broker.ts';
import { runs } from './runs.ts';

const IDENTITY = selfSigned('broker.test');
const GOOD = answerOf(CORRELATION_ID);

/** What a server does on one connection. */
interface Script {
  readonly chunks: readonly Uint8Array[];
  readonly end: 'end' | 'destroy' | 'resetAndDestroy' | 'silence';
  /** Whether it waits for the request. */
  readonly polite: boolean;
}

const bytes = fc.uint8Array({ maxLength: 80 });
/** A good answer in which bytes are others, missing, or too many. */
const nearMiss = fc
  .tuple(fc.nat(GOOD.length), fc.nat(4), bytes, fc.nat(GOOD.length))
  .map(([at, cut, by, end]) =>
    Buffer.concat([GOOD.subarray(0, at), by.subarray(0, cut), GOOD.subarray(at + cut), GOOD.subarray(end)]),
  );
const framed = fc
  .tuple(
    fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
    fc.integer({ min: 0, max: FRAME_LIMIT + 2 }),
    bytes,
  )
  .chain(([any, near, body]) =>
    fc.constantFrom(any, near, body.length).map((length) => Buffer.concat([int32(length), body])),
  );
const answer = fc.oneof(
  bytes,
  nearMiss,
  framed,
  fc.constantFrom(
    GOOD,
    answerOf(1),
    answerOf(CORRELATION_ID, [], { count: 0x7fff_ffff }),
    apiVersionsRequest(),
  ),
  fc.constantFrom(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), Buffer.from([21, 3, 3, 0, 2, 2, 70])),
);
const script: fc.Arbitrary<Script> = fc.record({
  chunks: fc.array(answer, { maxLength: 4 }),
  end: fc.constantFrom('end', 'destroy', 'resetAndDestroy', 'silence'),
  polite: fc.boolean(),
});

function play({ chunks, end }: Script, socket: Socket, whenSilent: () => void): void {
  for (const chunk of chunks) if (socket.writable) socket.write(chunk);
  if (end === 'silence') socket.write('', () => setImmediate(whenSilent));
  else setImmediate(() => (socket instanceof TLSSocket ? socket.destroy() : socket[end]()));
}

const KINDS = ['answered', 'refused', 'silent', 'not-tls', 'tls', 'closed', 'not-kafka', 'unreachable'];

/** Checks that a probe ended with a verdict that somebody can read. */
function expectVerdict(probed: Probed, chunks: readonly Uint8Array[] = [GOOD]): void {
  expect(KINDS).toContain(probed.kind);
  if (probed.kind !== 'answered') {
    expect(probed.sentence).toMatch(/^.*127\.0\.0\.1:\d+ .*\.$/);
    return;
  }
  expect(probed.announced.apis).toBeGreaterThanOrEqual(0);
  expect(Buffer.concat(chunks).length).toBeGreaterThanOrEqual(10); // no verdict out of nothing
}

describe.each([
  ['in plaintext', undefined],
  ['over TLS', IDENTITY],
])('a probe %s of a server that answers anything', (_, tls) => {
  it('ends with a verdict, and its connection with it', async () => {
    let now: Script = { chunks: [], end: 'end', polite: false };
    let timeUp = (): void => undefined;
    const open = new Set<Promise<void>>();
    // Served once for each connection, as soon as its first byte is there.
    const served = new WeakSet<Socket>();
    const { port } = await listen(
      (socket, received) => {
        if (served.has(socket) || (now.polite && received.length < apiVersionsRequest().length)) return;
        served.add(socket);
        const closed = Promise.withResolvers<void>();
        open.add(closed.promise);
        socket.once('close', () => {
          open.delete(closed.promise);
          closed.resolve();
        });
        play(now, socket, timeUp);
      },
      tls ? { tls } : {},
    );
    const property = fc.asyncProperty(script, async (given) => {
      const clock = handClock();
      now = given;
      timeUp = clock.timeUp;
      const probed = await probe(
        { host: '127.0.0.1', port, tls: tls !== undefined },
        { timeoutMs: 1000, signal: new AbortController().signal, clock, ...(tls && { ca: tls.cert }) },
      );
      expectVerdict(probed, given.chunks);
      expect(clock.awake).toBe(true);
      await Promise.all(open);
    });
    await fc.assert(property, runs(tls ? 'dear' : 'usual'));
  });
});

describe('a probe', () => {
  it.each([
    ['a good frame after another', GOOD],
    ['the beginning of the largest frame, and all that it may hold, and more', int32(FRAME_LIMIT)],
    ['zeros', Buffer.alloc(1024)],
  ])('takes no more than a frame from a server that sends without end: %s', async (_, first) => {
    let sent = 0;
    const block = Buffer.alloc(64 * 1024, 1);
    const { port } = await listen((socket, received) => {
      if (received.length < apiVersionsRequest().length) return;
      socket.write(first);
      const pour = (): void => {
        while (socket.writable && socket.write(block)) sent += block.length;
      };
      socket.on('drain', pour);
      pour();
    });
    const signal = new AbortController().signal;
    const probed = await probe(
      { host: '127.0.0.1', port, tls: false },
      { timeoutMs: 60_000, signal, clock: realClock },
    );
    expect(probed.kind).toBe('not-kafka');
    expect(sent).toBeLessThan(64 * 1024 * 1024); // what the buffers of two systems may hold
  });

  it('of many servers at once gives each its own verdict', async () => {
    const scripts = fc.sample(script, { ...runs('dear'), numRuns: 150 });
    let next = 0;
    const served = new WeakSet<Socket>();
    const { port } = await listen((socket, received) => {
      if (served.has(socket) || received.length < apiVersionsRequest().length) return;
      served.add(socket);
      const own = scripts[next++ % scripts.length];
      if (own) play({ ...own, end: own.end === 'silence' ? 'end' : own.end }, socket, () => undefined);
    });
    const signal = new AbortController().signal;
    const target = { host: '127.0.0.1', port, tls: false };
    const probed = await Promise.all(
      scripts.map(() => probe(target, { timeoutMs: 60_000, signal, clock: realClock })),
    );
    for (const one of probed) expectVerdict(one);
    expect(new Set(probed.map(({ kind }) => kind)).size).toBeGreaterThan(1);
  });
});

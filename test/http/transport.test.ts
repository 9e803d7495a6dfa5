import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { traced } from '../../src/http/trace.ts';
import { httpAnswer, loopback, type Serve } from './loopback.ts';
import { CANARY, failureOf, sendTo, transportForTest } from './sending.ts';

const GOOD = '{"Code":200,"Success":true}';

describe('a request', () => {
  it('is one POST with the given query and headers, an empty body and the name of the action', async () => {
    vi.stubEnv('ACTIONS_ORCHESTRATION_ID', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await loopback((socket) => socket.write(httpAnswer(GOOD)));
    await sendTo(transportForTest(), server.origin, { host: 'h.test', accept: 'a/b' });
    expect(server.heads).toHaveLength(1);
    expect(server.heads[0]?.toLowerCase().split('\r\n').sort()).toEqual([
      'accept: a/b',
      'connection: keep-alive',
      'content-length: 0',
      'host: h.test',
      `post /?instanceid=one&password=${CANARY.toLowerCase()} http/1.1`,
      'user-agent: deploy-alikafka/test',
      'x-acs-action: startinstance',
    ]);
  });

  it('travels on the connection of the one before', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer(GOOD)));
    const transport = transportForTest();
    for (const _ of [1, 2, 3]) await sendTo(transport, server.origin);
    expect([server.heads.length, server.connections.length]).toEqual([3, 1]);
  });

  it('has no timer of its own any more once it has ended, well or not', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await loopback((socket) => socket.end(server.heads.length === 1 ? httpAnswer(GOOD) : ''));
    await sendTo(transportForTest(), server.origin);
    expect(vi.getTimerCount()).toBe(0);
    await failureOf(sendTo(transportForTest(), server.origin));
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an answer', () => {
  it('has its status, its headers by their lower-case names, and its body', async () => {
    const headers = ['X-Acs-Request-Id: R-1', 'set-cookie: a=1', 'set-cookie: b=2'];
    const server = await loopback((socket) => socket.write(httpAnswer('{"Code":"X"}', headers, '403 No')));
    const answer = await sendTo(transportForTest(), server.origin);
    expect(answer).toMatchObject({ status: 403, body: '{"Code":"X"}', broken: undefined });
    expect(['x-acs-request-id', 'set-cookie', 'x-none'].map(answer.header)).toEqual([
      'R-1',
      'a=1',
      undefined,
    ]);
  });

  it('may come in pieces, even within a character', async () => {
    const server = await loopback(async (socket) => {
      const bytes = Buffer.from(httpAnswer('{"Message":"操作成功"}'));
      for (const part of [bytes.subarray(0, -8), bytes.subarray(-8, -4), bytes.subarray(-4)]) {
        socket.write(part);
        await sleep(5);
      }
    });
    const answer = await sendTo(transportForTest(), server.origin);
    expect(answer).toMatchObject({ body: '{"Message":"操作成功"}', broken: undefined });
  });

  it('that redirects is given as it is, and not followed', async () => {
    const server = await loopback((socket) =>
      socket.write(httpAnswer('', ['location: /other'], '302 Found')),
    );
    const answer = await sendTo(transportForTest(), server.origin);
    expect([answer.status, answer.header('location')]).toEqual([302, '/other']);
    expect(server.heads).toHaveLength(1);
  });

  it.each<[string, Serve]>([
    ['ends before its announced length', (socket) => socket.end(announcing(100, '{"Code":'))],
    [
      'is reset in the middle',
      (socket) => socket.write(announcing(100, '{"Code":'), () => socket.resetAndDestroy()),
    ],
    ['is chunked and lacks the last chunk', (socket) => socket.end(CHUNKED)],
  ])('that %s is cut', async (_, serve) => {
    const server = await loopback(serve);
    const answer = await sendTo(transportForTest(), server.origin);
    expect(answer).toMatchObject({ status: 200, body: '{"Code":', broken: 'cut' });
  });

  it('may be as large as the limit, and no larger', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer('x'.repeat(1000))));
    const readAt = async (limitBytes: number) =>
      (await sendTo(transportForTest({ limitBytes }), server.origin)).broken;
    expect([await readAt(1000), await readAt(999)]).toEqual([undefined, 'too large']);
  });

  it('that is too large is not read to its end', async () => {
    const total = 64 * 1024 * 1024;
    const server = await loopback((socket) => {
      socket.write(announcing(total, ''));
      const more = () => {
        while (socket.bytesWritten < total && !socket.destroyed && socket.write('x'.repeat(65_536)));
      };
      socket.on('drain', more);
      more();
    });
    const answer = await sendTo(transportForTest(), server.origin);
    expect(answer.broken).toBe('too large');
    expect(answer.body.length).toBeLessThanOrEqual(100_000);
    await expect.poll(() => server.connections[0]?.destroyed).toBe(true);
    expect(server.connections[0]?.bytesWritten).toBeLessThan(total / 2);
  });
});

describe('close', () => {
  it('leaves no connection open', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer(GOOD)));
    const transport = transportForTest();
    await sendTo(transport, server.origin);
    expect(server.connections.map(({ destroyed }) => destroyed)).toEqual([false]);
    transport.close();
    await expect.poll(() => server.connections[0]?.destroyed).toBe(true);
  });

  it('makes a request under way fail', async () => {
    const server = await loopback(() => transport.close());
    const transport = transportForTest();
    const failure = await failureOf(sendTo(transport, server.origin));
    expect(failure.message).toMatch(/^the connection was lost/);
    expect(failure.sent).toBe(true);
  });

  it('may come before the first request', () => {
    expect(transportForTest().close()).toBeUndefined();
  });
});

describe('the trace of a call', () => {
  it('tells host, action, status, RequestId and time, and never the query', async () => {
    const lines: string[] = [];
    const times = [1_000, 1_250, 2_000, 2_007];
    const answers = [httpAnswer(GOOD, ['x-acs-request-id: R-1']), undefined];
    const server = await loopback((socket) => {
      const answer = answers.shift();
      if (answer === undefined) socket.resetAndDestroy();
      else socket.write(answer);
    });
    const { send } = transportForTest();
    const transport = {
      send: traced(
        send,
        (line) => lines.push(line),
        () => times.shift() ?? 0,
      ),
      close: () => undefined,
    };
    await sendTo(transport, server.origin);
    await failureOf(sendTo(transport, server.origin));
    const called = `StartInstance at 127.0.0.1:${server.port}`;
    expect(lines).toEqual([
      `${called}: HTTP 200 after 250 ms, RequestId R-1`,
      `${called}: the connection was lost (ECONNRESET) after 7 ms`,
    ]);
  });
});

describe('the trace of a call without a name', () => {
  it('tells the method, and that there is no RequestId', async () => {
    const lines: string[] = [];
    const server = await loopback((socket) => socket.write(httpAnswer(GOOD)));
    const send = traced(
      transportForTest().send,
      (line) => lines.push(line),
      () => 0,
    );
    await send({ method: 'GET', url: new URL(server.origin), headers: {}, body: '' });
    expect(lines).toEqual([`GET at 127.0.0.1:${server.port}: HTTP 200 after 0 ms, RequestId none`]);
  });
});

/** The head of an answer that promises so many bytes, and the first of them. */
function announcing(length: number, start: string): string {
  return `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n${start}`;
}

const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"Code":\r\n';

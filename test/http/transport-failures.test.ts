import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { closedPort, httpAnswer, loopback, type Serve } from './loopback.ts';
import { failureOf, sendTo, transportForTest } from './sending.ts';

const TRY_LATER = 'Check the network between the runner and *.aliyuncs.com, then try again.';

describe('the time limit ends a call when the server', () => {
  it.each<[string, Serve]>([
    ['never answers', () => undefined],
    ['sends its headers byte by byte', (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\nx-slow: ')],
    [
      'sends its body byte by byte',
      (socket) => trickle(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n'),
    ],
  ])('%s', async (_, serve) => {
    const timeoutMs = 150;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // connecting may take longer than the limit
    onTestFinished(() => void vi.useRealTimers());
    const server = await loopback((socket, raw) => {
      serve(socket, raw);
      const timeUp = setInterval(() => {
        clearInterval(timeUp);
        vi.advanceTimersByTime(timeoutMs);
      }, 50);
    });
    const transport = transportForTest({ timeoutMs });
    const failure = await failureOf(sendTo(transport, server.origin));
    vi.useRealTimers();
    expect(failure).toMatchObject({ message: 'no answer in time', sent: true, remedy: TRY_LATER });
    transport.close();
    await expect.poll(() => server.connections.every(({ destroyed }) => destroyed)).toBe(true);
  });
});

describe('a request that may have arrived counts as sent, when the connection', () => {
  it.each<[string, Serve, string | undefined]>([
    ['is reset', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['ends', (socket) => socket.end(), 'ECONNRESET'],
    ['is to switch protocols', (socket) => socket.write(SWITCHING), undefined],
    ['breaks within the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\nx: '), 'ECONNRESET'],
    ['brings something else than HTTP', (socket) => socket.end('SSH-2.0\r\n\r\n'), 'HPE_INVALID_CONSTANT'],
    [
      'brings endless headers',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`),
      'HPE_HEADER_OVERFLOW',
    ],
  ])('%s', async (_, serve, code) => {
    const message = `the connection was lost${code ? ` (${code})` : ''}`;
    const server = await loopback(serve);
    const failure = await failureOf(sendTo(transportForTest(), server.origin));
    expect(failure).toMatchObject({ message, sent: true, remedy: TRY_LATER });
    expect(failure.cause).toEqual(code === undefined ? undefined : new Error(code));
    expect(server.heads).toHaveLength(1);
  });

  it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED'])(
    'breaks with %s while the answer is awaited',
    async (code) => {
      const clientSockets: Socket[] = [];
      const onSocket = (message: unknown) => void clientSockets.push((message as { socket: Socket }).socket);
      subscribe('net.client.socket', onSocket);
      onTestFinished(() => void unsubscribe('net.client.socket', onSocket));
      const server = await loopback(() => {
        clientSockets[0]?.destroy(Object.assign(new Error(`read ${code}`), { code, syscall: 'read' }));
      });
      const failure = await failureOf(sendTo(transportForTest(), server.origin));
      expect(failure.sent).toBe(true);
      expect(failure.message).toContain(code);
    },
  );
});

describe('a request that certainly did not leave counts as not sent, when', () => {
  beforeEach(() => void vi.stubEnv('HTTPS_PROXY', '').stubEnv('https_proxy', ''));
  afterEach(() => void vi.unstubAllEnvs());

  it('nothing listens there', async () => {
    const port = await closedPort();
    const failure = await failureOf(sendTo(transportForTest(), `http://127.0.0.1:${port}`));
    expect(failure).toMatchObject({
      message: `no connection to 127.0.0.1:${port} (ECONNREFUSED)`,
      sent: false,
      remedy: 'Check the endpoint, and the network or proxy between the runner and it.',
      cause: new Error('ECONNREFUSED'),
    });
  });

  it('the host does not exist', async () => {
    const failure = await failureOf(sendTo(transportForTest(), 'https://nothing.test'));
    expect(failure.message).toMatch(/^no connection to nothing\.test \((ENOTFOUND|EAI_AGAIN)\)$/);
    expect(failure.sent).toBe(false);
  });

  const NO_TLS = 'Check the endpoint: what answers there speaks no TLS, or none that can be agreed on.';
  const UNKNOWN_HOST = 'Check regionId: the host name is made of it. If it is right, check the runner’s DNS.';
  const CERTIFICATE = expect.stringContaining('name its CA in NODE_EXTRA_CA_CERTS');

  it.each([
    ['ENOTFOUND', 'connection', UNKNOWN_HOST],
    ['EAI_AGAIN', 'connection', 'Check the runner’s DNS, then try again.'],
    ['ENETUNREACH', 'connection', TRY_LATER],
    ['EPROTOTYPE', 'connection', TRY_LATER],
    ['EPROTO', 'TLS', NO_TLS],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS', NO_TLS],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'TLS', CERTIFICATE],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS', CERTIFICATE],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS', CERTIFICATE],
  ])('connecting fails with %s: there is no %s', async (code, what, remedy) => {
    const error = Object.assign(new Error(`connect ${code}`), { code });
    const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((...all: unknown[]) => {
      const callback = all.at(-1) as (error: Error) => void;
      process.nextTick(callback, error);
    }) as typeof dns.lookup);
    onTestFinished(() => lookup.mockRestore());
    const failure = await failureOf(sendTo(transportForTest(), 'https://nothing.test'));
    expect(failure).toMatchObject({
      message: `no ${what} ${what === 'TLS' ? 'with' : 'to'} nothing.test (${code})`,
      sent: false,
      remedy,
      cause: new Error(code),
    });
  });

  it('a header cannot be written, because a key was pasted with a line break', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer('{}')));
    const headers = { 'x-acs-accesskey-id': 'key\nid' };
    const failure = await failureOf(sendTo(transportForTest(), server.origin, headers));
    expect(server.heads).toEqual([]);
    expect(failure).toMatchObject({
      message: 'a header cannot be written',
      sent: false,
      remedy: 'Check the keys and the token: one has a line break or another character that no key has.',
    });
  });
});

const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n';

function trickle(socket: Socket, start: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write('x'), 10);
  socket.on('close', () => clearInterval(timer));
}

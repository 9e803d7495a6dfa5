import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { selfSigned } from './certificate.ts';
import { httpAnswer, loopback } from './loopback.ts';
import { proxyThat, REFUSED, trust, tunnelTo } from './proxying.ts';
import { failureOf, sendTo, transportForTest } from './sending.ts';

const HOST = 'alikafka.cn-hangzhou.aliyuncs.com';
const IDENTITY = selfSigned(HOST);

beforeEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
});
afterEach(() => void vi.unstubAllEnvs());

describe('the address of a proxy', () => {
  it.each([
    ['http://proxy.test', 'http', 'proxy.test', 80],
    ['https://proxy.test', 'https', 'proxy.test', 443],
    ['http://proxy.test:3128', 'http', 'proxy.test', 3128],
    ['https://proxy.test:80', 'https', 'proxy.test', 80],
    ['http://[::1]:3128', 'http', '::1', 3128],
    ['https://[2001:db8::1]', 'https', '2001:db8::1', 443],
  ])('%s is reached over %s at %s, port %d', async (proxy, protocol, host, port) => {
    const asked: unknown[] = [];
    for (const [name, { Agent }] of Object.entries({ http, https })) {
      const connecting = vi.spyOn(Agent.prototype, 'createConnection');
      connecting.mockImplementation(({ host, port }: http.ClientRequestArgs) => {
        asked.push([name, host, Number(port)]);
        throw new Error('there is no such proxy');
      });
      onTestFinished(() => connecting.mockRestore());
    }
    const transport = transportForTest({ variables: { HTTPS_PROXY: proxy } });
    await failureOf(sendTo(transport, `https://${HOST}`));
    expect(asked).toEqual([[protocol, host, port]]);
  });
});

describe('a proxy opens a tunnel', () => {
  it.each([
    ['199 Almost', false],
    ['200 OK', true],
    ['299 Fine', true],
    ['300 Multiple Choices', false],
  ])('with %s: %s', async (status, opened) => {
    trust(IDENTITY.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), IDENTITY);
    const proxy = await tunnelTo(server, `HTTP/1.1 ${status}`);
    const sent = sendTo(transportForTest(), `https://${HOST}`).then(
      () => true,
      ({ message }: Error) => message,
    );
    expect(await sent).toBe(opened || 'the proxy did not open a tunnel');
    expect(proxy.heads).toHaveLength(1);
    expect(server.heads).toHaveLength(opened ? 1 : 0);
  });

  it.each([
    ['refuses', REFUSED],
    ['says more than that the tunnel is open', `HTTP/1.1 200 OK\r\n\r\n${httpAnswer('{}')}`],
  ])('or it %s, and then its connection is closed at once', async (_, answer) => {
    const proxy = await proxyThat((socket) => socket.write(answer));
    await failureOf(sendTo(transportForTest(), `https://${HOST}`));
    await expect.poll(() => proxy.connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });
});

it('calls with and without TLS, through a proxy and past it, each keep a connection of their own', async () => {
  trust(IDENTITY.cert);
  const plain = await loopback((socket) => socket.write(httpAnswer('plain')));
  const secure = await loopback((socket) => socket.write(httpAnswer('secure')), IDENTITY);
  const far = await loopback((socket) => socket.write(httpAnswer('far')), IDENTITY);
  const proxy = await tunnelTo(far);
  const transport = transportForTest();
  for (const _ of [1, 2]) {
    const bodies: string[] = [];
    for (const origin of [plain.origin, `https://${HOST}`, secure.origin]) {
      bodies.push((await sendTo(transport, origin)).body);
    }
    expect(bodies).toEqual(['plain', 'far', 'secure']);
  }
  expect([plain, secure, far, proxy].map(({ connections }) => connections.length)).toEqual([1, 1, 1, 1]);
});

describe('TLS in a tunnel', () => {
  it('names the endpoint and HTTP/1.1', async () => {
    trust(IDENTITY.cert);
    const named: unknown[] = [];
    const server = await loopback(
      (socket) => {
        if (socket instanceof TLSSocket) named.push([socket.servername, socket.alpnProtocol]);
        socket.write(httpAnswer('{}'));
      },
      { ...IDENTITY, ALPNProtocols: ['h2', 'http/1.1'] },
    );
    await tunnelTo(server);
    await sendTo(transportForTest(), `https://${HOST}`);
    expect(named).toEqual([[HOST, 'http/1.1']]);
  });

  it('with an endpoint that is an address never takes the name of the proxy for the endpoint’s', async () => {
    const identity = selfSigned('localhost');
    trust(identity.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), identity);
    const proxy = await tunnelTo(server);
    vi.stubEnv('HTTPS_PROXY', `http://localhost:${proxy.port}`);
    expect(await failureOf(sendTo(transportForTest(), 'https://192.0.2.7'))).toMatchObject({
      message: 'no TLS with 192.0.2.7 (ERR_TLS_CERT_ALTNAME_INVALID)',
      sent: false,
    });
    expect(server.heads).toEqual([]);
  });
});

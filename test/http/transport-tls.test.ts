import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startEmulator } from '../../emulator/index.ts';
import { selfSigned, type Years } from './certificate.ts';
import { closedPort, httpAnswer, loopback } from './loopback.ts';
import { proxyThat, REFUSED, trust, tunnelTo } from './proxying.ts';
import { failureOf, sendTo, transportForTest } from './sending.ts';

const HOST = 'alikafka.cn-hangzhou.aliyuncs.com';
const IDENTITY = selfSigned(HOST);
const CHECK_PROXY =
  'Check the proxy in HTTPS_PROXY, its login, and that it allows CONNECT to *.aliyuncs.com.';

beforeEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
});
afterEach(() => void vi.unstubAllEnvs());

describe('TLS', () => {
  it('with a certificate that is trusted carries calls', async () => {
    trust(IDENTITY.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), IDENTITY);
    expect(await sendTo(transportForTest(), server.origin)).toMatchObject({ status: 200, body: '{}' });
  });

  it('with a certificate that is not trusted carries none', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), IDENTITY);
    expect(await failureOf(sendTo(transportForTest(), server.origin))).toMatchObject({
      message: `no TLS with 127.0.0.1:${server.port} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      sent: false,
      remedy:
        'The server’s certificate is not trusted. If a proxy of yours opens TLS, name its CA in NODE_EXTRA_CA_CERTS.',
    });
    expect(server.heads).toEqual([]);
  });

  it('with a certificate for another host carries none', async () => {
    trust(IDENTITY.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), IDENTITY);
    const failure = await failureOf(sendTo(transportForTest(), `https://localhost:${server.port}`));
    expect(failure).toMatchObject({
      message: `no TLS with localhost:${server.port} (ERR_TLS_CERT_ALTNAME_INVALID)`,
      sent: false,
      remedy:
        'The server’s certificate is another host’s. Check the endpoint, the runner’s DNS, and the proxy if there is one.',
    });
    expect(server.heads).toEqual([]);
  });

  it.each<[string, Years]>([
    ['CERT_HAS_EXPIRED', [20, 21]],
    ['CERT_NOT_YET_VALID', [48, 49]],
  ])('with a certificate of another time carries none: %s', async (code, years) => {
    const identity = selfSigned(HOST, years);
    trust(identity.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), identity);
    expect(await failureOf(sendTo(transportForTest(), server.origin))).toMatchObject({
      message: `no TLS with 127.0.0.1:${server.port} (${code})`,
      sent: false,
      remedy:
        'The server’s certificate is not valid now. Check the clock of the runner; if it is right, whoever answers there is not the service.',
    });
  });

  it('with a server that speaks plain HTTP carries none, and the remedy does not blame a certificate', async () => {
    const emulator = await startEmulator();
    onTestFinished(emulator.close);
    const failure = await failureOf(sendTo(transportForTest(), `https://${emulator.host}`));
    expect(failure.message).toMatch(/^no TLS with 127\.0\.0\.1:\d+ \(\w+\)$/);
    expect(failure.sent).toBe(false);
    expect(failure.remedy).toBe(
      'Check the endpoint: what answers there speaks no TLS, or none that can be agreed on.',
    );
  });

  it('that breaks after the request arrived leaves open whether it was carried out', async () => {
    trust(IDENTITY.cert);
    const server = await loopback((_, raw) => raw.write('HTTP/1.1 502 Bad Gateway\r\n\r\n'), IDENTITY);
    const failure = await failureOf(sendTo(transportForTest(), server.origin));
    expect(server.heads).toHaveLength(1);
    expect(failure.sent).toBe(true);
  });
});

describe('a proxy in HTTPS_PROXY', () => {
  it('is asked for a tunnel to the endpoint, and sees nothing of the call', async () => {
    trust(IDENTITY.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{"Code":200}')), IDENTITY);
    const proxy = await tunnelTo(server);
    const answer = await sendTo(transportForTest(), `https://${HOST}`, { host: HOST });
    expect(answer.body).toBe('{"Code":200}');
    expect(proxy.heads).toEqual([expect.stringMatching(`^CONNECT ${HOST}:443 HTTP/1.1\r\n`)]);
    expect(server.heads).toEqual([expect.stringMatching(/^POST \/\?InstanceId=one/)]);
  });

  it('may be spoken to over TLS', async () => {
    trust(IDENTITY.cert);
    const proxy = await loopback((socket) => socket.end(REFUSED), IDENTITY);
    vi.stubEnv('HTTPS_PROXY', proxy.origin);
    await failureOf(sendTo(transportForTest(), `https://${HOST}`));
    expect(proxy.heads).toEqual([expect.stringMatching(`^CONNECT ${HOST}:443 HTTP/1.1\r\n`)]);
  });

  it('is asked once for calls that follow each other: the tunnel is kept', async () => {
    trust(IDENTITY.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), IDENTITY);
    const proxy = await tunnelTo(server);
    const transport = transportForTest();
    await sendTo(transport, `https://${HOST}`, { host: HOST });
    await sendTo(transport, `https://${HOST}`, { host: HOST });
    expect([proxy.heads.length, server.heads.length]).toEqual([1, 2]);
  });

  it('gets its login', async () => {
    const proxy = await proxyThat((socket) => socket.end(REFUSED), 'user:Pr0xy-p%40ss@');
    const failure = await failureOf(sendTo(transportForTest(), `https://${HOST}`));
    const login = Buffer.from('user:Pr0xy-p@ss').toString('base64');
    expect(proxy.heads[0]).toMatch(new RegExp(`^Proxy-Authorization: Basic ${login}`, 'm'));
    expect(inspect(failure, { depth: Infinity })).not.toMatch(/Pr0xy-p/);
  });

  it.each([
    ['wants another login', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'],
    ['does not reach the endpoint', 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\n\r\nbad'],
    ['is no proxy', 'SSH-2.0\r\n\r\n'],
    ['hangs up', ''],
    ['forges an answer of the endpoint', httpAnswer('{"Code":200,"Success":true}', [], '403 Forbidden')],
    ['opens a tunnel and answers in it at once', `HTTP/1.1 200 OK\r\n\r\n${httpAnswer('{"Code":200}')}`],
    ['sends endless headers', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(1_000_000)}`],
  ])('that %s: the call was not sent', async (_, answer) => {
    const proxy = await proxyThat((socket) => socket.end(answer));
    const failure = await failureOf(sendTo(transportForTest(), `https://${HOST}`));
    expect(failure).toMatchObject({ message: 'the proxy did not open a tunnel', sent: false });
    expect(failure.remedy).toBe(CHECK_PROXY);
    expect(proxy.heads).toHaveLength(1);
  });

  it.each([
    ['socks5://127.0.0.1:1080', 'the proxy in HTTPS_PROXY is neither http nor https'],
    ['http://', 'the proxy in HTTPS_PROXY is no URL'],
    ['http://user:Pr0xy-p%@127.0.0.1', 'the login of the proxy in HTTPS_PROXY is not percent-encoded'],
  ])('that cannot be read is never passed by: %s', async (setting, message) => {
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), IDENTITY);
    vi.stubEnv('HTTPS_PROXY', setting);
    const failure = await failureOf(sendTo(transportForTest(), `https://${HOST}:${server.port}`));
    expect(failure).toMatchObject({ message, sent: false, remedy: CHECK_PROXY });
    expect(inspect(failure, { depth: Infinity })).not.toMatch(/Pr0xy-p/);
    expect(server.connections).toEqual([]);
  });

  it('may be written without http://', async () => {
    const proxy = await proxyThat((socket) => socket.end(REFUSED));
    vi.stubEnv('HTTPS_PROXY', `127.0.0.1:${proxy.port}`);
    await failureOf(sendTo(transportForTest(), `https://${HOST}`));
    expect(proxy.heads).toHaveLength(1);
  });

  it('that is not there: the call was not sent', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${await closedPort()}`);
    const failure = await failureOf(sendTo(transportForTest(), `https://${HOST}`));
    expect(failure).toMatchObject({ message: 'the proxy did not open a tunnel', sent: false });
  });

  it('that opens TLS with a certificate of its own: the call was not sent', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), IDENTITY);
    await tunnelTo(server);
    const failure = await failureOf(sendTo(transportForTest(), `https://${HOST}`, { host: HOST }));
    expect(failure).toMatchObject({
      message: `no TLS with ${HOST} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      sent: false,
      remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(server.heads).toEqual([]);
  });

  it('that never answers keeps no call longer than its time limit, and no connection after close', async () => {
    const proxy = await proxyThat(() => undefined);
    const transport = transportForTest({ timeoutMs: 150 });
    const failure = await failureOf(sendTo(transport, `https://${HOST}`));
    expect(failure.message).toMatch(/in time$/);
    transport.close();
    await expect.poll(() => proxy.connections[0]?.destroyed).toBe(true);
  });

  it('is not asked for a call that was broken off before it began', async () => {
    const proxy = await proxyThat(() => undefined);
    const url = new URL(`https://${HOST}`);
    const signal = AbortSignal.abort();
    const sending = transportForTest().send({ method: 'GET', url, headers: {}, body: '', signal });
    expect(await failureOf(sending)).toMatchObject({ message: `no connection to ${HOST}`, sent: false });
    expect(proxy.connections).toEqual([]);
  });

  it('is left out for the hosts in NO_PROXY', async () => {
    const proxy = await proxyThat((socket) => socket.end(REFUSED));
    vi.stubEnv('NO_PROXY', 'elsewhere.test,.nothing.test');
    const failure = await failureOf(sendTo(transportForTest(), 'https://alikafka.nothing.test'));
    expect(failure.message).toMatch(/^no connection to alikafka\.nothing\.test /);
    expect(proxy.connections).toEqual([]);
    const other = await failureOf(sendTo(transportForTest(), 'https://alikafka.other.test'));
    expect(other.message).toBe('the proxy did not open a tunnel');
  });

  it('is left out for loopback', async () => {
    const proxy = await proxyThat((socket) => socket.end(REFUSED));
    const server = await loopback((socket) => socket.write(httpAnswer('{}')));
    expect(await sendTo(transportForTest(), server.origin)).toMatchObject({ status: 200 });
    expect(proxy.connections).toEqual([]);
  });
});

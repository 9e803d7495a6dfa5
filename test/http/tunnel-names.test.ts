import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { selfSigned } from './certificate.ts';
import { httpAnswer, loopback } from './loopback.ts';
import { trust, tunnelTo } from './proxying.ts';
import { failureOf, sendTo, transportForTest } from './sending.ts';

beforeEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
});
afterEach(() => void vi.unstubAllEnvs());

describe('through a proxy, the certificate of a host that is an address', () => {
  it.each([
    ['https://10.0.0.5', '10.0.0.5', '10.0.0.5:443'],
    ['https://[2001:db8::5]', '2001:db8::5', '[2001:db8::5]:443'],
    ['https://[2001:db8::5]:8443', '2001:db8::5', '[2001:db8::5]:8443'],
  ])('must name it: %s', async (origin, address, target) => {
    const identity = selfSigned(address);
    trust(identity.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), identity);
    const proxy = await tunnelTo(server);
    expect(await sendTo(transportForTest(), origin)).toMatchObject({ status: 200, body: '{}' });
    expect(proxy.heads[0]?.split('\r\n').slice(0, 2)).toEqual([
      `CONNECT ${target} HTTP/1.1`,
      `host: ${target}`,
    ]);
  });

  it.each(['localhost', '10.0.0.6', '2001:db8::6'])('is refused where it names %s', async (other) => {
    const identity = selfSigned(other);
    trust(identity.cert);
    const server = await loopback((socket) => socket.write(httpAnswer('{}')), identity);
    await tunnelTo(server);
    for (const host of ['10.0.0.5', '[2001:db8::5]']) {
      expect(await failureOf(sendTo(transportForTest(), `https://${host}`))).toMatchObject({
        message: `no TLS with ${host} (ERR_TLS_CERT_ALTNAME_INVALID)`,
        sent: false,
      });
    }
    expect(server.heads).toEqual([]);
  });
});

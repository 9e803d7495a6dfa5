import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProxyError, proxyFor, proxyLogin } from '../../src/http/proxy.ts';

const SERVICE = new URL('https://alikafka.cn-hangzhou.aliyuncs.com');

beforeEach(() => void vi.stubEnv('NO_PROXY', '').stubEnv('no_proxy', ''));
afterEach(() => void vi.unstubAllEnvs());

describe('the proxy of a call', () => {
  it.each([
    [{ HTTPS_PROXY: 'http://proxy.test:3128' }, 'http://proxy.test:3128/'],
    [{ HTTPS_PROXY: 'https://proxy.test' }, 'https://proxy.test/'],
    [{ HTTPS_PROXY: 'HTTP://proxy.test' }, 'http://proxy.test/'],
    [{ HTTPS_PROXY: 'proxy.test:3128' }, 'http://proxy.test:3128/'],
    [{ HTTPS_PROXY: 'proxy.test:3128/http://' }, 'http://proxy.test:3128/http://'],
    [{ HTTPS_PROXY: 'http://one.test', https_proxy: 'http://two.test' }, 'http://two.test/'],
    [{ HTTPS_PROXY: 'http://one.test', https_proxy: '' }, 'http://one.test/'],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: 'http://proxy.test', ALL_PROXY: 'http://proxy.test' }, undefined],
    [{}, undefined],
  ])('by %j is %s', (variables, proxy) => {
    expect(proxyFor(SERVICE, variables)?.href).toBe(proxy);
  });

  it.each(['http://alikafka.aliyuncs.com', 'https://127.0.0.1:8080', 'https://localhost'])(
    'to %s is none: it has no TLS, or stays on this machine',
    (url) => expect(proxyFor(new URL(url), { HTTPS_PROXY: 'http://proxy.test' })).toBeUndefined(),
  );

  it.each(['socks5://proxy.test', 'ftp://proxy.test', 'xhttp://proxy.test', 'httpsx://proxy.test'])(
    'of another kind is refused: %s',
    (setting) => {
      expect(() => proxyFor(SERVICE, { HTTPS_PROXY: setting })).toThrow(
        new ProxyError('the proxy in HTTPS_PROXY is neither http nor https'),
      );
    },
  );

  it.each(['http://', 'a b', '://proxy.test'])('that is no URL is refused: %s', (setting) => {
    expect(() => proxyFor(SERVICE, { HTTPS_PROXY: setting })).toThrow(
      new ProxyError('the proxy in HTTPS_PROXY is no URL'),
    );
  });
});

describe('the login of a proxy', () => {
  const headerOf = (login: string) => ({
    'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}`,
  });

  it.each([
    ['http://proxy.test', {}],
    ['http://ann:p%40ss@proxy.test', headerOf('ann:p@ss')],
    ['http://ann@proxy.test', headerOf('ann:')],
    ['http://:secret@proxy.test', headerOf(':secret')],
  ])('in %s', (url, header) => {
    expect(proxyLogin(new URL(url))).toEqual(header);
  });

  it('that is not percent-encoded is refused, and not repeated', () => {
    expect(() => proxyLogin(new URL('http://ann:p%@proxy.test'))).toThrow(
      new ProxyError('the login of the proxy in HTTPS_PROXY is not percent-encoded'),
    );
  });
});

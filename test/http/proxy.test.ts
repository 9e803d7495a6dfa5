import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { checkBypass } from '../../node_modules/@actions/http-client/lib/proxy.js';
import { ProxyError, proxyFor, proxyLogin } from '../../src/http/proxy.ts';

const SERVICE = new URL('https://alikafka.cn-hangzhou.aliyuncs.com');

describe('the proxy of a call', () => {
  it.each([
    [{ HTTPS_PROXY: 'http://proxy.test:3128' }, 'http://proxy.test:3128/'],
    [{ HTTPS_PROXY: 'https://proxy.test' }, 'https://proxy.test/'],
    [{ HTTPS_PROXY: 'HTTP://proxy.test' }, 'http://proxy.test/'],
    [{ HTTPS_PROXY: 'proxy.test:3128' }, 'http://proxy.test:3128/'],
    [{ HTTPS_PROXY: 'http://one.test', https_proxy: 'http://two.test' }, 'http://two.test/'],
    [{ HTTPS_PROXY: 'http://one.test', https_proxy: '' }, 'http://one.test/'],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: 'http://proxy.test', ALL_PROXY: 'http://proxy.test' }, undefined],
    [{}, undefined],
  ])('by %j is %s', (variables, proxy) => {
    expect(proxyFor(SERVICE, variables)?.href).toBe(proxy);
  });

  it.each([
    ['alikafka.cn-hangzhou.aliyuncs.com', true],
    ['AliKafka.cn-hangzhou.Aliyuncs.com', true],
    ['aliyuncs.com', true],
    ['.aliyuncs.com', true],
    ['alikafka.cn-hangzhou.aliyuncs.com:443', true],
    ['.aliyuncs.com:443', true],
    ['example.test, ,\taliyuncs.com', true],
    ['*', true],
    ['hangzhou.aliyuncs.com', false],
    ['alikafka.cn-hangzhou.aliyuncs.com:8443', false],
    ['*.aliyuncs.com', false],
    ['aliyuncs.com.test', false],
    [' , ', false],
    ['', false],
  ])('is passed by where NO_PROXY is %j: %s, as GitHub’s own toolkit says', (NO_PROXY, bypassed) => {
    const proxy = proxyFor(SERVICE, { HTTPS_PROXY: 'http://proxy.test', NO_PROXY });
    expect(proxy?.href).toBe(bypassed ? undefined : 'http://proxy.test/');
    vi.stubEnv('no_proxy', NO_PROXY).stubEnv('NO_PROXY', NO_PROXY);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(checkBypass(SERVICE)).toBe(bypassed);
  });

  it('is passed by as no_proxy says, where that says anything', () => {
    const variables = { HTTPS_PROXY: 'http://proxy.test', NO_PROXY: 'aliyuncs.com' };
    expect(proxyFor(SERVICE, { ...variables, no_proxy: 'example.test' })).toBeDefined();
    expect(proxyFor(SERVICE, { ...variables, no_proxy: '' })).toBeUndefined();
  });

  it('to another port is passed by where that is named', () => {
    const variables = { HTTPS_PROXY: 'http://proxy.test', NO_PROXY: 'aliyuncs.com:8443' };
    expect(proxyFor(SERVICE, variables)).toBeDefined();
    expect(proxyFor(new URL(`${SERVICE.origin}:8443`), variables)).toBeUndefined();
  });

  it.each([
    ...['http://alikafka.aliyuncs.com', 'https://localhost', 'https://127.0.0.1:8080', 'https://127.1.2.3'],
    ...['https://[::1]', 'https://[0:0:0:0:0:0:0:1]:8080'],
  ])('to %s is none: it has no TLS, or stays on this machine', (url) =>
    expect(proxyFor(new URL(url), { HTTPS_PROXY: 'http://proxy.test' })).toBeUndefined(),
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

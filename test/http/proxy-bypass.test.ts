import { checkBypass } from '@actions/http-client/lib/proxy';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { proxyFor } from '../../src/http/proxy.ts';

afterEach(() => void vi.unstubAllEnvs());

const HTTPS_PROXY = 'http://proxy.test';

function isBypassed(url: string, variables: Readonly<Record<string, string>>): boolean {
  return proxyFor(new URL(url), { HTTPS_PROXY, ...variables }) === undefined;
}

describe('a call goes past the proxy', () => {
  it.each([
    ['https://a.test', { NO_PROXY: 'a.test' }, true],
    ['https://a.test', { no_proxy: 'a.test' }, true],
    ['https://a.test', { no_proxy: 'b.test', NO_PROXY: 'a.test' }, false],
    ['https://a.test', { no_proxy: '', NO_PROXY: 'a.test' }, true],
    ['https://a.test', {}, false],
    ['https://a.test', { NO_PROXY: '' }, false],
    ['https://a.test', { NO_PROXY: ' , ,' }, false],
    ['https://a.test', { NO_PROXY: '*' }, true],
    ['https://a.test', { NO_PROXY: 'b.test, A.Test ' }, true],
    ['https://a.test', { NO_PROXY: 'test' }, true],
    ['https://a.test', { NO_PROXY: '.test' }, true],
    ['https://a.test', { NO_PROXY: '.a.test' }, false],
    ['https://ba.test', { NO_PROXY: 'a.test' }, false],
    ['https://a.test', { NO_PROXY: 'b.a.test' }, false],
    ['https://a.test', { NO_PROXY: 'a.test:443' }, true],
    ['https://b.a.test', { NO_PROXY: 'a.test:443' }, true],
    ['https://a.test:8443', { NO_PROXY: 'a.test:443' }, false],
    ['https://a.test:8443', { NO_PROXY: 'a.test:8443' }, true],
    ['https://a.test:8443', { NO_PROXY: 'a.test' }, true],
    ['https://10.0.0.5', { NO_PROXY: '10.0.0.5' }, true],
    ['https://[2001:db8::5]', { NO_PROXY: '[2001:db8::5]' }, true],
    ['https://localhost', {}, true],
    ['https://127.9.9.9:8443', {}, true],
    ['https://[0:0::1]', {}, true],
    ['https://localhost.test', {}, false],
    ['https://127.0.0.1.test', {}, false],
    ['https://[::1:1]', {}, false],
  ])('to %s with %j: %s', (url, variables, bypassed) => {
    expect(isBypassed(url, variables)).toBe(bypassed);
  });

  it('by the variables it was given, not by those of the process', () => {
    vi.stubEnv('NO_PROXY', '*').stubEnv('no_proxy', '*');
    expect(isBypassed('https://a.test', {})).toBe(false);
  });

  it('wherever GitHub’s own toolkit would', () => {
    const label = fc.constantFrom('a', 'b', 'test', 'A', '10', 'localhost');
    const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.net`);
    const port = fc.constantFrom('', ':443', ':8443');
    const item = fc
      .tuple(fc.constantFrom('', '.', '*', ' ', '*.'), fc.oneof(host, label, fc.constant('net')), port)
      .map((parts) => parts.join(''));
    const items = fc.array(fc.oneof(item, fc.constantFrom('', '*')), { maxLength: 3 });
    const property = fc.property(host, port, items, (name, at, list) => {
      const [url, NO_PROXY] = [`https://${name}${at}`, list.join(',')];
      vi.stubEnv('NO_PROXY', NO_PROXY).stubEnv('no_proxy', '');
      expect(isBypassed(url, { NO_PROXY })).toBe(checkBypass(new URL(url)));
    });
    fc.assert(property, { seed: 20261124, numRuns: 2_000 });
  });
});

import { describe, expect, it } from 'vitest';
import { consoleUrl, errorUrl } from '../../src/report/links.ts';

const INSTANCE = { regionId: 'ap-southeast-1', instanceId: 'alikafka_post-cn-1' };
const PAGE = '/region/ap-southeast-1/instance/alikafka_post-cn-1/detail';

describe('links lead to the site of the account', () => {
  it.each([
    ['china', 'https://kafka.console.aliyun.com', 'https://api.aliyun.com'],
    ['international', 'https://kafka.console.alibabacloud.com', 'https://api.alibabacloud.com'],
  ] as const)('%s', (site, console, api) => {
    expect(consoleUrl(site, INSTANCE)).toBe(`${console}${PAGE}`);
    expect(errorUrl(site, 'SG_ERROR', undefined)).toBe(`${api}/troubleshoot?q=SG_ERROR&product=alikafka`);
    expect(errorUrl(site, 'SG_ERROR', 'https://evil.test/troubleshoot')).toMatch(`${api}/`);
  });

  it('but the page that the API recommends goes first', () => {
    const next = 'https://next.api.aliyun.com/troubleshoot?q=SG_ERROR';
    expect(errorUrl('international', 'SG_ERROR', next)).toBe(next);
    const api = 'https://api.alibabacloud.com/troubleshoot?q=SG_ERROR';
    expect(errorUrl('china', 'SG_ERROR', api)).toBe(api);
  });

  it.each([
    ...['http://api.aliyun.com/x', 'https://api.aliyun.com:8443/x', 'https://me@api.aliyun.com/x'],
    ...['https://api.aliyun.com.evil.test/x', 'https://evilaliyun.com/x', 'https://api.aliyun.community/x'],
    ...['https://evil.test/api.aliyun.com', '//api.aliyun.com/x', 'javascript:alert(1)', ''],
  ])('and no page that may be somebody else’s: %s', (recommend) => {
    expect(errorUrl('china', 'X', recommend)).toBe(errorUrl('china', 'X', undefined));
  });

  it('and what could end a link in Markdown is percent-encoded', () => {
    const odd = "https://api.aliyun.com/a(b)!'*[c]|é";
    expect(errorUrl('china', 'X', odd)).toBe('https://api.aliyun.com/a%28b%29%21%27%2A%5Bc%5D%7C%C3%A9');
    expect(errorUrl('china', '(a*', undefined)).toContain('?q=%28a%2A&');
  });
});

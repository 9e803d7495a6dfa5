import { Readable } from 'node:stream';
import { OpenApiUtil } from '@alicloud/openapi-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { Gateway } from '../../emulator/alibaba/gateway/gateway.ts';
import { httpRequest } from '../../emulator/alibaba/gateway/request.ts';
import { sha256Hex } from '../../emulator/alibaba/gateway/signature.ts';
import { REGION_ID } from './cloud-at.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const KEY = { accessKeyId: 'id', accessKeySecret: 'secret' };
const OFF = { ...KEY, accessKeyId: 'off', inactive: true };

let now: number;
let gateway: Gateway;
let nonces: number;

beforeEach(() => {
  now = NOW;
  nonces = 0;
  gateway = new Gateway([{ accountId: '1', keys: [KEY, OFF] }], () => now);
});

/** What a request has to sign wherever it sends it. */
const SIGNED_ALWAYS = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
];

/** Parts of a request, each changed before it is signed. */
interface Change {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly key?: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

/** A request as the official SDK would sign it. */
function signed({ method = 'POST', path = '/', key = KEY, ...change }: Change = {}) {
  const query = change.query ?? { RegionId: REGION_ID };
  const body = change.body ?? '';
  nonces += 1;
  const headers: Record<string, string> = {
    host: 'alikafka.test',
    accept: 'application/json',
    'x-acs-action': 'GetInstanceList',
    'x-acs-version': '2019-09-16',
    'x-acs-date': '2026-01-01T00:00:00Z',
    'x-acs-signature-nonce': `nonce-${nonces}`,
    'x-acs-content-sha256': sha256Hex(body),
    ...change.headers,
  };
  headers.authorization = OpenApiUtil.getAuthorization(
    { method, pathname: path, query, headers, protocol: '', port: 0, body: Readable.from([]) },
    'ACS3-HMAC-SHA256',
    sha256Hex(body),
    key.accessKeyId,
    key.accessKeySecret,
  );
  return { method, path, query, headers, body };
}

/** The code with which a request is refused, or `admitted`. */
function verdict({ method, path, query, headers, body }: ReturnType<typeof signed>): string {
  const url = `${path}?${new URLSearchParams(query)}`;
  const admission = gateway.admit(httpRequest(method, url, headers, Buffer.from(body)));
  return admission.ok ? 'admitted' : admission.refusal.code;
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name));
}

describe('a request of signature version 3', () => {
  it.each(['GET', 'POST'])('is admitted with %s', (method) => {
    expect(verdict(signed({ method }))).toBe('admitted');
  });

  it('is read into a call', () => {
    const { method, headers } = signed({ query: { RegionId: 'r', 'InstanceId.1': 'a*~ é+' } });
    const raw = '/?RegionId=r&InstanceId.1=a*~%20%C3%A9%2B';
    expect(gateway.admit(httpRequest(method, raw, headers, Buffer.from('')))).toEqual({
      ok: true,
      call: {
        action: 'GetInstanceList',
        version: '2019-09-16',
        accountId: '1',
        caller: { type: 'RAMUser', userName: 'id' },
        parameters: { RegionId: 'r', 'InstanceId.1': 'a*~ é+' },
        format: 'JSON',
        host: 'alikafka.test',
      },
    });
  });

  it('may ask for XML', () => {
    const { method, headers } = signed({ headers: { accept: 'application/xml' } });
    const admission = gateway.admit(httpRequest(method, '/?RegionId=cn-hangzhou', headers, Buffer.from('')));
    expect(admission).toMatchObject({ ok: true, call: { format: 'XML' } });
  });

  it('is refused a second time, but another client may use the same nonce', () => {
    const request = signed();
    expect([verdict(request), verdict(request)]).toEqual(['admitted', 'SignatureNonceUsed']);
    now += 14 * MINUTE;
    expect(verdict(request)).toBe('SignatureNonceUsed');
  });

  it('may use a nonce again once it is too old to be replayed', () => {
    const dated = (date: string) =>
      signed({ headers: { 'x-acs-date': date, 'x-acs-signature-nonce': date } });
    const [first, second] = [dated('2026-01-01T00:00:00Z'), dated('2026-01-01T00:28:00Z')];
    const firstAgain = signed({
      headers: { 'x-acs-date': '2026-01-01T00:31:00Z', 'x-acs-signature-nonce': '2026-01-01T00:00:00Z' },
    });
    expect(verdict(first)).toBe('admitted');
    now += 28 * MINUTE;
    expect(verdict(second)).toBe('admitted');
    now += 3 * MINUTE;
    expect([verdict(firstAgain), verdict(second)]).toEqual(['admitted', 'SignatureNonceUsed']);
  });

  it('does not use up its nonce when its signature is wrong', () => {
    const request = signed();
    const forged = { ...request, query: { RegionId: 'cn-beijing' } };
    expect([verdict(forged), verdict(request)]).toEqual(['SignatureDoesNotMatch', 'admitted']);
  });

  it.each([
    [-15 * MINUTE, 'admitted'],
    [-15 * MINUTE - 1, 'InvalidTimeStamp.Expired'],
    [15 * MINUTE, 'admitted'],
    [15 * MINUTE + 1, 'InvalidTimeStamp.Expired'],
  ])('whose date is %d ms off is %s', (offset, expected) => {
    now = NOW + offset;
    expect(verdict(signed())).toBe(expected);
  });

  it.each<[string, Change, string]>([
    ['date without seconds', { headers: { 'x-acs-date': '2026-01-01T00:00Z' } }, 'InvalidTimeStamp.Format'],
    ['date that is none', { headers: { 'x-acs-date': '2026-13-01T00:00:00Z' } }, 'InvalidTimeStamp.Format'],
    ['unknown key', { key: { ...KEY, accessKeyId: 'nobody' } }, 'InvalidAccessKeyId.NotFound'],
    ['disabled key', { key: OFF }, 'InvalidAccessKeyId.Inactive'],
    ['wrong secret', { key: { ...KEY, accessKeySecret: 'wrong' } }, 'SignatureDoesNotMatch'],
    [
      'token that the key does not have',
      { headers: { 'x-acs-security-token': 't' } },
      'InvalidSecurityToken.MismatchWithAccessKey',
    ],
    ['unknown action', { headers: { 'x-acs-action': 'Fly' } }, 'InvalidAction.NotFound'],
    ['action of every object', { headers: { 'x-acs-action': 'toString' } }, 'InvalidAction.NotFound'],
    ['unknown version', { headers: { 'x-acs-version': '2014-01-01' } }, 'InvalidVersion'],
    ['method DELETE', { method: 'DELETE' }, 'UnsupportedHTTPMethod'],
    ['path of a ROA service', { path: '/instances' }, 'InvalidApi.NotFound'],
    [
      'hash of another body',
      { headers: { 'x-acs-content-sha256': sha256Hex('other') } },
      'SignatureDoesNotMatch',
    ],
  ])('with a(n) %s is refused', (_, change, code) => {
    expect(verdict(signed(change))).toBe(code);
  });

  it.each(['x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'])(
    'without the header %s is refused',
    (name) => {
      const request = signed();
      expect(verdict({ ...request, headers: without(request.headers, name) })).toBe('MissingParameter');
    },
  );

  it.each([...SIGNED_ALWAYS, 'x-acs-extra'])('that does not sign its header %s is refused', (name) => {
    const { headers, ...request } = signed({ headers: { 'x-acs-extra': '1' } });
    const authorization = `${headers.authorization}`.replace(new RegExp(`\\b${name}\\b;?`), '');
    expect(verdict({ ...request, headers: { ...headers, authorization } })).toBe('IncompleteSignature');
  });

  it('whose body was changed is refused', () => {
    const headers = { 'content-type': 'application/json' };
    expect(verdict(signed({ body: '{}', headers }))).toBe('admitted');
    expect(verdict({ ...signed({ body: '{}', headers }), body: '[]' })).toBe('SignatureDoesNotMatch');
  });

  it('does not get its business parameters from a form body', () => {
    const form = { body: 'InstanceId.1=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const { method, headers, body } = signed(form);
    expect(
      gateway.admit(httpRequest(method, '/?RegionId=cn-hangzhou', headers, Buffer.from(body))),
    ).toMatchObject({
      ok: true,
      call: { parameters: { RegionId: REGION_ID } },
    });
  });

  it('that names a parameter twice is refused', () => {
    const { method, headers } = signed();
    const url = '/?RegionId=cn-hangzhou&RegionId=cn-beijing';
    expect(gateway.admit(httpRequest(method, url, headers, Buffer.from('')))).toMatchObject({
      ok: false,
      refusal: { code: 'InvalidParameter' },
    });
  });

  it('is refused from the moment its token expires', () => {
    const key = { ...KEY, securityToken: 'token', expiresAt: NOW + 5 };
    gateway = new Gateway([{ accountId: '1', keys: [key] }], () => now);
    const headers = { 'x-acs-security-token': 'token' };
    now = NOW + 4;
    expect(verdict(signed({ headers }))).toBe('admitted');
    now = NOW + 5;
    expect(verdict(signed({ headers }))).toBe('InvalidSecurityToken.Expired');
  });

  it('with a wrong signature is told a hash, and no parameter', () => {
    const { method, headers, query } = signed({
      query: { Password: 'hunter2' },
      key: { ...KEY, accessKeySecret: 'x' },
    });
    const admission = gateway.admit(
      httpRequest(method, `/?${new URLSearchParams(query)}`, headers, Buffer.from('')),
    );
    if (admission.ok) throw new Error('was admitted');
    expect(admission.refusal.message).toMatch(/server StringToSign is \[ACS3-HMAC-SHA256 [0-9a-f]{64}\]$/);
    expect(admission.refusal.message).not.toContain('hunter2');
    expect(admission.request).toMatchObject({ accountId: '1', action: 'GetInstanceList' });
  });
});

describe('a request as the vendor’s Python SDK signs it, accept and user-agent included,', () => {
  const REQUEST = {
    method: 'POST',
    path: '/',
    query: { RegionId: REGION_ID },
    headers: {
      host: 'alikafka.test',
      accept: 'application/json',
      'user-agent': 'AlibabaCloud (Linux; x86_64) Python/3.11.7 TeaDSL/2',
      'x-acs-action': 'GetInstanceList',
      'x-acs-version': '2019-09-16',
      'x-acs-date': '2026-01-01T00:00:00Z',
      'x-acs-signature-nonce': 'nonce-1',
      'x-acs-content-sha256': sha256Hex(''),
      authorization:
        'ACS3-HMAC-SHA256 Credential=id,SignedHeaders=accept;host;user-agent;x-acs-action;' +
        'x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
        'Signature=5833ff2b55a04980f1c9d34658013927730ea32a89e04f7a5005651ae28b58c2',
    },
    body: '',
  };

  it('is admitted', () => {
    expect(verdict(REQUEST)).toBe('admitted');
  });

  it.each(['accept', 'user-agent'])('is refused when its %s was changed on the way', (name) => {
    const headers = { ...REQUEST.headers, [name]: 'application/jso' };
    expect(verdict({ ...REQUEST, headers })).toBe('SignatureDoesNotMatch');
  });
});

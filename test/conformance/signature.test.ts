import { parse, stringify } from 'node:querystring';
import { Readable } from 'node:stream';
import { OpenApiUtil } from '@alicloud/openapi-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorization, encodeQuery, type Keys, sha256, type Unsigned } from '../../src/alibaba/signature.ts';
import fixture from '../fixtures/signature-vectors.json' with { type: 'json' };
import { anyStart, anyText, type SameStart } from './official-sdk.ts';

const RUNS = { seed: 20261124, numRuns: 1000 };
const KEYS = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };

/** The `Authorization` that the vendor's own library gives to a request. */
function official({ method, path, query, headers, body }: Unsigned, keys: Keys): string {
  const hash = OpenApiUtil.hash(Buffer.from(body), 'ACS3-HMAC-SHA256').toString('hex');
  const request = {
    method,
    pathname: path,
    query: Object.fromEntries(query),
    headers: { ...headers },
    protocol: 'HTTPS',
    port: 443,
    body: Readable.from([]),
  };
  return OpenApiUtil.getAuthorization(
    request,
    'ACS3-HMAC-SHA256',
    hash,
    keys.accessKeyId,
    keys.accessKeySecret,
  );
}

/** A start's parameters as pairs, lists written out. */
function pairsOf({ ours }: SameStart): [string, string][] {
  return ours.flatMap(({ name, value }): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : value.map((item, index) => [`${name}.${index + 1}`, item]),
  );
}

const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)),
});
const anyHeaders = fc
  .record({
    nonce: headerText,
    token: fc.option(headerText),
    contentType: fc.option(headerText),
    accept: headerText,
  })
  .map(
    ({ nonce, token, contentType, accept }): Record<string, string> => ({
      host: 'alikafka.cn-hangzhou.aliyuncs.com',
      accept,
      'x-acs-action': 'StartInstance',
      'x-acs-version': '2019-09-16',
      'x-acs-date': '2026-01-01T00:00:00Z',
      'x-acs-signature-nonce': nonce,
      'x-acs-content-sha256': sha256(''),
      ...(token !== null && { 'x-acs-accesskey-id': 'testid', 'x-acs-security-token': token }),
      ...(contentType !== null && { 'content-type': contentType }),
    }),
  );
const anyKeys = fc.record({ accessKeyId: headerText, accessKeySecret: anyText });

describe('the signature', () => {
  it.each(fixture.vectors)('is the known one: $name', (vector) => {
    const { method, path, body, signature } = vector;
    const query = Object.entries<string>(vector.query);
    const request = { method, path, query, headers: namesAndTexts(vector.headers), body };
    const signedHeaders = Object.keys(namesAndTexts(vector.headers)).sort().join(';');
    expect(authorization(request, vector)).toBe(
      `ACS3-HMAC-SHA256 Credential=${vector.accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`,
    );
    expect(authorization(request, { ...vector, accessKeySecret: 'wrong' })).not.toContain(signature);
  });

  it('is the official one for every StartInstance', () => {
    fc.assert(
      fc.property(anyStart, anyHeaders, anyKeys, (start, headers, keys) => {
        const request = { method: 'POST', path: '/', query: pairsOf(start), headers, body: '' };
        expect(authorization(request, keys)).toBe(official(request, keys));
      }),
      RUNS,
    );
  });

  it('is the official one for every body and method', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('POST', 'GET', 'PUT'), (body, method) => {
        const headers = { host: 'h.test', 'content-type': 'application/x-www-form-urlencoded' };
        const request = { method, path: '/', query: [], headers, body };
        expect(authorization(request, KEYS)).toBe(official(request, KEYS));
      }),
      RUNS,
    );
  });

  it('covers host, content-type and every x-acs-* header, and no other', () => {
    const headers = { host: 'h', accept: 'a', 'content-type': 'c', 'x-acs-z': 'z', 'user-agent': 'u' };
    const request = { method: 'POST', path: '/', query: [], headers, body: '' };
    expect(authorization(request, KEYS)).toContain(',SignedHeaders=content-type;host;x-acs-z,');
    const signatureWith = (more: object) =>
      authorization({ ...request, headers: { ...headers, ...more } }, KEYS);
    expect(signatureWith({ accept: 'b' })).toBe(signatureWith({}));
    expect(signatureWith({ 'x-acs-z': 'y' })).not.toBe(signatureWith({}));
  });
});

describe('the query', () => {
  it('holds the parameters that the official client puts on the wire', () => {
    fc.assert(
      fc.property(anyStart, (start) => {
        const theirs = stringify(OpenApiUtil.query(start.theirs.toMap()));
        expect(parse(encodeQuery(pairsOf(start)))).toEqual(parse(theirs));
      }),
      RUNS,
    );
  });

  it('holds nothing but unreserved characters and percent-encoded ones, in upper case', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(encodeQuery([['V', value]])).toMatch(/^V=([A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/);
      }),
      RUNS,
    );
  });

  it('writes every character that needs care as the vendor documents it', () => {
    expect(encodeQuery([['V', "!*'();:@&=+$,/?#[]%~ "]])).toBe(
      'V=%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D%25~%20',
    );
    expect(encodeQuery([['V', 'é部🚀\0']])).toBe('V=%C3%A9%E9%83%A8%F0%9F%9A%80%00');
    expect(encodeQuery([['V', '']])).toBe('V=');
  });

  it('is sorted by name as plain strings, so the tenth entry of a list comes before the second', () => {
    const names = ['V.2', 'V.1', 'a', 'V.11', 'Z', 'V.10', 'V'];
    expect(encodeQuery(names.map((name) => [name, 'x']))).toBe('V=x&V.1=x&V.10=x&V.11=x&V.2=x&Z=x&a=x');
  });

  it('has U+FFFD in the place of half a surrogate pair, of which the official client makes no request', () => {
    const query = [['Name', 'a\uD83Db']] as const;
    const request = { method: 'POST', path: '/', query, headers: {}, body: '' };
    expect(() => official(request, KEYS)).toThrow(URIError);
    expect(encodeQuery(query)).toBe('Name=a%EF%BF%BDb');
    const replaced = { ...request, query: [['Name', 'a\uFFFDb']] as const };
    expect(authorization(request, KEYS)).toBe(official(replaced, KEYS));
  });
});

/** The import gives every vector the names of all vectors, some undefined. */
function namesAndTexts(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

import { describe, expect, it } from 'vitest';
import {
  acs3RequestHash,
  acs3Signature,
  rpcSignature,
  rpcStringToSign,
  sha256Hex,
} from '../../emulator/alibaba/gateway/signature.ts';
import fixture from '../fixtures/signature-vectors.json' with { type: 'json' };

describe('ACS3-HMAC-SHA256', () => {
  it.each(fixture.vectors)('gives the published signature: $name', (vector) => {
    const { method, path, query, headers, body } = vector;
    const subject = {
      method,
      path,
      query: defined(query),
      headers: defined(headers),
      bodyHash: sha256Hex(body),
    };
    expect(acs3Signature(subject, vector.accessKeySecret)).toBe(vector.signature);
    expect(acs3Signature(subject, 'wrong')).not.toBe(vector.signature);
    expect(acs3RequestHash(subject)).toBe(vector.hashedCanonicalRequest ?? acs3RequestHash(subject));
  });

  it('tells every part of a request from another', () => {
    const subject = { method: 'POST', path: '/', query: { a: '*' }, headers: { host: 'h' }, bodyHash: 'x' };
    const others = [
      { ...subject, method: 'GET' },
      { ...subject, query: { a: '%2A' } },
      { ...subject, headers: { host: 'i' } },
      { ...subject, bodyHash: 'y' },
    ];
    const signatures = [subject, ...others].map((each) => acs3Signature(each, 's'));
    expect(new Set(signatures).size).toBe(signatures.length);
  });
});

describe('HMAC-SHA1', () => {
  const DESCRIBE_REGIONS = {
    AccessKeyId: 'testid',
    Action: 'DescribeRegions',
    Format: 'XML',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
    SignatureVersion: '1.0',
    Timestamp: '2016-02-23T12:46:24Z',
    Version: '2014-05-26',
  };
  const START = {
    ...defined(fixture.vectors[1]?.query ?? {}),
    AccessKeyId: 'testid',
    Action: 'StartInstance',
    Format: 'JSON',
    SecurityToken: 'testtoken',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: 'nonce-1',
    SignatureVersion: '1.0',
    Timestamp: '2026-01-01T00:00:00Z',
    Version: '2019-09-16',
  };

  it('gives the published signatures', () => {
    expect(rpcSignature('GET', DESCRIBE_REGIONS, 'testsecret')).toBe('OLeaidS1JvxuMvnyHOwuJ+uX5qY=');
    expect(rpcSignature('', { test: 'ok' }, 'accessKeySecret')).toBe('jHx/oHoHNrbVfhncHEvPdHXZwHU=');
    expect(rpcSignature('POST', START, 'testsecret')).toBe('khqhaXuFWIEXwJ5KZSdbQN7UmqQ=');
  });

  it('names the string that is signed as the vendor documents it', () => {
    expect(rpcStringToSign('GET', DESCRIBE_REGIONS)).toBe(
      'GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1' +
        '%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0' +
        '%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26',
    );
  });
});

/** The import gives every vector the names of all vectors, some undefined. */
function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

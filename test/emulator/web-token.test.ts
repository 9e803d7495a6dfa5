import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../../emulator/alibaba/sts/web-token.ts';
import type { JsonObject } from '../../emulator/json.ts';
import {
  assume,
  type Change,
  CLAIMS,
  KEY,
  SECOND,
  STRANGE_KEY,
  TOKEN,
  verdict,
  without,
} from './assuming.ts';

/** The example of RFC 7515, appendix A.2. */
const RFC_KEY = {
  kty: 'RSA',
  n:
    'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS' +
    '-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2C' +
    'apHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb5' +
    '4h4FRWyuXpoQ',
  e: 'AQAB',
};
const RFC_TEXT =
  'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0c' +
  'nVlfQ';
const RFC_SIGNATURE =
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7' +
  't1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi1' +
  '2jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGl' +
  'UPQGe77Rw';

it('a token is signed as the standard says', () => {
  const claims = { iss: 'joe', sub: '', aud: [], exp: 1_300_819_380, iat: 0 };
  const token = {
    keyId: undefined,
    claims,
    signedText: RFC_TEXT,
    signature: Buffer.from(RFC_SIGNATURE, 'base64url'),
  };
  expect(isSignedBy(token, [RFC_KEY])).toBe(true);
  expect(isSignedBy({ ...token, signedText: `${RFC_TEXT}x` }, [RFC_KEY])).toBe(false);
  expect(isSignedBy(token, [])).toBe(false);
});

const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url');
const [HEADER, PAYLOAD, SIGNATURE] = TOKEN.split('.');

describe('a token is refused', () => {
  const INVALID = '401 AuthenticationFail.OIDCToken.Invalid';
  const FORGED = '401 AuthenticationFail.OIDCToken.InvalidSignature';

  it.each<[string, string, Change]>([
    ['that is empty', INVALID, { token: '' }],
    ['of three characters', '400 InvalidParameter.OIDCToken', { token: 'a.b' }],
    ['of four characters, for its form', INVALID, { token: 'a.bc' }],
    ['of 20001 characters', '400 InvalidParameter.OIDCToken', { token: TOKEN.padEnd(20_001, 'A') }],
    ['of 20000 characters, for its signature', FORGED, { token: TOKEN.padEnd(20_000, 'A') }],
    ['in two parts', INVALID, { token: `${HEADER}.${PAYLOAD}` }],
    ['in four parts', INVALID, { token: `${TOKEN}.x` }],
    ['in plain Base64', INVALID, { token: `${HEADER}.${PAYLOAD}.a+b=` }],
    ['whose payload is no JSON', INVALID, { token: `${HEADER}.abcd.${SIGNATURE}` }],
    ['whose header is no JSON', INVALID, { token: `abcd.${PAYLOAD}.${SIGNATURE}` }],
    ['without a subject', INVALID, { token: KEY.sign(without(CLAIMS, 'sub')) }],
    ['without an end', INVALID, { token: KEY.sign(without(CLAIMS, 'exp')) }],
    ['whose end is no number', INVALID, { claims: { exp: '9' } }],
    ['whose end is beyond all calendars', INVALID, { claims: { exp: 1e15 } }],
    ['without a signature', INVALID, { token: `${part({ alg: 'none' })}.${PAYLOAD}.` }],
    ['that is signed with a shared secret', INVALID, { token: `${part({ alg: 'HS256' })}.${PAYLOAD}.x` }],
    [
      'whose payload was changed',
      FORGED,
      { token: `${HEADER}.${part({ ...CLAIMS, sub: '*' })}.${SIGNATURE}` },
    ],
    ['that names another key', FORGED, { provider: { keys: [{ ...KEY.jwk, kid: 'other' }] } }],
    ['that names no key', FORGED, { token: `${part({ alg: 'RS256' })}.${PAYLOAD}.${SIGNATURE}` }],
    ['of a key that the issuer does not have', FORGED, { provider: { keys: [STRANGE_KEY.jwk] } }],
    [
      'of a key of another kind',
      FORGED,
      { provider: { keys: [{ kty: 'oct', k: 'AA', kid: `${KEY.jwk.kid}` }] } },
    ],
    [
      'from another issuer',
      '401 AuthenticationFail.OIDCToken.IssuerNotMatch',
      { claims: { iss: 'https://x.test' } },
    ],
    ['at its end', '401 AuthenticationFail.OIDCToken.Expired', { at: (SECOND + 600) * 1_000 }],
    ['that is not valid yet', INVALID, { claims: { nbf: SECOND + 5 }, at: (SECOND + 5) * 1_000 - 1 }],
    [
      'for another audience',
      '401 AuthenticationFail.OIDCToken.AudienceNotMatch',
      { claims: { aud: 'elsewhere' } },
    ],
    ['for no audience', '401 AuthenticationFail.OIDCToken.AudienceNotMatch', { claims: { aud: [] } }],
    [
      'whose issuer has a new certificate',
      '401 AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch',
      { provider: { fingerprintMismatch: true } },
    ],
    [
      'whose issuer has no certificate',
      '401 AuthenticationFail.OIDCToken.HttpsUrlInvalid',
      { provider: { issuer: 'http://x.test' }, claims: { iss: 'http://x.test' } },
    ],
  ])('%s (%s)', (_, code, change) => {
    expect(verdict(change)).toBe(code);
  });

  it('is not told to anybody', () => {
    for (const token of [`${TOKEN}x`, `${HEADER}.${PAYLOAD}`, `${TOKEN}.x`]) {
      expect(JSON.stringify(assume({ token }).outcome)).not.toContain(PAYLOAD);
    }
  });
});

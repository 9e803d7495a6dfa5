import { beforeEach, describe, expect, it } from 'vitest';
import { Gateway } from '../../emulator/alibaba/gateway/gateway.ts';
import { httpRequest } from '../../emulator/alibaba/gateway/request.ts';
import { SESSION } from './identity.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const COMMON = {
  Action: 'AssumeRoleWithOIDC',
  Version: '2015-04-01',
  Format: 'JSON',
  Timestamp: '2026-01-01T00:00:00Z',
};
const FORM = 'application/x-www-form-urlencoded';
const PARAMETERS = { ...SESSION, OIDCToken: 'a.b_-.c' };
const CALL = {
  action: 'AssumeRoleWithOIDC',
  version: '2015-04-01',
  accountId: 'anonymous',
  format: 'JSON',
  host: 'sts.test',
  parameters: PARAMETERS,
};

let now: number;
let gateway: Gateway;

beforeEach(() => {
  now = NOW;
  gateway = new Gateway([], () => now);
});

/** What is sent: parameters in the query, in a form body, or as headers. */
interface Sent {
  readonly query?: Record<string, string>;
  readonly form?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly path?: string;
}

function admit({ query = {}, form, headers, method = 'POST', path = '/' }: Sent) {
  const all = { host: 'sts.test', ...(form && { 'content-type': FORM }), ...headers };
  const body = Buffer.from(`${new URLSearchParams(form)}`);
  return gateway.admit(httpRequest(method, `${path}?${new URLSearchParams(query)}`, all, body));
}

function verdict(sent: Sent): string {
  const admission = admit(sent);
  return admission.ok ? 'admitted' : admission.refusal.code;
}

describe('a request for a session, which nobody signs,', () => {
  const { Action, Version, Timestamp } = COMMON;
  const HEADERS = { 'x-acs-action': Action, 'x-acs-version': Version, 'x-acs-date': Timestamp };

  it.each<[string, Sent]>([
    ['its query', { query: { ...COMMON, ...PARAMETERS } }],
    ['the query of a GET', { method: 'GET', query: { ...COMMON, ...PARAMETERS } }],
    ['its form, the common ones in the query', { query: COMMON, form: PARAMETERS }],
    ['its form, the common ones too', { form: { ...COMMON, ...PARAMETERS } }],
    [
      'both',
      { query: { ...COMMON, ...SESSION }, form: { OIDCToken: PARAMETERS.OIDCToken, SignatureNonce: 'n' } },
    ],
    ['its query, the common ones in headers', { query: { Format: 'json', ...PARAMETERS }, headers: HEADERS }],
    [
      'its form, the common ones in headers',
      { form: PARAMETERS, headers: { ...HEADERS, accept: 'application/json' } },
    ],
  ])('may have its parameters in %s', (_, sent) => {
    expect(admit(sent)).toEqual({ ok: true, call: CALL });
  });

  it('gets XML if it does not ask for JSON', () => {
    expect(admit({ query: { ...COMMON, Format: 'XML' } })).toMatchObject({
      ok: true,
      call: { format: 'XML' },
    });
    const { Format, ...rest } = COMMON;
    expect(admit({ query: rest })).toMatchObject({ ok: true, call: { format: 'XML' } });
  });

  it.each<[string, Sent, string]>([
    [
      'with a parameter twice',
      { query: { ...COMMON, RoleArn: '1' }, form: { RoleArn: '1' } },
      'InvalidParameter',
    ],
    ['without a time', { query: { ...COMMON, Timestamp: '' } }, 'MissingTimestamp'],
    ['with a time of its own form', { query: { ...COMMON, Timestamp: '1' } }, 'InvalidTimeStamp.Format'],
    ['with another method', { query: COMMON, method: 'PUT' }, 'UnsupportedHTTPMethod'],
    ['with a path', { query: COMMON, path: '/sts' }, 'InvalidApi.NotFound'],
    ['with half a signature', { query: { ...COMMON, AccessKeyId: 'id' } }, 'MissingSignatureMethod'],
    ['with the other half', { query: { ...COMMON, Signature: 'x' } }, 'MissingAccessKeyId'],
    ['with a broken signature', { query: COMMON, headers: { authorization: 'ACS3-' } }, 'MissingParameter'],
    ['of another operation', { query: { ...COMMON, Action: 'GetCallerIdentity' } }, 'MissingAccessKeyId'],
    [
      'of another product',
      { query: { ...COMMON, Action: 'StartInstance', Version: '2019-09-16' } },
      'MissingAccessKeyId',
    ],
    ['of another version', { query: { ...COMMON, Version: '2019-09-16' } }, 'MissingAccessKeyId'],
  ])('is refused %s', (_, sent, code) => {
    expect(verdict(sent)).toBe(code);
    expect(admit(sent)).toMatchObject({ request: { accountId: undefined } });
  });

  it.each([
    [15 * MINUTE, 'admitted'],
    [15 * MINUTE + 1, 'InvalidTimeStamp.Expired'],
    [-15 * MINUTE - 1, 'InvalidTimeStamp.Expired'],
  ])('whose time is %d ms off is %s', (offset, expected) => {
    now += offset;
    expect(verdict({ query: COMMON })).toBe(expected);
  });
});

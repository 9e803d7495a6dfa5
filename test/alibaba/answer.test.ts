import { describe, expect, it } from 'vitest';
import { read, refusalIn } from './answering.ts';

const GOOD = { RequestId: 'R-1', Message: 'operation success.', Code: 200, Success: true };
const ERROR = {
  RequestId: 'R-1',
  HostId: 'h.test',
  Code: 'BIZ_PARAM_EMPTY',
  Message: 'empty',
  Recommend: 'page',
};
const CANARY = 'Canary-Passw0rd';

describe('a good answer', () => {
  it.each([
    ['of today', { Code: 200, Success: true }],
    ['of the older generation', { Code: '200', Success: 'true' }],
    ['with a capital', { Code: '200', Success: 'True' }],
    ['of mixed types', { Code: 200, Success: 'true' }],
  ])('%s says Code 200 and Success true', async (_, fields) => {
    const answer = await read({ body: { ...GOOD, ...fields } });
    expect(answer).toMatchObject({ requestId: 'R-1', code: '200', message: 'operation success.' });
  });

  it('is the JSON of the vendor’s page', async () => {
    const body = `{
    "RequestId":"ABA4A7FD-E10F-45C7-9774-A5236015A***",
    "Message":"operation success.",
    "Code":"200",
    "Success":"true"
}`;
    const requestId = 'ABA4A7FD-E10F-45C7-9774-A5236015A***';
    expect(await read({ body })).toMatchObject({ requestId, code: '200', message: 'operation success.' });
  });

  it('is the XML of the vendor’s page', async () => {
    const body = `<StartInstanceResponse>
      <Message>operation success. </Message>
      <RequestId>ABA4A7FD-E10F-45C7-9774-A5236015A***</RequestId>
      <Success>true</Success>
      <Code>200</Code>
</StartInstanceResponse>`;
    const requestId = 'ABA4A7FD-E10F-45C7-9774-A5236015A***';
    expect(await read({ body })).toMatchObject({ requestId, code: '200', message: 'operation success.' });
  });

  it('keeps all that came beside the frame', async () => {
    expect((await read({ body: { ...GOOD, InstanceList: { InstanceVO: [] } } })).content).toMatchObject({
      InstanceList: { InstanceVO: [] },
    });
  });

  it('takes a RequestId that is not in the body from the header', async () => {
    const { RequestId: _, ...body } = GOOD;
    expect((await read({ body, headers: { 'x-acs-request-id': 'R-2' } })).requestId).toBe('R-2');
    expect((await read({ body: GOOD, headers: { 'x-acs-request-id': 'R-2' } })).requestId).toBe('R-1');
    expect((await read({ body })).requestId).toBe('');
  });

  it('of a product that tells success by the HTTP status alone has no Code', async () => {
    const body = { RequestId: 'R-1', AccountId: '1' };
    expect(await read({ body, style: 'plain' })).toMatchObject({ requestId: 'R-1', code: '', message: '' });
  });

  it('may lack a message', async () => {
    expect((await read({ body: { Code: 200, Success: true } })).message).toBe('');
  });

  it.each(['\r\n  ', '\uFEFF'])('may begin with blanks or a byte order mark: %j', async (start) => {
    expect((await read({ body: `${start}${JSON.stringify(GOOD)}` })).code).toBe('200');
  });
});

describe('a refusal', () => {
  it.each([
    ['Success false', { ...GOOD, Success: false }, '200'],
    ['Success "false"', { ...GOOD, Success: 'False' }, '200'],
    ['another Code', { ...GOOD, Code: 'BIZ_INSTANCE_NOT_FOUND' }, 'BIZ_INSTANCE_NOT_FOUND'],
    ['another Code and Success false', { ...GOOD, Code: 'BIZ_X', Success: false }, 'BIZ_X'],
    ['another Code and no Success', { Code: 'BIZ_X' }, 'BIZ_X'],
    ['the number of a status as Code', { ...GOOD, Code: 500, Success: false }, '500'],
  ])('with HTTP status 200 has %s', async (_, body, code) => {
    expect(await refusalIn({ body })).toMatchObject({ code, refusal: { httpStatus: 200 } });
  });

  it('is whatever has another HTTP status, even if it says that all went well', async () => {
    expect(await refusalIn({ body: GOOD, status: 500 })).toMatchObject({ code: '200', verdict: 'ambiguous' });
    expect(await refusalIn({ body: GOOD, status: 202 })).toMatchObject({ code: '200', verdict: 'ambiguous' });
    expect(await refusalIn({ body: { Code: 200 }, status: 500 })).toMatchObject({ code: '200' });
  });

  it('keeps all that the service says', async () => {
    const AccessDeniedDetail = { AuthAction: 'alikafka:StartInstance', NoPermissionType: 'ImplicitDeny' };
    const error = await refusalIn({ body: { ...ERROR, AccessDeniedDetail }, status: 403 });
    expect(error.refusal).toEqual({
      httpStatus: 403,
      requestId: 'R-1',
      code: 'BIZ_PARAM_EMPTY',
      success: undefined,
      message: 'empty',
      recommend: 'page',
      hostId: 'h.test',
      accessDenied: AccessDeniedDetail,
      retryAfterMs: undefined,
    });
    expect(error.requestId).toBe('R-1');
  });

  it('may say no more than its Code', async () => {
    const headers = { 'x-acs-request-id': 'R-2' };
    expect((await refusalIn({ body: { Code: 'X' }, status: 400, headers })).refusal).toMatchObject({
      requestId: 'R-2',
      message: '',
      recommend: undefined,
      hostId: undefined,
      accessDenied: undefined,
    });
  });

  it('leaves out what has not the type it should have', async () => {
    const body = {
      Code: 'X',
      Message: 5,
      RequestId: 7,
      Recommend: {},
      HostId: null,
      AccessDeniedDetail: 'no',
    };
    expect((await refusalIn({ body, status: 400 })).refusal).toMatchObject({
      requestId: undefined,
      message: '',
      recommend: undefined,
      hostId: undefined,
      accessDenied: undefined,
    });
    const AccessDeniedDetail = { AuthAction: 'a:B', Nested: {}, Count: 1 };
    expect((await refusalIn({ body: { Code: 'X', AccessDeniedDetail } })).refusal.accessDenied).toEqual({
      AuthAction: 'a:B',
    });
  });

  it.each([
    ['1500', 1500],
    ['0', 0],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['99999999', undefined],
    ['soon', undefined],
  ])('reads the milliseconds in x-acs-retry-after: %j', async (header, retryAfterMs) => {
    const given = {
      body: { Code: 'Throttling.User' },
      status: 400,
      headers: { 'x-acs-retry-after': header },
    };
    expect(await refusalIn(given)).toMatchObject({ verdict: 'throttled', refusal: { retryAfterMs } });
  });
});

describe('a message', () => {
  it.each([
    [
      'the signature of today, which names a hash',
      'Specified signature does not match our calculation. server StringToSign is [ACS3-HMAC-SHA256\nabc]',
      'Specified signature does not match our calculation. server StringToSign (cut)',
    ],
    [
      'the signature of today with the whole request',
      `server StringToSign is [ACS3-HMAC-SHA256 abc] server CanonicalRequest is [POST\n/\nPassword=${CANARY}\n]`,
      'server StringToSign (cut)',
    ],
    [
      'the older signature, encoded once more',
      `Specified signature is not matched with our calculation. server string to sign is:POST&%2F&Action%3DStartInstance%26Password%3D${CANARY}`,
      'Specified signature is not matched with our calculation. server string to sign (cut)',
    ],
    [
      'the canonical request alone',
      `server CanonicalRequest is [Password=${CANARY}]`,
      'server CanonicalRequest (cut)',
    ],
    ['its name in two words', `the canonical request: ${CANARY}`, 'the canonical request (cut)'],
    ['any case', `THE STRING TO SIGN: ${CANARY}\nand ${CANARY}`, 'THE STRING TO SIGN (cut)'],
  ])('that repeats what was signed is cut there: %s', async (_, Message, message) => {
    const error = await refusalIn({
      body: { ...ERROR, Code: 'SignatureDoesNotMatch', Message },
      status: 400,
    });
    expect(error.refusal.message).toBe(message);
    expect(error.message).not.toContain(CANARY);
    const xml = `<Error><Code>X</Code><Message>${Message.replaceAll('&', '&amp;')}</Message></Error>`;
    expect((await refusalIn({ body: xml, status: 400 })).refusal.message).toBe(message);
    expect((await read({ body: { ...GOOD, Message } })).message).toBe(message);
  });

  it('is kept to 2,000 characters', async () => {
    const error = await refusalIn({ body: { ...ERROR, Message: 'm'.repeat(5000) } });
    expect(error.refusal.message).toBe('m'.repeat(2000));
  });
});

it('a secret is concealed in the names of an access denial too', async () => {
  const AccessDeniedDetail = { [`of ${CANARY}`]: `with ${CANARY}` };
  const { refusal } = await refusalIn({ body: { Code: 'X', AccessDeniedDetail }, secret: CANARY });
  expect(refusal.accessDenied).toEqual({ 'of ***': 'with ***' });
});

it('what is kept of a refusal is bounded, whoever sends it', async () => {
  const long = 'x'.repeat(5000);
  const denial = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`name-${index}`, long]));
  const body = {
    ...{ RequestId: long, HostId: long, Code: long, Message: long, Recommend: long },
    AccessDeniedDetail: { [long]: 'y', [long.slice(0, 200)]: 'y', number: 1, ...denial },
  };
  const { refusal, code, answer } = await refusalIn({ body, status: 400 });
  const lengths = [refusal.requestId, refusal.hostId, code, refusal.recommend, refusal.message];
  expect(lengths.map((text) => text?.length)).toEqual([200, 200, 200, 2000, 2000]);
  const denied = Object.entries(refusal.accessDenied ?? {});
  expect([denied.length, denied[0]?.[0].length, denied[1]?.[1].length]).toEqual([20, 200, 2000]);
  expect(answer).toEqual({ requestId: refusal.requestId, code, message: refusal.message });
});

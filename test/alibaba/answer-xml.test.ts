import { describe, expect, it } from 'vitest';
import { errorIn, read, refusalIn, unexpectedIn } from './answering.ts';

const XML = { 'content-type': 'text/xml;charset=utf-8' };
const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>';

describe('an answer in XML', () => {
  it('may be a refusal with all its fields', async () => {
    const body = `${PROLOG}
<Error>
  <RequestId>R-1</RequestId>
  <HostId>alikafka.cn-hangzhou.aliyuncs.com</HostId>
  <Code>NoPermission</Code>
  <Message>Not &lt;you&gt; &amp; me.</Message>
  <Recommend><![CDATA[https://api.test/?q=NoPermission&product=alikafka]]></Recommend>
  <AccessDeniedDetail>
    <AuthAction>alikafka:StartInstance</AuthAction>
    <AuthPrincipalOwnerId>0012</AuthPrincipalOwnerId>
  </AccessDeniedDetail>
</Error>`;
    expect((await refusalIn({ body, status: 403, headers: XML })).refusal).toEqual({
      httpStatus: 403,
      requestId: 'R-1',
      code: 'NoPermission',
      message: 'Not <you> & me.',
      recommend: 'https://api.test/?q=NoPermission&product=alikafka',
      hostId: 'alikafka.cn-hangzhou.aliyuncs.com',
      accessDenied: { AuthAction: 'alikafka:StartInstance', AuthPrincipalOwnerId: '0012' },
      retryAfterMs: undefined,
    });
  });

  it.each([
    ['Success false', '<Code>200</Code><Success>false</Success>', '200'],
    ['another Code', '<Code>BIZ_X</Code><Success>true</Success>', 'BIZ_X'],
    ['a number as Code', '<Code>500</Code>', '500'],
  ])('may be a refusal with HTTP status 200: %s', async (_, fields, code) => {
    const body = `<StartInstanceResponse>${fields}</StartInstanceResponse>`;
    expect(await refusalIn({ body, headers: XML })).toMatchObject({ code, refusal: { httpStatus: 200 } });
  });

  it('is known by its beginning, not by its content type', async () => {
    const body = '<StartInstanceResponse><Code>200</Code><Success>True</Success></StartInstanceResponse>';
    for (const type of ['text/xml', 'application/xml', 'application/json', 'text/plain']) {
      expect((await read({ body, headers: { 'content-type': type } })).code).toBe('200');
    }
    expect((await read({ body: `\uFEFF${PROLOG}\n<!-- by hand -->${body}` })).code).toBe('200');
  });

  it('may speak of HTML', async () => {
    const body = '<Error><Code>BIZ_X</Code><Message>See https://help.test/errors.html</Message></Error>';
    expect((await refusalIn({ body, status: 400, headers: XML })).code).toBe('BIZ_X');
  });

  it.each([
    ['is cut', '<StartInstanceResponse><Code>200</Code><Success>true</Succ'],
    ['lacks its end', '<StartInstanceResponse><Code>200</Code><Success>true</Success>'],
    ['has another root', '<GetInstanceListResponse><Code>200</Code></GetInstanceListResponse>'],
    ['has no elements', '<Error>Something</Error>'],
    ['has its fields as attributes', '<Error Code="X"/>'],
    ['has two Codes', '<Error><Code>X</Code><Code>Y</Code></Error>'],
    ['is XHTML', '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'],
    ['is XHTML with a prolog', `${PROLOG}<!DOCTYPE html><html><Error><Code>X</Code></Error></html>`],
  ])('is unexpected when it %s', async (_, body) => {
    expect((await unexpectedIn({ body, headers: XML })).verdict).toBe('ambiguous');
  });

  it('is read up to a million characters, and no further', async () => {
    const bodyOf = (length: number) => {
      const [start, end] = ['<Error><Code>X</Code><Message>', '</Message></Error>'];
      return start + 'x'.repeat(length - start.length - end.length) + end;
    };
    expect((await refusalIn({ body: bodyOf(1024 * 1024), status: 400, headers: XML })).code).toBe('X');
    await unexpectedIn({ body: bodyOf(1024 * 1024 + 1), status: 400, headers: XML });
  });

  it.each([
    ['is nested without end', `<Error>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</Error>`],
    ['has names that JavaScript reserves', '<Error><Code>X</Code><__proto__><a/></__proto__></Error>'],
    [
      'refers to a file',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Error><Code>&b;</Code></Error>',
    ],
    [
      'grows when it is read',
      `<!DOCTYPE a [<!ENTITY b "${'b'.repeat(5000)}">]><Error><Code>${'&b;'.repeat(5000)}</Code></Error>`,
    ],
  ])('does no harm and ends in an error of ours when it %s', async (_, body) => {
    const error = await errorIn({ body, headers: XML });
    expect(error?.message.length).toBeLessThan(10_000);
    expect(error?.message).not.toMatch(/root:/);
  });
});

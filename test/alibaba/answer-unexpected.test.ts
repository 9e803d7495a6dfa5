import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorIn, unexpectedIn } from './answering.ts';

const GOOD = { RequestId: 'R-1', Message: 'operation success.', Code: 200, Success: true };

describe('what the API never says', () => {
  it.each([
    ['', 'an empty body'],
    [' \n ', 'an empty body'],
    ['{"RequestId":"R","Code":2', 'a body that is not an answer of it'],
    ['[]', 'a body that is not an answer of it'],
    ['[{"Code":200,"Success":true}]', 'a body that is not an answer of it'],
    ['"200"', 'a body that is not an answer of it'],
    ['null', 'a body that is not an answer of it'],
    ['{}', 'a body that is not an answer of it'],
    ['{"Code":null,"Success":true}', 'a body that is not an answer of it'],
    ['{"Code":200}', 'a body that is not an answer of it'],
    ['{"Success":true}', 'a body that is not an answer of it'],
    ['operation success.', 'a body that is not an answer of it'],
    ['see <html>', 'a body that is not an answer of it'],
    ['<!DOCTYPE html><p>Sign in</p>', 'a web page'],
    ['\n<HTML lang="en"></HTML>', 'a web page'],
  ])('is unexpected: %j', async (body, found) => {
    const given = { body, headers: { 'x-acs-request-id': 'R-2' } };
    expect(await unexpectedIn(given)).toMatchObject({
      message: `StartInstance got no answer of the API but ${found} (HTTP 200)`,
      verdict: 'ambiguous',
      requestId: 'R-2',
    });
  });

  it.each([
    ['a page of a proxy', '<html><h1>502 Bad Gateway</h1></html>', 502, 'a web page'],
    ['a text', 'upstream error', 503, 'a body that is not an answer of it'],
    ['nothing', '', 500, 'an empty body'],
    ['a redirect with a body', 'Moved', 307, 'a redirect, which is not followed'],
    ['a redirect without one', '', 302, 'a redirect, which is not followed'],
    ['the first status of a redirect', '', 300, 'a redirect, which is not followed'],
    ['the last status of a redirect', '', 399, 'a redirect, which is not followed'],
    ['the first status of an error', '', 400, 'an empty body'],
    ['the last status before a redirect', '', 299, 'an empty body'],
    [
      'a redirect with a page',
      '<html><a href="/">Found</a></html>',
      301,
      'a redirect, which is not followed',
    ],
  ])('comes with its status: %s', async (_, body, status, found) => {
    const error = await unexpectedIn({ body, status, headers: { 'content-type': 'text/html' } });
    expect(error.message).toBe(
      `StartInstance got no answer of the API but ${found} (HTTP ${status}, content type text/html)`,
    );
  });

  it('is what came too large or broke off, whatever it seems to say', async () => {
    const cut = await unexpectedIn({ body: GOOD, broken: 'cut' });
    expect(cut.message).toBe('StartInstance got no answer of the API but a body that broke off (HTTP 200)');
    const large = await unexpectedIn({ body: GOOD, status: 400, broken: 'too large' });
    expect(large.message).toBe(
      'StartInstance got no answer of the API but a body that is too large (HTTP 400)',
    );
  });

  it('keeps a RequestId that is there, for the vendor’s support', async () => {
    expect((await unexpectedIn({ body: { RequestId: 'R-1', Success: true } })).requestId).toBe('R-1');
  });

  it('never ends in anything but an error of ours', async () => {
    const part = fc.constantFrom(
      '<Error>',
      '</Error>',
      '<Code>',
      'X',
      '</Code>',
      '<!DOCTYPE a [',
      '<!ENTITY b "c">',
      ']>',
      '&b;',
      '<a',
      '>',
      '<__proto__>',
      '{',
      '"Code"',
      ':',
      '200',
      '}',
      '[',
      ',',
    );
    const pieces = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    const body = fc.oneof(pieces, fc.string({ unit: 'binary' }), fc.json());
    const status = fc.constantFrom(200, 302, 400, 500);
    await fc.assert(
      fc.asyncProperty(body, status, async (text, status) => {
        const error = await errorIn({ body: text, status });
        if (status !== 200) expect(error).toBeDefined();
      }),
      { seed: 20261124, numRuns: 1000 },
    );
  });
});

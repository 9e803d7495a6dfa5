import { describe, expect, it } from 'vitest';
import type { Client } from '../../src/alibaba/client.ts';
import { ApiError, UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import { assumeRole, callerIdentity } from '../../src/alibaba/sts.ts';
import type { HttpRequest } from '../../src/http/transport.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';

const ENDPOINT = new URL('https://sts.aliyuncs.com');
const ROLE = {
  roleArn: 'acs:ram::1:role/deployer',
  providerArn: 'acs:ram::1:oidc-provider/github',
  token: 'a.b+c',
  sessionName: 'run-1',
  durationSeconds: 900,
};
const CREDENTIALS = {
  AccessKeyId: 'STS.id',
  AccessKeySecret: 'secret',
  SecurityToken: 'token+/=',
  Expiration: '2026-11-24T05:05:06Z',
};
const IDENTITY = { AccountId: '1', Arn: 'acs:ram::1:user/me', RequestId: 'R-1' };

/** A client whose every call has this answer, and what it sent. */
function answering(body: object, status = 200) {
  const sent: HttpRequest[] = [];
  const client: Client = {
    send: async (request) => {
      sent.push(request);
      return { status, header: () => undefined, body: JSON.stringify(body), broken: undefined };
    },
    credentials: async () => ({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined }),
    ...{ wallTime: () => Date.UTC(2026, 10, 24, 4, 5, 6, 789), nonce: () => 'n-1' },
    ...{ conceal: (value) => value, judge: remedyFor },
  };
  return { client, sent };
}

describe('the credentials of a role', () => {
  it('are asked for without a signature, all that is secret in the body', async () => {
    const { client, sent } = answering({ RequestId: 'R-1', Credentials: CREDENTIALS });
    expect(await assumeRole(client, ENDPOINT, ROLE)).toEqual({
      accessKeyId: 'STS.id',
      accessKeySecret: 'secret',
      securityToken: 'token+/=',
      expiresAt: Date.UTC(2026, 10, 24, 5, 5, 6),
    });
    expect(sent).toEqual([
      {
        method: 'POST',
        url: new URL(
          '/?Action=AssumeRoleWithOIDC&Format=JSON&SignatureNonce=n-1&Timestamp=2026-11-24T04%3A05%3A06Z&Version=2015-04-01',
          ENDPOINT,
        ),
        headers: expect.objectContaining({
          host: 'sts.aliyuncs.com',
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          'x-acs-action': 'AssumeRoleWithOIDC',
          'x-acs-version': '2015-04-01',
          'x-acs-date': '2026-11-24T04:05:06Z',
          'x-acs-signature-nonce': 'n-1',
        }),
        body:
          'DurationSeconds=900&OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fgithub&OIDCToken=a.b%2Bc&' +
          'RoleArn=acs%3Aram%3A%3A1%3Arole%2Fdeployer&RoleSessionName=run-1',
      },
    ]);
    expect(sent[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each<[string, object]>([
    ['none', { RequestId: 'R-1' }],
    ['a key with a line break', { RequestId: 'R-1', Credentials: { ...CREDENTIALS, AccessKeyId: 'a\nb' } }],
    ['an empty secret', { RequestId: 'R-1', Credentials: { ...CREDENTIALS, AccessKeySecret: '' } }],
    ['no token', { RequestId: 'R-1', Credentials: { ...CREDENTIALS, SecurityToken: undefined } }],
    [
      'a letter that no key has',
      { RequestId: 'R-1', Credentials: { ...CREDENTIALS, SecurityToken: 'töken' } },
    ],
    ['no end', { RequestId: 'R-1', Credentials: { ...CREDENTIALS, Expiration: 'soon' } }],
  ])('are no login with %s', async (_, body) => {
    await expect(assumeRole(answering(body).client, ENDPOINT, ROLE)).rejects.toMatchObject({
      message:
        'AssumeRoleWithOIDC got no answer of the API but an answer without what was asked for (HTTP 200)',
      requestId: 'R-1',
      verdict: 'ambiguous',
    });
  });
});

describe('the identity behind credentials', () => {
  it('is asked for with a signature', async () => {
    const { client, sent } = answering(IDENTITY);
    expect(await callerIdentity(client, ENDPOINT)).toEqual({ accountId: '1', arn: 'acs:ram::1:user/me' });
    expect(sent.map(({ url, body }) => [url.href, body])).toEqual([['https://sts.aliyuncs.com/?', '']]);
    expect(sent).toMatchObject([
      {
        headers: {
          'x-acs-action': 'GetCallerIdentity',
          'x-acs-version': '2015-04-01',
          authorization: expect.stringMatching(/^ACS3-HMAC-SHA256 Credential=id,/),
        },
      },
    ]);
  });

  it.each<[string, object]>([
    ['an account', { ...IDENTITY, AccountId: undefined }],
    ['one that is not empty', { ...IDENTITY, AccountId: '' }],
    ['a name', { ...IDENTITY, Arn: undefined }],
  ])('is not known by an answer without %s', async (_, body) => {
    const asked = callerIdentity(answering(body).client, ENDPOINT);
    await expect(asked).rejects.toThrow(UnexpectedAnswerError);
    await expect(asked).rejects.toThrow(
      'GetCallerIdentity got no answer of the API but an answer without what was asked for (HTTP 200)',
    );
  });

  it('is not known by an answer that says OK and bears a Code: only refusals do', async () => {
    const asked = callerIdentity(answering({ ...IDENTITY, Code: 'Odd', Message: 'odd' }).client, ENDPOINT);
    await expect(asked).rejects.toThrow(ApiError);
    await expect(asked).rejects.toThrow('GetCallerIdentity was refused with Odd (HTTP 200): odd');
  });
});

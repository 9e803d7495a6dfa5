import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  GITHUB_ISSUER,
  startTokenService,
  type TokenServiceOptions,
} from '../../emulator/github/github-oidc.ts';
import { tokenKey } from '../../emulator/github/token-key.ts';
import { record } from './cloud-at.ts';

const NOW = Date.parse('2026-01-01T00:00:00.700Z');
const SECOND = Math.floor(NOW / 1_000);

async function serviceForTest(options: Partial<TokenServiceOptions> = {}) {
  const service = await startTokenService({ now: () => NOW, ...options });
  onTestFinished(service.close);
  const ask = async (
    more = '&audience=sts.aliyuncs.com',
    authorization = `Bearer ${service.requestToken}`,
  ) => {
    const response = await fetch(`${service.requestUrl}${more}`, { headers: { authorization } });
    return { status: response.status, body: record(await response.json()) };
  };
  return { service, ask };
}

/** The claims of a token whose signature was checked with the service's public key. */
function claimsOf(token: unknown, [jwk]: readonly Record<string, unknown>[]): Record<string, unknown> {
  const [header = '', payload = '', signature = ''] = String(token).split('.');
  const read = (part: string) => record(JSON.parse(Buffer.from(part, 'base64url').toString()));
  expect(read(header)).toEqual({ typ: 'JWT', alg: 'RS256', kid: jwk?.kid });
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const genuine = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  expect(genuine).toBe(true);
  return read(payload);
}

describe('the token service', () => {
  it('gives a job a signed token for an audience', async () => {
    const { service, ask } = await serviceForTest();
    expect(service.requestUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/token\?api-version=2\.0$/);
    expect(service.jwks).toMatchObject([{ kty: 'RSA', alg: 'RS256', use: 'sig', kid: expect.any(String) }]);
    expect(service.jwks[0]).not.toHaveProperty('d');

    const { status, body } = await ask('&audience=https%3A%2F%2Fa.test%2F%3Fb');
    expect(status).toBe(200);
    expect(body).toEqual({ count: String(body.value).length, value: expect.any(String) });
    const claims = claimsOf(body.value, service.jwks);
    expect(claims).toMatchObject({
      iss: GITHUB_ISSUER,
      sub: 'repo:octo-org/octo-repo:ref:refs/heads/main',
      aud: 'https://a.test/?b',
      repository: 'octo-org/octo-repo',
      ref: 'refs/heads/main',
      run_id: '1000000001',
      iat: SECOND,
      nbf: SECOND - 600,
      exp: SECOND + 600,
    });
    expect(service.issued).toEqual([{ value: body.value, claims }]);
    expect(service.issuer).toBe(GITHUB_ISSUER);
  });

  it('gives another token each time, by the clock of the test', async () => {
    let now = NOW;
    const { service, ask } = await serviceForTest({ now: () => now });
    await ask();
    now += 60_000;
    await ask();
    const [first, second] = service.issued.map(({ claims }) => claims);
    expect(second?.jti).not.toBe(first?.jti);
    expect([first?.iat, second?.iat, second?.exp]).toEqual([SECOND, SECOND + 60, SECOND + 660]);
  });

  it('names the owner of the repository where a job names no audience', async () => {
    const { service, ask } = await serviceForTest();
    await ask('');
    expect(service.issued).toMatchObject([{ claims: { aud: 'https://github.com/octo-org' } }]);
    expect(service.requests).toEqual([{ time: NOW, audience: undefined, httpStatus: 200 }]);
  });

  it('says what the test wants it to', async () => {
    const { service, ask } = await serviceForTest({ claims: { sub: 'repo:a/b:environment:c', aud: 'd' } });
    await ask();
    service.issue('e', { exp: 1, aud: ['f'] });
    expect(service.issued).toMatchObject([
      { claims: { sub: 'repo:a/b:environment:c', aud: 'd' } },
      { claims: { sub: 'repo:a/b:environment:c', aud: ['f'], exp: 1 } },
    ]);
    expect(service.requests).toHaveLength(1);
  });

  it('may have a key of its own', async () => {
    const key = await tokenKey();
    const [one, two] = [await serviceForTest(), await serviceForTest()];
    const own = await serviceForTest({ key });
    expect(own.service.jwks).toEqual([key.jwk]);
    expect(claimsOf(own.service.issue(), [key.jwk])).toMatchObject({ iat: SECOND });
    expect(one.service.jwks).toEqual(two.service.jwks);
    expect(one.service.jwks).not.toEqual(own.service.jwks);
    expect(one.service.requestToken).not.toBe(two.service.requestToken);
  });

  it('takes the name of the scheme in any case', async () => {
    const { service, ask } = await serviceForTest();
    expect((await ask('', `bearer ${service.requestToken}`)).status).toBe(200);
  });

  it.each([
    [401, '&audience=a', ''],
    [401, '&audience=a', 'Basic dTpw'],
    [403, '&audience=a', 'Bearer '],
    [403, '&audience=a', 'Bearer other'],
    [400, '&audience=elsewhere', undefined],
    [400, '', undefined],
  ])('answers %d to a request with "%s" and "%s"', async (status, more, authorization) => {
    const { service, ask } = await serviceForTest({ audienceCheck: (audience) => audience === 'a' });
    expect(await ask(more, authorization)).toEqual({ status, body: { message: expect.any(String) } });
    expect(service.issued).toEqual([]);
    expect((await ask('&audience=a')).status).toBe(200);
  });

  it.each([
    [404, 'GET', '/'],
    [404, 'GET', '//'],
    [405, 'POST', '/token?api-version=2.0'],
    [400, 'GET', '/token'],
  ])('answers %d to %s %s', async (status, method, path) => {
    const { service } = await serviceForTest();
    const authorization = `Bearer ${service.requestToken}`;
    const response = await fetch(`${new URL(service.requestUrl).origin}${path}`, {
      method,
      headers: { authorization },
    });
    expect(response.status).toBe(status);
    expect(service.issued).toEqual([]);
  });

  it('fails as often as it is told to', async () => {
    const { service, ask } = await serviceForTest();
    service.fail('error', 2);
    service.fail('empty');
    await ask('', 'Bearer other');
    const answers = [await ask(), await ask(), await ask(), await ask()];
    expect(answers.map(({ status, body }) => [status, body.value])).toEqual([
      [500, undefined],
      [500, undefined],
      [200, ''],
      [200, expect.stringMatching(/^ey/)],
    ]);
    expect(service.requests.map(({ httpStatus }) => httpStatus)).toEqual([403, 500, 500, 200, 200]);
    expect(service.issued).toHaveLength(1);
  });

  it('is gone once it is closed', async () => {
    const { service, ask } = await serviceForTest();
    await service.close();
    await service.close();
    await expect(ask()).rejects.toThrow('fetch failed');
  });
});

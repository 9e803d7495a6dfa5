import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../src/github/claims.ts';

function tokenOf(payload: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
}

const NONE = { iss: 'none', aud: 'none', sub: 'none' };

describe('the claims of a token', () => {
  it('are the three that a trust policy looks at, and nothing else', () => {
    const claims = {
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'sts.aliyuncs.com',
      sub: 'repo:octo-org/octo-repo:environment:Prod ✓ 部署',
    };
    expect(claimsOf(tokenOf({ ...claims, jti: 'secret', actor: 'octocat' }))).toEqual(claims);
  });

  it('may have several audiences', () => {
    expect(claimsOf(tokenOf({ aud: ['one', 'two'] }))).toEqual({ ...NONE, aud: 'one, two' });
  });

  it.each([
    ['an empty text', ''],
    ['no token', 'token'],
    ['two dots and nothing else', '..'],
    ['a payload that is no JSON', 'a.b.c'],
    ['a payload that is null', tokenOf(null)],
    ['a payload that is a list', tokenOf(['iss'])],
    ['a payload that is a text', tokenOf('iss')],
    ['claims that are no texts', tokenOf({ iss: 7, aud: { a: 1 }, sub: null })],
    [
      'a prototype instead of claims',
      `e30.${Buffer.from('{"__proto__":{"iss":"x"}}').toString('base64url')}.c`,
    ],
  ])('are not there in %s', (_, token) => {
    expect(claimsOf(token)).toEqual(NONE);
  });

  it('are read of anything without a throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => `.${Buffer.from(text).toString('base64url')}.`),
        ),
        (token) => {
          const claims = claimsOf(token);
          expect(Object.keys(claims)).toEqual(['iss', 'aud', 'sub']);
          expect(Object.values(claims).every((value) => typeof value === 'string')).toBe(true);
        },
      ),
      { seed: 20261124 },
    );
  });
});

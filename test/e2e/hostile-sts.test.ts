import { describe, expect, it } from 'vitest';
import { startTokenService } from '../../emulator/index.ts';
import { identityWith, PROVIDER_ARN, ROLE_ARN } from '../emulator/identity.ts';
import { startFront, type Trap } from './hostile-front.ts';
import { leaks } from './leaks.ts';
import { runStep, startCloud } from './on-github.ts';
import { answer, endlessly, LIES } from './traps.ts';

const KEY = {
  AccessKeyId: 'STS.forged-key-id',
  AccessKeySecret: 'forged-key-secret',
  SecurityToken: 'forged-token',
};

/** Credentials as STS gives them, with these in their place. */
function session(replaced: Readonly<Record<string, unknown>>): Trap {
  const Credentials = { ...KEY, Expiration: '2049-01-01T00:00:00Z', ...replaced };
  return answer(JSON.stringify({ RequestId: 'R', Credentials }));
}

const trapOf = (name: string): Trap => LIES[name]?.trap ?? endlessly('', '');

describe.concurrent('an STS that is not honest, asked for a role', () => {
  it.each<[string, Trap, RegExp]>([
    [
      'with a redirect',
      answer('', ['location: http://127.0.0.1:9/'], '307 Temporary Redirect'),
      /a redirect, which is not followed/,
    ],
    ['with an endless body', trapOf('endless-body'), /a body that is too large/],
    ['with an upgrade', trapOf('an-upgrade'), /got no answer: the connection was lost/],
    ['with a bomb in XML', trapOf('laughing-xml'), /an answer without what was asked for/],
    ['with half a session', session({ SecurityToken: '' }), /an answer without what was asked for/],
    ['with a session of no time', session({ Expiration: 'soon' }), /an answer without what was asked for/],
    [
      'with a key that no header can hold',
      session({ AccessKeyId: 'x\r\nhost: elsewhere.test' }),
      /an answer without what was asked for/,
    ],
  ])('%s: nothing is started, and no token is shown or sent elsewhere', async (_, trap, told) => {
    const tokens = await startTokenService({ now: Date.now });
    const cloud = await startCloud({ identity: identityWith(tokens.jwks) });
    const front = await startFront(cloud, ({ action }) =>
      action === 'AssumeRoleWithOIDC' ? { trap, carriedOut: false } : undefined,
    );
    try {
      const done = await runStep(cloud, {
        inputs: {
          ...{ 'role-to-assume': ROLE_ARN, 'oidc-provider-arn': PROVIDER_ARN, 'sts-endpoint': front.origin },
          mode: 'plan', // a reading that fails takes half a minute to be given up; the login fails before it
        },
        env: {
          ACTIONS_ID_TOKEN_REQUEST_URL: tokens.requestUrl,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokens.requestToken,
          NODE_OPTIONS: '--max-old-space-size=256',
        },
      });
      expect(done).toMatchObject({ exitCode: 1, stderr: '', journal: [], outputs: { success: 'false' } });
      expect(done.errors).toEqual([expect.stringMatching(told)]);
      const issued = tokens.issued.map(({ value }, index) => [`token ${index}`, value]);
      expect(leaks(done, { request: tokens.requestToken, ...Object.fromEntries(issued) })).toEqual([]);
      expect(done.left).toEqual([]);
    } finally {
      await front.close();
      await tokens.close();
      await cloud.close();
    }
  });
});

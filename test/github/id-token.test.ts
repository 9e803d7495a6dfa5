import { describe, expect, it } from 'vitest';
import { fetchIdToken, IdTokenError } from '../../src/github/id-token.ts';
import { type HttpAnswer, type HttpRequest, TransportError } from '../../src/http/transport.ts';

const URL_GIVEN = 'https://token.actions.example/id?api-version=2';
const RIGHT = { ACTIONS_ID_TOKEN_REQUEST_URL: URL_GIVEN, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'right' };
const CLAIMS = { iss: 'https://issuer.example', aud: 'sts', sub: 'repo:octo-org/octo-repo' };
const TOKEN = `h.${Buffer.from(JSON.stringify(CLAIMS)).toString('base64url')}.s`;

function answer(status: number, body: string, more: Partial<HttpAnswer> = {}): HttpAnswer {
  return { status, body, broken: undefined, header: () => undefined, ...more } as HttpAnswer;
}

const GOOD = answer(200, JSON.stringify({ value: TOKEN }));

/** What is asked for, and comes of it, where these answers come one after the other. */
async function fetched(answers: readonly (HttpAnswer | Error)[], variables: Record<string, string> = RIGHT) {
  const requests: HttpRequest[] = [];
  const masked: string[] = [];
  const left = [...answers];
  const work = fetchIdToken('sts', {
    variables,
    send: async (request) => {
      requests.push(request);
      const next = left.shift();
      if (next === undefined) throw new Error('nobody asks once more');
      if (next instanceof Error) throw next;
      return next;
    },
    sleep: async () => undefined,
    mask: (secrets) => void masked.push(...secrets),
  });
  const result = await work.catch((error: unknown) => error);
  return { result, requests, masked };
}

const AGAIN = 'Run the job again; look at githubstatus.com if this repeats.';
const refused = (why: string) => `GitHub did not give this job an OIDC token${why}`;

describe('an OIDC token of the job', () => {
  it('is asked for with the job’s right to it, and masked before anybody has it', async () => {
    const { result, requests, masked } = await fetched([GOOD]);
    expect(result).toEqual({ token: TOKEN, claims: CLAIMS });
    expect(masked).toEqual([TOKEN]);
    expect(requests).toEqual([
      {
        method: 'GET',
        url: new URL(`${URL_GIVEN}&audience=sts`),
        headers: {
          host: 'token.actions.example',
          accept: 'application/json',
          authorization: 'Bearer right',
        },
        body: '',
      },
    ]);
  });

  it.each([
    ['no connection', new TransportError('no connection', false, 'Check the proxy.')],
    ['a limit', answer(429, '')],
    ['a server that fails', answer(500, '')],
  ])('is asked for again after %s', async (_, first) => {
    const { result, requests } = await fetched([first, first, GOOD]);
    expect(result).toMatchObject({ token: TOKEN });
    expect(requests).toHaveLength(3);
  });

  it.each<[string, (HttpAnswer | Error)[], string]>([
    [
      'no connection, three times',
      Array.from({ length: 3 }, () => new TransportError('no connection', false, 'Check the proxy.')),
      ': no connection',
    ],
    ['a server that fails three times', [answer(503, ''), answer(503, ''), answer(503, '')], ' (HTTP 503)'],
    ['a refusal', [answer(403, '')], ' (HTTP 403)'],
    ['a redirect', [answer(302, '')], ' (HTTP 302)'],
    ['an answer that is no JSON', [answer(200, '<html>')], ' (its answer holds none)'],
    ['an answer without a token', [answer(200, '{"value":""}')], ' (its answer holds none)'],
    [
      'a token in an answer that broke off',
      [{ ...GOOD, broken: 'cut' } as HttpAnswer],
      ' (its answer holds none)',
    ],
  ])('is not there after %s', async (_, answers, why) => {
    const { result, requests, masked } = await fetched(answers);
    expect(result).toBeInstanceOf(IdTokenError);
    expect(result).toMatchObject({ name: 'IdTokenError', message: refused(why), remedy: AGAIN });
    const [first] = answers;
    expect(result).toHaveProperty('cause', first instanceof Error ? first : undefined);
    expect(requests).toHaveLength(answers.length);
    expect(masked).toEqual([]);
  });

  it('whose fetching fails for another reason is no failure of GitHub’s', async () => {
    const bug = new TypeError('x is not a function');
    expect((await fetched([bug])).result).toBe(bug);
  });

  it('may be had over plain HTTP, as the runner says', async () => {
    const address = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:8080/id' };
    const { result, requests } = await fetched([GOOD], { ...RIGHT, ...address });
    expect(result).toMatchObject({ token: TOKEN });
    expect(requests.map(({ url }) => url.href)).toEqual(['http://127.0.0.1:8080/id?audience=sts']);
  });

  it.each(['no URL', 'ftp://token.actions.example/'])('is not asked for at %j', async (address) => {
    const { result, requests } = await fetched([], { ...RIGHT, ACTIONS_ID_TOKEN_REQUEST_URL: address });
    expect(result).toMatchObject({ message: refused(' (its address is no URL)'), remedy: AGAIN });
    expect(requests).toEqual([]);
  });

  it.each(Object.keys(RIGHT))('is not given to a job without %s', async (name) => {
    expect((await fetched([], { ...RIGHT, [name]: '' })).result).toMatchObject({
      message: 'GitHub gives this job no OIDC token',
      remedy:
        'Add "id-token: write" to the permissions of the job. Runs for pull requests from forks usually get none.',
    });
  });
});

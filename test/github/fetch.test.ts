import { describe, expect, it } from 'vitest';
import { explainGitHub, type GitHub, openGitHub } from '../../src/github/api.ts';
import { fetchOver, NOT_GITHUBS } from '../../src/github/fetch.ts';
import type { HttpRequest, Send } from '../../src/http/transport.ts';
import { closedPort, httpAnswer, loopback } from '../http/loopback.ts';
import { transportForTest } from '../http/sending.ts';

const JSON_TYPE = 'content-type: application/json; charset=utf-8';

function gitHubAt(apiUrl: string, cancel = new AbortController(), token = 'ghs_token'): Promise<GitHub> {
  const { send } = transportForTest();
  return openGitHub({ token, repository: 'octo-org/octo-repo', apiUrl, send, cancel: cancel.signal });
}

/** How the comments of a pull request could not be read, in the words of a warning. */
async function troubleWith(github: GitHub): Promise<string> {
  const found = await github.comments(7, '').catch((error: unknown) => ({ error }));
  if (!('error' in found)) throw new Error(`there were ${found.length} comments`);
  return explainGitHub(found.error, 'What', 'pull-requests: write');
}

const PAGE = '<html><body>Access denied to octo-org</body></html>';

it.each([
  ['a page in the place of the list', httpAnswer(PAGE, ['content-type: text/html'])],
  ['an empty body, which is no empty list', httpAnswer('', [JSON_TYPE])],
  ['nothing in JSON, which is none either', httpAnswer('null', [JSON_TYPE])],
  ['a number in JSON', httpAnswer('7', [JSON_TYPE])],
  ['an object where a list is due', httpAnswer('{"id":1}', [JSON_TYPE])],
  ['half a list', `HTTP/1.1 200 OK\r\ncontent-length: 100\r\n${JSON_TYPE}\r\n\r\n[{"id":1`],
])('%s is not an answer of GitHub’s, and none of it is told', async (_, answer) => {
  const { origin } = await loopback((socket) => socket.end(answer));
  expect(await troubleWith(await gitHubAt(origin))).toBe("What: the answer is not one of GitHub's API");
});

it('a redirect is not followed: the request carries the token', async () => {
  const elsewhere = await loopback((socket) => socket.end(httpAnswer('[]', [JSON_TYPE])));
  const { origin, heads } = await loopback((socket) =>
    socket.end(httpAnswer('[]', [JSON_TYPE, `location: ${elsewhere.origin}/`], '307 Temporary Redirect')),
  );
  expect(await troubleWith(await gitHubAt(origin))).toBe('What: unexpected redirect');
  expect(heads).toHaveLength(1);
  expect(elsewhere.connections).toEqual([]);
});

it('a next page on another host is not asked for: the request carries the token', async () => {
  const elsewhere = await loopback((socket) => socket.end(httpAnswer('[]', [JSON_TYPE])));
  const { origin } = await loopback((socket) =>
    socket.end(httpAnswer('[]', [JSON_TYPE, `link: <${elsewhere.origin}/>; rel="next"`])),
  );
  expect(await troubleWith(await gitHubAt(origin))).toBe('What: the next page is on another host');
  expect(elsewhere.connections).toEqual([]);
});

it('pages without end are not read until the time is up', async () => {
  const { origin, heads } = await loopback((socket) => {
    const next = `link: <http://127.0.0.1:${socket.localPort}/again>; rel="next"`;
    socket.write(httpAnswer('[]', [JSON_TYPE, next]));
  });
  expect(await troubleWith(await gitHubAt(origin))).toBe('What: the list of comments does not end');
  expect(heads).toHaveLength(51);
});

it('a failure keeps its status, though its body never arrives whole', async () => {
  const head = 'HTTP/1.1 429 Too Many Requests\r\ncontent-length: 100\r\ncontent-type: image/png\r\n\r\n';
  const { origin } = await loopback((socket) => socket.end(`${head}{`));
  expect(await troubleWith(await gitHubAt(origin))).toBe("What: GitHub's rate limit is used up (HTTP 429)");
});

it.each(['retry-after: 60', 'x-ratelimit-remaining: 0'])(
  'a limit is no missing permission: %s',
  async (header) => {
    const answer = httpAnswer('{"message":"slow down"}', [JSON_TYPE, header], '403 Forbidden');
    const { origin } = await loopback((socket) => socket.end(answer));
    expect(await troubleWith(await gitHubAt(origin))).toBe("What: GitHub's rate limit is used up (HTTP 403)");
  },
);

it('no connection is told with its reason, and a token that no header can hold without the token', async () => {
  const apiUrl = `http://127.0.0.1:${await closedPort()}`;
  const refused = `What: no connection to ${new URL(apiUrl).host} (ECONNREFUSED)`;
  expect(await troubleWith(await gitHubAt(apiUrl))).toBe(refused);
  const broken = await gitHubAt(apiUrl, undefined, 'ghs_to\nken');
  expect(await troubleWith(broken)).toBe('What: a header cannot be written');
});

it('a cancelled run breaks its request off, and asks nothing more', async () => {
  const cancel = new AbortController();
  const server = await loopback(() => cancel.abort(new Error('cancelled')));
  const github = await gitHubAt(server.origin, cancel);
  expect(await troubleWith(github)).toBe('What: cancelled');
  await expect.poll(() => server.connections[0]?.destroyed).toBe(true);
  expect(await troubleWith(github)).toBe('What: cancelled');
  expect(server.heads).toHaveLength(1);
});

it.each([
  ['/api/v3', 'POST /api/graphql HTTP/1.1'],
  ['', 'POST /graphql HTTP/1.1'],
])('GraphQL lies beside REST at %j', async (path, line) => {
  const answer = httpAnswer('{"data":{"viewer":{"login":"octocat"}}}', [JSON_TYPE]);
  const server = await loopback((socket) => socket.end(answer));
  expect(await (await gitHubAt(server.origin + path)).login()).toBe('octocat');
  expect(server.heads).toEqual([expect.stringContaining(line)]);
});

/** A transport that gives one answer to everything, and the requests that it was given. */
function answering(body: string, status = 200, headers: Readonly<Record<string, string>> = {}) {
  const requests: HttpRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    return { status, body, header: (name) => headers[name], broken: undefined };
  };
  return { send, requests };
}

it.each([
  [299, '', NOT_GITHUBS],
  [299, '{}', undefined],
  [300, '{}', 'unexpected redirect'],
  [399, '{}', 'unexpected redirect'],
  [400, '', undefined],
])('HTTP %d with the body %j is told as it is, or refused: %s', async (status, body, refusal) => {
  const { send } = answering(body, status, { link: '<next>', server: 'GitHub.com' });
  const { signal } = new AbortController();
  const options = { method: 'GET', headers: {}, signal } as const;
  const told = fetchOver(send, 'https://api.github.com')('https://api.github.com/user', options);
  if (refusal !== undefined) return expect(told).rejects.toThrow(new Error(refusal));
  const { headers, text, ...rest } = await told;
  expect(rest).toEqual({ status, url: 'https://api.github.com/user' });
  expect(await text()).toBe(body);
  const known = { 'content-type': 'application/json', link: '<next>' };
  expect([...headers]).toEqual(Object.entries(known));
});

describe('without an address of its own, GitHub.com', () => {
  const { signal: cancel } = new AbortController();
  const gitHub = (send: Send) =>
    openGitHub({ token: 'ghs_token', repository: 'octo-org/octo-repo', apiUrl: undefined, send, cancel });

  it('is asked who the token is', async () => {
    const { send, requests } = answering('{"data":{"viewer":{"login":"octocat"}}}');
    expect(await (await gitHub(send)).login()).toBe('octocat');
    const asked = requests.map(({ method, url, body }) => [method, url.href, body]);
    const query = '{"query":"query { viewer { login } }"}';
    expect(asked).toEqual([['POST', 'https://api.github.com/graphql', query]]);
  });

  it('gives the comments that begin with a text, also of an account that is gone', async () => {
    const html_url = 'https://github.com/octo-org/octo-repo/pull/7';
    const comments = [
      { id: 1, html_url, user: null, body: 'mark one' },
      { id: 2, html_url, user: { login: 'octocat' }, body: 'no mark' },
      { id: 3, html_url, user: { login: 'octocat' }, body: null },
    ];
    const { send } = answering(JSON.stringify(comments));
    const found = async (beginning: string) => (await gitHub(send)).comments(7, beginning);
    expect(await found('mark')).toEqual([{ id: 1, url: html_url, author: '', body: 'mark one' }]);
    expect((await found('')).map(({ body }) => body)).toEqual(['mark one', 'no mark', '']);
  });
});

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A comment as it lies in the fake GitHub. */
export interface Stored {
  readonly id: number;
  body: string;
  readonly author: string;
}

export interface FakeGitHub {
  readonly url: string;
  comments: Stored[];
  /** `METHOD /path`, with the query, in the order of arrival. */
  requests: string[];
  authorizations: Set<string>;
  /** Who the token is. */
  login: string;
  /** What is answered in its place to whoever asks who the token is: a status, and a type of GraphQL's errors. */
  unnamed:
    | { readonly status: number; readonly type?: string; readonly headers?: Record<string, string> }
    | undefined;
  /** Answers every call to REST with this status. */
  status: number | undefined;
  pulls: readonly {
    number: number;
    state: string;
    head: { ref: string; repo: { full_name: string } | null };
    readonly base?: { readonly ref: string };
    readonly merged_at?: string;
    readonly merge_commit_sha?: string;
  }[];
  reviews: readonly unknown[];
  /** Forgets everything. */
  readonly reset: () => void;
  readonly close: () => void;
}

/** GitHub's API on loopback, as far as the action uses it, for octo-org/octo-repo. */
export async function startFakeGitHub(): Promise<FakeGitHub> {
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, headers }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeGitHub = {
    url: `http://127.0.0.1:${port}`,
    ...fresh(),
    reset: () => void Object.assign(fake, fresh()),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const shown = ({ id, body, author }: Stored) => ({
    id,
    body,
    user: { login: author },
    html_url: `https://github.com/octo-org/octo-repo/pull/7#issuecomment-${id}`,
  });

  async function answer(request: IncomingMessage) {
    const { method = '', url = '' } = request;
    const { pathname, searchParams } = new URL(url, fake.url);
    fake.requests.push(`${method} ${url}`);
    fake.authorizations.add(request.headers.authorization ?? '');
    const text = await textOf(request);
    const ok = (body: unknown, headers: Record<string, string> = {}) => ({ status: 200, body, headers });
    if (pathname === '/graphql') {
      if (!fake.unnamed) return ok({ data: { viewer: { login: fake.login } } });
      const { status, type, headers = {} } = fake.unnamed;
      return { status, body: { data: null, errors: [{ type, path: ['viewer'], message: 'no' }] }, headers };
    }
    if (fake.status !== undefined) return { status: fake.status, body: { message: 'no' }, headers: {} };
    const repository = '/repos/octo-org/octo-repo';
    if (pathname === `${repository}/issues/7/comments` && method === 'GET') {
      const page = Number(searchParams.get('page') ?? '1');
      const size = Number(searchParams.get('per_page') ?? '30');
      const more = page * size < fake.comments.length;
      const next = `${fake.url}${pathname}?per_page=${size}&page=${page + 1}`;
      const part = fake.comments.slice((page - 1) * size, page * size).map(shown);
      return ok(part, more ? { link: `<${next}>; rel="next"` } : {});
    }
    const { body = '' } = text === '' ? {} : (JSON.parse(text) as { body?: string });
    if (pathname === `${repository}/issues/7/comments` && method === 'POST') {
      const comment = { id: fake.comments.length + 1, body, author: fake.login };
      fake.comments.push(comment);
      return { status: 201, body: shown(comment), headers: {} };
    }
    const id = Number(/\/issues\/comments\/(\d+)$/.exec(pathname)?.[1]);
    const comment = fake.comments.find((one) => one.id === id);
    if (comment && method === 'PATCH') {
      comment.body = body;
      return ok(shown(comment));
    }
    if (/^\/repos\/octo-org\/octo-repo\/commits\/[^/]+\/pulls$/.test(pathname)) return ok(fake.pulls);
    if (pathname === `${repository}/actions/runs/17234567890/approvals`) return ok(fake.reviews);
    return { status: 404, body: { message: 'Not Found' }, headers: {} };
  }
  return fake;
}

function fresh() {
  return {
    comments: [],
    requests: [],
    authorizations: new Set<string>(),
    login: 'github-actions[bot]',
    unnamed: undefined,
    status: undefined,
    pulls: [],
    reviews: [],
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

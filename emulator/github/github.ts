import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '../loopback.ts';
import { type Answer, answerTo, type Contents, ENTERPRISE, refusal, type State } from './operations.ts';
import type { StoredComment } from './resources.ts';

export type { Permission } from './operations.ts';
export type { StoredApproval, StoredComment, StoredPull } from './resources.ts';

/** What goes wrong with a request instead of an answer. */
export type GitHubFault = 'hang' | 'reset' | 'html' | 'error' | 'other-json' | 'rate-limit';

/** What this GitHub knows when it starts. Every part has a default. */
export interface GitHubOptions extends Contents {
  /** `OWNER/REPO`. Default `octo-org/octo-repo`. */
  readonly repository?: string;
  /** The token that is let in. */
  readonly token?: string;
  /** Whose the token is. Default: the user of the tokens that jobs get. */
  readonly login?: string;
  readonly comments?: readonly Omit<StoredComment, 'id'>[];
  /** What goes wrong with every request. */
  readonly fault?: GitHubFault;
  /** Changes the body of an answer before it is sent. */
  readonly distort?: (path: string, body: unknown) => unknown;
}

/** One request as this GitHub saw it; its token is not kept. */
export interface GitHubRequest {
  readonly method: string;
  /** Path and query, with the prefix of a GitHub Enterprise Server if there was one. */
  readonly path: string;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
}

/** A stand-in for GitHub's API, on 127.0.0.1. */
export interface GitHub {
  /** For GITHUB_API_URL, as at github.com. */
  readonly url: string;
  /** For GITHUB_API_URL, as on a GitHub Enterprise Server. */
  readonly enterpriseUrl: string;
  readonly token: string;
  readonly login: string;
  readonly repository: string;
  /** Every request so far. */
  readonly journal: readonly GitHubRequest[];
  /** Every comment as it is now, the oldest first. */
  readonly comments: readonly StoredComment[];
  /** Names the address under which clients see the API, for the links in answers: that of a proxy before it. */
  readonly seenAt: (url: string) => void;
  /** Stops listening and breaks every open connection. */
  readonly close: () => Promise<void>;
}

/** Starts a stand-in for GitHub's API. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const journal: GitHubRequest[] = [];
  const state: State = {
    options,
    repository: options.repository ?? 'octo-org/octo-repo',
    token: options.token ?? `ghs_${'0123456789abcdefghij'.repeat(2).slice(0, 36)}`,
    login: options.login ?? 'github-actions[bot]',
    comments: (options.comments ?? []).map((comment, index) => ({ ...comment, id: 1001 + index })),
    base: '',
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '' } = request;
    const body = await textOf(request);
    const { fault, distort } = options;
    const answer = fault === undefined ? answerTo(state, request, body) : undefined;
    journal.push({ method, path, status: answer?.status });
    if (answer === undefined) misbehave(response, fault);
    else send(response, { ...answer, body: distort ? distort(path, answer.body) : answer.body });
  };
  const server = await listenOnLoopback((request, response) => {
    serve(request, response).catch(() => response.destroy());
  }, 0);
  state.base = server.url;
  return {
    url: server.url,
    enterpriseUrl: `${server.url}${ENTERPRISE}`,
    token: state.token,
    login: state.login,
    repository: state.repository,
    journal,
    get comments() {
      return state.comments;
    },
    seenAt: (url) => {
      state.base = url;
    },
    close: server.close,
  };
}

function misbehave(response: ServerResponse, fault: GitHubFault | undefined): void {
  switch (fault) {
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Unicorn!</h1>');
      break;
    case 'other-json':
      send(response, { status: 200, body: { unicorn: true } });
      break;
    case 'rate-limit':
      send(response, {
        ...refusal(403, 'API rate limit exceeded for installation ID 1.'),
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225600' },
      });
      break;
    case 'error':
      send(response, refusal(502, 'Server Error'));
      break;
    default: // never answered
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

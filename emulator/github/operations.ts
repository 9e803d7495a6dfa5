import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../json.ts';
import {
  approvalOf,
  commentOf,
  type Place,
  pullOf,
  type StoredApproval,
  type StoredComment,
  type StoredPull,
} from './resources.ts';

/** A permission of a job's token, as a workflow writes it. */
export type Permission = 'pull-requests: write' | 'actions: read' | 'contents: read';

/** Where the API of GitHub Enterprise Server begins. */
export const ENTERPRISE = '/api/v3';

const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 100;
const LONGEST_BODY = 65_536;

/** What the token may do, and what there is beside comments. */
export interface Contents {
  /** Whether the token may ask whose it is. Default true. */
  readonly tellsLogin?: boolean;
  /** Permissions that the token lacks. */
  readonly without?: readonly Permission[];
  readonly pulls?: readonly StoredPull[];
  /** The approvals of each run, by its id. */
  readonly approvals?: Readonly<Record<number, readonly StoredApproval[]>>;
}

/** What a stand-in knows and remembers. */
export interface State {
  readonly options: Contents;
  readonly repository: string;
  readonly token: string;
  readonly login: string;
  comments: readonly StoredComment[];
  /** Where clients see the API, without the prefix. */
  base: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What of a request its operation needs. */
interface Call {
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** The address of this very resource, without its query. */
  readonly self: string;
  readonly place: Place;
}

interface Operation {
  readonly method: string;
  /** Below the repository; its one group is an id. */
  readonly path: RegExp;
  readonly permission: Permission;
  readonly run: (state: State, call: Call) => Answer;
}

const OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: /^issues\/(\d+)\/comments$/,
    permission: 'pull-requests: write',
    run: (state, call) => {
      const ofIssue = state.comments.filter(({ issue }) => issue === Number(call.id));
      return page(
        ofIssue.map((comment) => commentOf(comment, call.place)),
        call,
      );
    },
  },
  {
    method: 'POST',
    path: /^issues\/(\d+)\/comments$/,
    permission: 'pull-requests: write',
    run: (state, { id, body, place }) => {
      const text = commentText(body);
      if (text === undefined) return INVALID;
      const comment = {
        id: 1001 + state.comments.length,
        issue: Number(id),
        author: state.login,
        body: text,
      };
      state.comments = [...state.comments, comment];
      const created = commentOf(comment, place);
      return { status: 201, body: created, headers: { location: String(created.url) } };
    },
  },
  {
    method: 'PATCH',
    path: /^issues\/comments\/(\d+)$/,
    permission: 'pull-requests: write',
    run: (state, { id, body, place }) => {
      const text = commentText(body);
      const old = state.comments.find((comment) => comment.id === Number(id));
      if (!old) return NOT_FOUND;
      if (old.author !== state.login) return FORBIDDEN;
      if (text === undefined) return INVALID;
      const changed = { ...old, body: text };
      state.comments = state.comments.map((comment) => (comment === old ? changed : comment));
      return { status: 200, body: commentOf(changed, place) };
    },
  },
  {
    method: 'GET',
    path: /^commits\/([0-9a-f]{40})\/pulls$/,
    permission: 'contents: read',
    run: ({ options }, call) => {
      const pulls = (options.pulls ?? []).filter(({ headSha, mergedAs }) =>
        [headSha, mergedAs].includes(call.id),
      );
      return page(
        pulls.map((pull) => pullOf(pull, call.place)),
        call,
      );
    },
  },
  {
    method: 'GET',
    path: /^actions\/runs\/(\d+)\/approvals$/,
    permission: 'actions: read',
    run: ({ options }, { id, place }) => {
      const approvals = options.approvals?.[Number(id)] ?? [];
      return { status: 200, body: approvals.map((approval) => approvalOf(approval, place)) };
    },
  },
];

const FORBIDDEN = refusal(403, 'Resource not accessible by integration');
const NOT_FOUND = refusal(404, 'Not Found');
const INVALID = refusal(422, 'Validation Failed');

/** The answer by which GitHub refuses. */
export function refusal(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  };
}

/** GitHub's answer to a request, whose body is this text. */
export function answerTo(state: State, { method, url = '', headers }: IncomingMessage, text: string): Answer {
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const [scheme, token] = headers.authorization?.split(' ') ?? [];
  if (!/^(token|bearer)$/i.test(scheme ?? '') || token !== state.token)
    return refusal(401, 'Bad credentials');
  if (pathname === '/graphql' || pathname === '/api/graphql') return viewer(state, method);
  const prefix = pathname.startsWith(`${ENTERPRISE}/`) ? ENTERPRISE : '';
  const api = `${state.base}${prefix}`;
  const root = `${prefix}/repos/${state.repository}/`;
  if (!pathname.startsWith(root)) return NOT_FOUND;
  const path = pathname.slice(root.length);
  for (const operation of OPERATIONS) {
    const id = operation.path.exec(path)?.[1];
    if (id === undefined || operation.method !== method) continue;
    if (state.options.without?.includes(operation.permission)) return FORBIDDEN;
    const body = objectFrom(text);
    if (body === undefined) return refusal(400, 'Problems parsing JSON');
    const place = { api, web: 'https://github.com', repository: state.repository };
    return operation.run(state, { id, query, body, self: `${state.base}${pathname}`, place });
  }
  return NOT_FOUND;
}

function viewer({ login, options: { tellsLogin = true } }: State, method: string | undefined): Answer {
  if (method !== 'POST') return NOT_FOUND;
  if (tellsLogin) return { status: 200, body: { data: { viewer: { login } } } };
  const errors = [{ type: 'FORBIDDEN', path: ['viewer'], message: 'Resource not accessible by integration' }];
  return { status: 200, body: { data: null, errors } };
}

function commentText({ body }: JsonObject): string | undefined {
  return typeof body === 'string' && body !== '' && body.length <= LONGEST_BODY ? body : undefined;
}

/** One page of a list, and in the header Link where the others are. */
function page(items: readonly JsonObject[], { query, self }: Call): Answer {
  const size = Math.min(LARGEST_PAGE, Number(query.get('per_page') ?? DEFAULT_PAGE));
  const number = Math.max(1, Number(query.get('page') ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (rel: string, to: number) => `<${self}?per_page=${size}&page=${to}>; rel="${rel}"`;
  const links = [
    ...(number > 1 ? [link('prev', number - 1), link('first', 1)] : []),
    ...(number < last ? [link('next', number + 1), link('last', last)] : []),
  ];
  return {
    status: 200,
    body: items.slice((number - 1) * size, number * size),
    ...(links.length > 0 && { headers: { link: links.join(', ') } }),
  };
}

/** The object in a body; an empty one where there is no body, undefined where it is something else. */
function objectFrom(text: string): JsonObject | undefined {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

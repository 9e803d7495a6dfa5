import * as z from 'zod';
import type { Send } from '../http/transport.ts';
import type { Approval } from '../report/run.ts';
import { fetchOver, NOT_GITHUBS } from './fetch.ts';

/** The few calls to GitHub that the action makes, all of them about this repository. */
export interface GitHub {
  /** The name under which the token writes: that of jobs for a token that may not ask. @throws where GitHub does not tell */
  readonly login: () => Promise<string>;
  /** The comments of a pull request that begin with a text. */
  readonly comments: (pull: number, beginning: string) => Promise<Comment[]>;
  readonly createComment: (pull: number, body: string) => Promise<string>;
  readonly updateComment: (id: number, body: string) => Promise<string>;
  /** The pull requests that a commit belongs to: open ones of this repository's own branches, and merged ones. */
  readonly pullsOf: (sha: string) => Promise<Pull[]>;
  /** Who approved or rejected the deployments of a run. */
  readonly approvals: (runId: number) => Promise<Approval[]>;
}

/** How GitHub's API is reached. */
export interface GitHubAccess {
  readonly token: string;
  /** `OWNER/REPO` */
  readonly repository: string;
  /** GITHUB_API_URL, which a GitHub Enterprise Server sets to its own; without it GitHub.com's. */
  readonly apiUrl: string | undefined;
  readonly send: Send;
  readonly cancel: AbortSignal;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly url: string;
}

export interface Pull {
  readonly number: number;
  readonly branch: string;
  /** The branch into which it was merged as this very commit; undefined while it is open. */
  readonly mergedInto: string | undefined;
}

const PATIENCE_MS = 20_000; // for everything that one visit asks; a slow GitHub must not hold a job

const MOST_PAGES = 50; // of 100 comments: GitHub itself takes no more than 2,500 in a conversation

/** The user of the token that GitHub gives to every job. */
const ACTIONS_BOT = 'github-actions[bot]';

const COMMENTS = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
const CREATE_COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
const UPDATE_COMMENT = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
const PULLS = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
const APPROVALS = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals';

const viewer = z.object({ viewer: z.object({ login: z.string() }) });

const answered = z.object({
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.unknown()) }),
});

/** A refusal in the manner of GraphQL, whose status is 200. */
const denied = z.object({
  errors: z.tuple([z.object({ type: z.enum(['FORBIDDEN', 'INSUFFICIENT_SCOPES']) })]),
});

// What the client's types promise is still somebody else's answer.
const written = z.object({ html_url: z.url() });
const comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  html_url: z.url(),
});
const pull = z.object({
  number: z.number(),
  state: z.string(),
  head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  base: z.object({ ref: z.string() }),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
});
const review = z.object({
  state: z.string(),
  comment: z.string(),
  user: z.object({ login: z.string() }),
  environments: z.array(z.object({ name: z.string().optional() })),
});

/** Opens GitHub's API for a repository. The client is only loaded here: most runs do without. */
export async function openGitHub({ token, repository, ...access }: GitHubAccess): Promise<GitHub> {
  const [{ Octokit }, { paginateRest }] = await Promise.all([
    import('@octokit/core'),
    import('@octokit/plugin-paginate-rest'),
  ]);
  const baseUrl = access.apiUrl || 'https://api.github.com';
  const octokit = new (Octokit.plugin(paginateRest))({
    auth: token,
    baseUrl,
    request: {
      fetch: fetchOver(access.send, baseUrl),
      signal: AbortSignal.any([access.cancel, AbortSignal.timeout(PATIENCE_MS)]),
    },
  });
  const [owner = '', repo = ''] = repository.split('/');
  const here = { owner, repo };
  return {
    login: async () => {
      try {
        return viewer.parse(await octokit.graphql('query { viewer { login } }')).viewer.login;
      } catch (error) {
        if (mayNotAsk(error)) return ACTIONS_BOT;
        throw error; // under a wrong name its comment would not be found, and written a second time
      }
    },
    comments: async (number, beginning) => {
      const where = { ...here, issue_number: number, per_page: 100 };
      let pages = 0;
      // Of each page only what is wanted is kept: nobody knows how long they are, and how many.
      return octokit.paginate(COMMENTS, where, ({ data }): Comment[] => {
        pages += 1;
        if (pages > MOST_PAGES) throw new Error('the list of comments does not end');
        return z
          .array(comment)
          .parse(data)
          .map(({ id, body, user, html_url: url }) => {
            return { id, body: body ?? '', author: user?.login ?? '', url };
          })
          .filter(({ body }) => body.startsWith(beginning));
      });
    },
    createComment: async (number, body) => {
      const { data } = await octokit.request(CREATE_COMMENT, { ...here, issue_number: number, body });
      return written.parse(data).html_url;
    },
    updateComment: async (id, body) => {
      const { data } = await octokit.request(UPDATE_COMMENT, { ...here, comment_id: id, body });
      return written.parse(data).html_url;
    },
    pullsOf: async (sha) => {
      const { data } = await octokit.request(PULLS, { ...here, commit_sha: sha });
      return z
        .array(pull)
        .parse(data)
        .flatMap(({ number, state, head, base, merged_at, merge_commit_sha }): Pull[] => {
          const open = state === 'open' && head.repo?.full_name === repository;
          const merged = Boolean(merged_at) && merge_commit_sha === sha;
          if (!open && !merged) return [];
          return [{ number, branch: head.ref, mergedInto: merged ? base.ref : undefined }];
        });
    },
    approvals: async (runId) => {
      const { data } = await octokit.request(APPROVALS, { ...here, run_id: runId });
      return z
        .array(review)
        .parse(data)
        .map(({ user, environments, ...decision }) => ({
          ...decision,
          user: user.login,
          environments: environments.flatMap(({ name }) => name ?? []),
        }));
    },
  };
}

/** A failure of GitHub in words that name the missing permission; never more than a warning. */
export function explainGitHub(error: unknown, what: string, permission: string): string {
  if (error instanceof z.ZodError) return `${what}: ${NOT_GITHUBS}`;
  const answer = answerIn(error);
  const { status } = answer;
  if (status === 401) return `${what}: the github-token is not valid (HTTP 401)`;
  if (isRateLimited(answer)) {
    return `${what}: GitHub's rate limit is used up (HTTP ${status})`;
  }
  if (status === 403 || status === 404) {
    return `${what}: the github-token may not do that (HTTP ${status}); add "${permission}" to the permissions of the job`;
  }
  const why =
    status === undefined ? (error instanceof Error ? error.message : String(error)) : `HTTP ${status}`;
  return `${what}: ${why}`;
}

/** Whether GitHub answered that the token may not ask who it is; any other failure leaves that open. */
function mayNotAsk(error: unknown): boolean {
  const answer = answerIn(error);
  return (answer.status === 403 && !isRateLimited(answer)) || denied.safeParse(error).success;
}

interface Answer {
  readonly status?: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

function isRateLimited({ status, headers }: Answer): boolean {
  if (status === 429) return true;
  return status === 403 && (headers['x-ratelimit-remaining'] === '0' || Boolean(headers['retry-after']));
}

/** What GitHub answered; nothing where no answer came, to which the client gives the status 500 all the same. */
function answerIn(error: unknown): Answer {
  const found = answered.safeParse(error);
  return found.success ? found.data.response : { headers: {} };
}

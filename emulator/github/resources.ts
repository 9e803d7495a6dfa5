import type { JsonObject } from '../json.ts';

/*
 * The resources of GitHub's API as it shows them: complete enough for its own description, and with nothing in
 * them that a run has not put there.
 */

const AT = '2026-01-01T00:00:00Z';

/** Where the resources of a repository live. */
export interface Place {
  /** Of the API, without a slash at its end. */
  readonly api: string;
  /** Of the pages for people, without a slash at its end. */
  readonly web: string;
  /** `OWNER/REPO` */
  readonly repository: string;
}

export interface StoredComment {
  readonly id: number;
  readonly issue: number;
  readonly author: string;
  readonly body: string;
}

export interface StoredPull {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly headRef: string;
  readonly headSha: string;
  /** The commit as which it was merged into `main`. */
  readonly mergedAs?: string;
}

export interface StoredApproval {
  readonly user: string;
  readonly state: 'approved' | 'rejected' | 'pending';
  readonly comment: string;
  readonly environments: readonly string[];
}

export function userOf(login: string, { api, web }: Place): JsonObject {
  const url = `${api}/users/${encodeURIComponent(login)}`;
  const more = ['followers', 'subscriptions', 'organizations', 'repos', 'received_events'];
  return {
    login,
    id: 1 + [...login].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 0),
    node_id: `U_${Buffer.from(login).toString('base64url')}`,
    avatar_url: `${web}/avatars/1`,
    gravatar_id: '',
    url,
    html_url: `${web}/${encodeURIComponent(login)}`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    events_url: `${url}/events{/privacy}`,
    ...Object.fromEntries(more.map((name) => [`${name}_url`, `${url}/${name}`])),
    type: login.endsWith('[bot]') ? 'Bot' : 'User',
    site_admin: false,
  };
}

export function commentOf({ id, issue, author, body }: StoredComment, place: Place): JsonObject {
  const { api, web, repository } = place;
  return {
    id,
    node_id: `IC_${id}`,
    url: `${api}/repos/${repository}/issues/comments/${id}`,
    html_url: `${web}/${repository}/pull/${issue}#issuecomment-${id}`,
    issue_url: `${api}/repos/${repository}/issues/${issue}`,
    body,
    user: userOf(author, place),
    created_at: AT,
    updated_at: AT,
    author_association: 'NONE',
  };
}

export function pullOf({ number, state, headRef, headSha, mergedAs }: StoredPull, place: Place): JsonObject {
  const { api, web, repository } = place;
  const [owner = ''] = repository.split('/');
  const url = `${api}/repos/${repository}/pulls/${number}`;
  const issue = `${api}/repos/${repository}/issues/${number}`;
  const page = `${web}/${repository}/pull/${number}`;
  const user = userOf(owner, place);
  const branch = (ref: string, sha: string) => {
    return { label: `${owner}:${ref}`, ref, sha, user, repo: repositoryOf(place) };
  };
  const links = {
    comments_url: `${issue}/comments`,
    commits_url: `${url}/commits`,
    statuses_url: `${api}/repos/${repository}/statuses/${headSha}`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/repos/${repository}/pulls/comments{/number}`,
  };
  const named = Object.entries({ ...links, html_url: page, issue_url: issue, self_url: url });
  return {
    url,
    id: number,
    node_id: `PR_${number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    ...links,
    number,
    state,
    locked: false,
    title: `Change ${number}`,
    user,
    body: null,
    labels: [],
    milestone: null,
    created_at: AT,
    updated_at: AT,
    closed_at: state === 'closed' ? AT : null,
    merged_at: mergedAs === undefined ? null : AT,
    merge_commit_sha: mergedAs ?? null,
    assignee: null,
    head: branch(headRef, headSha),
    base: branch('main', '0'.repeat(40)),
    author_association: 'MEMBER',
    auto_merge: null,
    draft: false,
    _links: Object.fromEntries(named.map(([name, href]) => [name.slice(0, -'_url'.length), { href }])),
  };
}

export function approvalOf(approval: StoredApproval, place: Place): JsonObject {
  const { user, state, comment, environments } = approval;
  return {
    state,
    comment,
    user: userOf(user, place),
    environments: environments.map((name, index) => {
      const path = `repos/${place.repository}/environments/${encodeURIComponent(name)}`;
      const id = index + 1;
      return {
        id,
        node_id: `EN_${id}`,
        name,
        url: `${place.api}/${path}`,
        html_url: `${place.web}/${place.repository}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
        created_at: AT,
        updated_at: AT,
      };
    }),
  };
}

const URL_NAMES =
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads ' +
  'events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges ' +
  'milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees';

function repositoryOf(place: Place): JsonObject {
  const { api, web, repository } = place;
  const [owner = '', name = ''] = repository.split('/');
  const url = `${api}/repos/${repository}`;
  const page = `${web}/${repository}`;
  return {
    id: 1,
    node_id: 'R_1',
    name,
    full_name: repository,
    owner: userOf(owner, place),
    private: true,
    html_url: page,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(URL_NAMES.split(' ').map((part) => [`${part}_url`, `${url}/${part}`])),
    clone_url: `${page}.git`,
    git_url: `${page}.git`,
    ssh_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 1,
    default_branch: 'main',
    open_issues: 1,
    open_issues_count: 1,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    archived: false,
    disabled: false,
    created_at: AT,
    updated_at: AT,
    pushed_at: AT,
  };
}

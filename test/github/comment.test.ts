import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { explainGitHub, type GitHub, openGitHub } from '../../src/github/api.ts';
import { markerOf, writeComment } from '../../src/github/comment.ts';
import type { Diagnostic } from '../../src/manifest/diagnostics.ts';
import { COMMENT_LIMIT, commentOf } from '../../src/report/comment.ts';
import type { Report } from '../../src/report/report.ts';
import { runUrl } from '../../src/report/run.ts';
import { elements, RENDERERS, readSummary, walk } from '../e2e/markdown.ts';
import { transportForTest } from '../http/sending.ts';
import { type FakeGitHub, type Stored, startFakeGitHub } from './fake-github.ts';
import { bought, CONTEXT, fleetManifest, reportOf } from './reports.ts';

const TOPIC = { manifest: 'deploy/kafka.yml', environment: 'production', instances: [] };
const MARKER = markerOf(TOPIC);
const BOT = 'github-actions[bot]';

describe('the marker of a comment', () => {
  it('is the same in every run, and invisible', () => {
    expect(MARKER).toBe(markerOf({ ...TOPIC }));
    expect(MARKER).toMatch(/^<!-- deploy-alikafka plan [0-9a-f]{24} -->$/);
    expect(readSummary(`${MARKER}\ntext`).text.trim()).toBe('text');
  });

  it('is another for each manifest, environment and selection of instances', () => {
    const topics = [
      TOPIC,
      { ...TOPIC, environment: '' },
      { ...TOPIC, environment: 'Production' },
      { ...TOPIC, manifest: 'deploy/kafka.yaml' },
      { ...TOPIC, manifest: '' },
      { ...TOPIC, manifest: '', environment: '' },
      { ...TOPIC, manifest: 'deploy/kafka.ymlproduction', environment: '' },
      { ...TOPIC, manifest: 'deploy/kafka.yml","production', environment: '' },
      { ...TOPIC, manifest: 'production', environment: 'deploy/kafka.yml' },
      { ...TOPIC, instances: ['orders'] },
      { ...TOPIC, instances: ['audit'] },
      { ...TOPIC, instances: ['orders', 'audit'] },
      { ...TOPIC, instances: ['orders,audit'] },
    ];
    expect(markerOf({ ...TOPIC, instances: ['b', 'a'] })).toBe(markerOf({ ...TOPIC, instances: ['a', 'b'] }));
    expect(new Set(topics.map(markerOf)).size).toBe(topics.length);
  });

  it('cannot be ended early by what a manifest is called', () => {
    expect(markerOf({ manifest: '--> <script>', environment: '-->', instances: ['-->'] })).toMatch(
      /^<!-- [a-z0-9 -]+ -->$/,
    );
  });
});

/** A GitHub in memory that records what is done to it. */
function gitHub(comments: readonly Partial<Stored>[], login = BOT) {
  const done: string[] = [];
  const github: GitHub = {
    login: async () => login,
    comments: async () =>
      comments.map(({ body = '', author = BOT }, index) => ({
        id: index + 1,
        body,
        author,
        url: `url-${index + 1}`,
      })),
    createComment: async (pull, body) => {
      done.push(`create on ${pull}: ${body}`);
      return 'url-new';
    },
    updateComment: async (id, body) => {
      done.push(`update ${id}: ${body}`);
      return `url-${id}`;
    },
    pullsOf: async () => [],
    approvals: async () => [],
  };
  return { done, write: (text: string) => writeComment(github, 7, TOPIC, text) };
}

describe('a plan is written', () => {
  it('as a new comment when there is none', async () => {
    const { done, write } = gitHub([{ body: 'hello' }]);
    expect(await write('plan')).toBe('url-new');
    expect(done).toEqual([`create on 7: ${MARKER}\nplan`]);
  });

  it('over the comment of an earlier run', async () => {
    const { done, write } = gitHub([{ body: 'hello' }, { body: `${MARKER}\nold` }, { body: 'bye' }]);
    expect(await write('plan')).toBe('url-2');
    expect(done).toEqual([`update 2: ${MARKER}\nplan`]);
  });

  it('not again when it says the same', async () => {
    const { done, write } = gitHub([{ body: `${MARKER}\nplan` }]);
    expect(await write('plan')).toBe('url-1');
    expect(done).toEqual([]);
  });

  it.each<[string, Partial<Stored>]>([
    ['by somebody else, its marker forged', { body: `${MARKER}\nplan`, author: 'mallory' }],
    ['by another bot', { body: `${MARKER}\nplan`, author: 'other-bot[bot]' }],
    ['by somebody whose account is gone', { body: `${MARKER}\nplan`, author: '' }],
    ['with the marker behind something else', { body: `> ${MARKER}\nplan` }],
    ['with the marker in its second line', { body: `see\n${MARKER}\nplan` }],
    ['about another environment', { body: `${markerOf({ ...TOPIC, environment: 'staging' })}\nplan` }],
    ['about another manifest', { body: `${markerOf({ ...TOPIC, manifest: 'other.yml' })}\nplan` }],
    ['without a text', { body: '' }],
  ])('beside a comment %s, which is left alone', async (_, comment) => {
    const { done, write } = gitHub([comment]);
    await write('plan');
    expect(done).toEqual([`create on 7: ${MARKER}\nplan`]);
  });

  it('over its own one, though somebody forged an earlier one', async () => {
    const { done, write } = gitHub([
      { body: `${MARKER}\nforged`, author: 'mallory' },
      { body: `${MARKER}\nold` },
    ]);
    await write('plan');
    expect(done).toEqual([`update 2: ${MARKER}\nplan`]);
  });

  it('by whoever the token is, under that name', async () => {
    const { done, write } = gitHub(
      [{ body: `${MARKER}\nold` }, { body: `${MARKER}\nold`, author: 'app[bot]' }],
      'app[bot]',
    );
    await write('plan');
    expect(done).toEqual([`update 2: ${MARKER}\nplan`]);
  });
});

describe("GitHub's API", () => {
  let fake: FakeGitHub;

  beforeAll(async () => {
    fake = await startFakeGitHub();
  });
  beforeEach(() => fake.reset());
  afterAll(() => fake.close());

  const open = () =>
    openGitHub({
      ...{ token: 'ghs_token', repository: 'octo-org/octo-repo', apiUrl: fake.url },
      ...{ send: transportForTest().send, cancel: new AbortController().signal },
    });

  function store(count: number, change: (index: number) => Partial<Stored>): void {
    for (let index = 0; index < count; index += 1) {
      fake.comments.push({
        id: index + 1,
        body: `comment ${index + 1}`,
        author: 'octocat',
        ...change(index),
      });
    }
  }

  it('is asked for every page of comments', async () => {
    store(250, (index) => (index === 237 ? { body: `${MARKER}\nold`, author: BOT } : {}));
    const url = await writeComment(await open(), 7, TOPIC, 'plan');
    expect(url).toBe('https://github.com/octo-org/octo-repo/pull/7#issuecomment-238');
    expect(fake.comments).toHaveLength(250);
    expect(fake.comments[237]?.body).toBe(`${MARKER}\nplan`);
    expect(fake.requests.filter((line) => line.includes('/issues/7/comments'))).toHaveLength(3);
    expect(fake.authorizations).toEqual(new Set(['token ghs_token']));
  });

  it('has one comment after many runs', async () => {
    store(120, () => ({}));
    for (const text of ['one', 'two', 'two', 'three']) await writeComment(await open(), 7, TOPIC, text);
    const own = fake.comments.filter(({ author }) => author === BOT);
    expect(own.map(({ body }) => body)).toEqual([`${MARKER}\nthree`]);
    const writes = fake.requests.filter((line) => /^(POST|PATCH) \/repos/.test(line));
    expect(writes.map((line) => line.split(' ')[0])).toEqual(['POST', 'PATCH', 'PATCH']);
  });

  it("keeps a forged comment, on whatever page, and the token's own beside it", async () => {
    store(101, (index) => (index === 100 ? { body: `${MARKER}\nforged` } : {}));
    await writeComment(await open(), 7, TOPIC, 'plan');
    expect(fake.comments[100]?.body).toBe(`${MARKER}\nforged`);
    expect(fake.comments.at(-1)).toMatchObject({ author: BOT, body: `${MARKER}\nplan` });
  });

  it.each([
    { status: 200, type: 'FORBIDDEN' },
    { status: 200, type: 'INSUFFICIENT_SCOPES' },
    { status: 403 },
  ])('takes a token that may not ask who it is for that of the job: %j', async (unnamed) => {
    fake.unnamed = unnamed;
    store(1, () => ({ body: `${MARKER}\nold`, author: BOT }));
    await writeComment(await open(), 7, TOPIC, 'plan');
    expect(fake.comments.map(({ body }) => body)).toEqual([`${MARKER}\nplan`]);
  });

  it.each([
    { status: 200 },
    { status: 200, type: 'RATE_LIMITED' },
    { status: 401 },
    { status: 403, headers: { 'retry-after': '60' } },
    { status: 502 },
  ])('writes no second comment where it does not say who the token is: %j', async (unnamed) => {
    Object.assign(fake, { login: 'app[bot]', unnamed });
    store(1, () => ({ body: `${MARKER}\nold`, author: 'app[bot]' }));
    await expect(writeComment(await open(), 7, TOPIC, 'plan')).rejects.toThrow();
    expect(fake.comments.map(({ body }) => body)).toEqual([`${MARKER}\nold`]);
  });

  it('tells the open pull requests of a commit that come from this repository, and the merged ones', async () => {
    const pull = { state: 'open', head: { ref: 'feature', repo: HERE }, base: { ref: 'main' } };
    const merged = { ...pull, state: 'closed', merged_at: '2026-01-01T00:00:00Z' };
    fake.pulls = [
      { ...pull, number: 1, state: 'closed' },
      { ...pull, number: 2, head: { ref: 'feature', repo: { full_name: 'mallory/fork' } } },
      { ...pull, number: 3, head: { ref: 'feature', repo: null } },
      { ...pull, number: 4 },
      { ...merged, number: 5, merge_commit_sha: 'abc' },
      { ...merged, number: 6, merge_commit_sha: 'def' },
    ];
    expect(await (await open()).pullsOf('abc')).toEqual([
      { number: 4, branch: 'feature', mergedInto: undefined },
      { number: 5, branch: 'feature', mergedInto: 'main' },
    ]);
  });

  it('tells who approved a run', async () => {
    fake.reviews = [
      {
        state: 'approved',
        comment: 'go',
        user: { login: 'hubot' },
        environments: [{ name: 'production' }, { id: 3 }],
      },
    ];
    expect(await (await open()).approvals(17_234_567_890)).toEqual([
      { user: 'hubot', state: 'approved', comment: 'go', environments: ['production'] },
    ]);
  });

  it.each([
    [401, 'The plan could not be written: the github-token is not valid (HTTP 401)'],
    [
      403,
      'The plan could not be written: the github-token may not do that (HTTP 403); add "pull-requests: write" to the permissions of the job',
    ],
    [
      404,
      'The plan could not be written: the github-token may not do that (HTTP 404); add "pull-requests: write" to the permissions of the job',
    ],
    [500, 'The plan could not be written: HTTP 500'],
    [422, 'The plan could not be written: HTTP 422'],
  ])('that answers %d is explained', async (status, expected) => {
    fake.status = status;
    const error = await writeComment(await open(), 7, TOPIC, 'plan').catch((reason: unknown) => reason);
    expect(explainGitHub(error, 'The plan could not be written', 'pull-requests: write')).toBe(expected);
  });
});

const HERE = { full_name: 'octo-org/octo-repo' };

const refusal = (status: number, headers: Record<string, string> = {}) => ({ response: { status, headers } });

describe('a failure of GitHub', () => {
  it.each<[unknown, string]>([
    [new Error('fetch failed'), 'What: fetch failed'],
    ['a text', 'What: a text'],
    [undefined, 'What: undefined'],
    [{ status: 403 }, 'What: [object Object]'],
    [refusal(429), "What: GitHub's rate limit is used up (HTTP 429)"],
    [refusal(403, { 'x-ratelimit-remaining': '0' }), "What: GitHub's rate limit is used up (HTTP 403)"],
    [refusal(403, { 'retry-after': '60' }), "What: GitHub's rate limit is used up (HTTP 403)"],
    [
      refusal(403, { 'x-ratelimit-remaining': '7' }),
      'What: the github-token may not do that (HTTP 403); add "actions: read" to the permissions of the job',
    ],
    [refusal(502, { 'retry-after': '60' }), 'What: HTTP 502'],
  ])('of another kind is told in its own words', (error, expected) => {
    expect(explainGitHub(error, 'What', 'actions: read')).toBe(expected);
  });

  it('tells no address and no header of the request', () => {
    const error = Object.assign(new Error('Bad credentials - https://api.github.com/secret'), {
      status: 401,
      response: { status: 401, headers: {} },
      request: { headers: { authorization: 'token ghs_token' } },
    });
    expect(explainGitHub(error, 'What', 'actions: read')).toBe(
      'What: the github-token is not valid (HTTP 401)',
    );
  });
});

const ABOUT = { manifest: 'kafka.yml', environment: 'production', sha: CONTEXT.sha, runUrl: runUrl(CONTEXT) };

function heading(report: Report): string | undefined {
  return readSummary(commentOf(report, ABOUT)).headings[0];
}

function planOf(
  count: number,
  seed: Readonly<Record<string, unknown>> = {},
  manifest = fleetManifest(count),
) {
  return reportOf({ manifest, inputs: { mode: 'plan' }, cloud: { instances: bought(count, seed) } });
}

const RUNNING = { status: 'running' };

function broken(diagnostics: readonly Diagnostic[]): Report {
  return { mode: 'plan', site: 'china', diagnostics, requests: [], plan: [], outcomes: [], stop: undefined };
}

describe('the comment', () => {
  it('says in its heading what would change', async () => {
    expect(heading(await planOf(2))).toBe('📋 Kafka plan: 2 to start');
    expect(heading(await planOf(2, { startedAt: Date.UTC(2026, 0, 1) }))).toBe(
      '📋 Kafka plan: 2 to wait for',
    );
    expect(heading(await planOf(3, RUNNING))).toBe('✅ Kafka plan: no changes');
  });

  it('says in its heading what is blocked, beside what would change', async () => {
    const report = await reportOf({
      manifest: fleetManifest(2),
      inputs: { mode: 'plan' },
      cloud: { instances: bought(1) },
    });
    expect(heading(report)).toBe('❌ Kafka plan: 1 to start, 1 blocked');
    expect(readSummary(commentOf(report, ABOUT)).text).toContain('there is no such instance in cn-hangzhou');
  });

  it('says that there is no plan, and why', async () => {
    const errors = await reportOf({ manifest: 'regionId: nowhere', inputs: { mode: 'plan' } });
    expect(heading(errors)).toBe('❌ Kafka plan: it could not be made');
    expect(readSummary(commentOf(errors, ABOUT)).rows('Place', 'What').length).toBeGreaterThan(1);
    const stop = {
      message: 'There are no credentials',
      remedy: 'Give some.',
      recommend: undefined,
      details: {},
    };
    const stopped = { ...broken([]), stop };
    expect(heading(stopped)).toBe('❌ Kafka plan: it could not be made');
    expect(readSummary(commentOf(stopped, ABOUT)).text).toContain('There are no credentials. Give some.');
  });

  it('says where it comes from: manifest, environment, commit, run', async () => {
    const report = await planOf(1);
    const { text, links } = readSummary(commentOf(report, ABOUT));
    expect(text).toContain('From kafka.yml, environment production.');
    expect(text).toContain('Plan for 0123456789ab by this run, whose summary has everything.');
    expect(links.at(-1)).toBe(runUrl(CONTEXT));
    const inputs = { ...ABOUT, manifest: undefined, environment: undefined };
    expect(readSummary(commentOf(report, inputs)).text).toContain('From the inputs.');
  });

  it('shows every parameter with its origin', async () => {
    const rows = readSummary(commentOf(await planOf(1), ABOUT)).rows('Parameter', 'Value', 'From');
    expect(rows).toContainEqual(['VpcId', 'vpc-bp1r4eg3yrxmygv0abcd', 'kafka.yml:4:10']);
  });

  it('never shows a password', async () => {
    const report = await reportOf({
      manifest: fleetManifest(1).replace('deployModule: vpc', 'deployModule: eip'),
      inputs: { mode: 'plan', password: 'Canary-Passw0rd', username: 'canary' },
      cloud: { instances: bought(1, { deployType: 4 }) },
    });
    const comment = commentOf(report, ABOUT);
    expect(readSummary(comment).rows('Parameter', 'Value', 'From')).toContainEqual([
      'Password',
      '***',
      'input password',
    ]);
    expect(comment).not.toContain('Canary-Passw0rd');
  });

  const HOSTILE = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '</summary></details><h1>Approved</h1>',
    '[click](https://evil.test) https://evil.test www.evil.test',
    '@octo-org/admins #1 GH-1 octo-org/octo-repo#1',
    '| a | b |',
    '`</code>` **bold** <!-- hidden',
    `-->\n${MARKER}`,
    'a\n\n# heading\n- [x] done',
  ];

  it.each(HOSTILE)('shows as text whatever names, values and messages say: %j', async (text) => {
    const report = await planOf(1);
    const hostile: Report = {
      ...report,
      diagnostics: [
        { severity: 'error', origin: { kind: 'manifest', file: text, line: 1, column: 1 }, message: text },
        { severity: 'warning', origin: { kind: 'input', name: text }, message: text },
      ],
      requests: report.requests.map((request) => ({
        ...request,
        key: text,
        regionId: text,
        instanceId: text,
        parameters: [
          {
            name: text,
            value: text,
            shown: text,
            origin: { kind: 'derived', from: text },
            privacy: undefined,
          },
        ],
      })),
      plan: report.plan.map((item) => ({ ...item, reason: text })),
      outcomes: [],
    };
    const about = { manifest: text, environment: text, sha: text, runUrl: runUrl(CONTEXT) };
    const comment = commentOf(hostile, about);
    for (const render of Object.values(RENDERERS)) {
      const root = render(comment);
      const tags = new Set([...walk(root)].flatMap(([{ tagName }]) => tagName ?? []));
      expect([...tags].filter((tag) => !ALLOWED.has(tag))).toEqual([]);
      expect(elements(root, 'table')).toHaveLength(4);
      expect(elements(root, 'details')).toHaveLength(1);
      const hosts = elements(root, 'a').map(({ properties }) => new URL(String(properties?.href)).host);
      expect(hosts).toEqual(['kafka.console.aliyun.com', 'github.com']);
    }
    expect(comment.replaceAll(/(?:\]\(|href=")https:.*?\/(?:detail"|17234567890\))/g, '')).not.toMatch(
      /@\w|:\/\/|www\.|<!--/i,
    );
  });

  /** Large plans, each made once. */
  const large = new Map<number, Promise<Report>>();
  const largePlan = (count: number): Promise<Report> => {
    const plan = large.get(count) ?? planOf(count);
    large.set(count, plan);
    return plan;
  };

  it.each([200, 2000])('of %d instances keeps to the limit, and points to the run', async (count) => {
    const comment = commentOf(await largePlan(count), ABOUT);
    const body = `${MARKER}\n${comment}`;
    expect(body.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(COMMENT_LIMIT).toBe(65_536);
    const { headings, links, text } = readSummary(body);
    expect(headings[0]).toBe(`📋 Kafka plan: ${count} to start`);
    expect(links.at(-1)).toBe(runUrl(CONTEXT));
    expect(text).toMatch(/[0-9]+ sections? left out/);
    // Nothing is cut in its middle.
    for (const render of Object.values(RENDERERS)) {
      const root = render(body);
      expect(elements(root, 'sub')).toHaveLength(1);
      expect(elements(root, 'details').length).toBe(elements(root, 'summary').length);
    }
  });

  it('of 2000 instances shows some of them', async () => {
    const rows = readSummary(commentOf(await largePlan(2000), ABOUT)).rows('Instance', 'Region', 'Plan');
    expect(rows.length).toBeGreaterThan(50);
  });

  it('of 2000 instances with the longest names, in letters of three bytes, keeps to the limit', async () => {
    const report = await largePlan(2000);
    const key = '部'.repeat(100);
    const long: Report = { ...report, requests: report.requests.map((request) => ({ ...request, key })) };
    expect(`${MARKER}\n${commentOf(long, ABOUT)}`.length).toBeLessThanOrEqual(COMMENT_LIMIT);
  });

  it('of errors without end keeps to the limit', () => {
    const diagnostics = Array.from({ length: 5000 }, (_, index): Diagnostic => {
      return { severity: 'error', message: `wrong ${'&'.repeat(50)} ${index}`, origin: undefined };
    });
    const comment = commentOf(broken(diagnostics), ABOUT);
    expect(`${MARKER}\n${comment}`.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(readSummary(comment).links).toEqual([runUrl(CONTEXT)]);
  });

  it('that is cut says so in its own name, not in that of the summary', async () => {
    expect(readSummary(commentOf(await largePlan(200), ABOUT)).text).not.toMatch(
      /the summary is at its limit/,
    );
  });
});

const ALLOWED = new Set(
  'h3 p table thead tbody tr th td code samp a br strong details summary sub html head body'.split(' '),
);

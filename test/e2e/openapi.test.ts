import { describe, expect, it } from 'vitest';
import type { GitHubOptions } from '../../emulator/github/github.ts';
import { JOB, onStage, pullRequest, SHA, type Stage } from './on-github.ts';
import { type Prism, startPrism } from './prism.ts';

const PULL = 7;

interface Checked extends Stage {
  readonly prism: Prism;
  /** Sends a request of the test's own through the proxy. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Response>;
}

/** A stage whose GitHub stands behind Prism. */
function checked<T>(options: GitHubOptions, act: (stage: Checked) => Promise<T>): Promise<T> {
  return onStage(options, async ({ github, step, cloud }) => {
    const prism = await startPrism(github.url);
    github.seenAt(prism.url);
    try {
      return await act({
        cloud,
        github,
        prism,
        step: (home = {}) => step({ ...home, env: { ...home.env, GITHUB_API_URL: prism.url } }),
        ask: (method, path, body) =>
          fetch(`${prism.url}/repos/${JOB.GITHUB_REPOSITORY}/${path}`, {
            method,
            headers: { authorization: `token ${github.token}`, 'content-type': 'application/json' },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          }),
      });
    } finally {
      await prism.close();
    }
  });
}

const PULL_EVENT = { payload: pullRequest(PULL), env: { GITHUB_EVENT_NAME: 'pull_request' } };
const PLAN = { ...PULL_EVENT, inputs: { mode: 'plan' } };

describe.concurrent("GitHub's own description of its API", () => {
  it('describes every call of a run that comments, and every answer', async () => {
    const comments = Array.from({ length: 130 }, (_, index) => ({
      issue: PULL,
      author: 'ann',
      body: `${index}`,
    }));
    const pulls = [{ number: 9, state: 'open', headRef: 'change', headSha: SHA }] as const;
    await checked({ comments, pulls }, async ({ step, github, prism }) => {
      const first = await step(PLAN);
      const second = await step({ ...PLAN, env: { ...PLAN.env, GITHUB_RUN_ID: '4712' } });
      const pushed = await step({ inputs: { mode: 'plan' }, env: { GITHUB_REF_NAME: 'change' } });
      for (const done of [first, second, pushed]) {
        expect(done).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
        expect(done.stdout).toContain('Plan written to ');
      }
      expect(prism.log()).not.toMatch(/violation/i);
      const calls = github.journal.map(({ method, path, status }) => {
        return `${method} ${path.replace('/repos/octo-org/octo-repo/', '')} ${status}`;
      });
      const pages = [
        'POST /graphql 200',
        `GET issues/${PULL}/comments?per_page=100 200`,
        `GET issues/${PULL}/comments?per_page=100&page=2 200`,
      ];
      expect(calls).toEqual([
        ...pages,
        `POST issues/${PULL}/comments 201`,
        ...pages,
        'PATCH issues/comments/1131 200',
        `GET commits/${SHA}/pulls 200`,
        'POST /graphql 200',
        'GET issues/9/comments?per_page=100 200',
        'POST issues/9/comments 201',
      ]);
    });
  });

  it('describes every call of a run that is approved, and every answer', async () => {
    const approvals = {
      4711: [{ user: 'ann', state: 'approved', comment: 'Go', environments: ['production'] }],
    } as const;
    await checked({ approvals }, async ({ step, github, prism }) => {
      const done = await step();
      expect(done).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
      expect(done.summary).toContain('production approved by');
      expect(prism.log()).not.toMatch(/violation/i);
      const [approved, pulls] = ['approvals', 'pulls'].map((end) => expect.stringMatching(`/${end}$`));
      expect(github.journal).toMatchObject([
        { method: 'GET', path: approved, status: 200 },
        { method: 'GET', path: pulls, status: 200 },
      ]);
    });
  });

  it('describes the refusals of the stand-in', async () => {
    await checked({ without: ['pull-requests: write'] }, async ({ ask, step }) => {
      expect((await ask('POST', 'issues/7/comments', { body: 'x' })).status).toBe(403);
      const done = await step(PLAN);
      expect(done.warnings).toEqual([expect.stringContaining('add "pull-requests: write"')]);
    });
  });

  it('finds an answer that is wrong', async () => {
    const approvals = {
      4711: [{ user: 'ann', state: 'approved', comment: 'Go', environments: [] }],
    } as const;
    const distort = (_: string, body: unknown) =>
      Array.isArray(body) ? body.map((approval) => ({ ...approval, state: 'agreed' })) : body;
    await checked({ approvals, distort }, async ({ step, prism }) => {
      const done = await step();
      expect(done).toMatchObject({ exitCode: 0, errors: [] });
      expect(done.warnings).toEqual([expect.stringContaining('The approvals of this run could not be read')]);
      expect(prism.log()).toMatch(/violation/i);
    });
  });

  it('finds a request that is wrong', async () => {
    await checked({}, async ({ ask, github }) => {
      expect((await ask('POST', 'issues/7/comments', { text: 'x' })).status).toBe(422);
      expect((await ask('GET', 'issues/seven/comments')).status).toBe(422);
      expect((await ask('DELETE', 'issues/comments/1')).status).toBe(405);
      expect(github.journal).toEqual([]);
      expect((await ask('POST', 'issues/7/comments', { body: 'x' })).status).toBe(201);
    });
  });
});

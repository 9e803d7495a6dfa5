import { describe, expect, it } from 'vitest';
import { FORK, HERE, onStage, pullRequest } from './on-github.ts';

function workflowRun(event: string) {
  const run = { id: 1, event, conclusion: 'success', head_repository: HERE };
  return { action: 'completed', repository: HERE, workflow_run: run };
}

interface Case {
  readonly what: string;
  readonly event: string;
  readonly payload?: unknown;
  readonly ref?: string;
  readonly message: string;
}

/** One of each reason; test/github/guard.test.ts has them all. */
const REFUSED: readonly Case[] = [
  {
    what: 'a comment on a pull request',
    event: 'issue_comment',
    payload: { repository: HERE },
    message: 'issue_comment: anybody who can read this repository can trigger it',
  },
  {
    what: 'a pull request of a fork',
    event: 'pull_request',
    payload: pullRequest(7, FORK),
    message: 'pull_request: it comes from a fork',
  },
  {
    what: 'the end of a workflow that a comment started',
    event: 'workflow_run',
    payload: workflowRun('issue_comment'),
    message: 'workflow_run: the run before it was started by issue_comment',
  },
  { what: 'a check suite', event: 'check_suite', message: 'check_suite: it may be about a commit of a fork' },
  {
    what: 'a deployment of a pull request',
    event: 'deployment',
    ref: 'refs/pull/12/head',
    message: 'deployment: its ref "refs/pull/12/head" is neither a branch nor a tag',
  },
  { what: 'the merge queue', event: 'merge_group', message: 'merge_group: its commit may never be merged' },
];

describe.concurrent.each(REFUSED)('$what', ({ event, payload, ref = 'refs/heads/main', message }) => {
  const home = { payload, env: { GITHUB_EVENT_NAME: event, GITHUB_REF: ref } };

  it('deploys nothing, and nobody is called', async () => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({
        ...home,
        env: { ...home.env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a-request-token' },
      });
      expect(done).toMatchObject({
        exitCode: 1,
        stderr: '',
        actions: [],
        outputs: { success: 'false', changed: 'false', results: '[]' },
      });
      expect(done.errors).toHaveLength(1);
      expect(done.errors[0]).toContain(`Refusing to deploy on ${message}`);
      expect(done.errors[0]).toContain('Use mode: plan there, and apply on push');
      expect(done.outputs.message).toContain(`Refusing to deploy on ${message}`);
      expect(done.summary).toContain('nothing was started');
      expect(github.journal.filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  });

  it('is deployed by whoever says so', async () => {
    await onStage({}, async ({ step }) => {
      const applied = await step({ ...home, inputs: { 'allow-unsafe-events': 'true' } });
      expect(applied).toMatchObject({
        ...{ exitCode: 0, errors: [] },
        outputs: { success: 'true', changed: 'true' },
      });
    });
  });
});

describe.concurrent('an event that only those with write access can start', () => {
  it.each([
    ['push', undefined],
    ['schedule', undefined],
    ['pull_request', pullRequest(7)],
    ['workflow_run', workflowRun('push')],
  ])('%s deploys', async (event, payload) => {
    await onStage({}, async ({ step }) => {
      const done = await step({ payload, env: { GITHUB_EVENT_NAME: event } });
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true', changed: 'true' } });
    });
  });
});

describe.concurrent('another system than GitHub Actions', () => {
  it('has no event to guard', async () => {
    await onStage({}, async ({ step }) => {
      const env = { GITHUB_ACTIONS: '', GITHUB_EVENT_NAME: 'issue_comment', GITHUB_EVENT_PATH: '' };
      const done = await step({ env });
      expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true', changed: 'true' } });
    });
  });
});

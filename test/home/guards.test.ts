import { describe, expect, it } from 'vitest';
import { JOB, onStage, pullRequest } from './support.ts';

const FORK = 'mallory/octo-repo';
const HERE = { full_name: JOB.GITHUB_REPOSITORY };

/** The payload of an event of a workflow run, of a branch of some repository. */
function workflowRun(repository: string | null, event = 'push') {
  const from = repository === null ? null : { full_name: repository };
  return { action: 'completed', repository: HERE, workflow_run: { id: 1, event, head_repository: from } };
}

interface Case {
  readonly what: string;
  readonly event: string;
  readonly payload?: unknown;
  /** What of the refusal is the case's own. */
  readonly message: string;
}

const REFUSED: readonly Case[] = [
  {
    what: 'pull_request_target',
    event: 'pull_request_target',
    payload: pullRequest(7),
    message: 'pull_request_target: it gives secrets to runs that anybody can start',
  },
  {
    what: 'pull_request_target without a payload',
    event: 'pull_request_target',
    message: 'pull_request_target: it gives secrets',
  },
  {
    what: 'a pull request of a fork',
    event: 'pull_request',
    payload: pullRequest(7, FORK),
    message: 'pull_request from a fork',
  },
  {
    what: 'a pull request of a fork that is gone',
    event: 'pull_request',
    payload: pullRequest(7, null),
    message: 'pull_request from a fork',
  },
  {
    what: 'a review of a pull request of a fork',
    event: 'pull_request_review',
    payload: pullRequest(7, FORK),
    message: 'pull_request_review from a fork',
  },
  {
    what: 'a pull request whose payload cannot be read',
    event: 'pull_request',
    payload: '{"pull_request": ',
    message: 'pull_request: its payload cannot be read',
  },
  {
    what: 'a pull request whose payload has none',
    event: 'pull_request',
    payload: { repository: HERE },
    message: 'pull_request: its payload has no pull request',
  },
  {
    what: 'a workflow run of a fork',
    event: 'workflow_run',
    payload: workflowRun(FORK),
    message: 'workflow_run for a fork',
  },
  {
    what: 'a workflow run of a fork that is gone',
    event: 'workflow_run',
    payload: workflowRun(null),
    message: 'workflow_run for a fork',
  },
  {
    what: 'a workflow run that began with pull_request_target',
    event: 'workflow_run',
    payload: workflowRun(JOB.GITHUB_REPOSITORY, 'pull_request_target'),
    message: 'workflow_run of a pull_request_target',
  },
  {
    what: 'a workflow run without a payload',
    event: 'workflow_run',
    message: 'workflow_run: its payload cannot be read',
  },
];

describe.concurrent.each(REFUSED)('$what', ({ event, payload, message }) => {
  const home = { payload, env: { GITHUB_EVENT_NAME: event } };

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
});

describe.concurrent.each(
  REFUSED.filter(({ payload }) => payload !== undefined && typeof payload === 'object').slice(0, 3),
)('$what', ({ event, payload }) => {
  const home = { payload, env: { GITHUB_EVENT_NAME: event } };

  it('may be planned, and deployed by whoever says so', async () => {
    await onStage({}, async ({ step }) => {
      const planned = await step({ ...home, inputs: { mode: 'plan' } });
      expect(planned).toMatchObject({ exitCode: 0, errors: [], outputs: { 'has-changes': 'true' } });
      expect(planned.actions).toEqual(['GetInstanceList']);
      const valid = await step({ ...home, inputs: { mode: 'validate' } });
      expect(valid).toMatchObject({ exitCode: 0, errors: [], actions: [] });
      const applied = await step({ ...home, inputs: { 'allow-unsafe-events': 'true' } });
      expect(applied).toMatchObject({
        exitCode: 0,
        errors: [],
        outputs: { success: 'true', changed: 'true' },
      });
    });
  });
});

describe.concurrent('an event that only those with write access can start', () => {
  it.each([
    ['push', undefined],
    ['push', { repository: HERE }],
    ['workflow_dispatch', undefined],
    ['schedule', undefined],
    ['', undefined],
    ['pull_request', pullRequest(7)],
    ['workflow_run', workflowRun(JOB.GITHUB_REPOSITORY)],
  ])('%s deploys', async (event, payload) => {
    await onStage({}, async ({ step }) => {
      const done = await step({ payload, env: { GITHUB_EVENT_NAME: event } });
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true', changed: 'true' } });
    });
  });
});

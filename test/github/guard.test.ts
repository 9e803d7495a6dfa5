import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readEvent } from '../../src/github/event.ts';
import { objectionTo } from '../../src/github/guard.ts';
import { changed, eventOf, exampleOf, type Json } from './events.ts';

const REMEDY =
  'Use mode: plan there, and apply on push to the branch that the pull request is merged into, behind an environment with reviewers. ' +
  'If whoever opens a pull request may deploy here, set allow-unsafe-events: true.';

const TARGET =
  'Refusing to deploy on pull_request_target: it gives secrets to runs that anybody can start with a pull request';

const pull = exampleOf('pull_request');
const review = exampleOf('pull_request_review');
const reviewComment = exampleOf('pull_request_review_comment');
const workflowRun = exampleOf('workflow_run', ({ repository }) => {
  return JSON.stringify(repository).includes('"full_name":"octo-org/octo-repo"');
});

const fork = (payload: Json) => changed(payload, 'pull_request.head.repo.full_name', 'mallory/Hello-World');

function objection(name: string, payload: Json) {
  return objectionTo(eventOf(name, JSON.stringify(payload)));
}

describe('a deployment may run on', () => {
  it.each<[string, string, Json]>([
    ['a push', 'push', exampleOf('push')],
    ['a pull request of this repository', 'pull_request', pull],
    ['a review of such a pull request', 'pull_request_review', review],
    ['a comment in such a review', 'pull_request_review_comment', reviewComment],
    ['the end of a workflow of this repository', 'workflow_run', workflowRun],
    [
      'the end of a workflow that a pull request of this repository started',
      'workflow_run',
      changed(workflowRun, 'workflow_run.event', 'pull_request'),
    ],
    ['a manual start', 'workflow_dispatch', exampleOf('workflow_dispatch')],
    ['a release', 'release', exampleOf('release')],
    ['the merge queue', 'merge_group', exampleOf('merge_group')],
    ['a comment on an issue', 'issue_comment', exampleOf('issue_comment')],
    ['a schedule', 'schedule', { schedule: '30 5 * * 1', workflow: '.github/workflows/deploy.yml' }],
  ])('%s', (_, name, payload) => {
    const event = eventOf(name, JSON.stringify(payload));
    expect(event.payload).toBeDefined();
    expect(objectionTo(event)).toBeUndefined();
  });

  it.each(['push', 'schedule', 'workflow_dispatch', 'release', 'merge_group', 'issue_comment', ''])(
    '%s without a payload, which says nothing that matters there',
    (name) => {
      expect(objectionTo({ name, payload: undefined })).toBeUndefined();
    },
  );
});

describe('a deployment is refused on', () => {
  it.each<[string, string, Json, string]>([
    ['a pull request from a fork', 'pull_request', fork(pull), 'pull_request from a fork'],
    [
      'a pull request from a fork that is gone',
      'pull_request',
      changed(pull, 'pull_request.head.repo', null),
      'pull_request from a fork',
    ],
    [
      'a pull request of which nobody tells the repository, neither here nor there',
      'pull_request',
      { pull_request: { number: 2, head: { repo: null }, base: { repo: null } } },
      'pull_request from a fork',
    ],
    ['a review in a fork', 'pull_request_review', fork(review), 'pull_request_review from a fork'],
    [
      'a comment in a review of a fork',
      'pull_request_review_comment',
      fork(reviewComment),
      'pull_request_review_comment from a fork',
    ],
    [
      'an event that is not known yet, with a pull request from a fork',
      'pull_request_next',
      fork(pull),
      'pull_request_next from a fork',
    ],
    [
      'a pull request that is not there',
      'pull_request',
      exampleOf('push'),
      'pull_request: its payload has no pull request',
    ],
    ['the end of a workflow of another repository', 'workflow_run', forked(), 'workflow_run for a fork'],
    [
      'the end of a workflow of a repository that is gone',
      'workflow_run',
      changed(workflowRun, 'workflow_run.head_repository', null),
      'workflow_run for a fork',
    ],
    ['the end of a workflow that is not there', 'workflow_run', exampleOf('push'), 'workflow_run for a fork'],
    [
      'the end of a workflow, it is not told of which repository',
      'workflow_run',
      changed(workflowRun, 'repository', undefined),
      'workflow_run for a fork',
    ],
    [
      'the end of a workflow on pull_request_target',
      'workflow_run',
      changed(workflowRun, 'workflow_run.event', 'pull_request_target'),
      'workflow_run of a pull_request_target',
    ],
  ])('%s', (_, name, payload, what) => {
    expect(objection(name, payload)).toEqual({ message: `Refusing to deploy on ${what}`, remedy: REMEDY });
  });

  it.each<[string, Json]>([
    ['of this repository', pull],
    ['from a fork', fork(pull)],
    ['without any pull request', exampleOf('push')],
  ])('pull_request_target %s', (_, payload) => {
    expect(objection('pull_request_target', payload)).toEqual({ message: TARGET, remedy: REMEDY });
  });

  it('pull_request_target without a payload', () => {
    expect(objectionTo({ name: 'pull_request_target', payload: undefined })).toEqual({
      message: TARGET,
      remedy: REMEDY,
    });
  });

  it('every example of a pull request, as soon as its head is elsewhere', () => {
    const heads = ['octo-org/octo-repo', 'codertocat/hello-world', 'Codertocat/Hello-World ', ''];
    for (const head of heads) {
      expect(
        objection('pull_request', changed(pull, 'pull_request.head.repo.full_name', head)),
      ).toBeDefined();
    }
  });

  it.each(['pull_request', 'pull_request_review', 'pull_request_review_comment', 'workflow_run'])(
    '%s when its payload cannot be read',
    (name) => {
      const message = `Refusing to deploy on ${name}: its payload cannot be read, so it may be of a fork`;
      for (const event of unreadable(name)) expect(objectionTo(event)).toEqual({ message, remedy: REMEDY });
    },
  );
});

function forked(): Json {
  return changed(workflowRun, 'workflow_run.head_repository.full_name', 'mallory/octo-repo');
}

/** An event without a file, and with every file that says nothing. */
function unreadable(name: string) {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const huge = join(folder, 'huge.json');
  writeFileSync(huge, JSON.stringify({ ...pull, ...workflowRun }));
  truncateSync(huge, 32 * 1024 * 1024 + 1);
  const files = [join(folder, 'none.json'), folder, huge];
  const shapes = [
    '',
    '{',
    'null',
    '[]',
    '7',
    '"push"',
    JSON.stringify({ ...pull, repository: 'Codertocat/Hello-World' }),
    JSON.stringify({ ...pull, pull_request: true }),
    JSON.stringify({ ...workflowRun, workflow_run: [] }),
    JSON.stringify(changed(pull, 'pull_request.number', '2')),
    JSON.stringify(changed(pull, 'pull_request.head.repo.full_name', 7)),
    JSON.stringify(changed(pull, 'pull_request.base', null)),
  ];
  return [
    readEvent({ GITHUB_EVENT_NAME: name }),
    readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: '' }),
    ...files.map((path) => readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path })),
    ...shapes.map((text) => eventOf(name, text)),
  ];
}

describe('the event of a run', () => {
  it('is read from its file, with everything that GitHub sent', () => {
    expect(eventOf('pull_request', JSON.stringify(pull))).toEqual({ name: 'pull_request', payload: pull });
  });

  it('has no name and no payload outside of GitHub', () => {
    expect(readEvent({})).toEqual({ name: '', payload: undefined });
  });

  it('has no payload where its file cannot be understood', () => {
    const events = unreadable('pull_request');
    expect(events.map(({ payload }) => payload)).toEqual(events.map(() => undefined));
  });

  it('may have a payload as large as GitHub sends any', () => {
    const body = 'x'.repeat(25 * 1024 * 1024);
    expect(eventOf('push', JSON.stringify({ body })).payload).toEqual({ body });
  });

  it('tells the number of the pull request', () => {
    expect(eventOf('pull_request', JSON.stringify(pull)).payload?.pull_request?.number).toBe(2);
  });
});

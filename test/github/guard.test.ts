import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { type RunEvent, readEvent } from '../../src/github/event.ts';
import { objectionTo } from '../../src/github/guard.ts';
import { changed, EXAMPLES, eventOf, exampleOf, type Json } from './events.ts';

const REMEDY =
  'Use mode: plan there, and apply on push to the branch that pull requests are merged into, behind an environment with reviewers. ' +
  'If everybody who can trigger this may deploy here, set allow-unsafe-events: true.';

const OUTSIDERS = 'anybody who can read this repository can trigger it';
const FORKS = 'it may be about a commit of a fork';
const UNMERGED = 'its commit may never be merged';
const UNKNOWN = 'this release does not know it as an event to deploy on';

/** Every event that starts workflows, and why a deployment is refused on it; undefined where it is not. */
const EVENTS: Readonly<Record<string, string | undefined>> = {
  push: undefined,
  workflow_dispatch: undefined,
  repository_dispatch: undefined,
  schedule: undefined,
  release: undefined,
  deployment: undefined,
  pull_request: undefined,
  workflow_run: undefined,
  issues: OUTSIDERS,
  issue_comment: OUTSIDERS,
  discussion: OUTSIDERS,
  discussion_comment: OUTSIDERS,
  fork: OUTSIDERS,
  watch: OUTSIDERS,
  gollum: OUTSIDERS,
  pull_request_review: OUTSIDERS,
  pull_request_review_comment: OUTSIDERS,
  pull_request_target: OUTSIDERS,
  check_run: FORKS,
  check_suite: FORKS,
  status: FORKS,
  deployment_status: FORKS,
  merge_group: UNMERGED,
  create: UNMERGED,
  branch_protection_rule: UNKNOWN,
  delete: UNKNOWN,
  image_version: UNKNOWN,
  label: UNKNOWN,
  milestone: UNKNOWN,
  page_build: UNKNOWN,
  project: UNKNOWN,
  project_card: UNKNOWN,
  project_column: UNKNOWN,
  public: UNKNOWN,
  pull_request_comment: UNKNOWN,
  registry_package: UNKNOWN,
  workflow_call: UNKNOWN, // never seen: a called workflow has its caller's event
};

/** The names that GitHub's own parser of workflows takes. */
function namesOfGitHub(): string[] {
  const path = '../../node_modules/@actions/workflow-parser/dist/workflow-v1.0.min.json';
  const schema = z.object({
    definitions: z.object({
      'on-mapping-strict': z.object({ mapping: z.object({ properties: z.record(z.string(), z.unknown()) }) }),
    }),
  });
  const { definitions } = schema.parse(JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8')));
  return Object.keys(definitions['on-mapping-strict'].mapping.properties);
}

const pull = exampleOf('pull_request');
const anyRun = exampleOf('workflow_run', ({ repository }) => {
  return JSON.stringify(repository).includes('"full_name":"octo-org/octo-repo"');
});
const run = changed(changed(anyRun, 'workflow_run.conclusion', 'success'), 'workflow_run.event', 'push');

/** What GitHub sends; for `schedule` there is no webhook. */
function payloadOf(name: string): Json {
  if (name === 'workflow_run') return run;
  return EXAMPLES.some((example) => example.name === name)
    ? exampleOf(name)
    : { schedule: '30 5 * * 1', workflow: '.github/workflows/deploy.yml' };
}

function objection(name: string, payload: Json, ref = 'refs/heads/main') {
  return objectionTo(eventOf(name, JSON.stringify(payload), ref));
}

const refusal = (what: string, remedy = REMEDY) => ({ message: `Refusing to deploy on ${what}`, remedy });

describe('a deployment', () => {
  it('is known to run, or not to run, on every event that starts workflows', () => {
    expect(Object.keys(EVENTS).sort()).toEqual(namesOfGitHub().sort());
  });

  it.each(Object.entries(EVENTS))('on the event %s runs, or is refused for a reason: %s', (name, why) => {
    expect(objection(name, payloadOf(name))).toEqual(why && refusal(`${name}: ${why}`));
  });

  it('is refused on every other event of GitHub, and on one without a name', () => {
    const others = EXAMPLES.filter(({ name }) => !(name in EVENTS));
    expect(others.length).toBeGreaterThan(20);
    for (const { name, examples } of others) {
      for (const payload of examples) {
        expect(objection(name, payload)).toEqual(refusal(`${name}: ${UNKNOWN}`));
      }
    }
    expect(objection('', exampleOf('push'))).toEqual(refusal(`an event without a name: ${UNKNOWN}`));
    expect(objection('constructor', exampleOf('push'))).toEqual(refusal(`constructor: ${UNKNOWN}`));
  });

  it('is refused on every event of somebody else also where its payload says nothing', () => {
    const others = Object.entries(EVENTS).filter(([, why]) => why !== undefined);
    for (const [name, why] of others) {
      for (const payload of [undefined, {}]) {
        expect(objectionTo({ name, ref: '', payload })).toEqual(refusal(`${name}: ${why}`));
      }
    }
  });

  it.each(['push', 'workflow_dispatch', 'repository_dispatch', 'schedule', 'release'])(
    'runs on %s without a payload, which says nothing that matters there',
    (name) => {
      expect(objectionTo({ name, ref: '', payload: undefined })).toBeUndefined();
    },
  );

  it('runs on every example of a pull request, whatever happened to it', () => {
    const examples = EXAMPLES.find(({ name }) => name === 'pull_request')?.examples ?? [];
    expect(examples.length).toBeGreaterThan(20);
    for (const payload of examples) expect(objection('pull_request', payload)).toBeUndefined();
  });

  it('is guarded on GitHub only: elsewhere nobody else starts runs', () => {
    const variables = { GITHUB_EVENT_NAME: 'issue_comment', GITHUB_REF: 'refs/heads/main' };
    expect(readEvent({ ...variables, GITHUB_ACTIONS: 'true' })).toBeDefined();
    for (const environment of [variables, { ...variables, GITHUB_ACTIONS: 'false' }]) {
      expect(readEvent(environment)).toBeUndefined();
    }
    expect(objectionTo(undefined)).toBeUndefined();
  });
});

describe('a pull request', () => {
  it.each<[string, Json, string]>([
    ['from a fork', changed(pull, 'pull_request.head.repo.id', 1), 'it comes from a fork'],
    [
      'from a fork that has the name of the repository',
      changed(pull, 'pull_request.head.repo', { id: 1, full_name: 'Codertocat/Hello-World' }),
      'it comes from a fork',
    ],
    [
      'from a fork that is gone',
      changed(pull, 'pull_request.head.repo', null),
      'its repository is gone, so it may come from a fork',
    ],
    [
      'between two repositories that are gone',
      changed(changed(pull, 'pull_request.head.repo', null), 'pull_request.base.repo', null),
      'its repository is gone, so it may come from a fork',
    ],
    ['that is not there', exampleOf('push'), 'its payload cannot be read, so it may come from a fork'],
  ])('%s deploys nothing', (_, payload, why) => {
    expect(objection('pull_request', payload)).toEqual(refusal(`pull_request: ${why}`));
  });

  it('of a repository that was renamed meanwhile deploys: its id is the same', () => {
    const renamed = changed(pull, 'pull_request.head.repo.full_name', 'octo-org/new-name');
    expect(objection('pull_request', renamed)).toBeUndefined();
  });

  it.each(['pull_request', 'workflow_run'])(
    'cannot be told where the payload of %s cannot be read',
    (name) => {
      const message = `${name}: its payload cannot be read, so it may come from a fork`;
      const events = [...unreadable(name), { name, ref: '', payload: {} }];
      for (const event of events) expect(objectionTo(event)).toEqual(refusal(message));
    },
  );
});

describe('the end of another workflow', () => {
  const GOOD = ['push', 'workflow_dispatch', 'repository_dispatch', 'schedule', 'release', 'pull_request'];

  it.each(namesOfGitHub())('deploys as the event that started that one may: %s', (event) => {
    const why = `workflow_run: the run before it was started by ${event}`;
    expect(objection('workflow_run', changed(run, 'workflow_run.event', event))).toEqual(
      GOOD.includes(event) ? undefined : refusal(why),
    );
  });

  it.each<[string, string, unknown, string]>([
    ['of a fork', 'workflow_run.head_repository.id', 1, 'the run before it was of a fork'],
    ['of a repository that is gone', 'workflow_run.head_repository', null, 'the run before it was of a fork'],
    ['of it is not told where', 'repository', undefined, 'the run before it was of a fork'],
    ['of it is not told what', 'workflow_run.event', undefined, 'the run before it was started by ?'],
  ])('%s deploys nothing', (_, path, value, why) => {
    expect(objection('workflow_run', changed(run, path, value))).toEqual(refusal(`workflow_run: ${why}`));
  });

  it.each(['failure', 'cancelled', 'skipped', 'timed_out', 'action_required', 'neutral', null, undefined])(
    'that came to %s deploys nothing',
    (conclusion) => {
      expect(objection('workflow_run', changed(run, 'workflow_run.conclusion', conclusion))).toEqual(
        refusal(
          'workflow_run: the run before it did not succeed',
          "Let the job run only if: github.event.workflow_run.conclusion == 'success'.",
        ),
      );
    },
  );
});

describe('a deployment of GitHub’s own', () => {
  const payload = exampleOf('deployment');

  it.each(['refs/heads/main', 'refs/heads/release/1', 'refs/tags/v1'])('of %s deploys', (ref) => {
    expect(objection('deployment', payload, ref)).toBeUndefined();
  });

  it.each(['refs/pull/12/head', 'refs/pull/12/merge', '', 'main', 'refs/heads', 'x/refs/heads/main'])(
    'of "%s" deploys nothing',
    (ref) => {
      expect(objection('deployment', payload, ref)).toEqual(
        refusal(`deployment: its ref "${ref}" is neither a branch nor a tag, so it may be of a fork`),
      );
    },
  );
});

/** An event without a file, and with every file that says nothing. */
function unreadable(name: string): (RunEvent | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = [undefined, '', join(folder, 'none.json'), folder];
  const shapes = [
    '',
    '{',
    'null',
    '[]',
    '7',
    '"push"',
    JSON.stringify({ ...pull, repository: 'Codertocat/Hello-World' }),
    JSON.stringify({ ...pull, pull_request: true }),
    JSON.stringify({ ...run, workflow_run: [] }),
    JSON.stringify(changed(run, 'workflow_run.event', 7)),
    JSON.stringify(changed(pull, 'pull_request.number', '2')),
    JSON.stringify(changed(pull, 'pull_request.head.repo.id', '186853002')),
    JSON.stringify(changed(pull, 'pull_request.base', null)),
  ];
  const variables = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: name };
  return [
    ...files.map((path) => readEvent({ ...variables, GITHUB_EVENT_PATH: path })),
    ...shapes.map((text) => eventOf(name, text)),
  ];
}

describe('the event of a run', () => {
  it('is read from its file, with everything that GitHub sent', () => {
    expect(eventOf('pull_request', JSON.stringify(pull))).toEqual({
      name: 'pull_request',
      ref: 'refs/heads/main',
      payload: pull,
    });
  });

  it('has no payload where its file cannot be understood', () => {
    const events = unreadable('pull_request');
    expect(events.map((event) => event?.payload)).toEqual(events.map(() => undefined));
  });

  it('may have a payload larger than GitHub sends any, but not of any size', () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'event.json');
    const read = () => readEvent({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: path })?.payload;
    const text = Buffer.alloc(32 * 1024 * 1024, ' ');
    text.write('{"a":1}');
    writeFileSync(path, text);
    expect(read()).toEqual({ a: 1 });
    appendFileSync(path, ' ');
    expect(read()).toBeUndefined();
  });

  it('has an empty name and ref where GitHub gives none', () => {
    expect(readEvent({ GITHUB_ACTIONS: 'true' })).toEqual({ name: '', ref: '', payload: undefined });
  });

  it('tells the number of the pull request', () => {
    expect(eventOf('pull_request', JSON.stringify(pull))?.payload?.pull_request?.number).toBe(2);
  });
});

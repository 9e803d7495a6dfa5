import { describe, expect, it } from 'vitest';
import type { GitHub, Pull } from '../../src/github/api.ts';
import { withApprovals } from '../../src/github/approvals.ts';
import { markerOf } from '../../src/github/comment.ts';
import { commentOnPull } from '../../src/github/pull-comment.ts';
import type { GitHubReporting } from '../../src/github/reporting.ts';
import { readInputs } from '../../src/inputs/read.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import type { Report } from '../../src/report/report.ts';
import { bought, CONTEXT, fleetManifest, reportOf } from './reports.ts';

const BOT = 'github-actions[bot]';

interface Given {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly cloud?: Readonly<Record<string, unknown>>;
  readonly event?: GitHubReporting['event'];
  readonly context?: Partial<GitHubReporting['context']>;
  readonly pulls?: readonly Pull[];
  /** The bodies of comments of earlier runs. */
  readonly earlier?: readonly string[];
  readonly failure?: unknown;
  readonly cancelled?: 'before' | 'meanwhile';
}

const onPull = (number: number): GitHubReporting['event'] => ({
  ...{ name: 'pull_request', ref: `refs/pull/${number}/merge` },
  payload: { pull_request: { number, head: { repo: { id: 1 } }, base: { repo: { id: 1 } } } },
});
const ON_PUSH = { name: 'push', ref: 'refs/heads/main', payload: undefined };

/** What a report that is wanted in GitHub has come to there. */
async function told(given: Given, report?: Report) {
  const done: string[] = [];
  const warnings: string[] = [];
  const said: string[] = [];
  const cancel = new AbortController();
  if (given.cancelled === 'before') cancel.abort();
  const github: GitHub = {
    login: async () => BOT,
    comments: async (pull) => {
      if (given.cancelled === 'meanwhile') cancel.abort();
      if (given.failure !== undefined) throw given.failure;
      done.push(`read ${pull}`);
      return (given.earlier ?? []).map((body, index) => ({
        id: index + 1,
        body,
        author: BOT,
        url: 'url-old',
      }));
    },
    createComment: async (pull, body) => {
      done.push(`create on ${pull}: ${body.split('\n')[0]}`);
      return 'url-new';
    },
    updateComment: async (id, body) => {
      done.push(`update ${id}: ${body.split('\n')[1]}`);
      return 'url-old';
    },
    pullsOf: async (sha) => {
      done.push(`pulls of ${sha}`);
      return [...(given.pulls ?? [])];
    },
    approvals: async (run) => {
      done.push(`approvals of ${run}`);
      if (given.cancelled === 'meanwhile') cancel.abort();
      if (given.failure !== undefined) throw given.failure;
      return [];
    },
  };
  const inputs = { mode: 'plan', manifest: 'kafka.yml', 'github-token': 'ghs_token', ...given.inputs };
  const variables = Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]);
  const reporting: GitHubReporting = {
    github: async () => github,
    inputs: readInputs(Object.fromEntries(variables), new Diagnostics()),
    context: { ...CONTEXT, ...given.context },
    event: 'event' in given ? given.event : onPull(7),
    ...{ cancel: cancel.signal, warn: (line: string) => void warnings.push(line) },
    say: (line) => void said.push(line),
  };
  const made = report ?? (await planned(inputs.mode, given.cloud));
  return { done, warnings, said, made, reporting };
}

function planned(mode: string, cloud: Given['cloud'] = {}): Promise<Report> {
  const instances = bought(1, cloud);
  return reportOf({ manifest: fleetManifest(1), inputs: { mode }, cloud: { instances } });
}

async function commented(given: Given, report?: Report) {
  const { made, reporting, ...rest } = await told(given, report);
  await commentOnPull(made, reporting);
  return rest;
}

const TOPIC = { manifest: 'kafka.yml', environment: '', instances: [] };
const NEW = `create on 7: ${markerOf(TOPIC)}`;
const OLD = `${markerOf(TOPIC)}\nold`;
const RUNNING = { status: 'running' };

describe('a plan', () => {
  it('is written into the pull request of the event, and it is said where', async () => {
    expect(await commented({})).toEqual({
      ...{ done: ['read 7', NEW], warnings: [] },
      said: ['Plan written to url-new'],
    });
  });

  it.each<[string, Partial<Given>]>([
    ['comment: never', { inputs: { comment: 'never' } }],
    ['mode: validate', { inputs: { mode: 'validate', comment: 'always' } }],
    ['no github-token', { inputs: { 'github-token': '' } }],
    ['no repository', { context: { repository: '' } }],
    ['a run that was cancelled', { cancelled: 'before' }],
    ['no event', { event: undefined }],
    ['another event', { event: { ...ON_PUSH, name: 'workflow_dispatch' } }],
    ['an event without a pull request', { event: { ...ON_PUSH, name: 'pull_request', payload: {} } }],
    ['a push without a commit', { event: ON_PUSH, context: { sha: '' } }],
  ])('is written nowhere, and nobody is asked, with %s', async (_, given) => {
    expect(await commented(given)).toEqual({ done: [], warnings: [], said: [] });
  });

  it('is about its environment and selection, or about the instance that the inputs alone describe', async () => {
    const chosen = { ...TOPIC, environment: 'production', instances: ['orders-1'] };
    const inputs = { environment: 'production', instances: 'orders-1' };
    expect((await commented({ inputs })).done[1]).toBe(`create on 7: ${markerOf(chosen)}`);
    const alone = { manifest: '', environment: '', instances: ['alikafka-1'] };
    const field = { manifest: '', 'instance-id': 'alikafka-1' };
    expect((await commented({ inputs: field })).done[1]).toBe(`create on 7: ${markerOf(alone)}`);
    const nothing = { ...alone, instances: [''] };
    expect((await commented({ inputs: { manifest: '' } })).done[1]).toBe(`create on 7: ${markerOf(nothing)}`);
  });

  it.each<[string, Given, string[]]>([
    ['that changes something', { inputs: { comment: 'changes' } }, ['read 7', NEW]],
    ['that changes nothing', { inputs: { comment: 'changes' }, cloud: RUNNING }, ['read 7']],
    ['that is blocked', { inputs: { comment: 'changes' }, cloud: { status: 'stopped' } }, ['read 7', NEW]],
    ['that changes nothing, where all are wanted', { cloud: RUNNING }, ['read 7', NEW]],
  ])('%s begins a comment only where that is wanted', async (_, given, done) => {
    expect((await commented(given)).done).toEqual(done);
  });

  it('that changes nothing any more still goes over the one that did', async () => {
    const { done, said } = await commented({
      ...{ inputs: { comment: 'changes' }, cloud: RUNNING, earlier: [OLD] },
    });
    expect(done).toEqual(['read 7', 'update 1: ### ✅ Kafka plan: no changes']);
    expect(said).toEqual(['Plan written to url-old']);
  });
});

describe('what was done', () => {
  const applied = { inputs: { mode: 'apply' }, cloud: RUNNING };

  it('goes over the plan that is there, and begins no comment', async () => {
    expect(await commented(applied)).toEqual({ done: ['read 7'], warnings: [], said: [] });
    const { done, said } = await commented({ ...applied, earlier: [OLD] });
    expect(done[1]).toBe('update 1: ### ✅ Kafka: 1 instance in service, nothing to start');
    expect(said).toEqual(['Result written to url-old']);
  });

  it('begins one where that is asked for', async () => {
    expect((await commented({ ...applied, inputs: { mode: 'apply', comment: 'always' } })).done[1]).toBe(NEW);
  });

  it('is told nobody where nothing was done, unless that is asked for', async () => {
    const report = { ...(await planned('apply', RUNNING)), outcomes: [] };
    expect((await commented({ ...applied, earlier: [OLD] }, report)).done).toEqual([]);
    const asked = { mode: 'apply', comment: 'always' };
    expect((await commented({ inputs: asked, earlier: [OLD] }, report)).done).toHaveLength(2);
  });
});

describe('on a push, the pull request', () => {
  const pull = (number: number, branch: string, mergedInto?: string): Pull => ({
    number,
    branch,
    mergedInto,
  });

  it.each<[string, Pull[], number | undefined]>([
    ['that was merged as this commit', [pull(1, 'main'), pull(7, 'change', 'main')], 7],
    ['of the branch that was pushed', [pull(1, 'change', 'other'), pull(7, 'main')], 7],
    ['of another branch, or merged elsewhere: none', [pull(1, 'change'), pull(2, 'main', 'next')], undefined],
  ])('is the one %s', async (_, pulls, number) => {
    const { done, warnings } = await commented({ event: ON_PUSH, pulls });
    expect(warnings).toEqual([]);
    expect(done[0]).toBe(`pulls of ${CONTEXT.sha}`);
    expect(done[1]).toBe(number === undefined ? undefined : `read ${number}`);
  });
});

describe('a GitHub that fails', () => {
  const failure = new Error('no connection');

  it('is a warning where the comment was asked for, and silence where it was not', async () => {
    const what = 'The plan could not be written into the pull request: no connection';
    expect((await commented({ failure })).warnings).toEqual([what]);
    expect((await commented({ failure, inputs: { mode: 'apply' }, cloud: RUNNING })).warnings).toEqual([]);
    expect((await commented({ failure, cancelled: 'meanwhile' })).warnings).toEqual([]);
  });

  it('is a warning where the approvals are not known', async () => {
    const given = { inputs: { mode: 'apply' }, cloud: RUNNING };
    const { made, reporting, warnings } = await told({ ...given, failure });
    const unknown = { ...CONTEXT, approvals: undefined };
    expect(await withApprovals(made, reporting)).toEqual(unknown);
    expect(warnings).toEqual(['The approvals of this run could not be read: no connection']);
    const cancelled = await told({ ...given, failure, cancelled: 'meanwhile' });
    expect(await withApprovals(cancelled.made, cancelled.reporting)).toEqual(unknown);
    expect(cancelled.warnings).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    const refusal = { response: { status: 403, headers: {} } };
    const { made, reporting, warnings } = await told({
      ...{ inputs: { mode: 'apply' }, cloud: RUNNING, failure: refusal },
    });
    await withApprovals(made, reporting);
    await commentOnPull(made, { ...reporting, inputs: { ...reporting.inputs, comment: 'always' } });
    expect(warnings).toEqual([
      'The approvals of this run could not be read: the github-token may not do that (HTTP 403); add "actions: read" to the permissions of the job',
      'The plan could not be written into the pull request: the github-token may not do that (HTTP 403); add "pull-requests: write" to the permissions of the job',
    ]);
  });
});

describe('who approved a run', () => {
  const applied = { inputs: { mode: 'apply' }, cloud: RUNNING };

  it('is asked after a deployment', async () => {
    const { made, reporting, done } = await told(applied);
    expect(await withApprovals(made, reporting)).toEqual({ ...CONTEXT, approvals: [] });
    expect(done).toEqual([`approvals of ${CONTEXT.runId}`]);
  });

  it.each<[string, Given]>([
    ['a plan', { cloud: RUNNING }],
    ['no token', { ...applied, inputs: { mode: 'apply', 'github-token': '' } }],
    ['no repository', { ...applied, context: { repository: '' } }],
    ['no run', { ...applied, context: { runId: '' } }],
    ['a run that was cancelled', { ...applied, cancelled: 'before' }],
  ])('is not asked with %s', async (_, given) => {
    const { made, reporting, done } = await told(given);
    expect(await withApprovals(made, reporting)).toMatchObject({ approvals: undefined });
    expect(done).toEqual([]);
  });

  it('is not asked where nothing was deployed', async () => {
    const { made, reporting, done } = await told(applied);
    await withApprovals({ ...made, outcomes: [] }, reporting);
    expect(done).toEqual([]);
  });
});

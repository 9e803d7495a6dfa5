import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/deployment/failure.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import type { Diagnostic } from '../../src/manifest/diagnostics.ts';
import { COMMENT_LIMIT, commentOf } from '../../src/report/comment.ts';
import type { Report } from '../../src/report/report.ts';
import type { RunRecord } from '../../src/report/run.ts';
import { detailsOf, summaryOf } from '../../src/report/summary.ts';
import { readSummary } from '../e2e/markdown.ts';
import { bought, CONTEXT, fleetManifest, instanceIdOf, reportOf } from '../github/reports.ts';

const EMPTY: Report = {
  ...({ mode: 'apply', site: 'china', diagnostics: [], requests: [], plan: [], outcomes: [] } as const),
  stop: undefined,
};

const CONSOLE = 'https://kafka.console.aliyun.com/region/cn-hangzhou/instance/alikafka-1/detail';
const IN_CONSOLE = `[Instance in the console](${CONSOLE})`;

const FAILURE: Failure = { message: 'It failed', remedy: 'Mend it.', details: {} };

function failed(failure: Failure | undefined, said: Partial<Outcome> = {}): Outcome {
  return {
    ...{ key: 'orders', instanceId: 'alikafka-1', regionId: 'cn-hangzhou', action: 'start' },
    ...{ changed: false, success: false, status: 'failed', requestId: '', code: '', message: '' },
    ...{ endpoints: { plain: '', ssl: '', sasl: '', vpcSasl: '' }, durationSeconds: 0, failure },
    ...said,
  };
}

describe('a failure in the summary', () => {
  const details = { 'HTTP status': '400', HostId: 'a.test' };
  const origin = { kind: 'input', name: 'vpc-id' } as const;
  const bare = ['> It failed', '**What to do:** Mend it.', IN_CONSOLE];

  it.each<[string, Outcome, string[]]>([
    [
      'is told with its code, its place, all that a ticket needs, and the page about it',
      failed({ ...FAILURE, code: 'Busy', details, origin }, { code: 'Busy', requestId: 'R-1' }),
      [
        '### ❌ orders: <code>Busy</code>',
        '> It failed<br>at <code>input vpc-id</code>',
        '**What to do:** Mend it.',
        '```\nRequestId R-1\nHTTP status 400\nHostId a.test\n```',
        `[About this error](https://api.aliyun.com/troubleshoot?q=Busy&product=alikafka) · ${IN_CONSOLE}`,
      ],
    ],
    ['is told without what it lacks', failed(FAILURE), ['### ❌ orders', ...bare]],
    [
      'bears no code where the last call went well',
      failed(FAILURE, { code: '200' }),
      ['### ❌ orders', ...bare],
    ],
    ['is told once, where it stands at its line', failed({ ...FAILURE, isTold: true }), []],
    ['is none where nothing failed', failed(undefined), []],
  ])('%s', (_, outcome, sections) => {
    expect(detailsOf({ ...EMPTY, outcomes: [outcome] }, [])).toEqual(sections);
  });

  it('stands before all else, but of many only the first twenty', async () => {
    const { requests } = await reportOf({ manifest: fleetManifest(1), inputs: { mode: 'validate' } });
    const outcomes = Array.from({ length: 21 }, (_, index) => failed(FAILURE, { key: `o-${index + 1}` }));
    const starts = detailsOf({ ...EMPTY, requests, outcomes }, []).map((section) => section.slice(0, 12));
    const places = starts.flatMap((start, index) => (start.startsWith('### ❌') ? [index] : []));
    expect(places).toHaveLength(21);
    expect(places.filter((place) => place > starts.indexOf('<table><thea'))).toEqual([places[20]]);
  });
});

it('problems stand in tables by kind, each with its place if it has one', () => {
  const problem = (severity: Diagnostic['severity']): Diagnostic[] => [
    { severity, message: `An ${severity}`, origin: { kind: 'input', name: 'vpc-id' } },
    { severity, message: 'Other', origin: undefined },
  ];
  const rows = (severity: string) =>
    `| Place | What |\n| :-- | :-- |\n| <code>input vpc-id</code> | An ${severity} |\n|  | Other |`;
  const diagnostics = (['notice', 'warning', 'error'] as const).flatMap(problem);
  expect(detailsOf({ ...EMPTY, diagnostics }, [])).toEqual([
    ...['### Errors', rows('error'), '### Warnings', rows('warning'), '### Notes', rows('notice')],
  ]);
});

it('the summary of a run that had nothing to do is its headline', () => {
  expect(summaryOf(EMPTY)).toBe('## ✅ Kafka: nothing to start\n');
});

describe('the record of who deployed', () => {
  const recordOf = (run: RunRecord | undefined, mode: Report['mode'] = 'apply') =>
    summaryOf({ ...EMPTY, mode, ...(run && { run }) })
      .split('\n')
      .slice(2);
  const head = ['### On record', '', '| What | Who |', '| :-- | :-- |'];

  it('names commit, actor and workflow, and whoever let it', () => {
    const approval = { user: 'hubot', state: 'approved', comment: 'Go.', environments: ['live', 'eu'] };
    const approvals = [approval, { ...approval, user: 'octocat', comment: '' }];
    const page = 'https://github.com/octo-org/octo-repo';
    expect(recordOf({ ...CONTEXT, approvals })).toEqual([
      ...head,
      `| Commit | [<code>0123456789ab</code>](${page}/commit/${CONTEXT.sha}) |`,
      '| Actor | <code>octocat</code> |',
      `| Workflow | Deploy, [attempt 2](${page}/actions/runs/17234567890) |`,
      '| live, eu approved by | <code>hubot</code>: Go. |',
      '| live, eu approved by | <code>octocat</code> |',
      '',
    ]);
  });

  it('links to no page that there is not', () => {
    expect(recordOf({ ...CONTEXT, serverUrl: '', approvals: undefined })).toEqual([
      ...head,
      `| Commit | <code>${CONTEXT.sha}</code> |`,
      ...['| Actor | <code>octocat</code> |', '| Workflow | Deploy, attempt 2 |', ''],
    ]);
  });

  it.each<[string, RunRecord | undefined, Report['mode']]>([
    ['in a plan', { ...CONTEXT, approvals: [] }, 'plan'],
    ['outside of GitHub', { ...CONTEXT, repository: '', approvals: [] }, 'apply'],
    ['where no run is known', undefined, 'apply'],
  ])('is none %s', (_, run, mode) => {
    expect(recordOf(run, mode)).toEqual([]);
  });
});

describe('the table of instances', () => {
  const applied = () => reportOf({ manifest: fleetManifest(1), cloud: { instances: bought(1) } });
  const rowOf = async (said: Partial<Report>) =>
    detailsOf({ ...(await applied()), ...said }, [])
      .find((section) => section.startsWith('<table>'))
      ?.split('\n')[1];
  const link = `<a href="${CONSOLE.replace('alikafka-1', instanceIdOf(1))}"><samp>alikafka&#95;post-cn-00000001</samp></a>`;
  const named = `<td nowrap><strong>orders-1</strong><br>${link}</td><td nowrap><samp>cn-hangzhou</samp></td>`;

  it('says what is not planned yet, and of a valid manifest no more', async () => {
    expect(await rowOf({ mode: 'validate', plan: [], outcomes: [] })).toBe(`<tr>${named}<td></td></tr>`);
  });

  it('says what a run has not begun', async () => {
    expect(await rowOf({ outcomes: [], plan: [] })).toBe(
      `<tr>${named}<td></td><td>not begun</td><td nowrap></td></tr>`,
    );
  });

  it('calls an instance once that has no other name than its id', async () => {
    const { requests } = await applied();
    const unnamed = requests.map((request) => ({ ...request, key: request.instanceId }));
    expect(await rowOf({ mode: 'validate', requests: unnamed, plan: [], outcomes: [] })).toContain(
      `<tr><td nowrap>${link}</td>`,
    );
  });

  it.each<[Partial<Outcome>, string]>([
    [{ action: 'start', changed: true, durationSeconds: 61 }, '✅ started, running after 1m01s'],
    [{ action: 'start', changed: false }, '✅ running'],
    [{ action: 'start', changed: 'unknown', durationSeconds: 5 }, '✅ started, running after 5s'],
    [{ action: 'update', changed: true }, '✅ running'],
    [{ action: 'wait', changed: false, status: 'deploying' }, '✅ deploying'],
  ])('says of %j how it ended', async (said, cell) => {
    const { outcomes } = await applied();
    const ended = outcomes.map((outcome) => ({ ...outcome, requestId: 'R-1', ...said }));
    expect(await rowOf({ outcomes: ended })).toContain(
      `<td>${cell}</td><td nowrap><samp>R-1</samp></td></tr>`,
    );
  });
});

describe('what is too long', () => {
  const diagnostics = Array.from({ length: 20_000 }, (_, index): Diagnostic => {
    return { severity: 'notice', message: `${index} ${'x'.repeat(60)}`, origin: undefined };
  });

  it('is cut below the limit of a summary, with room for what other steps write', () => {
    const bytes = Buffer.byteLength(summaryOf({ ...EMPTY, diagnostics }));
    expect(bytes).toBeLessThanOrEqual(1024 * 1024 - 16 * 1024);
    expect(bytes).toBeGreaterThan(1024 * 1024 - 17 * 1024);
  });

  it.each([10, 2_000])('is cut below the limit of a comment, with an address of %i characters', (length) => {
    const about = { manifest: undefined, environment: undefined, sha: 'abc', runUrl: 'u'.repeat(length) };
    const comment = commentOf({ ...EMPTY, diagnostics }, about);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT - 490);
    expect(comment.length).toBeGreaterThan(COMMENT_LIMIT - 600);
    expect(comment).toContain('left out or cut: this comment is at its limit.');
  });
});

it('the comment of a run that applied says how it ended, and how to connect', async () => {
  const report = await reportOf({ manifest: fleetManifest(1), cloud: { instances: bought(1) } });
  const about = { manifest: 'kafka.yml', environment: undefined, sha: 'abc', runUrl: 'https://github.com' };
  const { headings, text } = readSummary(commentOf(report, about));
  expect(headings).toEqual(['✅ Kafka: 1 instance in service, 1 started', 'How to connect']);
  expect(text).toContain('Result of abc by this run');
  const planned = readSummary(commentOf({ ...report, mode: 'plan' }, about));
  expect(planned.headings).toEqual(['📋 Kafka plan: 1 to start']);
  expect(planned.text).toContain('Plan for abc by this run');
});

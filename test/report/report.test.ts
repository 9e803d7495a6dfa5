import { describe, expect, it } from 'vitest';
import { LISTENER_KINDS } from '../../src/deployment/brokers.ts';
import { MODES, SITES } from '../../src/deployment/options.ts';
import type { Diagnostic } from '../../src/manifest/diagnostics.ts';
import { annotate } from '../../src/report/annotations.ts';
import { crashReport } from '../../src/report/crash.ts';
import { unrecordable } from '../../src/report/early-record.ts';
import { Redactor } from '../../src/report/redact.ts';
import {
  count,
  duration,
  NEVER_REDACTED,
  type Report,
  shownValue,
  succeeded,
} from '../../src/report/report.ts';
import { commitUrl, runUrl } from '../../src/report/run.ts';
import { CONTEXT, fleetManifest, reportOf } from '../github/reports.ts';

const EMPTY: Report = {
  ...({ mode: 'apply', site: 'china', diagnostics: [], requests: [], plan: [], outcomes: [] } as const),
  stop: undefined,
};

describe('figures in words', () => {
  it.each([
    [0, '0s'],
    [59_499, '59s'],
    [59_500, '1m00s'],
    [724_000, '12m04s'],
    [3_599_499, '59m59s'],
    [3_600_000, '1h00m'],
    [3_779_000, '1h02m'],
  ])('%i ms are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('one is one, and all others are several', () => {
    expect([0, 1, 2].map((number) => count(number, 'thing'))).toEqual(['0 things', '1 thing', '2 things']);
  });

  it.each([
    ['secret', 'x', '***'],
    ['personal', 'x', 'set'],
    ['public', 'x', 'x'],
    ['public', ['x', 'y'], 'x, y'],
  ] as const)('a %s parameter %j is shown as %s', (privacy, shown, text) => {
    const origin = { kind: 'input', name: 'name' } as const;
    expect(shownValue({ name: 'Name', value: 'x', shown, privacy, origin } as never)).toBe(text);
  });
});

describe('the words that decide what a report means', () => {
  const WORDS = [
    ...['error', 'warning', 'notice', ...MODES, ...SITES, ...LISTENER_KINDS],
    ...['start', 'wait', 'none', 'blocked', 'update', 'fill', 'verify'],
    ...['address', 'topic', 'partitions', 'consumer-group'],
    ...['add-addresses', 'create-topic', 'add-partitions', 'create-group'],
    ...['added', 'there', 'not begun', 'answered', 'not-checked', 'failed', 'unknown', 'note'],
    ...['pending', 'deploying', 'running', 'stopped', 'expired', 'released', 'changing', 'not-found'],
    ...['manifest', 'input', 'derived', 'secret', 'personal', 'vpc', 'internet'],
    ...['provisioned', 'serverless', 'confluent', 'cancelled', 'timeout', 'surely', 'perhaps'],
  ];

  it('are never taken for a secret, and all that is written beside one is', () => {
    const redactor = new Redactor();
    for (const word of WORDS) redactor.add(word);
    expect(redactor.redact(WORDS, NEVER_REDACTED)).toEqual(WORDS);
    expect(redactor.redact('it is running', NEVER_REDACTED)).toBe('it is ***');
    expect([...NEVER_REDACTED].filter((word) => !WORDS.includes(word))).toEqual([]);
  });
});

describe('whether a run succeeded', () => {
  const error: Diagnostic = { severity: 'error', origin: undefined, message: 'No.' };

  it.each<[boolean, string, Partial<Report>]>([
    [true, 'nothing is wrong', {}],
    [true, 'there are warnings', { diagnostics: [{ ...error, severity: 'warning' }] }],
    [false, 'there is an error', { diagnostics: [error] }],
    [false, 'it stopped', { stop: { message: 'No.', remedy: 'Mend it.' } }],
    [false, 'it was cancelled', { cancelled: true }],
  ])('is %s where %s', (expected, _, said) => {
    expect(succeeded({ ...EMPTY, ...said })).toBe(expected);
  });
});

describe('annotations', () => {
  const problem = (severity: Diagnostic['severity'], number: number): Diagnostic => {
    return { severity, origin: undefined, message: `${severity} ${number}` };
  };
  const many = (severity: Diagnostic['severity'], length: number) =>
    Array.from({ length }, (_, index) => problem(severity, index + 1));

  it('are ten of a kind, errors first, and the others are counted', () => {
    const told = annotate({ ...EMPTY, diagnostics: [...many('notice', 2), ...many('error', 12)] });
    expect(told.annotations.map(({ message }) => message)).toEqual([
      ...many('error', 10).map(({ message }) => message),
      ...['notice 1', 'notice 2'],
    ]);
    expect(told.hidden).toBe('2 problems more than GitHub shows as annotations');
    expect(told.lines).toHaveLength(14);
    expect(annotate({ ...EMPTY, diagnostics: many('error', 11) }).hidden).toBe(
      '1 problem more than GitHub shows as annotations',
    );
    expect(annotate({ ...EMPTY, diagnostics: many('error', 10) }).hidden).toBeUndefined();
  });

  it('stand where the problem does', () => {
    const message = 'No.';
    const origins = [
      { kind: 'manifest', file: 'kafka.yml', line: 3, column: 5 },
      { kind: 'input', name: 'vpc-id' },
      undefined,
    ] as const;
    const diagnostics = origins.map((origin): Diagnostic => ({ severity: 'warning', message, origin }));
    const told = annotate({ ...EMPTY, diagnostics });
    const base = { severity: 'warning', message };
    expect(told.annotations).toEqual([
      { ...base, title: 'Kafka manifest', file: 'kafka.yml', line: 3, column: 5 },
      { ...base, title: 'Kafka: input vpc-id' },
      { ...base, title: 'Kafka' },
    ]);
    expect(told.lines).toEqual(['warning kafka.yml:3:5 No.', 'warning input vpc-id No.', 'warning No.']);
    expect(told.stopped).toEqual([]);
  });

  it('tell each failure that no diagnostic tells, at its place', () => {
    const failure = { message: 'It failed', remedy: 'Mend it.', details: {} };
    const origin = { kind: 'input', name: 'vpc-id' } as const;
    const ended = [{ ...failure, origin }, failure, { ...failure, isTold: true }, undefined];
    const outcomes = ended.map((each, index) => ({ key: `orders-${index + 1}`, failure: each })) as never;
    const { annotations, hidden } = annotate({ ...EMPTY, outcomes });
    expect(annotations).toEqual([
      { severity: 'error', title: 'Kafka: input vpc-id', message: 'orders-1: It failed. Mend it.' },
      { severity: 'error', title: 'Kafka', message: 'orders-2: It failed. Mend it.' },
    ]);
    expect(hidden).toBeUndefined();
  });

  it('tell what stopped the run, which no line of it has told', () => {
    const told = annotate({ ...EMPTY, stop: { message: 'No credentials', remedy: 'Give some.' } });
    const annotation = { severity: 'error', title: 'Kafka', message: 'No credentials. Give some.' };
    expect(told).toEqual({
      ...{ annotations: [annotation], lines: [], hidden: undefined },
      stopped: ['error No credentials. Give some.'],
    });
  });

  it.each([
    [{ code: 'Credentials' }, 'Code Credentials'],
    [{ code: 'UnexpectedAnswer', requestId: 'R-1' }, 'Code UnexpectedAnswer, RequestId R-1'],
  ])('tell code and RequestId of what stopped the run: %j', (answer, text) => {
    const stop = { message: 'No role', remedy: 'Look', ...answer };
    expect(annotate({ ...EMPTY, stop }).stopped).toEqual([`error No role. Look. ${text}`]);
  });
});

describe('what a plan could not find out', () => {
  const planOfNothing = () => reportOf({ manifest: fleetManifest(2), inputs: { mode: 'plan' } });

  it('is told in lines with all that a ticket needs: nobody is done with an instance and says so', async () => {
    const report = await planOfNothing();
    const { lines, annotations, stopped } = annotate(report);
    expect(lines.filter((line) => line.startsWith('✘'))).toEqual([
      '✘ orders-1: It cannot be started: there is no such instance in cn-hangzhou',
      '✘ orders-2: It cannot be started: there is no such instance in cn-hangzhou',
    ]);
    expect(lines).toContain(`  Code 200, RequestId ${report.outcomes[0]?.requestId}`);
    expect([annotations.length, stopped]).toEqual([2, []]);
    expect(annotate({ ...report, mode: 'apply' }).lines).toEqual([]);
  });

  it('is told once where it stands at its line', async () => {
    const report = await planOfNothing();
    const failure = { message: 'No', remedy: 'Mend it.', details: {}, isTold: true } as const;
    const outcomes = report.outcomes.map((outcome) => ({ ...outcome, failure }));
    expect(annotate({ ...report, outcomes }).lines).toEqual([]);
  });
});

it.each([
  [new Error('x is not a function'), 'x is not a function'],
  ['a text', 'a text'],
])('a crash with %j tells what to do', (error, text) => {
  expect(crashReport({ mode: 'plan', site: 'international' }, error)).toEqual({
    ...EMPTY,
    ...{ mode: 'plan', site: 'international', crashed: true },
    stop: {
      headline: 'the run broke off',
      message: `Something went wrong inside the action: ${text}`,
      remedy:
        'This is a bug: report it with the log of a run with debug logging. The log above tells what was started before.',
    },
  });
});

it.each([
  [new Error('ENOSPC'), 'ENOSPC'],
  ['a text', 'a text'],
])('a record that fails with %j stops the run', (failure, text) => {
  const fails = () => {
    throw failure;
  };
  expect(unrecordable(EMPTY, fails)).toEqual({
    message: `The outputs could not be written: ${text}`,
    remedy: 'Make room on the runner, or repair what GITHUB_OUTPUT names, and run again.',
  });
  expect(unrecordable(EMPTY, () => undefined)).toBeUndefined();
});

describe('the addresses of a run', () => {
  it('name its repository and commit, and nothing in them ends a link', () => {
    const odd = { ...CONTEXT, repository: 'octo org/octo)repo', runId: '1/2', sha: 'a b' };
    expect(runUrl(odd)).toBe('https://github.com/octo%20org/octo)repo/actions/runs/1%2F2');
    expect(commitUrl(odd)).toBe('https://github.com/octo%20org/octo)repo/commit/a%20b');
  });

  it.each(['serverUrl', 'repository', 'runId'])('are empty without %s', (name) => {
    expect(runUrl({ ...CONTEXT, [name]: '' })).toBe('');
  });

  it.each(['serverUrl', 'repository', 'sha'])('lead to no commit without %s', (name) => {
    expect(commitUrl({ ...CONTEXT, [name]: '' })).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { type Change, nameOf } from '../../src/deployment/change.ts';
import type { ContentsItem } from '../../src/deployment/contents-outcome.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import type { PlanItem } from '../../src/deployment/plan.ts';
import type { DesiredTopic } from '../../src/manifest/contents.ts';
import { type AnnotatedDiagnostics, annotate } from '../../src/report/annotations.ts';
import { changeLines } from '../../src/report/changes.ts';
import { commentOf } from '../../src/report/comment.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import { type LogSink, runLogger } from '../../src/report/run-logger.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { readSummary } from '../e2e/markdown.ts';
import { bought, fleetManifest, reportOf } from '../github/reports.ts';

const origin = { kind: 'manifest', file: 'kafka.yml', line: 9, column: 3 } as const;
const given = <T>(value: T, shown = String(value)) => ({ value, shown, origin });

function topic(name: string, said: Partial<DesiredTopic> = {}): DesiredTopic {
  return {
    ...{ name, shown: name, origin, remark: undefined, partitions: undefined, localTopic: undefined },
    ...{ compact: undefined, replicationFactor: undefined, minInsyncReplicas: undefined, config: new Map() },
    ...said,
  };
}

const network = (text: string, shown = text) => ({ listener: 'vpc', network: text, shown, origin }) as const;

const ADDRESSES: Change = {
  ...({ kind: 'add-addresses', listener: 'vpc' } as const),
  networks: [network('10.0.0.0/8'), network('192.0.2.1/32', '${OFFICE}')],
};
const ORDERS: Change = { kind: 'create-topic', topic: topic('orders', { partitions: given(12) }) };
const AUDIT: Change = { kind: 'add-partitions', topic: topic('audit'), from: 6, to: 12 };
const BILLING: Change = {
  kind: 'create-group',
  group: { name: 'billing', shown: 'billing', origin, remark: undefined },
};
const ALL = [ADDRESSES, ORDERS, AUDIT, BILLING];

const LINES = [
  '+ address 10.0.0.0/8 on 9092',
  '+ address ${OFFICE} on 9092',
  '+ topic orders, 12 partitions',
  '~ topic audit, 6 → 12 partitions',
  '+ consumer group billing',
];

const ABOUT = { manifest: 'kafka.yml', environment: undefined, sha: 'abc', runUrl: 'https://github.com' };
const same = <T>(value: T): T => value;

/** A run over one instance in service, with these in its plan and in its outcome. */
async function runOf(
  mode: 'plan' | 'apply',
  planned: Partial<PlanItem>,
  ended: Partial<Outcome> = {},
): Promise<Report> {
  const report = await reportOf({
    manifest: fleetManifest(1),
    inputs: { mode },
    cloud: { instances: bought(1, { status: 'running' }) },
  });
  return {
    ...report,
    plan: report.plan.map((item) => ({ ...item, ...planned })),
    outcomes: report.outcomes.map((outcome) => ({ ...outcome, action: 'update', ...ended })),
  };
}

function ended(...items: ContentsItem[]): Partial<Outcome> {
  const changed = items.some(({ result }) => result === 'added');
  return { changed, contents: { items, changed, complete: true, overgrown: [], findings: [] } };
}

describe('the changes of a plan', () => {
  const UPDATE = { action: 'update', changes: ALL } as const;

  it('are lines by kind, with what the manifest says of each', () => {
    expect(changeLines(ALL)).toEqual(LINES);
    const local = topic('a', {
      ...{ localTopic: given(true), compact: given(true), partitions: given(1) },
      ...{ replicationFactor: given(3), minInsyncReplicas: given(2) },
      config: new Map([['retention.ms', given('3600000', '${RETENTION}')]]),
    });
    expect(changeLines([{ kind: 'create-topic', topic: local }])).toEqual([
      '+ topic a, 1 partition, local, compact, replicationFactor 3, minInsyncReplicas 2, retention.ms ${RETENTION}',
    ]);
  });

  it('are named as far as one can read them, and counted', () => {
    const many = Array.from({ length: 1000 }, (_, index): Change => {
      return { kind: 'create-topic', topic: topic(`t-${index}`) };
    });
    const lines = changeLines([...many, BILLING]);
    expect(lines).toHaveLength(22);
    expect(lines.slice(-3)).toEqual([
      '+ topic t-19',
      '… and 980 more new topics',
      '+ consumer group billing',
    ]);
  });

  it.each<[Change, string]>([
    [{ ...ADDRESSES, networks: [network('10.0.0.0/8')] }, 'addresses'],
    [ORDERS, 'new topics'],
    [AUDIT, 'topics with more partitions'],
    [BILLING, 'consumer groups'],
  ])('beyond twenty of a kind are counted in its words: %#', (change, words) => {
    const linesOf = (length: number) => changeLines(Array.from({ length }, () => change));
    expect(linesOf(21).slice(20)).toEqual([`… and 1 more ${words}`]);
    expect(linesOf(20)).toHaveLength(20);
  });

  it('stand in log, summary, comment and outputs', async () => {
    const report = await runOf('plan', UPDATE);
    expect(summaryOf(report)).toContain(`\n\norders-1\n\n\`\`\`diff\n${LINES.join('\n')}\n\`\`\``);
    const { headings, blocks } = readSummary(summaryOf(report));
    expect(headings[0]).toBe('📋 Kafka plan: 1 to update, 5 things to add');
    expect(blocks[0]).toEqual(LINES);
    const comment = readSummary(commentOf(report, ABOUT));
    expect(comment.blocks).toEqual([LINES]);
    expect(comment.headings).toEqual(['📋 Kafka plan: 1 to update, 5 things to add', 'Changes']);
    const log: string[] = [];
    const sink: LogSink = { info: (line) => log.push(line), debug: () => undefined, group: () => undefined };
    runLogger(sink, Date.now, 'china').plan(report.plan);
    expect(log.map((line) => line.trim())).toEqual(expect.arrayContaining(LINES));
    const outputs = outputsOf(report, same);
    expect(outputs['has-changes']).toBe('true');
    expect(JSON.parse(outputs.matrix).include).toHaveLength(1);
    expect(JSON.parse(outputs.plan)[0].changes).toEqual([
      { kind: 'address', name: '10.0.0.0/8', what: 'on 9092' },
      { kind: 'address', name: '${OFFICE}', what: 'on 9092' },
      { kind: 'topic', name: 'orders', what: '12 partitions' },
      { kind: 'partitions', name: 'audit', what: '6 → 12 partitions' },
      { kind: 'consumer-group', name: 'billing', what: '' },
    ]);
  });

  it.each([
    ['start', [], 'true', 1],
    ['wait', [], 'false', 1],
    ['wait', [ORDERS], 'true', 1],
    ['update', [ORDERS], 'true', 1],
    ['none', [], 'false', 0],
    ['blocked', [ORDERS], 'false', 0],
  ] as const)('make has-changes and matrix of %s with %j', async (action, changes, expected, jobs) => {
    const report = await runOf('plan', { action, changes });
    const idle = report.plan.map((item) => ({ ...item, action: 'none', changes: [] }) as const);
    const outputs = outputsOf({ ...report, plan: [...idle, ...report.plan] }, same);
    expect([outputs['has-changes'], JSON.parse(outputs.matrix).include.length]).toEqual([expected, jobs]);
  });
});

describe('what became of changes', () => {
  const failure = { message: 'topic orders: CreateTopic was refused', remedy: 'Upgrade.', details: {} };
  const planned = { action: 'update', changes: ALL } as const;

  it('is a green update that says how much was added', async () => {
    const report = await runOf(
      'apply',
      planned,
      ended({ change: ORDERS, result: 'added' }, { change: BILLING, result: 'added' }),
    );
    const { headings } = readSummary(summaryOf(report));
    expect(headings[0]).toBe('✅ Kafka: 1 instance in service, 2 things added, nothing to start');
    expect(outputsOf(report, same)).toMatchObject({ success: 'true', changed: 'true' });
  });

  it('is told of each thing, what went wrong first, in summary and outputs', async () => {
    const items = [
      { change: ADDRESSES, result: 'added' },
      { change: ORDERS, result: 'failed', failure },
      { change: AUDIT, result: 'unknown' },
      { change: BILLING, result: 'not begun' },
    ] as const;
    const report = await runOf('apply', planned, { ...ended(...items), success: false, failure });
    const { headings, blocks, rows } = readSummary(summaryOf(report));
    expect(summaryOf(report)).toContain(
      '\n\norders-1: 1 failed, 1 unknown, 1 not begun, 2 added\n\n```\nfailed     + topic',
    );
    expect(headings.slice(0, 3)).toEqual([
      '❌ Kafka: 1 instance incomplete, 2 things added',
      '❌ orders-1',
      'Changes',
    ]);
    expect(blocks).toContainEqual([
      'failed     + topic orders, 12 partitions: CreateTopic was refused',
      'unknown    ~ topic audit, 6 → 12 partitions',
      'not begun  + consumer group billing',
      'added      + address 10.0.0.0/8 on 9092',
      'added      + address ${OFFICE} on 9092',
    ]);
    expect(rows('Instance', 'Region', 'Plan', 'Result', 'RequestId')[0]?.[3]).toBe(
      '❌ incomplete 1 failed, 1 unknown, 1 not begun, 2 added',
    );
    const [result] = JSON.parse(outputsOf(report, same).results);
    expect(result.changes[2]).toEqual({
      ...{ kind: 'topic', name: 'orders', what: '12 partitions' },
      ...{ result: 'failed', error: 'CreateTopic was refused' },
    });
  });

  it('is a failure where it was added and does not come into service, and stays open where nobody knows', async () => {
    const items = [
      { change: ORDERS, result: 'added', failure },
      { change: ORDERS, result: 'unknown', failure },
    ] as const;
    const report = await runOf('apply', planned, { ...ended(...items), success: false, failure });
    expect(readSummary(summaryOf(report)).blocks).toContainEqual([
      'failed   + topic orders, 12 partitions: CreateTopic was refused',
      'unknown  + topic orders, 12 partitions: CreateTopic was refused',
    ]);
  });

  it('is counted beyond what one can read, beside what became of it', async () => {
    const items = Array.from({ length: 22 }, (_, index): ContentsItem => {
      return { change: { kind: 'create-topic', topic: topic(`t-${index}`) }, result: 'added' };
    });
    const there: ContentsItem = { change: BILLING, result: 'there' };
    const report = await runOf('apply', planned, ended(...items, there));
    const { blocks } = readSummary(summaryOf(report));
    expect(blocks[0]?.slice(-3)).toEqual([
      'added          + topic t-19',
      'added          … and 2 more new topics',
      'there already  + consumer group billing',
    ]);
  });

  it('is not begun where the run ended before', async () => {
    const report = await runOf(
      'apply',
      { action: 'wait', changes: [ORDERS] },
      { action: 'wait', success: false, failure },
    );
    expect(readSummary(summaryOf(report)).blocks).toContainEqual([
      'not begun  + topic orders, 12 partitions',
    ]);
    const [ended] = report.outcomes;
    if (!ended) throw new Error('there is one instance');
    const other = { ...ended, key: 'orders-2' };
    const resultsIn = (mode: Report['mode']) =>
      JSON.parse(outputsOf({ ...report, mode, outcomes: [other, ended] }, same).results);
    const topic = { kind: 'topic', name: 'orders', what: '12 partitions', result: 'not begun' };
    expect(resultsIn('apply')).toMatchObject([{ changes: [] }, { changes: [topic] }]);
    expect(resultsIn('plan')).toMatchObject([{ changes: [] }, { changes: [] }]);
  });
});

it('failures come first, then drift, then changes, then how to connect', async () => {
  const failure = { message: 'It went wrong', remedy: 'Mend it.', details: {} };
  const drift = [{ field: 'name', wanted: 'a', shown: 'a', live: 'b', origin }] as const;
  const report = await runOf('apply', { changes: [ORDERS], drift }, { success: false, failure });
  const { headings, text } = readSummary(
    summaryOf({ ...report, source: { manifest: 'kafka.yml', environment: 'live' }, durationMs: 61_000 }),
  );
  expect(headings.slice(1, 5)).toEqual(['❌ orders-1', 'Drift', 'Changes', 'How to connect']);
  expect(text).toContain('From kafka.yml, environment live, in 1m01s.');
  expect(readSummary(summaryOf({ ...report, source: {}, durationMs: 0 })).text).toContain(
    'From the inputs, in 0s.',
  );
  const { durationMs: _, source: __, ...bare } = report;
  expect(readSummary(summaryOf({ ...bare, source: {} })).text).toContain('From the inputs.');
  expect(summaryOf(bare)).not.toContain('From the inputs');
});

it('how many partitions are wanted is shown as the manifest says it', () => {
  const partitions = { value: 12, origin, shown: '${PARTS}' } as const;
  const topic: DesiredTopic = { ...ORDERS.topic, partitions };
  const grown: Change = { kind: 'add-partitions', topic, from: 6, to: 12 };
  expect(changeLines([grown])).toEqual(['~ topic orders, 6 → ${PARTS} partitions']);
  expect(nameOf(grown)).toBe('partitions 6 → ${PARTS} of topic orders');
});

it('a failure that stands at its line is told once', async () => {
  const failure = {
    message: 'No such vSwitch',
    remedy: 'Mend it.',
    details: {},
    isTold: true,
  } as const;
  const report = await runOf('apply', {}, { success: false, failure });
  const told: AnnotatedDiagnostics = annotate({
    ...report,
    diagnostics: [{ severity: 'error', origin, message: 'No such vSwitch. Mend it.' }],
  });
  expect(told.annotations).toMatchObject([{ line: 9, message: 'No such vSwitch. Mend it.' }]);
  expect(outputsOf(report, (value) => value).message).toBe('No such vSwitch');
});

import { describe, expect, it } from 'vitest';
import { contentsDiagnostics } from '../../src/contents/plan.ts';
import type { Diagnostic } from '../../src/manifest/diagnostics.ts';
import { changing, FULL, HOLDING, holder, holding, kindsOf } from './manifests.ts';

const ALL = ['add-addresses', 'create-topic', 'create-topic', 'create-group'];
const steps = ({ item }: Awaited<ReturnType<typeof holding>>) => item.steps.map(({ kind }) => kind);
const lineOf = ({ origin }: Diagnostic) => (origin?.kind === 'manifest' ? origin.line : undefined);
const errorsIn = (found: readonly Diagnostic[]) => found.filter(({ severity }) => severity === 'error');
const started = { timings: { preparing: 1, initializing: 1, starting: 1 } };

describe('the plan says what an instance lacks', () => {
  it('all of it, where the instance is pending: nothing is read for it', async () => {
    const on = holder({});
    const planned = await holding(on, { wait: false });
    expect(planned.item).toMatchObject({ action: 'start', reason: 'it is pending deployment' });
    expect([steps(planned), kindsOf(planned.item.changes)]).toEqual([['start', 'wait', 'fill'], ALL]);
    expect(on.cloud.journal.map(({ action }) => action)).toEqual(['GetInstanceList', 'StartInstance']);
  });

  it('all of it, where the instance is being deployed', async () => {
    const planned = await holding(holder({ status: 'preparing', ...started }));
    expect(planned.item).toMatchObject({ action: 'wait', reason: 'it is being deployed' });
    expect([steps(planned), kindsOf(planned.item.changes)]).toEqual([['wait', 'fill'], ALL]);
  });

  it('all of it, where the instance is being changed: it is waited for', async () => {
    const planned = await holding(holder({ status: { service: 8, view: 2 } }), { timeoutMs: 1_000 });
    expect(planned.item).toMatchObject({
      action: 'wait',
      reason: expect.stringMatching(/^it is being upgraded.*; what it is to hold is added afterwards$/),
    });
    expect([steps(planned), kindsOf(planned.item.changes)]).toEqual([['wait', 'fill'], ALL]);
  });

  it('nothing, where the instance is being changed and has everything: the run stays green', async () => {
    const planned = await holding(holder({ status: { service: 8, view: 2 }, ...FULL }), { timeoutMs: 1_000 });
    expect(planned.item).toMatchObject({ action: 'none', steps: [], changes: [] });
    expect(planned).toMatchObject({ outcome: { success: true, changed: false }, found: [] });
  });

  it('what is not there, where the instance is being changed: only that is added afterwards', async () => {
    const seed = { status: { service: 8, view: 2 }, ...FULL, consumerGroups: [] };
    const planned = await holding(holder(seed), { timeoutMs: 1_000 });
    expect(planned.item.action).toBe('wait');
    expect(kindsOf(planned.item.changes)).toEqual(['create-group']);
  });

  it('what is not there, where the instance is in service', async () => {
    const topics = [FULL.topics[0], { ...FULL.topics[1], partitions: 6 }];
    const planned = await holding(holder({ status: 'running', ...FULL, topics, consumerGroups: [] }));
    expect(planned.item).toMatchObject({ action: 'update', reason: 'it is in service; it lacks something' });
    expect([steps(planned), kindsOf(planned.item.changes)]).toEqual([
      ['fill'],
      ['add-partitions', 'create-group'],
    ]);
  });

  it('nothing, where everything is there', async () => {
    const planned = await holding(holder({ status: 'running', ...FULL }));
    expect(planned.item).toMatchObject({
      action: 'none',
      reason: 'it is in service',
      steps: [],
      changes: [],
    });
    expect(planned).toMatchObject({ outcome: { success: true, changed: false }, found: [] });
  });

  it('nothing of an instance that is blocked, and nothing of one that is to hold nothing', async () => {
    for (const [status, manifest] of [
      ['stopped', HOLDING],
      ['running', HOLDING.slice(0, HOLDING.indexOf('allowedIps'))],
      [{ service: 8, view: 2 }, HOLDING.slice(0, HOLDING.indexOf('allowedIps'))],
    ] as const) {
      const on = holder({ status });
      const { item } = await holding(on, {}, manifest);
      expect(item).toMatchObject({
        action: status === 'stopped' ? 'blocked' : 'none',
        changes: [],
        steps: [],
      });
      expect(on.cloud.journal.map(({ action }) => action)).toEqual(['GetInstanceList']);
    }
  });
});

it('all of it, where the instance is being changed and cannot be read', async () => {
  const seed = { status: { service: 8, view: 2 }, ...FULL };
  const planned = await holding(holder(seed, { denied: ['GetTopicList'] }), { timeoutMs: 1_000 });
  expect([planned.item.action, kindsOf(planned.item.changes)]).toEqual(['wait', ALL]);
});

it('what a topic takes of the quota by default is that of its series', async () => {
  const manifest = `${HOLDING.slice(0, HOLDING.indexOf('allowedIps'))}topics: { orders: {} }\n`;
  const serverless = manifest.replace('deployModule: vpc', 'series: serverless');
  const running = { status: 'running', topics: [] } as const;
  const small = await holding(holder({ ...running, series: 'v3', quota: { partitions: 3 } }), {}, serverless);
  expect([kindsOf(small.item.changes), small.found]).toEqual([['create-topic'], []]);
  const large = await holding(holder({ ...running, quota: { partitions: 11 } }), {}, manifest);
  expect(kindsOf(large.item.changes)).toEqual([]);
  expect(large.item.failure?.message).toBe(
    'The instance has too little room for new topics: 12 partitions are needed, 11 are left. None of these is added: orders.',
  );
});

it('all that cannot be is the failure of the instance, each of it told at its line', async () => {
  const topics = [
    { ...FULL.topics[0], partitions: 9 },
    { ...FULL.topics[1], partitions: 24 },
    { name: 'others', partitions: 2 },
  ];
  const { item } = await holding(holder({ status: 'running', ...FULL, topics }));
  expect(item.failure).toEqual({
    message:
      'Topic orders has 9 partitions, the manifest says 6: the service cannot take partitions away. ' +
      'Topic events has 24 partitions, the manifest says 12: the service cannot take partitions away.',
    remedy:
      'Set partitions to 9, or remove it to leave the topic as it is. Set partitions to 24, or remove it to leave the topic as it is.',
    ...{ details: {}, isTold: true },
  });
});

it('a finding is told with its instance, and what to do where something is', () => {
  const origin = { kind: 'input', name: 'topics' } as const;
  const findings = [
    { level: 'error', field: 'topics', message: 'It cannot be', remedy: 'Mend it.', origin },
    { level: 'note', field: 'topics', message: 'It is so' },
  ] as const;
  expect(contentsDiagnostics('orders', findings)).toEqual([
    { severity: 'error', origin, message: 'orders: It cannot be. Mend it.' },
    { severity: 'notice', origin: undefined, message: 'orders: It is so' },
  ]);
});

describe('what differs without lacking', () => {
  const topics = [{ ...FULL.topics[0], remark: 'all' }, FULL.topics[1]];

  it('is drift at its line, and the reason says so', async () => {
    const { item, outcome } = await holding(holder({ status: 'running', ...FULL, topics }));
    expect(item).toMatchObject({ action: 'none', reason: 'it is in service, with drift', steps: [] });
    expect(item.drift).toMatchObject([
      { field: 'topics', key: 'orders.remark', shown: 'all orders', live: 'all', origin: { line: 10 } },
    ]);
    expect(outcome).toMatchObject({ success: true, changed: false });
  });

  it('is drift beside what it lacks', async () => {
    const { item } = await holding(holder({ status: 'running', ...FULL, topics, consumerGroups: [] }));
    expect(item).toMatchObject({
      action: 'update',
      reason: 'it is in service; it lacks something, with drift',
    });
  });

  it('is an error where the service cannot make it so: the instance is not as wanted', async () => {
    const more = [FULL.topics[0], { ...FULL.topics[1], partitions: 24 }];
    const on = holder({ status: 'running', ...FULL, topics: more });
    const { item, outcome, found } = await holding(on);
    const message =
      'Topic events has 24 partitions, the manifest says 12: the service cannot take partitions away';
    expect(item).toMatchObject({ action: 'none', failure: { message: `${message}.` } });
    expect(errorsIn(found).map((each) => [lineOf(each), each.message])).toEqual([
      [11, expect.stringContaining(message)],
    ]);
    expect(outcome).toMatchObject({ success: false, changed: false, failure: { message: `${message}.` } });
    expect(changing(on)).toEqual([]);
  });
});

describe('a section that cannot be read', () => {
  it.each([
    ['GetAllowedIpList', 'alikafka:ListInstance', 'allowedIps', 8],
    ['GetTopicList', 'alikafka:ListTopic', 'topics', 10],
    ['GetConsumerList', 'alikafka:ListGroup', 'consumerGroups', 13],
  ])('%s: an error at its line names %s, and the others go on', async (denied, ramAction, section, line) => {
    const on = holder({ status: 'running' }, { denied: [denied] });
    const { item, outcome, found } = await holding(on);
    const [error, ...more] = errorsIn(found);
    expect([error && lineOf(error), more]).toEqual([line, []]);
    expect(error?.message).toContain(`${section} could not be read`);
    expect(error?.message).toContain(`needs the permission ${ramAction}`);
    const left = { allowedIps: 'add-addresses', topics: 'create-topic', consumerGroups: 'create-group' }[
      section
    ];
    expect(kindsOf(item.changes)).toEqual(ALL.filter((kind) => kind !== left));
    expect(outcome).toMatchObject({ action: 'update', changed: true, success: false });
    expect(outcome.failure?.message).toContain(`${section} could not be read`);
    expect(outcome.contents?.items.map(({ result }) => result)).toEqual(item.changes.map(() => 'added'));
  });

  it('of an instance that lacks nothing else: it is not as wanted', async () => {
    const on = holder({ status: 'running', ...FULL }, { denied: ['GetTopicList'] });
    const { outcome } = await holding(on);
    expect(outcome).toMatchObject({ action: 'none', success: false, changed: false });
  });
});

it('a kind that the quota has no room for is left out whole with figures, and the rest is done', async () => {
  const on = holder({ status: 'running', quota: { topics: 1 } });
  const { item, outcome, found, held } = await holding(on);
  expect(kindsOf(item.changes)).toEqual(['add-addresses', 'create-group']);
  const message =
    'The instance has too little room for new topics: 2 topics are needed, 1 are left. None of these is added: orders, events';
  expect(errorsIn(found).map((each) => [lineOf(each), each.message])).toEqual([
    [10, expect.stringContaining(message)],
  ]);
  expect(held).toMatchObject({ topics: {}, consumerGroups: ['billing'] });
  expect(outcome).toMatchObject({ success: false, changed: true, failure: { message: `${message}.` } });
});

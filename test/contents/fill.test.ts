import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import { recordingFirst } from '../../src/report/early-record.ts';
import type { Report } from '../../src/report/report.ts';
import type { RunOptions } from '../deployment/fleet.ts';
import { BEGAN, SECOND } from '../deployment/given.ts';
import { changing, FULL, holder, holding } from './manifests.ts';

const FAST = { timings: { preparing: 1, initializing: 1, starting: 1 } };
const resultsOf = ({ outcome }: Awaited<ReturnType<typeof holding>>) =>
  outcome.contents?.items.map(({ result }) => result);

describe('an instance that this run starts', () => {
  it('gets all that it is to hold once it is in service', async () => {
    const on = holder({ timings: { preparing: 60_000 } });
    const { outcome, held, lines } = await holding(on);
    expect(outcome).toMatchObject({ action: 'start', success: true, changed: true, status: 'running' });
    expect(held).toMatchObject({ topics: { orders: 6, events: 12 }, consumerGroups: ['billing'] });
    expect(held?.allowedIps['9092/9092']).toEqual(['10.0.0.0/8']);
    expect(changing(on)[0]).toBe('StartInstance');
    const told = lines.map((line) => line.replace(/^\S+ /, ''));
    expect(told.indexOf('adding')).toBeGreaterThan(told.findIndex((line) => line.endsWith('→ running')));
    expect(outcome).toMatchObject({ code: '200', requestId: expect.stringMatching(/^E0/) });
  });

  it('is compared afresh: what somebody has added meanwhile is there, what cannot be is red', async () => {
    const topics = [FULL.topics[0], { name: 'events', partitions: 24 }];
    const on = holder({ ...FAST, ...FULL, topics, consumerGroups: [] });
    const { outcome } = await holding(on);
    expect(changing(on)).toEqual(['StartInstance', 'CreateConsumerGroup']);
    const message =
      'Topic events has 24 partitions, the manifest says 12: the service cannot take partitions away';
    expect(outcome).toMatchObject({ success: false, changed: true, failure: { message: `${message}.` } });
    expect(outcome.contents?.findings).toMatchObject([{ level: 'error', message, origin: { line: 11 } }]);
  });

  it('is told of each thing that was added, and of what was not checked', async () => {
    const { lines, outcome } = await holding(holder(FAST, { denied: ['GetQuotaTip'] }));
    const told = lines.map((line) => line.replace(/^\S+ /, ''));
    expect(told.filter((line) => line.startsWith('Added '))).toEqual([
      'Added addresses on vpc: 10.0.0.0/8',
      ...['Added topic orders', 'Added topic events', 'Added consumer group billing'],
    ]);
    expect(told.filter((line) => line.startsWith('The quota of'))).toEqual([
      expect.stringMatching(/^The quota of \S+ is not checked: GetQuotaTip was refused/),
    ]);
    expect(outcome.success).toBe(true);
  });

  it('that has all by then is not said to be added to', async () => {
    const { lines, outcome } = await holding(holder({ ...FAST, ...FULL }));
    expect(lines.filter((line) => line.endsWith(' adding'))).toEqual([]);
    expect(outcome).toMatchObject({ success: true, changed: true });
  });

  it('is told at its line where it differs by then', async () => {
    const topics = [{ ...FULL.topics[0], remark: 'all' }, FULL.topics[1]];
    const { outcome } = await holding(holder({ ...FAST, ...FULL, topics }));
    expect(outcome).toMatchObject({ success: true, changed: true });
    expect(outcome.contents?.findings).toMatchObject([
      {
        level: 'warning',
        message: 'topics orders.remark is "all" in the cloud, "all orders" here',
        origin: { line: 10 },
      },
    ]);
  });

  it('that is not waited for gets it on the next run, which is said', async () => {
    const on = holder(FAST);
    const { outcome, lines } = await holding(on, { wait: false });
    expect(outcome).toMatchObject({ success: true, changed: true, status: 'deploying' });
    expect(outcome).not.toHaveProperty('contents');
    expect(lines.join('\n')).toContain(
      'It is not in service yet: what it is to hold is added by the next run.',
    );
    expect(changing(on)).toEqual(['StartInstance']);
    const next = await holding(on);
    expect(next.outcome).toMatchObject({ success: true, changed: true });
    expect(next.held).toMatchObject({ topics: { orders: 6, events: 12 }, consumerGroups: ['billing'] });
  });

  it('and that is refused gets nothing', async () => {
    const on = holder({}, { denied: ['StartInstance'] });
    const { outcome } = await holding(on);
    expect(outcome).toMatchObject({ success: false, changed: false });
    expect(changing(on)).toEqual(['StartInstance']);
  });
});

describe('an instance in service', () => {
  it('gets what it lacks, and the next run adds nothing', async () => {
    const on = holder({ status: 'running' });
    const first = await holding(on);
    expect(first.outcome).toMatchObject({
      action: 'update',
      success: true,
      changed: true,
      status: 'running',
    });
    const before = changing(on).length;
    const second = await holding(on);
    expect(second.outcome).toMatchObject({ action: 'none', success: true, changed: false });
    expect(changing(on)).toHaveLength(before);
  });

  it('has a topic that the run before did not see come into service: green only when it has', async () => {
    const on = holder({ status: 'running' }, { topicCreationMs: 3 * 60 * SECOND });
    const first = await holding(on, { timeoutMs: 60 * SECOND });
    expect(first.outcome).toMatchObject({ changed: true, success: false, stopped: 'timeout' });
    const second = await holding(on);
    expect(second.outcome).toMatchObject({ success: false });
    expect(second.outcome.failure?.message).toContain('Topic orders is not in service');
    await on.clock.run(on.clock.sleep(3 * 60 * SECOND));
    expect((await holding(on)).outcome).toMatchObject({ success: true });
  });

  it('that is being changed and cannot hold all of it is red when that is over', async () => {
    const more = [FULL.topics[0], { ...FULL.topics[1], partitions: 24 }];
    const shownAs: Record<string, number> = { ServiceStatus: 30 };
    const on = holder({ status: 'running', ...FULL, topics: more, shownAs });
    void on.clock.sleep(60 * SECOND).then(() => {
      shownAs.ServiceStatus = 5;
    });
    expect((await holding(on, { wait: false })).lines).toContainEqual(
      expect.stringMatching(/not in service yet: what it is to hold is compared by the next run\.$/),
    );
    const { item, outcome } = await holding(on);
    expect(item).toMatchObject({
      action: 'wait',
      changes: [],
      reason: expect.stringMatching(/; what it is to hold is compared afterwards$/),
    });
    expect(outcome).toMatchObject({ action: 'wait', status: 'running', changed: false, success: false });
    expect(outcome.failure?.message).toBe(
      'Topic events has 24 partitions, the manifest says 12: the service cannot take partitions away.',
    );
    expect(outcome.contents?.findings.map(({ level }) => level)).toEqual(['error']);
  });

  it.each<[number, string]>([
    [102, 'Its upgrade or migration failed'],
    [3, 'It was stopped while it was being changed'],
    [5, 'It expired while it was being changed'],
    [23, 'It was released while it was being changed'],
  ])('that is being changed and ends as %i is not told as a deployment', async (code, what) => {
    const shownAs: Record<string, number> = { ViewInstanceStatusCode: 7 };
    const on = holder({ status: 'running', statusFields: 'view-only', shownAs });
    void on.clock.sleep(60 * SECOND).then(() => {
      shownAs.ViewInstanceStatusCode = code;
    });
    const { outcome } = await holding(on);
    expect(outcome).toMatchObject({ action: 'wait', success: false });
    expect(outcome.failure?.message).toMatch(new RegExp(`^${what} \\(`));
    expect(outcome.failure?.remedy).toMatch(/open a ticket with Alibaba Cloud support\.$/);
  });

  it('that is being changed is waited for, and nothing is added before', async () => {
    const on = holder({ status: { service: 8, view: 2 } });
    const { outcome } = await holding(on, { timeoutMs: 60 * SECOND });
    expect(outcome).toMatchObject({ action: 'wait', status: 'changing', success: false, stopped: 'timeout' });
    expect(outcome.failure?.message).toBe(
      'The time was up while it was changing. alikafka_post-cn-1 is still being changed in the cloud. What it is to hold was not added.',
    );
  });
});

describe('what could not be added', () => {
  const refused = (code: string, action: string): FaultRule => ({
    ...{ action, times: Number.POSITIVE_INFINITY },
    effect: { kind: 'refuse', code },
  });

  it('is told at its line with the answer to the first of it, and the others are added', async () => {
    const faults = [
      { ...refused('BIZ_FIELD_CHECK_INVALID', 'CreateTopic'), predicate: isTopic('events') },
      refused('BIZ_SUBSCRIPTION_FIELD', 'CreateConsumerGroup'),
    ];
    const on = holder({ status: 'running' }, { faults });
    const run = await holding(on);
    expect(resultsOf(run)).toEqual(['added', 'added', 'failed', 'failed']);
    const { outcome } = run;
    expect(outcome).toMatchObject({ success: false, changed: true, code: 'BIZ_FIELD_CHECK_INVALID' });
    expect(outcome.requestId).toMatch(/^E0/);
    expect(outcome.failure).toMatchObject({ code: 'BIZ_FIELD_CHECK_INVALID', origin: { line: 11 } });
    expect(outcome.failure?.message).toMatch(/^topic events: .* 1 more could not be added\.$/);
    expect(outcome.failure?.remedy).toMatch(/Run again: it adds what is missing, and nothing twice\.$/);
    expect(outcome).not.toHaveProperty('goesOn');
    expect(outcome).not.toHaveProperty('stopped');
  });

  it('for want of a permission is named as not begun, where nothing was sent for it', async () => {
    const on = holder({ status: 'running' }, { denied: ['CreateTopic'] });
    const run = await holding(on);
    expect(resultsOf(run)).toEqual(['added', 'failed', 'not begun', 'added']);
    expect(run.outcome.failure?.message).toMatch(/^topic orders: .* Not begun: topic events\.$/);
    expect(run.outcome.failure?.remedy).toContain('needs the permission alikafka:CreateTopic');
  });

  it('as far as is known, has no answer of the API', async () => {
    const lost: FaultRule = { action: 'CreateConsumerGroup', times: 2, effect: { kind: 'reset-before' } };
    const { outcome } = await holding(
      holder({ status: 'running', ...FULL, consumerGroups: [] }, { faults: [lost] }),
    );
    expect(outcome).toMatchObject({ success: false, changed: 'unknown', requestId: '' });
    expect(outcome.failure).toMatchObject({
      message:
        'consumer group billing: CreateConsumerGroup got no answer: the connection was lost. Whether these were added is not known: consumer group billing.',
      remedy:
        'Run again: it reads first, and adds only what is not there. Run again: it adds what is missing, and nothing twice.',
    });
  });

  it('is told beside what cannot be', async () => {
    const topics = [{ ...FULL.topics[0], partitions: 9 }, FULL.topics[1]];
    const on = holder({ status: 'running', ...FULL, topics, consumerGroups: [] });
    on.cloud.addFault(refused('BIZ_SUBSCRIPTION_FIELD', 'CreateConsumerGroup'));
    const { outcome } = await holding(on);
    expect(outcome.failure?.message).toMatch(
      /^consumer group billing: .* Topic orders has 9 partitions, the manifest says 6: the service cannot take partitions away\.$/,
    );
    expect(outcome.failure?.remedy).toMatch(
      / Set partitions to 9, or remove it to leave the topic as it is\. Run again: it adds what is missing, and nothing twice\.$/,
    );
  });

  it('does not undo that the run started the instance', async () => {
    const on = holder(FAST, { denied: ['UpdateAllowedIp', 'CreateTopic', 'CreateConsumerGroup'] });
    const { outcome } = await holding(on);
    expect(outcome).toMatchObject({ success: false, changed: true, status: 'running' });
    expect(outcome.contents?.changed).toBe(false);
  });

  it('does not keep the brokers from being asked', async () => {
    const asked: string[] = [];
    const verify: RunOptions['verify'] = async ({ key }) => void asked.push(key);
    const { outcome } = await holding(holder({ status: 'running' }, { denied: ['CreateTopic'] }), { verify });
    expect(asked).toEqual([outcome.key]);
    expect(outcome.failure?.message).toContain('topic orders');
  });
});

function isTopic(name: string): NonNullable<FaultRule['predicate']> {
  return ({ parameters }) => parameters.Topic === name;
}

describe('a run that ends in the middle', () => {
  const slow: FaultRule = { action: 'CreateTopic', times: 9, effect: { kind: 'delay', delayMs: 20_000 } };

  it.each([
    ['cancelled', 'The run was cancelled', { cancelAfterMs: 5_000 }],
    ['timeout', 'The time was up', { timeoutMs: 5_000 }],
  ])('%s: tells what was added, what not, and what is not known', async (stopped, words, options) => {
    const on = holder({ status: 'running' }, { faults: [slow] });
    const { outcome, endedAt } = await holding(on, options);
    expect(outcome).toMatchObject({ success: false, changed: true, stopped, status: 'running' });
    expect(outcome).not.toHaveProperty('goesOn');
    expect(outcome.failure?.message).toBe(
      `${words}. Whether these were added is not known: topic orders. Added: addresses on vpc: 10.0.0.0/8. Not begun: topic events, consumer group billing.`,
    );
    expect(outcome).toMatchObject({ requestId: '', code: '' });
    expect(endedAt - BEGAN).toBeLessThan(5_000 + 3 * SECOND);
    const sent = changing(on);
    await on.clock.run(on.clock.sleep(120 * SECOND));
    expect(changing(on)).toEqual(sent);
  });

  it('while it reads what a started instance lacks: nothing was added', async () => {
    const reading: FaultRule = { action: 'GetTopicList', effect: { kind: 'delay', delayMs: 20_000 } };
    const on = holder(FAST, { faults: [reading] });
    const { outcome } = await holding(on, { cancelAfterMs: 20_000 });
    expect(outcome).toMatchObject({ success: false, changed: true, stopped: 'cancelled', status: 'running' });
    expect(outcome).not.toHaveProperty('goesOn');
    expect(outcome.failure?.message).toBe(
      'The run was cancelled while it was running. alikafka_post-cn-1 is in service. What it is to hold was not added.',
    );
    expect(changing(on)).toEqual(['StartInstance']);
  });

  it('while it waits: the deployment goes on, and what it is to hold is left out', async () => {
    const { outcome } = await holding(holder({}), { cancelAfterMs: 60_000 });
    expect(outcome).toMatchObject({ changed: true, goesOn: 'surely' });
    expect(outcome.failure?.message).toMatch(/goes on in the cloud\. What it is to hold was not added\.$/);
  });
});

describe('the record that is kept while the run goes on', () => {
  /** What the record says, each with how many calls that change anything had left by then. */
  async function recorded(on: ReturnType<typeof holder>, options: RunOptions = {}) {
    const records: [number, unknown][] = [];
    const planned: Report = {
      ...{ mode: 'apply', site: 'china', diagnostics: [], requests: [], outcomes: [], stop: undefined },
      plan: [],
    };
    const hearing: RunOptions['hearing'] = (logger) =>
      recordingFirst(planned, {
        ...{ logger, clock: on.clock },
        recordEarly: ({ outcomes }) =>
          void records.push([on.cloud.journal.length, outcomes.map(({ changed }) => changed)]),
      });
    const run = await holding(on, { ...options, hearing });
    const of = (action: string) => on.cloud.journal.findIndex((entry) => entry.action === action);
    return { run, records, of };
  }

  it('says unknown before the first addition, true after it, and nothing more', async () => {
    const { records, of } = await recorded(holder({ status: 'running' }));
    expect(records.map(([, changed]) => changed)).toEqual([['unknown'], [true]]);
    const [[before = -1] = [], [after = -1] = []] = records;
    expect(before).toBeLessThanOrEqual(of('UpdateAllowedIp'));
    expect([after > of('UpdateAllowedIp'), after <= of('CreateTopic')]).toEqual([true, true]);
  });

  it('is not taken back by additions after a start', async () => {
    const { records } = await recorded(holder(FAST));
    expect(records.map(([, changed]) => changed)).toEqual([['unknown'], [true]]);
  });

  it('is not touched where nothing is added', async () => {
    expect((await recorded(holder({ status: 'running', ...FULL }))).records).toEqual([]);
  });

  it('is not changed by an answer that comes after the end', async () => {
    const late: FaultRule = { action: 'UpdateAllowedIp', effect: { kind: 'delay', delayMs: 20_000 } };
    const on = holder({ status: 'running' }, { faults: [late] });
    const { run, records } = await recorded(on, { cancelAfterMs: 5_000 });
    await on.clock.run(on.clock.sleep(60 * SECOND));
    expect(run.outcome.changed).toBe('unknown');
    expect(records.map(([, changed]) => changed)).toEqual([['unknown']]);
  });
});

import { describe, expect, it } from 'vitest';
import { type FaultEffect, type InstanceSeed, starts } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import { APPLIED, fleetOf, INSTANCE, OUTPUT_NAMES, type Run, run, type Scenario } from './support.ts';

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** How long the action may take to end after it was asked to; GitHub kills it later. */
const AT_MOST_MS = 5000;

const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';

const FLEET = { one: INSTANCE, two: 'alikafka_post-cn-two', three: 'alikafka_post-cn-three' };
const IDS = Object.values(FLEET);

interface Cancelled extends Run {
  /** Milliseconds from the signal to the end of the process. */
  readonly took: number;
}

/**
 * Runs the action and sends it a signal, once: when the cloud gets the first call of this name, or when
 * standard output holds this text.
 */
async function cancel(
  scenario: Scenario,
  signal: NodeJS.Signals,
  when: { readonly call: string } | { readonly text: string },
): Promise<Cancelled> {
  const process = Promise.withResolvers<(signal: NodeJS.Signals) => void>();
  let sentAt: number | undefined;
  const send = async () => {
    if (sentAt !== undefined) return;
    sentAt = Date.now();
    (await process.promise)(signal);
  };
  const done = await run({
    ...scenario,
    cloud: {
      ...scenario.cloud,
      onCall: ({ action }) => {
        if ('call' in when && action === when.call) void send();
      },
    },
    onOutput: (stdout, kill) => {
      process.resolve(kill);
      if ('text' in when && stdout.includes(when.text)) void send();
    },
  });
  return { ...done, took: Date.now() - (sentAt ?? 0) };
}

/** Checks what every cancelled run owes to whoever cancelled it. */
function expectOrderlyEnd(done: Cancelled, signal: string, exitCode: number, headline: string): void {
  expect(done).toMatchObject({ exitCode, stderr: '' });
  expect(done.took).toBeLessThan(AT_MOST_MS);
  expect(done.lines).toContain(`${signal}: stopping, nothing more is started`);
  expect(Object.keys(done.outputs)).toEqual(OUTPUT_NAMES);
  expect(done.outputs).toMatchObject({ success: 'false', 'instance-id': IDS.join() });
  expect(done.errors.length).toBeGreaterThan(0);
  expect(readSummary(done.summary).headings[0]).toBe(`❌ Kafka: cancelled, ${headline}`);
}

const goesOn = (id: string) => `The deployment of ${id} goes on in the cloud.`;
const notStarted = (id: string) => `${id} was not started.`;
const lost = (id: string) => {
  return `The answer to the start of ${id} was lost: it may be deploying in the cloud now, and that cannot be undone.`;
};

/** Checks that results, log, annotations and summary say of every instance what goes on. */
function expectTold(done: Run, told: readonly [status: string, what: (id: string) => string][]): void {
  const messages = told.map(([status, what], index) => {
    return `The run was cancelled while it was ${status}. ${what(IDS[index] ?? '')}`;
  });
  expect(done.results.map(({ error }) => error)).toEqual(
    messages.map((message) => ({ message, remedy: RESUME })),
  );
  expect(done.outputs.status).toBe(told.map(([status]) => status).join());
  const keys = Object.keys(FLEET);
  expect(done.errors).toEqual(
    messages.map((message, index) => `::error title=Kafka::${keys[index]}: ${message} ${RESUME}`),
  );
  const summary = readSummary(done.summary);
  for (const [index, message] of messages.entries()) {
    expect(done.lines).toContain(`✘ ${keys[index]}: ${message}`);
    expect(summary.text).toContain(message);
  }
  expect(summary.rows(...APPLIED)).toHaveLength(3);
}

const cloud = (more: Partial<InstanceSeed> = {}) => ({
  instances: IDS.map((instanceId) => ({ instanceId, ...more })),
});

const slowly = (action: string, effect: FaultEffect) => ({
  faults: [{ action, times: Number.POSITIVE_INFINITY, effect }],
});

// On Windows, a signal from another process ends a process at once: nothing can be sent that it could hear.
describe.skipIf(process.platform === 'win32').concurrent.each(SIGNALS)('%s', (signal, exitCode) => {
  const manifest = fleetOf(FLEET);

  it('during the reading for the plan: nothing was started, and that is said', async () => {
    const slow = slowly('GetInstanceList', { kind: 'delay', delayMs: 20_000 });
    const scenario = { manifest, cloud: { ...cloud(), ...slow } };
    const done = await cancel(scenario, signal, { call: 'GetInstanceList' });
    expectOrderlyEnd(done, signal, exitCode, 'nothing was started');
    expect(done.journal.map(({ action }) => action)).toEqual(['GetInstanceList']);
    const message = 'The run was cancelled before anything was started';
    expect(done.outputs).toMatchObject({ message, changed: 'false', results: '[]', plan: '[]' });
    expect(done.errors).toEqual([`::error title=Kafka::${message}. Run again when you want to.`]);
    expect(readSummary(done.summary).text).toContain(message);
  });

  it('during the reading of mode plan: it ends without a plan, and that is said', async () => {
    const slow = slowly('GetInstanceList', { kind: 'delay', delayMs: 20_000 });
    const scenario = { manifest, inputs: { mode: 'plan' }, cloud: { ...cloud(), ...slow } };
    const done = await cancel(scenario, signal, { call: 'GetInstanceList' });
    expectOrderlyEnd(done, signal, exitCode, 'nothing was started');
    expect(done.sent).toEqual([]);
    expect(done.outputs).toMatchObject({ 'has-changes': 'false', matrix: '{"include":[]}' });
  });

  it('between a start and its answer that comes soon: the answer is heard', async () => {
    const slow = slowly('StartInstance', { kind: 'delay', delayMs: 1000 });
    const scenario = { manifest, inputs: SLOWLY, cloud: { ...cloud(), ...slow } };
    const done = await cancel(scenario, signal, { call: 'StartInstance' });
    expectOrderlyEnd(done, signal, exitCode, '1 instance still deploying, 2 not started, 1 started');
    expect(done.sent).toHaveLength(1);
    expect(starts(done.journal)).toHaveLength(1);
    expect(done.results.map(({ changed }) => changed)).toEqual([true, false, false]);
    expect(done.outputs.changed).toBe('true');
    expectTold(done, [
      ['deploying', goesOn],
      ['pending', notStarted],
      ['pending', notStarted],
    ]);
  });

  it('between a start and its answer, where it is not to wait: the step is red all the same', async () => {
    const slow = slowly('StartInstance', { kind: 'delay', delayMs: 1000 });
    const scenario = {
      manifest: fleetOf({ one: INSTANCE }),
      cloud: { instances: [{ instanceId: INSTANCE }], ...slow },
    };
    const notWaiting = { ...scenario, inputs: { wait: 'false' } };
    const done = await cancel(notWaiting, signal, { call: 'StartInstance' });
    expect(done).toMatchObject({ exitCode, outputs: { success: 'false', changed: 'true' } });
    expect(done.results).toMatchObject([{ success: true, changed: true, status: 'deploying' }]);
    const { headings } = readSummary(done.summary);
    expect(headings).toEqual(['❌ Kafka: cancelled, 1 instance deploying, 1 started']);
  });

  it('between a start and an answer that does not come: it is left open, and said so', async () => {
    const slow = slowly('StartInstance', { kind: 'delay', delayMs: 20_000 });
    const scenario = { manifest, inputs: SLOWLY, cloud: { ...cloud(), ...slow } };
    const done = await cancel(scenario, signal, { call: 'StartInstance' });
    expectOrderlyEnd(done, signal, exitCode, '1 instance may be deploying, 2 not started');
    expect(done.sent).toHaveLength(1);
    expect(done.results.map(({ changed }) => changed)).toEqual(['unknown', false, false]);
    expect(done.outputs.changed).toBe('unknown');
    expectTold(done, [
      ['pending', lost],
      ['pending', notStarted],
      ['pending', notStarted],
    ]);
  });

  it('while the others queue behind the limiter: they are not started', async () => {
    const scenario = { manifest, inputs: SLOWLY, cloud: cloud({ fate: 'stuck' }) };
    const done = await cancel(scenario, signal, { text: 'one: start accepted' });
    expectOrderlyEnd(done, signal, exitCode, '1 instance still deploying, 2 not started, 1 started');
    expect(done.sent.map(({ InstanceId }) => InstanceId)).toEqual([INSTANCE]);
    expect(done.results.map(({ changed }) => changed)).toEqual([true, false, false]);
    expectTold(done, [
      ['deploying', goesOn],
      ['pending', notStarted],
      ['pending', notStarted],
    ]);
  });

  it('while it waits: every deployment goes on, and that is said', async () => {
    const scenario = { manifest, cloud: cloud({ fate: 'stuck' }) };
    const done = await cancel(scenario, signal, { text: 'three: start accepted' });
    expectOrderlyEnd(done, signal, exitCode, '3 instances still deploying, 3 started');
    expect(starts(done.journal).map(({ instanceId }) => instanceId)).toEqual(IDS);
    expect(done.outputs).toMatchObject({ changed: 'true', 'has-changes': 'true' });
    expectTold(done, [
      ['deploying', goesOn],
      ['deploying', goesOn],
      ['deploying', goesOn],
    ]);
  });
});

/** The first start goes at once; the next would follow only after the run has ended. */
const SLOWLY = { 'requests-per-second': '0.1' };

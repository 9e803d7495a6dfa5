import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/index.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import { commentOf } from '../../src/report/comment.ts';
import { failureWords, headline } from '../../src/report/headline.ts';
import { type LogSink, runLogger } from '../../src/report/run-logger.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { readSummary } from '../e2e/markdown.ts';
import { fleetManifest, instanceIdOf, reportOf } from '../github/reports.ts';

/** What was bought for the instances of a fleet, in their order; undefined for one that is not there. */
type Fleet = readonly (Partial<InstanceSeed> | undefined)[];

const ABOUT = { manifest: 'kafka.yml', environment: undefined, sha: 'abc', runUrl: 'https://github.com' };

const PENDING = {};
const STUCK = { fate: 'stuck' } as const;
const RUNNING = { status: 'running' } as const;
const STOPPED = { status: 'stopped' } as const;
const UPGRADING = { status: 'upgrading' } as const;
const BROKEN = { fate: 'deploy-error' } as const;
const EXPIRED = { fate: 'expired' } as const;
const UNDER_WAY = { startedAt: Date.UTC(2026, 0, 1), fate: 'stuck' } as const;
const OTHER_NAME = { status: 'running', shownAs: { VpcId: 'vpc-other' } } as const;

async function reportFor(fleet: Fleet, inputs: Readonly<Record<string, string>> = {}, faulty: number[] = []) {
  const instances = fleet.flatMap((seed, index) => {
    return seed ? [{ instanceId: instanceIdOf(index + 1), ...seed }] : [];
  });
  const faults = faulty.map((number) => ({
    action: 'StartInstance',
    instanceId: instanceIdOf(number),
    times: 3,
    effect: { kind: 'reset-before' } as const,
  }));
  const manifest = fleetManifest(fleet.length);
  return reportOf({ manifest, inputs, cloud: { instances, faults, requestsPerSecond: 1000 } });
}

/** The headline of a run's summary, and the cells of its column Result. */
async function toldOf(...of: Parameters<typeof reportFor>) {
  const { headings, rows } = readSummary(summaryOf(await reportFor(...of)));
  const results = rows('Instance', 'Region', 'Plan', 'Result', 'RequestId').map((row) => row[3]);
  return { headline: headings[0], results };
}

describe('the headline of a run that applied', () => {
  const QUICK = { 'wait-timeout': '2h' };
  const started = expect.stringMatching(/^✅ started, running after /);

  it.each<[headline: string, Fleet, results: unknown[]]>([
    ['✅ Kafka: 1 instance in service, 1 started', [PENDING], [started]],
    ['✅ Kafka: 2 instances in service, nothing to start', [RUNNING, RUNNING], ['✅ running', '✅ running']],
    ['✅ Kafka: 1 instance in service, 1 with drift, nothing to start', [OTHER_NAME], ['✅ running']],
    ['❌ Kafka: 1 instance failed, 1 started', [BROKEN], ['❌ failed']],
    ['❌ Kafka: 1 instance failed, 1 started', [EXPIRED], ['❌ failed']],
    [
      '❌ Kafka: time was up, 1 instance still deploying, 1 started',
      [STUCK],
      ['❌ time was up, still deploying'],
    ],
    ['❌ Kafka: time was up, 1 instance still deploying', [UNDER_WAY], ['❌ time was up, still deploying']],
    ['❌ Kafka: 1 instance blocked, nothing was started', [STOPPED], ['❌ blocked']],
    [
      '❌ Kafka: 2 instances blocked, nothing was started',
      [STOPPED, undefined],
      ['❌ blocked', '❌ blocked'],
    ],
    [
      '❌ Kafka: 1 instance blocked, 1 in service, nothing was started',
      [STOPPED, RUNNING],
      ['❌ blocked', '✅ running'],
    ],
    [
      '❌ Kafka: time was up, 1 instance failed, 1 still deploying, 1 blocked, 2 in service, 3 started',
      [BROKEN, STUCK, STOPPED, PENDING, RUNNING],
      ['❌ failed', '❌ time was up, still deploying', '❌ blocked', started, '✅ running'],
    ],
  ])('is %j after %j', async (headline, fleet, results) => {
    expect(await toldOf(fleet, QUICK)).toEqual({ headline, results });
  });

  it('says what may be deploying, where no answer tells', async () => {
    expect(await toldOf([PENDING], QUICK, [1])).toEqual({
      headline: '❌ Kafka: 1 instance may be deploying',
      results: ['❌ failed, may be deploying'],
    });
  });

  it('says what was not started before the time was up', async () => {
    const slow = { 'wait-timeout': '15s', 'requests-per-second': '0.1' };
    expect(await toldOf([STUCK, STUCK, STUCK], slow)).toEqual({
      headline: '❌ Kafka: time was up, 2 instances still deploying, 1 not started, 2 started',
      results: [
        '❌ time was up, still deploying',
        '❌ time was up, still deploying',
        '❌ time was up, not started',
      ],
    });
  });

  it('says what is deploying, where the run does not wait', async () => {
    expect(await toldOf([STUCK, RUNNING, UNDER_WAY], { wait: 'false' })).toMatchObject({
      headline: '✅ Kafka: 1 instance in service, 2 deploying, 1 started',
    });
  });
});

describe('the headline of a run that fails for drift', () => {
  const STRICT = { 'fail-on-drift': 'true' };
  const DRIFT = 'drift fails the step';

  it.each<[mode: string, Fleet, headline: string]>([
    ['plan', [OTHER_NAME, PENDING], `❌ Kafka plan: 1 to start, 1 in service, with drift, ${DRIFT}`],
    ['plan', [RUNNING, PENDING], '📋 Kafka plan: 1 to start, 1 in service already'],
    ['apply', [OTHER_NAME, PENDING], `❌ Kafka: 2 instances in service, 1 with drift, 1 started, ${DRIFT}`],
    ['apply', [OTHER_NAME], `❌ Kafka: 1 instance in service, 1 with drift, nothing to start, ${DRIFT}`],
    ['apply', [RUNNING], '✅ Kafka: 1 instance in service, nothing to start'],
  ])('says so, in mode %s, of %j', async (mode, fleet, headline) => {
    const report = await reportFor(fleet, { ...STRICT, mode });
    expect(readSummary(summaryOf(report)).headings[0]).toBe(headline);
    if (mode === 'plan') expect(readSummary(commentOf(report, ABOUT)).headings[0]).toBe(headline);
  });
});

describe('the headline of a plan', () => {
  it.each<[fleet: Fleet, summary: string, comment: string]>([
    [
      [PENDING, RUNNING],
      '📋 Kafka plan: 1 to start, 1 in service already',
      '📋 Kafka plan: 1 to start, 1 in service already',
    ],
    [[RUNNING], '📋 Kafka plan: 1 in service already', '✅ Kafka plan: no changes'],
    [[OTHER_NAME], '📋 Kafka plan: 1 in service, with drift', '⚠️ Kafka plan: 1 in service, with drift'],
    [
      [RUNNING, OTHER_NAME, PENDING],
      '📋 Kafka plan: 1 to start, 1 in service already, 1 in service, with drift',
      '📋 Kafka plan: 1 to start, 1 in service already, 1 in service, with drift',
    ],
    [[UPGRADING], '📋 Kafka plan: 1 being changed', '✅ Kafka plan: no changes'],
    [
      [STOPPED, UPGRADING, RUNNING],
      '❌ Kafka plan: 1 in service already, 1 being changed, 1 blocked',
      '❌ Kafka plan: 1 in service already, 1 being changed, 1 blocked',
    ],
    [[STOPPED], '❌ Kafka plan: 1 blocked', '❌ Kafka plan: 1 blocked'],
  ])('of %j names drift and changes, in summary, comment and log', async (fleet, summary, comment) => {
    const report = await reportFor(fleet, { mode: 'plan' });
    expect(readSummary(summaryOf(report)).headings[0]).toBe(summary);
    expect(readSummary(commentOf(report, ABOUT)).headings[0]).toBe(comment);
    const lines: string[] = [];
    const log: LogSink = { info: (line) => lines.push(line), debug: () => undefined, group: () => undefined };
    runLogger(log, Date.now, 'china').plan(report.plan);
    expect(lines[0]).toBe(summary.replace(/^.* Kafka plan/, 'Plan'));
  });
});

describe('how a run left an instance', () => {
  const bad = { success: false, changed: false } as const;

  it.each<[said: Partial<Outcome>, headline: string, cell: string]>([
    [
      { ...bad, status: 'changing' },
      '❌ Kafka: 1 instance being changed, nothing was started',
      'being changed',
    ],
    [{ ...bad, status: 'running' }, '❌ Kafka: 1 instance incomplete', 'incomplete'],
    [
      { ...bad, status: 'running', action: 'blocked' },
      '❌ Kafka: 1 instance blocked, nothing was started',
      'blocked',
    ],
    [
      { ...bad, status: 'deploying', goesOn: 'surely', changed: true },
      '❌ Kafka: 1 instance still deploying, 1 started',
      'not waited for to the end, still deploying',
    ],
    [
      { ...bad, status: 'deploying', goesOn: 'perhaps' },
      '❌ Kafka: 1 instance may be deploying',
      'failed, may be deploying',
    ],
    [
      { ...bad, status: 'pending', stopped: 'timeout' },
      '❌ Kafka: time was up, 1 instance not started',
      'time was up, not started',
    ],
    [
      { ...bad, status: 'pending', stopped: 'cancelled' },
      '❌ Kafka: 1 instance not started',
      'cancelled, not started',
    ],
    [{ ...bad, status: 'failed' }, '❌ Kafka: 1 instance failed, nothing was started', 'failed'],
    [
      { action: 'none', changed: false, status: 'changing' },
      '✅ Kafka: 1 instance being changed, nothing to start',
      'being changed',
    ],
  ])('is told of %j in headline and table', async (said, line, cell) => {
    const report = await reportFor([PENDING], { wait: 'false' });
    const outcomes = report.outcomes.map((outcome) => ({ ...outcome, ...said }));
    expect(headline({ ...report, outcomes })).toBe(line);
    expect(outcomes.map(failureWords)).toEqual([cell]);
  });

  it('says of several that nothing was started only where no other word says more', async () => {
    const report = await reportFor([PENDING, PENDING], { wait: 'false' });
    const [one, two] = report.outcomes;
    if (!one || !two) throw new Error('there are two instances');
    const open = { ...one, ...bad, status: 'deploying', goesOn: 'perhaps' } as const;
    const failed = { ...two, ...bad, status: 'failed' } as const;
    expect(headline({ ...report, outcomes: [open, failed] })).toBe(
      '❌ Kafka: 1 instance failed, 1 may be deploying',
    );
  });

  it('begins with what stopped the run, where it has a word of its own', async () => {
    const report = await reportFor([PENDING], { mode: 'plan' });
    const stop = { message: 'No.', remedy: 'Mend it.' };
    expect(headline({ ...report, stop })).toBe('❌ Kafka plan: nothing was started');
    expect(
      headline({ ...report, plan: [], stop: { ...stop, headline: 'it broke off' }, cancelled: true }),
    ).toBe('❌ Kafka: cancelled, it broke off');
    const error = { severity: 'error', origin: undefined, message: 'No.' } as const;
    expect(headline({ ...report, plan: [], diagnostics: [error] })).toBe(
      '❌ Kafka: 1 error, nothing was started',
    );
    expect(headline({ ...report, diagnostics: [error] })).toBe('❌ Kafka plan: 1 to start');
    expect(headline({ ...report, mode: 'validate', plan: [] })).toBe('✅ Kafka: 1 instance valid');
    const cancelled = { ...(await reportFor([RUNNING])), cancelled: true } as const;
    expect(headline(cancelled)).toBe('❌ Kafka: cancelled, 1 instance in service, nothing was started');
  });
});

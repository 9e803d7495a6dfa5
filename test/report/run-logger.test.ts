import { describe, expect, it } from 'vitest';
import type { ApplyListener } from '../../src/deployment/apply.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import type { PlanItem } from '../../src/deployment/plan.ts';
import { Progress } from '../../src/deployment/progress.ts';
import { recordingFirst } from '../../src/report/early-record.ts';
import type { Report } from '../../src/report/report.ts';
import { runLogger } from '../../src/report/run-logger.ts';
import { bought, fleetManifest, instanceIdOf, reportOf } from '../github/reports.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

const CONSOLE = `https://kafka.console.aliyun.com/region/cn-hangzhou/instance/${instanceIdOf(1)}/detail`;
const SERVERS = { plain: 'a.test:9092,b.test:9092', ssl: '', sasl: '', vpcSasl: '' };
const NO_SERVERS = { ...SERVERS, plain: '' };

const origin = { kind: 'input', name: 'group' } as const;
const group = { name: 'billing', shown: 'billing', origin, remark: undefined };
const CONTENTS: Outcome['contents'] = {
  items: [{ change: { kind: 'create-group', group }, result: 'added' }],
  ...{ changed: true, complete: true, overgrown: [], findings: [] },
};

/** A logger whose time is 62 seconds after 0, and what it has written so far. */
function logging() {
  const lines: string[] = [];
  const sink = {
    info: (line: string) => void lines.push(line),
    debug: (line: string) => void lines.push(`debug ${line}`),
    group: (title: string, inside: readonly string[]) => void lines.push(`[${title}]`, ...inside),
  };
  return { lines, logger: runLogger(sink, () => 62_000, 'china') };
}

const reports = {
  plan: () =>
    reportOf({ manifest: fleetManifest(1), inputs: { mode: 'plan' }, cloud: { instances: bought(1) } }),
  apply: () => reportOf({ manifest: fleetManifest(1), cloud: { instances: bought(1) } }),
};

async function itemOf(): Promise<PlanItem> {
  const [item] = (await reports.plan()).plan;
  if (!item) throw new Error('there is one instance');
  return item;
}

async function outcomeOf(said: Partial<Outcome>): Promise<Outcome> {
  const [outcome] = (await reports.apply()).outcomes;
  if (!outcome) throw new Error('there is one instance');
  return { ...outcome, endpoints: NO_SERVERS, brokers: undefined, ...said };
}

describe('the log', () => {
  it('tells what is wanted, from where, with every parameter in columns', async () => {
    const { lines, logger } = logging();
    const { requests } = await reports.plan();
    const selection = { environment: 'live', instances: [] };
    logger.requests(requests, { manifest: 'kafka.yml', selection } as never);
    expect(lines.slice(0, 2)).toEqual([
      '1 instance from kafka.yml, environment live',
      `[Parameters of orders-1 (${instanceIdOf(1)}) in cn-hangzhou]`,
    ]);
    expect(lines.filter((line) => line.startsWith('  VpcId'))).toEqual([
      '  VpcId         vpc-bp1r4eg3yrxmygv0abcd            kafka.yml:4:10',
    ]);
    logger.requests([], { manifest: undefined, selection } as never);
    expect(lines.at(-1)).toBe('0 instances from the inputs');
  });

  it('calls an instance that has no other name by its id, and leaves out the parameters of more than fifty', async () => {
    const { lines, logger } = logging();
    const [request] = (await reports.plan()).requests;
    if (!request) throw new Error('there is one instance');
    const source = { manifest: 'kafka.yml', selection: { environment: undefined, instances: [] } } as never;
    const many = (length: number) => Array.from({ length }, () => ({ ...request, key: instanceIdOf(1) }));
    logger.requests(many(50), source);
    expect(lines[0]).toBe('50 instances from kafka.yml');
    expect(lines.filter((line) => line === `[Parameters of ${instanceIdOf(1)} in cn-hangzhou]`)).toHaveLength(
      50,
    );
    lines.length = 0;
    logger.requests(many(51), source);
    expect(lines).toEqual(['51 instances from kafka.yml']);
  });

  it('cuts no value, but a long one moves no column', async () => {
    const { lines, logger } = logging();
    const [request] = (await reports.plan()).requests;
    if (!request) throw new Error('there is one instance');
    const [parameter] = request.parameters;
    if (!parameter) throw new Error('there are parameters');
    const origin = { kind: 'input', name: 'name' } as const;
    const parameters = ['x'.repeat(70), 'y'].map((shown) => ({ ...parameter, name: 'Name', shown, origin }));
    const source = { manifest: 'kafka.yml', selection: { environment: undefined, instances: [] } } as never;
    logger.requests([{ ...request, parameters }], source);
    expect(lines.slice(2)).toEqual([
      `  Name  ${'x'.repeat(70)}  input name`,
      `  Name  y${' '.repeat(59)}  input name`,
    ]);
  });

  it('tells plan, identity and progress line by line', async () => {
    const { lines, logger } = logging();
    const item = await itemOf();
    const progress = new Progress(item, 1_000);
    logger.credentials('the inputs');
    logger.identity({ accountId: '7', arn: 'acs:ram::7:user/a' });
    logger.remark('a remark');
    logger.plan([item, { ...item, live: undefined }]);
    logger.starting(progress);
    logger.accepted(progress);
    logger.adding(progress);
    logger.added(progress);
    progress.status = 'deploying';
    logger.statusChanged(progress, 'pending');
    progress.live = undefined;
    logger.statusChanged(progress, 'pending');
    logger.note(progress, 'a note');
    logger.heartbeat([progress, progress], 120_000);
    const four = Array.from({ length: 4 }, () => progress);
    logger.heartbeat([new Progress(item, 0), ...four], 120_000);
    logger.heartbeat([new Progress(item, 0), progress, ...four], 120_000);
    const codes = item.live?.codes;
    const planned = `  start    orders-1 (${instanceIdOf(1)}) in cn-hangzhou: ${item.reason}`;
    expect(lines).toEqual([
      'Credentials from the inputs',
      'Acting in account 7 as acs:ram::7:user/a',
      'a remark',
      'Plan: 2 to start',
      ...[planned, `debug orders-1: ${codes}`, planned, 'debug orders-1: pending'],
      'orders-1: starting',
      `orders-1: start accepted, RequestId ${item.reading.requestId}; deploying takes the service 10 to 40 minutes`,
      `orders-1: in the console at ${CONSOLE}`,
      'orders-1: adding what it lacks',
      'orders-1: pending → deploying after 1m01s',
      `debug orders-1: ${codes}`,
      'orders-1: pending → deploying after 1m01s',
      'debug orders-1: not in the list',
      'orders-1: a note',
      'After 2m00s: orders-1 is deploying, orders-1 is deploying',
      `After 2m00s: orders-1 is pending${', orders-1 is deploying'.repeat(4)}`,
      'After 2m00s: waiting for 6 instances, 1 pending, 5 deploying',
    ]);
  });

  it.each<[Partial<Outcome>, string]>([
    [
      { durationSeconds: 754, endpoints: SERVERS },
      'in service after 12m34s, bootstrap servers a.test:9092,b.test:9092',
    ],
    [{ durationSeconds: 754 }, 'in service after 12m34s'],
    [{ action: 'update' }, 'in service'],
    [
      { action: 'update', endpoints: SERVERS, contents: CONTENTS },
      'in service, 1 added, bootstrap servers a.test:9092,b.test:9092',
    ],
    [{ durationSeconds: 5, contents: CONTENTS }, 'in service after 5s, 1 added'],
    [{ action: 'none' }, 'in service already, nothing to start'],
    [{ action: 'none', status: 'changing' }, 'being changed, nothing to start'],
    [{ status: 'deploying' }, 'deploying; not waited for'],
  ])('tells of %j how it ended', async (said, text) => {
    const { lines, logger } = logging();
    logger.finished(await outcomeOf(said));
    expect(lines).toEqual([`✔ orders-1: ${text}`]);
  });

  it('tells a failure with its place, what to do, and all that a ticket needs', async () => {
    const { lines, logger } = logging();
    const origin = { kind: 'input', name: 'vpc-id' } as const;
    const failure = { message: 'It failed', remedy: 'Mend it.', code: 'SG_ERROR', origin };
    const details = { 'HTTP status': '400', HostId: 'a.test' };
    const failed = await outcomeOf({
      ...{ success: false, code: 'SG_ERROR', requestId: 'R-1' },
      failure: { ...failure, details },
    });
    logger.finished(failed);
    logger.finished({
      ...failed,
      requestId: '',
      failure: { message: 'It failed', remedy: 'Mend it.', details: {} },
    });
    logger.finished({
      ...failed,
      code: '',
      failure: { message: 'It failed', remedy: 'Mend it.', details: {} },
    });
    logger.finished({ ...failed, failure: { ...failure, details, isTold: true } });
    expect(lines).toEqual([
      ...['✘ orders-1: It failed', '  At input vpc-id', '  What to do: Mend it.'],
      '  Code SG_ERROR, RequestId R-1, HTTP status 400, HostId a.test',
      '  https://api.aliyun.com/troubleshoot?q=SG_ERROR&product=alikafka',
      ...['✘ orders-1: It failed', '  What to do: Mend it.', '  Code SG_ERROR'],
      ...['✘ orders-1: It failed', '  What to do: Mend it.'],
      '✘ orders-1: It failed',
    ]);
  });

  it('tells that brokers answer before it tells how the instance ended, good or bad', async () => {
    const { lines, logger } = logging();
    const check = { kind: 'plain', result: 'answered', server: 'a.test:9092', ms: 3 } as const;
    const listeners = [{ ...check, announced: { apis: 2, produce: undefined, fetch: undefined } }];
    const answered = await outcomeOf({ action: 'none', brokers: { result: 'answered', listeners } });
    const text = 'orders-1: port 9092 (VPC, PLAINTEXT): a.test:9092 answers in 3 ms and announces 2 APIs';
    logger.finished(answered);
    const failure = { message: 'It failed', remedy: 'Mend it.', details: {} };
    logger.finished({ ...answered, code: '', failure });
    expect(lines).toEqual([
      ...[text, '✔ orders-1: in service already, nothing to start'],
      ...[text, '✘ orders-1: It failed', '  What to do: Mend it.'],
    ]);
  });
});

describe('the record of what is being done', () => {
  type Event = 'starting' | 'accepted' | 'adding' | 'added';

  /** What is recorded and said, in order, with these events. */
  async function recorded(events: readonly Event[], said: Partial<Progress> = {}, fails = false) {
    const told: string[] = [];
    const records: Report[] = [];
    const progress = Object.assign(new Progress(await itemOf(), 0), said);
    const nothing = () => undefined;
    const say = (event: Event) => () => void told.push(event);
    const listener = recordingFirst<ApplyListener>(await reports.plan(), {
      clock: new VirtualClock(),
      logger: {
        ...{
          starting: say('starting'),
          accepted: say('accepted'),
          adding: say('adding'),
          added: say('added'),
        },
        ...{ statusChanged: nothing, note: nothing, heartbeat: nothing, finished: nothing },
      },
      recordEarly: (report) => {
        if (fails) throw new Error('disk full');
        records.push(report);
        told.push(`record ${report.outcomes.map(({ changed }) => changed).join()}`);
      },
    });
    const errors = events.flatMap((event) => {
      try {
        listener[event](progress);
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    return { told, records, errors };
  }

  it.each<[Event[], string[]]>([
    [
      ['starting', 'starting'],
      ['record unknown', 'starting', 'starting'],
    ],
    [
      ['starting', 'accepted', 'accepted'],
      ['record unknown', 'starting', 'record true', 'accepted', 'accepted'],
    ],
    [
      ['adding', 'added', 'adding'],
      ['record unknown', 'adding', 'record true', 'added', 'adding'],
    ],
    [
      ['adding', 'starting'],
      ['record unknown', 'adding', 'starting'],
    ],
    [
      ['accepted', 'adding', 'added'],
      ['record true', 'accepted', 'adding', 'added'],
    ],
    [
      ['added', 'added', 'accepted'],
      ['record true', 'added', 'added', 'accepted'],
    ],
  ])('of %j comes before it is said, and once', async (events, told) => {
    expect((await recorded(events)).told).toEqual(told);
  });

  it('is tried once more only where nothing was said, and what it says is said all the same', async () => {
    const all: Event[] = ['starting', 'accepted', 'adding', 'added', 'starting', 'accepted'];
    const { told, errors } = await recorded(all, {}, true);
    expect(told).toEqual(all);
    expect(errors).toEqual(['Error: disk full', 'Error: disk full']);
    expect((await recorded(['adding', 'added', 'adding', 'added'], {}, true)).errors).toHaveLength(2);
  });

  it.each([
    [
      'deploying',
      'The run broke off; the deployment goes on in the cloud',
      'Run again: it waits on, and starts nothing twice.',
    ],
    [
      'running',
      'The run broke off while it added what the instance is to hold',
      'Run again: it adds what is missing, and nothing twice.',
    ],
  ] as const)('says of an instance that is %s what goes on', async (status, message, remedy) => {
    const { records } = await recorded(['starting'], { status });
    expect(records[0]?.outcomes).toMatchObject([
      { success: false, changed: 'unknown', status, failure: { message, remedy, details: {} } },
    ]);
  });
});

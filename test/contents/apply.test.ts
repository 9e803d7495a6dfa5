import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../emulator/alibaba/faults/fault-plan.ts';
import type { ContentsOutcome } from '../../src/deployment/contents-outcome.ts';
import { CredentialsError } from '../../src/identity/credentials.ts';
import { type Place, place, REF, ran, run, wanting } from './holding.ts';

const names = (prefix: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, {}]));
const resultsOf = ({ items }: ContentsOutcome) => items.map(({ result }) => result);
const calls = ({ cloud }: Place, action: string) => cloud.journal.filter((entry) => entry.action === action);
const held = ({ cloud }: Place) => {
  const contents = cloud.contentsOf(REF.instanceId);
  if (!contents) throw new Error('no instance');
  return contents;
};

const WISH = wanting({
  addresses: { vpc: ['10.0.0.0/8'] },
  topics: { orders: { partitions: 6, remark: 'all orders' }, 'a.b': {}, old: { partitions: 20 } },
  groups: { billing: { remark: 'invoices' } },
});

it('adds addresses, then topics and partitions, then groups, and waits until topics are in service', async () => {
  const here = place({ topics: [{ name: 'old' }], allowedIps: {} }, { topicCreationMs: 40_000 });
  const { outcome, endedAt } = await ran(here, WISH);
  expect(outcome).toMatchObject({ changed: true, complete: true, overgrown: [] });
  expect(resultsOf(outcome)).toEqual(Array(5).fill('added'));
  expect(held(here)).toMatchObject({
    allowedIps: { '9092/9092': ['10.0.0.0/8'] },
    topics: { orders: 6, 'a.b': 12, old: 20 },
    consumerGroups: ['billing'],
  });
  const changing = here.cloud.journal.filter(({ action }) => !action.startsWith('Get'));
  expect(changing.map(({ action }) => action)).toEqual([
    'UpdateAllowedIp',
    'CreateTopic',
    'ModifyPartitionNum',
    'CreateTopic',
    'CreateConsumerGroup',
  ]);
  const created = calls(here, 'CreateTopic').at(-1)?.time ?? Number.NaN;
  expect(endedAt - created).toBeGreaterThan(40_000);
  expect(endedAt - created).toBeLessThan(40_000 + 2 * 15_000);
});

it('a topic that does not get in service is told of after five minutes', async () => {
  const here = place({}, { topicCreationMs: Number.POSITIVE_INFINITY });
  const { outcome } = await ran(here, wanting({ topics: { orders: {} } }));
  expect(outcome).toMatchObject({ changed: true, complete: false });
  expect(outcome.items[0]).toMatchObject({
    result: 'added',
    failure: {
      message: 'topic orders was created, and was not in service after five minutes',
      remedy: 'Look at it in the console; run again when it is in service.',
    },
  });
});

it('a topic that another run created, and that does not get in service, is not said to be of this one', async () => {
  const wish = wanting({ topics: { orders: {} } });
  const { changes } = (await ran(place(), wish)).difference;
  const here = place({}, { topicCreationMs: Number.POSITIVE_INFINITY });
  await ran(here, wish, { cancelAfterMs: 5_000 });
  const { outcome } = await here.clock.run(run(here, wish, {}, changes));
  expect(outcome).toMatchObject({ changed: false, complete: false });
  expect(outcome.items[0]).toMatchObject({
    result: 'there',
    failure: { message: 'topic orders is there, and was not in service after five minutes' },
  });
});

it.each(['BIZ_TOPIC_ALREADY_EXISTS', 'BIZ_TOPIC_EXISTED', 'Topic.Exist'])(
  '%s is as good as done',
  async (code) => {
    const here = place();
    here.cloud.addFault({ action: 'CreateTopic', effect: { kind: 'refuse', code } });
    const { outcome } = await ran(here, wanting({ topics: { orders: {} } }), { cancelAfterMs: 1_000 });
    expect(outcome).toMatchObject({ changed: false, items: [{ result: 'there', answer: { code } }] });
  },
);

describe('what another run was faster with', () => {
  it('is there, and not added by this one', async () => {
    const here = place({ allowedIps: {} });
    const planned = (await ran(place({ allowedIps: {} }), WISH)).difference.changes;
    await ran(here, WISH);
    const { outcome } = await here.clock.run(run(here, WISH, {}, planned));
    expect(resultsOf(outcome)).toEqual(Array(5).fill('there'));
    expect(outcome).toMatchObject({ changed: false, complete: true });
  });

  it('while both run, is added once; partitions that both added are told of', async () => {
    const here = place({ topics: [{ name: 'old' }], allowedIps: {} }, { contentsLagMs: 8_000 });
    const both = [run(here, WISH, { seed: 1 }), run(here, WISH, { seed: 2, latencyMs: 30 })];
    const outcomes = (await here.clock.run(Promise.all(both))).map(({ outcome }) => outcome);
    const creations = ['CreateTopic', 'CreateConsumerGroup'].flatMap((action) => calls(here, action));
    expect(creations.filter(({ carriedOut }) => carriedOut)).toHaveLength(3);
    expect(held(here).topics).toEqual({ orders: 6, 'a.b': 12, old: 28 });
    const overgrown = [{ topic: 'old', wanted: '20', live: 28 }];
    expect(outcomes).toMatchObject([
      { complete: true, overgrown },
      { complete: true, overgrown },
    ]);
  });
});

describe('a lost answer', () => {
  const lost: [string, string][] = [
    ['UpdateAllowedIp', 'add-addresses'],
    ['CreateTopic', 'create-topic'],
    ['ModifyPartitionNum', 'add-partitions'],
    ['CreateConsumerGroup', 'create-group'],
  ];
  const seed = { topics: [{ name: 'old' }], allowedIps: {} };

  it.each(lost)('of %s that was carried out: it is read, and not sent again', async (action, kind) => {
    const rule: FaultRule = { action, effect: { kind: 'reset-after' } };
    const here = place(seed, { faults: [rule], contentsLagMs: 40_000 });
    const { outcome } = await ran(here, WISH);
    expect(outcome).toMatchObject({ changed: true, complete: true, overgrown: [] });
    expect(outcome.items.find(({ change }) => change.kind === kind)).not.toHaveProperty('answer');
    expect(calls(here, action)).toHaveLength(action === 'CreateTopic' ? 2 : 1);
    expect(held(here).topics.old).toBe(20);
  });

  it.each(lost)('of %s that was not carried out: sent again after a minute', async (action) => {
    const here = place(seed, { faults: [{ action, effect: { kind: 'reset-before' } }] });
    const { outcome } = await ran(here, WISH);
    expect(outcome).toMatchObject({ changed: true, complete: true, overgrown: [] });
    const [first, ...more] = calls(here, action);
    const again = more.find(
      ({ parameters }) => JSON.stringify(parameters) === JSON.stringify(first?.parameters),
    );
    expect((again?.time ?? 0) - (first?.time ?? 0)).toBeGreaterThan(60_000);
  });

  it.each(lost)('of %s twice: whether it is there is not known', async (action, kind) => {
    const here = place(seed, {
      faults: [{ action, times: 2, effect: { kind: 'timeout-before' }, predicate: isNot('a.b') }],
    });
    const { outcome } = await ran(here, WISH);
    expect(outcome).toMatchObject({ changed: true, complete: false });
    const unknown = outcome.items.filter(({ result }) => result === 'unknown');
    expect(unknown).toMatchObject([
      { change: { kind }, failure: { message: expect.stringContaining(`${action} got no answer`) } },
    ]);
  });
});

it('a topic gets the settings that the manifest gives', async () => {
  const config = { 'retention.ms': '3600000', 'max.message.bytes': '1048576' };
  const here = place();
  await ran(here, wanting({ topics: { orders: { localTopic: true, config } } }));
  const { live } = await ran(here, wanting({ topics: { orders: {} } }));
  expect(live.topics?.get('orders')?.config).toMatchObject(config);
});

it('addresses are added ten at a time, one call after the other, and only those that are missing', async () => {
  const networks = Array.from({ length: 25 }, (_, index) => `10.0.0.${index}/32`);
  const here = place({ allowedIps: { '9094/9094': networks } });
  const { outcome, notes } = await ran(here, wanting({ addresses: { vpc: networks } }));
  const sent = calls(here, 'UpdateAllowedIp');
  const listed = sent.map(({ parameters }) => String(parameters.AllowedListIp).split(','));
  expect(listed).toEqual([networks.slice(0, 10), networks.slice(10, 20), networks.slice(20)]);
  expect(outcome.complete).toBe(true);
  expect(notes[0]).toBe(`Added addresses on vpc: ${networks.slice(0, 10).join(', ')}`);
  const times = here.cloud.journal
    .filter(({ action }) => /AllowedIp/.test(action))
    .map(({ action }) => action);
  expect(times.slice(1)).toEqual(Array(3).fill(['GetAllowedIpList', 'UpdateAllowedIp']).flat());
});

it('what shows up while it waits to be sent again is not sent again', async () => {
  const late: FaultRule = { action: 'CreateTopic', effect: { kind: 'late', afterMs: 91_000 } };
  const throttled: FaultRule = { action: 'CreateTopic', effect: { kind: 'throttle', retryAfterMs: 5_000 } };
  const here = place({}, { faults: [late, throttled] });
  const { outcome } = await ran(here, wanting({ topics: { orders: {} } }));
  expect(outcome).toMatchObject({ complete: true, items: [{ result: 'added' }] });
  expect(calls(here, 'CreateTopic').map(({ fault }) => fault)).toEqual(['late', 'throttle']);
});

it('only as many partitions are added as are missing when it is their turn', async () => {
  const planned = (await ran(place({ topics: [{ name: 'old', partitions: 12 }] }), WISH)).difference.changes;
  const growth = planned.filter(({ kind }) => kind === 'add-partitions');
  const here = place({ topics: [{ name: 'old', partitions: 15 }] });
  const { outcome } = await here.clock.run(run(here, WISH, {}, growth));
  expect(resultsOf(outcome)).toEqual(['added']);
  expect(held(here).topics).toEqual({ old: 20 });
});

it('a topic without a remark has its name as one, as long as a remark may be', async () => {
  const long = 'orders.'.repeat(20);
  const here = place({ series: 'v3' });
  await ran(here, wanting({ topics: { ab: {}, abc: {}, [long]: {} } }));
  expect(calls(here, 'CreateTopic').map(({ parameters }) => parameters.Remark)).toEqual([
    'topic ab',
    'abc',
    long.slice(0, 64),
  ]);
});

const isNot = (topic: string) => (call: { parameters: Readonly<Record<string, string>> }) =>
  call.parameters.Topic !== topic;

it('what is throttled waits and is sent again, more slowly from then on', async () => {
  const here = place({ quota: { topics: 200, partitions: 9999 } }, { rates: { CreateTopic: 2 } });
  const { outcome } = await ran(here, wanting({ topics: names('topic', 40) }));
  expect(outcome.complete).toBe(true);
  const sent = calls(here, 'CreateTopic');
  expect(sent.filter(({ carriedOut }) => carriedOut)).toHaveLength(40);
  expect(sent.length).toBeLessThan(60);
});

it.each(['BIZ_TOPIC_NOT_FOUND', 'BIZ_TOPIC_NOT_EXIST'])(
  'a topic that is not found just after its creation is asked for again: %s',
  async (code) => {
    const here = place({ topics: [{ name: 'old' }] });
    here.cloud.addFault({ action: 'ModifyPartitionNum', times: 2, effect: { kind: 'refuse', code } });
    const { outcome } = await ran(here, wanting({ topics: { old: { partitions: 13 } } }));
    expect(resultsOf(outcome)).toEqual(['added']);
  },
);

it('and not for ever', async () => {
  const here = place({ topics: [{ name: 'old' }] });
  here.cloud.addFault({
    ...{ action: 'ModifyPartitionNum', times: Number.POSITIVE_INFINITY },
    effect: { kind: 'refuse', code: 'BIZ_TOPIC_NOT_FOUND' },
  });
  const { outcome } = await ran(here, wanting({ topics: { old: { partitions: 13 } } }));
  expect(outcome.items).toMatchObject([{ result: 'failed', answer: { code: 'BIZ_TOPIC_NOT_FOUND' } }]);
});

it('a topic that is gone by the time it grows fails by itself', async () => {
  const here = place();
  const planned = (await ran(place({ topics: [{ name: 'old' }] }), WISH)).difference.changes;
  const growth = planned.filter(({ kind }) => kind === 'add-partitions');
  const { outcome } = await here.clock.run(run(here, WISH, {}, growth));
  expect(outcome.items).toMatchObject([
    {
      result: 'failed',
      failure: {
        message:
          'partitions 12 → 20 of topic old: the topic was there when it was read, and is not found any more',
      },
    },
  ]);
  expect(calls(here, 'ModifyPartitionNum')).toEqual([]);
});

it('one that is refused does not stop the others', async () => {
  const here = place({ allowedIps: {}, topics: [{ name: 'old' }] });
  here.cloud.addFault({
    action: 'CreateTopic',
    effect: { kind: 'refuse', code: 'AsyncTask.DeleteTopic', message: 'A deletion goes on.' },
  });
  const { outcome } = await ran(here, WISH);
  expect(outcome).toMatchObject({ changed: true, complete: false });
  expect(resultsOf(outcome)).toEqual(['added', 'failed', 'added', 'added', 'added']);
  expect(outcome.items[1]).toMatchObject({
    answer: { code: 'AsyncTask.DeleteTopic', message: 'A deletion goes on.' },
    failure: {
      message:
        'topic orders: CreateTopic was refused with AsyncTask.DeleteTopic (HTTP 400): A deletion goes on.',
      code: 'AsyncTask.DeleteTopic',
    },
  });
});

it('what cannot even be sent is given up after three times', async () => {
  const here = place();
  const unsent = [2, 3, 4]; // after the readings of groups and quota
  const { outcome } = await ran(here, wanting({ groups: { billing: {} } }), { unsent });
  expect(outcome).toMatchObject({
    changed: false,
    items: [{ result: 'failed', answer: { code: 'NotSent' } }],
  });
});

it('where the quota is short, that kind is left out whole, and the rest is done', async () => {
  const here = place({ quota: { topics: 2 }, topics: [{ name: 'old' }], allowedIps: {} });
  const { outcome, difference } = await ran(here, WISH);
  expect(difference.shortfalls).toMatchObject([{ kind: 'create-topic', of: 'topics', needed: 2, left: 1 }]);
  expect(resultsOf(outcome)).toEqual(['added', 'added', 'added']);
  expect(calls(here, 'CreateTopic')).toEqual([]);
});

it('where the quota cannot be read, it is not checked', async () => {
  const here = place({ allowedIps: {}, quota: { topics: 1 } }, { denied: ['GetQuotaTip'] });
  const { outcome, notes } = await ran(here, wanting({ topics: names('topic', 3) }));
  expect(notes[0]).toMatch(
    /^The quota of alikafka-1 is not checked: GetQuotaTip was refused with NoPermission/,
  );
  expect(resultsOf(outcome)).toEqual(['added', 'failed', 'not begun']);
});

it.each([
  [
    { kind: 'refuse', code: 'BIZ_TOPIC_PARTITION_NUM_EXCEED' },
    'Upgrade the instance in the console, or remove what is not needed.',
    ['failed', 'added'],
  ],
  [
    { kind: 'refuse', code: 'Topic.Delete.UsingError' },
    'The Message says why: correct what it names in topics, or try again later.',
    ['failed', 'added'],
  ],
  [
    { kind: 'refuse', code: 'BIZ_INSTANCE_STATUS_ERROR' },
    'Run again when the instance is in service.',
    ['failed', 'not begun'],
  ],
  [
    { kind: 'refuse', code: 'InvalidSecurityToken.Expired' },
    'Give a fresh set of access key id,',
    ['failed', 'not begun'],
  ],
  [
    { kind: 'error-before' },
    'Run again: it reads first, and adds only what is not there.',
    ['unknown', 'added'],
  ],
] as const)(
  'a failure, %o, says what to do, and ends its kind where it concerns all',
  async (effect, remedy, results) => {
    const times = effect.kind === 'refuse' ? 1 : 2;
    const here = place();
    here.cloud.addFault({
      action: 'CreateTopic',
      effect,
      times,
      predicate: ({ parameters }) => parameters.Topic === 'one',
    });
    const { outcome } = await ran(here, wanting({ topics: { one: {}, two: {} } }));
    expect(resultsOf(outcome)).toEqual(results);
    expect(outcome.items[0]?.failure?.remedy).toContain(remedy);
  },
);

it.each([1, 50])('a login that is over after %i additions ends its kind at once', async (accepted) => {
  const here = place({ quota: { topics: 9_999, partitions: 99_999 } });
  const began = here.clock.now();
  const { outcome, endedAt } = await ran(here, wanting({ topics: names('topic', 1_000) }), {
    credentials: () => {
      if (calls(here, 'CreateTopic').length < accepted) return undefined;
      throw new CredentialsError('The login is over', 'Log in.');
    },
  });
  const { added, failed, 'not begun': left } = Object.groupBy(outcome.items, ({ result }) => result);
  expect([added?.length, failed?.length]).toEqual([accepted, 1]);
  expect(left).toHaveLength(1_000 - accepted - 1);
  expect(endedAt - began).toBeLessThan(60_000);
});

it('a login that is over while the live state is read ends kinds that look first, too', async () => {
  const old = Object.keys(names('topic', 200)).map((name) => ({ name }));
  const here = place({ allowedIps: {}, topics: old, quota: { topics: 9_999, partitions: 99_999 } });
  const addresses = { vpc: Array.from({ length: 250 }, (_, index) => `10.0.${index}.0/24`) };
  const grown = Object.fromEntries(old.map(({ name }) => [name, { partitions: 13 }]));
  for (const wish of [{ topics: grown }, { addresses }]) {
    let sent = 0;
    const { outcome } = await ran(here, wanting(wish), {
      credentials: () => {
        sent += 1;
        if (sent > 6) throw new CredentialsError('The login is over', 'Log in.');
      },
    });
    const { failed, 'not begun': left } = Object.groupBy(outcome.items, ({ result }) => result);
    expect(failed).toHaveLength(1);
    expect(left?.length).toBeGreaterThan(outcome.items.length / 2);
  }
});

describe('a missing permission', () => {
  it.each([
    ['alikafka:UpdateInstance', 'add-addresses', 'allowedIps'],
    ['alikafka:CreateTopic', 'create-topic', 'topics'],
    ['alikafka:UpdateTopic', 'add-partitions', 'topics'],
    ['alikafka:CreateGroup', 'create-group', 'consumerGroups'],
  ])('%s fails %s once, and names the section', async (ramAction, kind, section) => {
    const here = place(
      { allowedIps: {}, topics: [{ name: 'old' }, { name: 'older' }] },
      { denied: [ramAction] },
    );
    const desired = wanting({
      addresses: { vpc: ['10.0.0.0/8'], sasl: [] },
      topics: { ...names('topic', 2), old: { partitions: 13 }, older: { partitions: 13 } },
      groups: names('group', 2),
    });
    const { outcome } = await ran(here, desired, { latencyMs: 2_000 });
    const [denied, ...rest] = outcome.items.filter(({ change }) => change.kind === kind);
    expect(denied).toMatchObject({
      result: 'failed',
      failure: {
        code: 'NoPermission',
        remedy: expect.stringMatching(
          `^The section ${section} needs the permission ${ramAction}. The RAM user `,
        ),
      },
    });
    expect(rest.every(({ result }) => result === 'not begun')).toBe(true);
    expect(here.cloud.journal.filter(({ code }) => code === 'NoPermission')).toHaveLength(1);
    expect(outcome.items.filter(({ change }) => change.kind !== kind)).toSatisfy(
      (others: ContentsOutcome['items']) => others.every(({ result }) => result === 'added'),
    );
  });

  it.each([
    ['alikafka:ListInstance', 'allowedIps'],
    ['alikafka:ListTopic', 'topics'],
    ['alikafka:ListGroup', 'consumerGroups'],
  ])('%s leaves the section %s unread, and the others are done', async (ramAction, section) => {
    const here = place({ allowedIps: {}, topics: [{ name: 'old' }] }, { denied: [ramAction] });
    const { live, outcome } = await ran(here, WISH);
    expect(live.failures).toMatchObject([
      {
        section,
        failure: {
          code: 'NoPermission',
          message: expect.stringMatching(`^${section} could not be read: `),
          remedy: expect.stringMatching(`^The section ${section} needs the permission ${ramAction}. `),
        },
      },
    ]);
    expect(outcome.complete).toBe(true);
    expect(outcome.items.length).toBeGreaterThan(0);
  });

  it('that the answer does not describe is told all the same', async () => {
    const here = place();
    here.cloud.addFault({
      action: 'CreateConsumerGroup',
      effect: { kind: 'refuse', code: 'AUTH_PERMISSION_CHECK_ERROR', httpStatus: 403 },
    });
    const { outcome } = await ran(here, wanting({ groups: names('group', 2) }));
    expect(outcome.items).toMatchObject([
      {
        failure: {
          remedy:
            'The section consumerGroups needs the permission alikafka:CreateGroup. Grant it to the RAM user or role of the credentials in RAM.',
        },
      },
      { result: 'not begun' },
    ]);
  });
});

describe('cancelled', () => {
  it('in the middle: nothing more is sent, and each item has its true record', async () => {
    const here = place({ quota: { topics: 200, partitions: 9999 } });
    const desired = wanting({ topics: names('topic', 60), groups: names('group', 3) });
    const cancelAfterMs = 3_000;
    const began = here.clock.now();
    const { outcome, endedAt } = await ran(here, desired, { cancelAfterMs });
    expect(outcome).toMatchObject({ changed: true, complete: false, stopped: 'cancelled' });
    expect(endedAt - began).toBeLessThan(cancelAfterMs + 5_000);
    const added = outcome.items.flatMap(({ change, result }) =>
      result === 'added' && change.kind === 'create-topic' ? [change.topic.name] : [],
    );
    expect(added.length).toBeGreaterThan(5);
    expect(new Set(added)).toEqual(new Set(Object.keys(held(here).topics)));
    expect(outcome.items.filter(({ result }) => result === 'not begun')).toHaveLength(63 - added.length);
    expect(here.cloud.journal.every(({ time }) => time <= began + cancelAfterMs)).toBe(true);
    expect(here.clock.pending).toBe(0);
  });

  it('while an answer is out: it is waited for a little, and then not known', async () => {
    const slow = (delayMs: number): FaultRule => ({
      action: 'CreateConsumerGroup',
      effect: { kind: 'delay', delayMs },
    });
    const desired = wanting({ groups: { billing: {} } });
    const options = { cancelAfterMs: 1_000 };
    const soon = await ran(place({}, { faults: [slow(2_000)] }), desired, options);
    expect(soon.outcome).toMatchObject({ changed: true, complete: true });
    const late = await ran(place({}, { faults: [slow(10_000)] }), desired, options);
    expect(late.outcome).toMatchObject({ changed: 'unknown', stopped: 'cancelled' });
    expect(resultsOf(late.outcome)).toEqual(['unknown']);
  });

  it.each([2_000, 20_000])('%i ms before a call could leave: it is not begun', async (credentialsMs) => {
    const here = place();
    const { outcome } = await ran(here, wanting({ groups: { billing: {} } }), {
      cancelAfterMs: 1_000,
      credentials: (calls) => (calls === 3 ? here.clock.sleep(credentialsMs) : undefined),
    });
    expect(outcome).toMatchObject({ changed: false, stopped: 'cancelled' });
    expect(resultsOf(outcome)).toEqual(['not begun']);
    expect(calls(here, 'CreateConsumerGroup')).toEqual([]);
  });

  it('while topics are waited for: they were created, and were not in service', async () => {
    const here = place({}, { topicCreationMs: 60_000 });
    const { outcome } = await ran(here, wanting({ topics: { orders: {} } }), { cancelAfterMs: 20_000 });
    expect(outcome).toMatchObject({
      ...{ changed: true, complete: false, stopped: 'cancelled' },
      items: [
        {
          result: 'added',
          failure: { message: 'topic orders was created, and was not in service when the run ended' },
        },
      ],
    });
  });
});

it('what breaks inside does not lose the record of the others', async () => {
  const here = place({ allowedIps: {}, topics: [{ name: 'old' }] });
  const broken = wanting({ topics: { orders: {}, events: {} } });
  const { outcome } = await ran(here, broken, {
    credentials: (calls) => {
      if (calls === 4) throw new Error('no such thing');
    },
  });
  expect(outcome.items).toMatchObject([
    { result: 'added' },
    {
      result: 'unknown',
      failure: { message: 'topic events: something went wrong inside the action: no such thing' },
    },
  ]);
});

it('many partitions to add wait for their turn without being taken for lost', async () => {
  const old = Array.from({ length: 300 }, (_, index) => ({ name: `old-${index}`, partitions: 2 }));
  const here = place(
    { topics: old, quota: { topics: 400, partitions: 9999 } },
    {
      faults: [
        {
          ...{ action: 'ModifyPartitionNum', nth: 299, times: 2 },
          effect: { kind: 'refuse', code: 'BIZ_TOPIC_NOT_FOUND' },
        },
      ],
    },
  );
  const topics = Object.fromEntries(old.map(({ name }) => [name, { partitions: 3 }]));
  const { outcome } = await ran(here, wanting({ topics }));
  expect(outcome).toMatchObject({ complete: true, overgrown: [] });
});

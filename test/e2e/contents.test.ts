import { describe, expect, it } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../emulator/index.ts';
import { closedPort } from '../http/loopback.ts';
import { listen } from '../kafka/broker.ts';
import { errorAt, flat, fleetOf, INSTANCE, inputError, type Run, runOn, startCloud } from './support.ts';

const SECTIONS = [
  'allowedIps: { vpc: [10.0.0.0/8] }', // line 7
  'topics:',
  '  orders: { partitions: 6 }',
  '  events: { partitions: 12 }', // line 10
  'consumerGroups:',
  '  billing: {}',
] as const;
const MANIFEST = flat({}, ...SECTIONS);

type Seed = NonNullable<EmulatorOptions['instances']>[number];

const RUNNING = { instanceId: INSTANCE, deployType: 5, status: 'running', allowedIps: {} } as const;
const HELD = {
  allowedIps: { '9092/9092': ['10.0.0.0/8'] },
  topics: { orders: 6, events: 12 },
  consumerGroups: ['billing'],
};

/** Runs work on a cloud with these instances. */
async function on<T>(
  instances: readonly Seed[],
  work: (cloud: Emulator) => Promise<T>,
  options: EmulatorOptions = {},
): Promise<T> {
  const cloud = await startCloud({
    cloud: { instances, requestsPerSecond: 1000, topicCreationMs: 50, ...options },
  });
  try {
    return await work(cloud);
  } finally {
    await cloud.close();
  }
}

const changing = ({ journal }: Run | Emulator) =>
  journal.map(({ action }) => action).filter((action) => !/^(Get|Describe)/.test(action));

describe.concurrent('what an instance is to hold', () => {
  it('is added once it is in service, and once only', async () => {
    const started = { preparing: 50, initializing: 50, starting: 50 };
    await on(
      [{ instanceId: INSTANCE, deployType: 5, allowedIps: {}, timings: started }],
      async (emulator) => {
        const first = await runOn(emulator, { manifest: MANIFEST });
        expect(first).toMatchObject({
          exitCode: 0,
          errors: [],
          outputs: { success: 'true', changed: 'true' },
        });
        expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject(HELD);
        for (const line of [
          'addresses on vpc: 10.0.0.0/8',
          'topic orders',
          'topic events',
          'consumer group billing',
        ])
          expect(first.stdout).toContain(`${INSTANCE}: Added ${line}`);
        const before = changing(emulator).length;
        const second = await runOn(emulator, { manifest: MANIFEST });
        expect(second).toMatchObject({
          exitCode: 0,
          errors: [],
          outputs: { success: 'true', changed: 'false' },
        });
        expect(changing(emulator)).toHaveLength(before);
      },
    );
  });

  it('grows where there is less of it', async () => {
    const seed: Seed = { ...RUNNING, topics: [{ name: 'orders', partitions: 2 }, { name: 'other' }] };
    await on([seed], async (emulator) => {
      const grown = await runOn(emulator, { manifest: MANIFEST });
      expect(grown).toMatchObject({ exitCode: 0, outputs: { success: 'true', changed: 'true' } });
      expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject({
        ...HELD,
        topics: { ...HELD.topics, other: 12 },
      });
      expect(changing(grown)).toContain('ModifyPartitionNum');
      expect(grown.sent).toEqual([]);
    });
  });

  it('is only shown by a plan', async () => {
    await on([RUNNING], async (emulator) => {
      const planned = await runOn(emulator, { manifest: MANIFEST, inputs: { mode: 'plan' } });
      expect(planned).toMatchObject({ exitCode: 0, outputs: { success: 'true', changed: 'false' } });
      expect(planned.stdout).toContain('it is in service; it lacks something');
      expect(changing(planned)).toEqual([]);
      expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject({ topics: {}, consumerGroups: [] });
    });
  });

  it('is added once by two runs at a time', async () => {
    await on([RUNNING], async (emulator) => {
      const both = [runOn(emulator, { manifest: MANIFEST }), runOn(emulator, { manifest: MANIFEST })];
      for (const { exitCode } of await Promise.all(both)) expect(exitCode).toBe(0);
      expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject(HELD);
      const creations = emulator.journal.filter(({ action }) => action.startsWith('Create'));
      expect(creations.filter(({ carriedOut }) => carriedOut)).toHaveLength(3);
    });
  });

  // Windows has no signal to send that a process could hear.
  it.skipIf(process.platform === 'win32')(
    'is left half done by a cancelled run, which says what is there',
    async () => {
      let stdout = '';
      let kill: ((signal: NodeJS.Signals) => void) | undefined;
      const options: EmulatorOptions = {
        faults: [{ action: 'CreateTopic', times: 9, effect: { kind: 'delay', delayMs: 60_000 } }],
        onCall: ({ action }) => {
          if (action === 'CreateTopic') kill?.('SIGTERM');
        },
      };
      await on(
        [RUNNING],
        async (emulator) => {
          const run = await runOn(emulator, {
            manifest: MANIFEST,
            onOutput: (text, end) => {
              [stdout, kill] = [text, end];
            },
          });
          expect(run).toMatchObject({
            exitCode: 143,
            outputs: { success: 'false', changed: 'true', status: 'running' },
          });
          expect(run.errors.join('\n')).toContain(
            'The run was cancelled. Whether these were added is not known: topic orders. ' +
              'Added: addresses on vpc: 10.0.0.0/8. Not begun: topic events, consumer group billing.',
          );
          expect(stdout).toContain('Added addresses on vpc: 10.0.0.0/8');
          expect(changing(emulator)).toEqual(['UpdateAllowedIp', 'CreateTopic']);
        },
        options,
      );
    },
  );
});

describe.concurrent('what cannot be added fails the step, and the rest is done', () => {
  it.each([
    ['GetAllowedIpList', 'alikafka:ListInstance', 'allowedIps', 7],
    ['UpdateAllowedIp', 'alikafka:UpdateInstance', 'allowedIps', 7],
    ['GetTopicList', 'alikafka:ListTopic', 'topics', 9],
    ['CreateTopic', 'alikafka:CreateTopic', 'topics', 9],
    ['GetConsumerList', 'alikafka:ListGroup', 'consumerGroups', 12],
    ['CreateConsumerGroup', 'alikafka:CreateGroup', 'consumerGroups', 12],
  ])('for want of the permission for %s', async (denied, ramAction, section, line) => {
    await on(
      [RUNNING],
      async (emulator) => {
        const run = await runOn(emulator, { manifest: MANIFEST });
        expect(run).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'true' } });
        const told = run.errors.join('\n');
        expect(told).toContain(`The section ${section} needs the permission ${ramAction}.`);
        expect(told).toContain(`file=kafka.yml,line=${line},`);
        const empty = { allowedIps: { '9092/9092': [] }, topics: {}, consumerGroups: [] }[section];
        expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject({ ...HELD, [section]: empty });
        expect(run.results).toMatchObject([{ success: false, status: 'running' }]);
      },
      { denied: [denied] },
    );
  });

  it('for want of quota', async () => {
    await on([{ ...RUNNING, quota: { topics: 1 } }], async (emulator) => {
      const run = await runOn(emulator, { manifest: MANIFEST });
      expect(run).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'true' } });
      expect(run.errors[0]).toContain(
        '2 topics are needed, 1 are left. None of these is added: orders, events',
      );
      expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject({ ...HELD, topics: {} });
    });
  });

  it('where there are more partitions than are wanted', async () => {
    await on([{ ...RUNNING, topics: [{ name: 'orders', partitions: 9 }] }], async (emulator) => {
      const run = await runOn(emulator, { manifest: MANIFEST });
      expect(run).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'true' } });
      expect(run.errors[0]).toContain('Topic orders has 9 partitions, the manifest says 6');
      expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject({
        ...HELD,
        topics: { orders: 9, events: 12 },
      });
    });
  });

  it('where a topic of a run before is not in service, in a plan as in the next run', async () => {
    const manifest = flat({}, 'topics:', '  orders: {}');
    await on(
      [RUNNING],
      async (emulator) => {
        const first = await runOn(emulator, { manifest, inputs: { 'wait-timeout': '5s' } });
        expect(first).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'true' } });
        expect(first.errors.join()).toContain('topic orders was created, and was not in service');
        for (const mode of ['plan', 'apply']) {
          const later = await runOn(emulator, { manifest, inputs: { mode } });
          expect(later).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
          expect(later.errors[0]).toContain('file=kafka.yml,line=8,');
          expect(later.errors[0]).toContain(
            'Topic orders is not in service: it is being created, or deleted.',
          );
        }
        expect(changing(emulator)).toEqual(['CreateTopic']);
      },
      { topicCreationMs: 600_000 },
    );
  });

  it('on one instance of a fleet, and leaves the others alone', async () => {
    const ids = ['alikafka_post-cn-1', 'alikafka_post-cn-2'];
    const shared = 'consumerGroups: { billing: {} }';
    const manifest = fleetOf({ one: 'alikafka_post-cn-1', two: 'alikafka_post-cn-2' }).replace(
      'defaults: {',
      `defaults: { ${shared},`,
    );
    const [one = '', two = ''] = ids;
    const seeds = [
      { ...RUNNING, instanceId: one, quota: { groups: 0 } },
      { ...RUNNING, instanceId: two },
    ];
    await on(seeds, async (emulator) => {
      const run = await runOn(emulator, { manifest });
      expect(run).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'true' } });
      expect(run.results).toMatchObject([
        { key: 'one', success: false, changed: false },
        { key: 'two', success: true, changed: true },
      ]);
      expect(emulator.cloud.contentsOf(two)?.consumerGroups).toEqual(['billing']);
    });
  });
});

it('a topic option that there is not is an error before any call', async () => {
  const manifest = flat({}, 'topics:', '  orders: { partition: 6 }');
  await on([RUNNING], async (emulator) => {
    const run = await runOn(emulator, { manifest });
    expect(run).toMatchObject({ exitCode: 1, journal: [], outputs: { success: 'false', changed: 'false' } });
    expect(run.errors).toEqual([
      errorAt(8, 13, 'Unknown key "partition" in topics["orders"]; did you mean "partitions"?'),
    ]);
  });
});

describe.concurrent('brokers', () => {
  const silent = async (): Promise<Seed> => ({
    ...RUNNING,
    brokerPorts: { plain: [(await listen((socket) => void socket.destroy())).port] },
  });
  const refusing = async (): Promise<Seed> => ({ ...RUNNING, brokerPorts: { plain: [await closedPort()] } });
  const answering = async (): Promise<Seed> => ({ ...RUNNING, brokers: true });

  it.each([
    ['answer', 'auto', 0, answering],
    ['answer', 'required', 0, answering],
    ['refuse', 'auto', 0, refusing],
    ['refuse', 'required', 1, refusing],
    ['hang up', 'auto', 0, silent],
    ['hang up', 'required', 1, silent],
  ])('that %s, with verify: %s', async (_, verify, exitCode, seed) => {
    await on([await seed()], async (emulator) => {
      const run = await runOn(emulator, { manifest: MANIFEST, inputs: { verify } });
      expect(run).toMatchObject({ exitCode, outputs: { success: String(exitCode === 0), changed: 'true' } });
      expect(emulator.cloud.contentsOf(INSTANCE)).toMatchObject(HELD);
      const told = /127\.0\.0\.1:\d+ answers|127\.0\.0\.1:\d+ (refused|closed|ended)/;
      expect(run.stdout).toMatch(told);
      if (exitCode === 1) expect(run.errors[0]).toContain(`The brokers of ${INSTANCE} do not answer`);
    });
  });

  it('are not asked where nobody waits for them, which cannot be together with required', async () => {
    await on([{ instanceId: INSTANCE, deployType: 5 }], async (emulator) => {
      const inputs = { verify: 'required', wait: 'false' };
      const run = await runOn(emulator, { manifest: MANIFEST, inputs });
      const why =
        'The input verify cannot be "required": with wait: false nobody is there to ask the brokers; set wait: true or verify: auto';
      expect(run).toMatchObject({ exitCode: 1, journal: [], errors: [inputError('verify', why)] });
    });
  });
});

import { describe, expect, it } from 'vitest';
import { readSummary } from './markdown.ts';
import {
  consolePage,
  errorAt,
  flat,
  fleetOf,
  INSTANCE,
  inputError,
  KEYS,
  OUTPUT_NAMES,
  outputsOf,
  PLANNED,
  REGION,
  requestId,
  run,
  servers,
} from './support.ts';

const PLAN = { mode: 'plan' };

const PARAMETERS = {
  RegionId: REGION,
  InstanceId: INSTANCE,
  DeployModule: 'vpc',
  VpcId: 'vpc-bp1r4eg3yrxmygv0abcd',
  VSwitchId: 'vsw-bp1j3sg5979fstnpl0abc',
  ZoneId: 'zonea',
};

/** What the service answers to every reading. */
const READ = { 'request-id': requestId(1), code: '200', message: 'operation success.' };

const ONE = { 'instance-id': INSTANCE, 'console-url': consolePage(INSTANCE) };

const result = (said: Readonly<Record<string, unknown>>) => ({
  key: INSTANCE,
  instanceId: INSTANCE,
  regionId: REGION,
  changed: false,
  requestId: requestId(1),
  code: '200',
  message: 'operation success.',
  endpoints: { plain: '', ssl: '', sasl: '', vpcSasl: '' },
  consoleUrl: consolePage(INSTANCE),
  durationSeconds: 0,
  changes: [],
  brokers: 'not-checked',
  error: null,
  ...said,
});

const planned = (said: Readonly<Record<string, unknown>>) => ({
  key: INSTANCE,
  instanceId: INSTANCE,
  regionId: REGION,
  drift: [],
  changes: [],
  parameters: PARAMETERS,
  ...said,
});

const matrixOf = (...entries: (readonly [key: string, id: string, region?: string])[]) =>
  JSON.stringify({
    include: entries.map(([key, id, region = REGION]) => ({
      key,
      'instance-id': id,
      'region-id': region,
    })),
  });

describe.concurrent('a plan', () => {
  it('of an instance that waits for deployment says that it would be started, and starts nothing', async () => {
    const done = await run({ manifest: flat(), inputs: PLAN });

    expect(done.journal.map(({ action, parameters }) => [action, parameters])).toEqual([
      ['GetInstanceList', { RegionId: REGION, 'InstanceId.1': INSTANCE }],
      ['DescribeVSwitchAttributes', { RegionId: REGION, VSwitchId: PARAMETERS.VSwitchId }],
    ]);
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(Object.keys(done.outputs)).toEqual(OUTPUT_NAMES);
    const { plan, results, ...outputs } = done.outputs;
    const {
      plan: _,
      results: __,
      ...expected
    } = outputsOf({
      ...{ ...READ, ...ONE, success: 'true', status: 'pending', 'has-changes': 'true' },
      matrix: matrixOf([INSTANCE, INSTANCE]),
    });
    expect(outputs).toEqual(expected);
    expect(JSON.parse(plan ?? '')).toEqual([
      planned({ action: 'start', reason: 'it is pending deployment' }),
    ]);
    expect(JSON.parse(results ?? '')).toEqual([
      result({ action: 'start', success: true, status: 'pending' }),
    ]);
    expect(done.lines).toContain('Plan: 1 to start');
    expect(done.lines).toContain(`  start    ${INSTANCE} in ${REGION}: it is pending deployment`);

    const summary = readSummary(done.summary);
    expect(summary.headings).toEqual(['📋 Kafka plan: 1 to start']);
    expect(summary.rows(...PLANNED)).toEqual([[INSTANCE, REGION, 'start, it is pending deployment']]);
    expect(summary.links).toEqual([consolePage(INSTANCE)]);
  });

  it('of a deployment that is under way says that it would be waited for', async () => {
    const instances = [{ instanceId: INSTANCE, status: 'starting' as const }];
    const done = await run({ manifest: flat(), inputs: PLAN, cloud: { instances } });
    expect(done).toMatchObject({ exitCode: 0, errors: [], sent: [] });
    expect(done.journal).toHaveLength(1);
    expect(done.outputs).toMatchObject({
      ...{ success: 'true', changed: 'false', status: 'deploying' },
      ...{ 'has-changes': 'false', 'has-drift': 'false', matrix: matrixOf([INSTANCE, INSTANCE]) },
    });
    expect(JSON.parse(done.outputs.plan ?? '')).toEqual([
      planned({ action: 'wait', reason: 'it is being deployed' }),
    ]);
  });

  it('of an instance in service has nothing to do, and names its bootstrap servers', async () => {
    const instances = [{ instanceId: INSTANCE, status: 'running' as const }];
    const done = await run({ manifest: flat(), inputs: PLAN, cloud: { instances } });
    expect(done).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
    expect(done.journal).toHaveLength(1);
    const plain = servers(INSTANCE, 9092);
    expect(done.outputs).toEqual(
      outputsOf({
        ...{ ...READ, ...ONE, success: 'true', status: 'running', 'bootstrap-servers': plain },
        plan: JSON.stringify([
          {
            ...{ key: INSTANCE, instanceId: INSTANCE, regionId: REGION },
            ...{ action: 'none', reason: 'it is in service', drift: [], changes: [], parameters: PARAMETERS },
          },
        ]),
        results: expect.any(String),
      }),
    );
    expect(done.results).toEqual([
      result({
        action: 'none',
        success: true,
        status: 'running',
        endpoints: { plain, ssl: '', sasl: '', vpcSasl: '' },
      }),
    ]);
  });

  it('names bootstrap servers in one line, however the service lists them', async () => {
    const shownAs = {
      DomainEndpoint: 'a.test:9092,\r\nb.test:9092\n',
      SaslDomainEndpoint: ' c.test:9094 , d.test:9094',
    };
    const instances = [{ instanceId: INSTANCE, status: 'running' as const, shownAs }];
    const done = await run({ manifest: flat(), inputs: PLAN, cloud: { instances } });
    expect(done.outputs).toMatchObject({
      'bootstrap-servers': 'a.test:9092,b.test:9092',
      'sasl-bootstrap-servers': 'c.test:9094,d.test:9094',
    });
    expect(readSummary(done.summary).blocks).toEqual(
      expect.arrayContaining([
        ['a.test:9092', 'b.test:9092'],
        ['c.test:9094', 'd.test:9094'],
      ]),
    );
  });

  it('warns of each drift at the manifest’s own line', async () => {
    const shownAs = {
      Name: 'as-renamed',
      VpcId: 'vpc-other',
      AllConfig: '{"enable.acl":"false","kafka.log.retention.hours":"24"}',
    };
    const instances = [{ instanceId: INSTANCE, status: 'running' as const, shownAs }];
    const manifest = flat(
      {},
      'name: orders',
      'config:',
      '  kafka.log.retention.hours: 72',
      '  enable.acl: false',
    );
    const done = await run({ manifest, inputs: PLAN, cloud: { instances } });

    expect(done).toMatchObject({ exitCode: 0, errors: [] });
    expect(done.journal).toHaveLength(1);
    const drifts = [
      ['name', 'orders', 'as-renamed', 7, 7],
      ['vpcId', 'vpc-bp1r4eg3yrxmygv0abcd', 'vpc-other', 4, 8],
      ['config kafka.log.retention.hours', '72', '24', 9, 30],
    ] as const;
    const told = drifts.map(([field, here, live]) => {
      return `Drift: ${field} of ${INSTANCE} is "${live}" in the cloud, "${here}" here`;
    });
    expect(done.warnings).toEqual(
      drifts.map(([, , , line, column], index) => {
        return `::warning title=Kafka manifest,file=kafka.yml,line=${line},col=${column}::${told[index]}`;
      }),
    );
    expect(done.outputs).toMatchObject({ 'has-drift': 'true', 'has-changes': 'false', matrix: matrixOf() });
    expect(JSON.parse(done.outputs.plan ?? '')).toMatchObject([
      {
        action: 'none',
        reason: 'it is in service, with drift',
        drift: drifts.map(([field, here, live]) => ({ field, manifest: here, live })),
      },
    ]);
    const summary = readSummary(done.summary);
    expect(summary.rows('Place', 'What')).toEqual(
      drifts.map(([, , , line, column], index) => [`kafka.yml:${line}:${column}`, told[index]]),
    );
    expect(summary.rows(...PLANNED)).toEqual([[INSTANCE, REGION, 'none, it is in service, with drift']]);
  });
});

describe.concurrent('drift', () => {
  const LIVE = 'alikafka_post-cn-live';
  const manifest = fleetOf({ orders: INSTANCE, audit: LIVE });
  const cloud = (shownAs: Record<string, string>) => ({
    instances: [{ instanceId: INSTANCE }, { instanceId: LIVE, status: 'running' as const, shownAs }],
  });
  const hostile = 'vpc-```\n```\n# @octocat #1';
  const shown = 'vpc-``` ``` # @octocat #1';
  const LIVE_VALUE = { VpcId: hostile };

  it.each([
    ['plan', '❌ Kafka plan: 1 to start, 1 in service, with drift, drift fails the step', 0],
    ['apply', '❌ Kafka: 2 instances in service, 1 with drift, 1 started, drift fails the step', 1],
  ])(
    'fails the step with fail-on-drift, after everything else was done: %s',
    async (mode, headline, sent) => {
      const inputs = { mode, 'fail-on-drift': 'true' };
      const done = await run({ manifest, inputs, cloud: cloud(LIVE_VALUE) });
      expect(done.sent).toHaveLength(sent);
      expect(done).toMatchObject({
        exitCode: 1,
        stderr: '',
        outputs: { success: 'false', 'has-drift': 'true', changed: String(sent > 0) },
        results: [{ success: true }, { success: true }],
      });
      const told =
        'The step fails for 1 instance with drift (audit), because fail-on-drift is true. Write into the manifest ' +
        'what is live, or change the instance in the console: this action changes nothing of an instance that was deployed.';
      expect(done.errors).toEqual([inputError('fail-on-drift', told)]);
      expect(done.lines).toContain(`error input fail-on-drift ${told}`);
      expect(done.warnings).toHaveLength(1);
      const summary = readSummary(done.summary);
      expect(summary.headings).toEqual([headline, 'Drift', 'How to connect', 'Warnings']);
      expect(summary.text).toContain(`- vpcId: ${shown} (live)\n+ vpcId: vpc-1 (manifest)\n`);
      expect(summary.text).toContain('The step fails because fail-on-drift is true.');
    },
  );

  it('is not what another zone is, unless isForceSelectedZones is true', async () => {
    const inputs = { mode: 'plan', 'fail-on-drift': 'true' };
    const zone = { ZoneId: 'zoneb', StandardZoneId: 'cn-hangzhou-b' };
    const free = await run({ manifest, inputs, cloud: cloud(zone) });
    expect(free).toMatchObject({ exitCode: 0, errors: [], warnings: [], outputs: { 'has-drift': 'false' } });
    expect(free.lines.filter((line) => line.startsWith('::notice'))).toEqual([
      '::notice title=Kafka manifest,file=kafka.yml,line=1,col=95::The zone of audit is "zoneb", not "zonea": ' +
        'the service takes another where one is short, unless isForceSelectedZones is true',
    ]);
    expect(readSummary(free.summary).headings).not.toContain('Drift');
    const forced = await run({
      manifest,
      inputs: { ...inputs, 'is-force-selected-zones': 'true' },
      cloud: cloud(zone),
    });
    expect(forced).toMatchObject({ exitCode: 1, outputs: { 'has-drift': 'true', success: 'false' } });
  });
});

describe.concurrent('the input site', () => {
  it.each([
    ['china', 'aliyun.com'],
    ['international', 'alibabacloud.com'],
  ])('decides where links lead to: %s', async (site, domain) => {
    const fields = { Recommend: 'https://elsewhere.test/troubleshoot' };
    const fault = { kind: 'refuse', code: 'SG_ERROR', message: 'No.', fields } as const;
    const done = await run({ manifest: flat(), inputs: { site }, fault });
    const page = `https://kafka.console.${domain}/region/${REGION}/instance/${INSTANCE}/detail`;
    const error = `https://api.${domain}/troubleshoot?q=SG_ERROR&product=alikafka`;
    expect(done.outputs['console-url']).toBe(page);
    expect(done.results).toMatchObject([{ consoleUrl: page }]);
    expect(readSummary(done.summary).links).toEqual([error, page, page]);
    expect(done.lines).toContain(`  ${error}`);
  });

  it('is one of two words, or nothing is done', async () => {
    const done = await run({ manifest: flat(), inputs: { site: 'intl' } });
    expect(done).toMatchObject({ exitCode: 1, journal: [] });
    expect(done.errors).toEqual([
      inputError('site', 'The input site is "intl"; it is one of china, international'),
    ]);
  });
});

describe.concurrent('an instance that is being changed', () => {
  it.each([
    ['plan', '📋 Kafka plan: 1 being changed', []],
    [
      'apply',
      '✅ Kafka: 1 instance being changed, nothing to start',
      [`✔ ${INSTANCE}: being changed, nothing to start, bootstrap servers ${servers(INSTANCE, 9092)}`],
    ],
  ])('is left alone, and the run is green: %s', async (mode, headline, ended) => {
    const instances = [{ instanceId: INSTANCE, status: 'upgrading' as const }];
    const done = await run({ manifest: flat(), inputs: { mode }, cloud: { instances } });
    expect(done.journal.map(({ action }) => action)).toEqual(['GetInstanceList']);
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(done.outputs).toMatchObject({ success: 'true', changed: 'false', status: 'changing' });
    expect(readSummary(done.summary).headings[0]).toBe(headline);
    expect(done.lines).toContain('Plan: 1 being changed');
    expect(done.lines.filter((line) => line.startsWith('✔'))).toEqual(ended);
    const reason = expect.stringContaining('it is being upgraded');
    expect(JSON.parse(done.outputs.plan ?? '')).toMatchObject([{ action: 'none', reason }]);
  });
});

describe.concurrent('a plan that is blocked fails, and says what to do', () => {
  it.each([
    [
      'stopped',
      'stopped',
      'it is stopped, or being stopped',
      'Start it again in the console; it was deployed before.',
    ],
    ['expired', 'expired', 'it is expired', 'Renew it in the console, or take it out of the manifest.'],
    [
      'deployError',
      'failed',
      'its deployment, upgrade or migration failed',
      'Look at the instance in the console, and open a ticket with Alibaba Cloud support if it says no more.',
    ],
  ] as const)('%s', async (live, status, reason, remedy) => {
    const instances = [{ instanceId: INSTANCE, status: live }];
    for (const mode of ['plan', 'apply']) {
      const done = await run({ manifest: flat(), inputs: { mode }, cloud: { instances } });
      const message = `It cannot be started: ${reason}`;
      expect(done.journal.map(({ action }) => action)).toEqual(['GetInstanceList']);
      expect(done).toMatchObject({ exitCode: 1, stderr: '', warnings: [] });
      expect(done.errors).toEqual([`::error title=Kafka::${INSTANCE}: ${message}. ${remedy}`]);
      expect(done.outputs).toMatchObject({
        ...{ success: 'false', changed: 'false', status, 'has-changes': 'false', matrix: matrixOf() },
      });
      expect(JSON.parse(done.outputs.plan ?? '')).toMatchObject([{ action: 'blocked', reason }]);
      expect(done.results).toMatchObject([{ action: 'blocked', success: false, error: { message, remedy } }]);
      const { text } = readSummary(done.summary);
      expect(text).toContain(message);
      expect(text).toContain(`What to do: ${remedy}`);
    }
  });

  it('bought as another type', async () => {
    const instances = [{ instanceId: INSTANCE, deployType: 4 as const }];
    const done = await run({ manifest: flat(), inputs: PLAN, cloud: { instances } });
    expect(done.journal).toHaveLength(1);
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', status: 'pending' } });
    expect(done.errors).toEqual([
      errorAt(
        3,
        15,
        `${INSTANCE}: It cannot be started: deployModule is "vpc", but the instance was bought as "eip". ` +
          'Set deployModule: eip, or buy an instance of the other type.',
      ),
    ]);
  });

  it('never with a code of success as its error', async () => {
    const done = await run({ manifest: flat(), inputs: PLAN, cloud: { instances: [] } });
    const summary = readSummary(done.summary);
    expect(done.exitCode).toBe(1);
    expect(done.errors).toEqual([expect.stringContaining(errorAt(2, 13, `${INSTANCE}: `))]);
    expect(summary.headings).toEqual(['❌ Kafka plan: 1 blocked', `❌ ${INSTANCE}`]);
    expect(summary.links.filter((link) => link.includes('q=200'))).toEqual([]);
  });
});

describe.concurrent('a plan of many instances', () => {
  const ids = Array.from({ length: 25 }, (_, index) => `alikafka_post-cn-${String(index).padStart(3, '0')}`);
  const many = Object.fromEntries(ids.map((id, index) => [`k${index}`, id]));

  it('lists the whole region in one call, and takes from it what was asked for', async () => {
    const instances = [...ids, 'alikafka_post-cn-stranger'].map((instanceId) => ({ instanceId }));
    const done = await run({ manifest: fleetOf(many), inputs: PLAN, cloud: { instances } });
    expect(done.journal.map(({ action, parameters }) => [action, parameters])).toEqual([
      ['GetInstanceList', { RegionId: REGION }],
      ['DescribeVSwitchAttributes', { RegionId: REGION, VSwitchId: 'vsw-1' }],
    ]);
    expect(done).toMatchObject({ exitCode: 0, outputs: { 'instance-id': ids.join(), 'console-url': '' } });
    expect(done.outputs.matrix).toBe(matrixOf(...Object.entries(many)));
    expect(done.stdout + done.summary + done.outputFile).not.toContain('stranger');
  });

  it('in two regions makes one call each, and a region that cannot be read blocks only its own', async () => {
    const [here, there] = ['alikafka_post-cn-here', 'alikafka_post-cn-there'];
    const manifest = fleetOf({ here, there }, [REGION, 'cn-shanghai']);
    const instances = [{ instanceId: here }, { instanceId: there, regionId: 'cn-shanghai' }];
    const [both, one] = await Promise.all([
      run({ manifest, inputs: PLAN, cloud: { instances } }),
      run({
        manifest,
        inputs: PLAN,
        cloud: {
          instances,
          faults: [
            {
              predicate: ({ parameters }) => parameters.RegionId === 'cn-shanghai',
              effect: { kind: 'refuse', code: 'Forbidden.RAM', httpStatus: 403, message: 'No.' },
            },
          ],
        },
      }),
    ]);
    const calls = both.journal.map(({ parameters }) => parameters); // those of two regions, at the same time
    expect(Object.groupBy(calls, ({ RegionId }) => String(RegionId))).toEqual({
      [REGION]: [
        { RegionId: REGION, 'InstanceId.1': here },
        { RegionId: REGION, VSwitchId: 'vsw-1' },
      ],
      'cn-shanghai': [
        { RegionId: 'cn-shanghai', 'InstanceId.1': there },
        { RegionId: 'cn-shanghai', VSwitchId: 'vsw-1' },
      ],
    });
    expect(both.outputs.matrix).toBe(matrixOf(['here', here], ['there', there, 'cn-shanghai']));
    expect(one.exitCode).toBe(1);
    expect(one.journal).toHaveLength(3); // both lists, and the vSwitch of the one that is to be started
    expect(one.results.map(({ action, status, code }) => [action, status, code])).toEqual([
      ['start', 'pending', '200'],
      ['blocked', 'unknown', 'Forbidden.RAM'],
    ]);
    expect(one.outputs.matrix).toBe(matrixOf(['here', here]));
  });

  it('needs credentials, and says so before any call', async () => {
    const none = Object.fromEntries(Object.keys(KEYS).map((name) => [name, '']));
    const done = await run({ manifest: flat(), inputs: { ...PLAN, ...none } });
    expect(done).toMatchObject({ exitCode: 1, journal: [], outputs: { success: 'false', plan: '[]' } });
  });
});

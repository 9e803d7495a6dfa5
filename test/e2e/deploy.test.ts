import { describe, expect, it } from 'vitest';
import { starts } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import {
  APPLIED,
  consolePage,
  eip,
  flat,
  INSTANCE,
  KEYS,
  OUTPUT_NAMES,
  outputsOf,
  REGION,
  type Run,
  requestId,
  run,
  servers,
} from './support.ts';

/** What a start of the good flat manifest sends, no more and no less. */
const SENT = {
  RegionId: REGION,
  InstanceId: INSTANCE,
  DeployModule: 'vpc',
  VpcId: 'vpc-bp1r4eg3yrxmygv0abcd',
  VSwitchId: 'vsw-bp1j3sg5979fstnpl0abc',
  ZoneId: 'zonea',
};

/** The answer to the first call is that of the reading for the plan. */
const START_ID = requestId(3); // after the list of instances and the look at the vSwitch

/** What every output says after a good start, except `results` and `plan`. */
const STARTED = {
  success: 'true',
  'request-id': START_ID,
  code: '200',
  message: 'operation success.',
  changed: 'true',
  'instance-id': INSTANCE,
  status: 'running',
  'bootstrap-servers': servers(INSTANCE, 9092),
  'ssl-bootstrap-servers': '',
  'sasl-bootstrap-servers': '',
  'vpc-sasl-bootstrap-servers': '',
  'console-url': consolePage(INSTANCE),
  'has-changes': 'true',
  'has-drift': 'false',
  matrix: `{"include":[{"key":"${INSTANCE}","instance-id":"${INSTANCE}","region-id":"${REGION}"}]}`,
};

const STARTED_RESULT = {
  key: INSTANCE,
  instanceId: INSTANCE,
  regionId: REGION,
  action: 'start',
  changed: true,
  success: true,
  status: 'running',
  requestId: START_ID,
  code: '200',
  message: 'operation success.',
  endpoints: { plain: servers(INSTANCE, 9092), ssl: '', sasl: '', vpcSasl: '' },
  consoleUrl: consolePage(INSTANCE),
  durationSeconds: expect.any(Number),
  changes: [],
  brokers: 'not-checked',
  error: null,
};

const PLANNED_START = {
  key: INSTANCE,
  instanceId: INSTANCE,
  regionId: REGION,
  action: 'start',
  reason: 'it is pending deployment',
  drift: [],
  changes: [],
  parameters: SENT,
};

const INPUTS = {
  'region-id': REGION,
  'instance-id': INSTANCE,
  'deploy-module': 'vpc',
  'vpc-id': 'vpc-bp1r4eg3yrxmygv0abcd',
  'vswitch-id': 'vsw-bp1j3sg5979fstnpl0abc',
  'zone-id': 'zonea',
};

const FLEET = `defaults:
  regionId: cn-hangzhou
  deployModule: vpc
  vpcId: vpc-shared
  config: { enable.acl: false, kafka.log.retention.hours: 48 }
instances:
  orders:
    instanceId: alikafka_post-cn-orders
    vSwitchId: vsw-orders
    zoneId: zonea
  audit:
    instanceId: alikafka_post-cn-audit
    vSwitchId: vsw-audit
    zoneId: cn-hangzhou-b
    config: { kafka.log.retention.hours: 480 }
  clicks:
    instanceId: alikafka_post-cn-clicks
    vpcId: vpc-clicks
    vSwitchId: vsw-clicks
    zoneId: zonec
    config: null
environments:
  production:
    defaults:
      regionId: cn-shanghai
      vSwitchId: vsw-in-production
      name: in-production
    instances:
      orders:
        instanceId: alikafka_post-cn-prod-orders
        name: orders-in-production
      audit:
        instanceId: alikafka_post-cn-prod-audit
        zoneId: cn-shanghai-b
        config: { enable.acl: null }
      clicks: null
`;

const [ORDERS, AUDIT, CLICKS] = ['orders', 'audit', 'clicks'].map((name) => `alikafka_post-cn-${name}`) as [
  string,
  string,
  string,
];

const FLEET_SENT = {
  orders: {
    RegionId: REGION,
    InstanceId: ORDERS,
    DeployModule: 'vpc',
    VpcId: 'vpc-shared',
    VSwitchId: 'vsw-orders',
    ZoneId: 'zonea',
    Config: '{"enable.acl":"false","kafka.log.retention.hours":"48"}',
  },
  audit: {
    RegionId: REGION,
    InstanceId: AUDIT,
    DeployModule: 'vpc',
    VpcId: 'vpc-shared',
    VSwitchId: 'vsw-audit',
    ZoneId: 'cn-hangzhou-b',
    Config: '{"enable.acl":"false","kafka.log.retention.hours":"480"}',
  },
  clicks: {
    RegionId: REGION,
    InstanceId: CLICKS,
    DeployModule: 'vpc',
    VpcId: 'vpc-clicks',
    VSwitchId: 'vsw-clicks',
    ZoneId: 'zonec',
  },
};

/** The ids of the answers to the starts, in their order. */
function startIdsIn(done: Run): string[] {
  const sent = done.journal.filter(({ action }) => action === 'StartInstance');
  return sent.map((entry) => entry.requestId);
}

describe.concurrent('one instance', () => {
  it('is started once from a manifest, and everything tells so', async () => {
    const done = await run({ manifest: flat() });

    expect(done.sent).toEqual([SENT]);
    expect(starts(done.journal)).toHaveLength(1);
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(Object.keys(done.outputs)).toEqual(OUTPUT_NAMES);
    const { results, plan, ...outputs } = done.outputs;
    expect(outputs).toEqual(STARTED);
    expect(JSON.parse(results ?? '')).toEqual([STARTED_RESULT]);
    expect(JSON.parse(plan ?? '')).toEqual([PLANNED_START]);
    expect(done.lines).toContain(`${INSTANCE}: starting`);
    expect(done.stdout).toContain(`${INSTANCE}: start accepted, RequestId ${START_ID}; `);
    expect(done.stdout).toMatch(`✔ ${INSTANCE}: in service after `);

    const summary = readSummary(done.summary);
    expect(summary.headings).toEqual(['✅ Kafka: 1 instance in service, 1 started', 'How to connect']);
    expect(summary.rows(...APPLIED)).toEqual([
      [
        INSTANCE,
        REGION,
        'start, it is pending deployment',
        expect.stringMatching(/^✅ started, running after [0-9]s$/),
        START_ID,
      ],
    ]);
    expect(summary.blocks[0]).toEqual(servers(INSTANCE, 9092).split(','));
    expect(summary.links).toEqual([consolePage(INSTANCE)]);
  });

  it('is read once before it is started, as is its vSwitch, and not started before', async () => {
    const done = await run({ manifest: flat(), inputs: { wait: 'false' } });
    expect(done.journal.map(({ action, parameters }) => [action, parameters])).toEqual([
      ['GetInstanceList', { RegionId: REGION, 'InstanceId.1': INSTANCE }],
      ['DescribeVSwitchAttributes', { RegionId: REGION, VSwitchId: SENT.VSwitchId }],
      ['StartInstance', SENT],
    ]);
  });

  it('is started from inputs alone, each parameter with its input as its origin', async () => {
    const done = await run({ inputs: INPUTS });

    expect(done.sent).toEqual([SENT]);
    expect(done).toMatchObject({ exitCode: 0, outputs: STARTED, results: [STARTED_RESULT] });
    const rows = readSummary(done.summary).rows('Parameter', 'Value', 'From');
    expect(rows).toEqual([
      ['RegionId', REGION, 'input region-id'],
      ['InstanceId', INSTANCE, 'input instance-id'],
      ['DeployModule', 'vpc', 'input deploy-module'],
      ['VpcId', 'vpc-bp1r4eg3yrxmygv0abcd', 'input vpc-id'],
      ['VSwitchId', 'vsw-bp1j3sg5979fstnpl0abc', 'input vswitch-id'],
      ['ZoneId', 'zonea', 'input zone-id'],
    ]);
  });

  it('takes an input before the manifest, and merges config key by key', async () => {
    const done = await run({
      manifest: flat({}, 'config:', '  kafka.log.retention.hours: 48', '  enable.acl: true'),
      inputs: {
        'vswitch-id': 'vsw-of-the-input',
        config: '{ "kafka.log.retention.hours": 96 }',
        'service-version': '2.6.2',
      },
    });

    expect(done.exitCode).toBe(0);
    expect(done.sent).toHaveLength(1);
    const { Config, ...others } = done.sent[0] ?? {};
    expect(others).toEqual({ ...SENT, VSwitchId: 'vsw-of-the-input', ServiceVersion: '2.6.2' });
    expect(JSON.parse(Config ?? '')).toEqual({ 'kafka.log.retention.hours': '96', 'enable.acl': 'true' });
    const rows = readSummary(done.summary).rows('Parameter', 'Value', 'From');
    expect(rows).toContainEqual(['VSwitchId', 'vsw-of-the-input', 'input vswitch-id']);
    expect(rows).toContainEqual(['ZoneId', 'zonea', 'kafka.yml:6:9']);
  });

  it('is sent with every parameter there is, in the form that the API takes', async () => {
    const done = await run({
      manifest: eip(
        'vSwitchIds: [vsw-one, "vsw-bp1j3sg5979fstnpl0abc"]',
        'crossZone: true',
        'selectedZones: [[zonea, cn-hangzhou-b], [zonec]]',
        'isForceSelectedZones: "False"',
        'username: someone',
        'password: ${KAFKA_PASSWORD}',
        'name: orders-1',
        'securityGroup: sg-bp13wfx7kz9pkow0abcd',
        'serviceVersion: 2.2.0',
        'config:',
        '  enable.vpc_sasl_ssl: "true"',
        '  enable.acl: true',
        '  kafka.message.max.bytes: 10485760',
        'extraConfig: { some.newer.key: 7.50 }',
        'kmsKeyId: alias/orders',
        'notifier: Somebody',
        'userPhoneNum: "+86 1 2345"',
        'extraParameters: { NewerThing: [a, true], Another: 007 }',
      ),
      env: { KAFKA_PASSWORD: 'Sesame=0pen&more + ü' },
      cloud: {
        instances: [{ instanceId: INSTANCE, deployType: 4 }],
        newer: { parameters: ['NewerThing.1', 'NewerThing.2', 'Another'], configKeys: ['some.newer.key'] },
      },
    });

    const { Config, SelectedZones, ...others } = done.sent[0] ?? {};
    expect(others).toEqual({
      ...SENT,
      DeployModule: 'eip',
      IsEipInner: 'true',
      'VSwitchIds.1': 'vsw-one',
      'VSwitchIds.2': 'vsw-bp1j3sg5979fstnpl0abc',
      CrossZone: 'true',
      IsForceSelectedZones: 'false',
      IsSetUserAndPassword: 'true',
      Username: 'someone',
      Password: 'Sesame=0pen&more + ü',
      Name: 'orders-1',
      SecurityGroup: 'sg-bp13wfx7kz9pkow0abcd',
      ServiceVersion: '2.2.0',
      KMSKeyId: 'alias/orders',
      Notifier: 'Somebody',
      UserPhoneNum: '+86 1 2345',
      'NewerThing.1': 'a',
      'NewerThing.2': 'true',
      Another: '007',
    });
    expect(JSON.parse(SelectedZones ?? '')).toEqual([['zonea', 'cn-hangzhou-b'], ['zonec']]);
    expect(JSON.parse(Config ?? '')).toEqual({
      'enable.vpc_sasl_ssl': 'true',
      'enable.acl': 'true',
      'kafka.message.max.bytes': '10485760',
      'some.newer.key': '7.50',
    });
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
  });

  it('is started by the service’s older answer of texts too', async () => {
    const done = await run({ manifest: flat(), cloud: { answerStyle: 'strings' } });
    expect(done).toMatchObject({ exitCode: 0, outputs: STARTED, results: [STARTED_RESULT], errors: [] });
  });

  it('is started by the answer in XML too', async () => {
    const done = await run({ manifest: flat(), fault: { kind: 'xml' } });
    expect(done).toMatchObject({ exitCode: 0, outputs: STARTED, results: [STARTED_RESULT], errors: [] });
  });

  it('is laid over by an environment of a flat manifest, which only then applies', async () => {
    const manifest = flat({}, 'environments:', '  staging:', '    zoneId: zoneb', '    name: staging-orders');
    const [base, staging] = await Promise.all([
      run({ manifest }),
      run({ manifest, inputs: { environment: 'staging' } }),
    ]);
    expect([base.exitCode, base.sent]).toEqual([0, [SENT]]);
    expect([staging.exitCode, staging.sent]).toEqual([
      0,
      [{ ...SENT, ZoneId: 'zoneb', Name: 'staging-orders' }],
    ]);
  });

  it('is started without a summary when that is not wanted', async () => {
    const done = await run({ manifest: flat(), inputs: { summary: 'false' } });
    expect(done).toMatchObject({ exitCode: 0, outputs: STARTED, summary: '' });
  });
});

describe.concurrent('several instances', () => {
  const cloud = { instances: [ORDERS, AUDIT, CLICKS].map((instanceId) => ({ instanceId })) };

  it('are each started once, in the order of the manifest', async () => {
    const done = await run({ manifest: FLEET, cloud });

    expect(done.sent).toEqual(Object.values(FLEET_SENT));
    expect(starts(done.journal)).toHaveLength(3);
    expect(done).toMatchObject({ exitCode: 0, errors: [] });
    const keys = { orders: ORDERS, audit: AUDIT, clicks: CLICKS };
    const ids = startIdsIn(done);
    expect(done.outputs).toEqual({
      ...STARTED,
      'request-id': ids[2],
      'instance-id': `${ORDERS},${AUDIT},${CLICKS}`,
      status: 'running,running,running',
      'bootstrap-servers': '',
      'console-url': '',
      matrix: JSON.stringify({
        include: Object.entries(keys).map(([key, id]) => ({
          key,
          'instance-id': id,
          'region-id': REGION,
        })),
      }),
      results: expect.any(String),
      plan: expect.any(String),
    });
    expect(done.results).toEqual(
      Object.entries(keys).map(([key, instanceId], index) => ({
        ...STARTED_RESULT,
        key,
        instanceId,
        requestId: ids[index],
        endpoints: { ...STARTED_RESULT.endpoints, plain: servers(instanceId, 9092) },
        consoleUrl: consolePage(instanceId),
      })),
    );
    expect(readSummary(done.summary).headings[0]).toBe('✅ Kafka: 3 instances in service, 3 started');
  });

  it('go on when one is not there, and the step fails at the end', async () => {
    const done = await run({
      manifest: FLEET,
      cloud: { instances: [{ instanceId: ORDERS }, { instanceId: CLICKS }] },
    });

    expect(done.sent).toEqual([FLEET_SENT.orders, FLEET_SENT.clicks]);
    expect(starts(done.journal).map(({ instanceId }) => instanceId)).toEqual([ORDERS, CLICKS]);
    expect(done.exitCode).toBe(1);
    expect(done.outputs).toMatchObject({
      success: 'false',
      'request-id': requestId(1),
      code: '200',
      message: 'It cannot be started: there is no such instance in cn-hangzhou',
      changed: 'true',
      'instance-id': `${ORDERS},${AUDIT},${CLICKS}`,
      status: 'running,not-found,running',
    });
    expect(done.errors).toHaveLength(1);
    expect(done.errors[0]).toContain(
      `::audit: It cannot be started: there is no such instance in ${REGION}. Check instanceId and regionId`,
    );
    const summary = readSummary(done.summary);
    const headline = '❌ Kafka: 1 instance blocked, 2 in service, 2 started';
    expect(summary.headings).toEqual([headline, '❌ audit', 'How to connect']);
    expectAuditAlone(done, '❌ blocked');
  });

  it('go on when one is refused, and the step fails at the end', async () => {
    const code = 'BIZ_INSTANCE_NOT_FOUND';
    const effect = { kind: 'refuse', code, message: 'The instance does not exist.' } as const;
    const done = await run({
      manifest: FLEET,
      cloud: { ...cloud, faults: [{ action: 'StartInstance', instanceId: AUDIT, effect }] },
    });

    expect(done.sent).toEqual(Object.values(FLEET_SENT));
    expect(starts(done.journal).map(({ instanceId }) => instanceId)).toEqual([ORDERS, CLICKS]);
    expect(done.exitCode).toBe(1);
    expect(done.outputs).toMatchObject({
      success: 'false',
      'request-id': startIdsIn(done)[1],
      code,
      message: 'The instance does not exist.',
      changed: 'true',
      status: 'running,pending,running',
    });
    expect(done.errors).toHaveLength(1);
    expect(done.errors[0]).toContain('::audit: StartInstance was refused with BIZ_INSTANCE_NOT_FOUND');
    const { headings } = readSummary(done.summary);
    expect(headings[0]).toBe('❌ Kafka: 1 instance failed, 2 in service, 2 started');
    expect(headings).toContain(`❌ audit: ${code}`);
    expectAuditAlone(done, '❌ failed');
  });

  function expectAuditAlone(done: Run, shown: string): void {
    expect(done.results.map(({ key, success, changed }) => [key, success, changed])).toEqual([
      ['orders', true, true],
      ['audit', false, false],
      ['clicks', true, true],
    ]);
    const results = readSummary(done.summary)
      .rows(...APPLIED)
      .map((row) => row[3]);
    expect(results).toEqual([
      expect.stringMatching(/^✅ started, running after/),
      shown,
      expect.stringMatching(/^✅ started, running after/),
    ]);
  }

  it('may be chosen by the input instances, in the order of the manifest all the same', async () => {
    const done = await run({ manifest: FLEET, cloud, inputs: { instances: 'clicks\norders , ' } });
    expect(done).toMatchObject({ exitCode: 0, outputs: { 'instance-id': `${ORDERS},${CLICKS}` } });
    expect(done.sent).toEqual([FLEET_SENT.orders, FLEET_SENT.clicks]);
  });

  it('are those of the environment: its instance before its defaults before the rest, null removes', async () => {
    const ids = ['alikafka_post-cn-prod-orders', 'alikafka_post-cn-prod-audit'];
    const done = await run({
      manifest: FLEET,
      cloud: { instances: ids.map((instanceId) => ({ instanceId, regionId: 'cn-shanghai' })) },
      inputs: { environment: 'production' },
    });
    expect(done.sent).toEqual([
      {
        ...FLEET_SENT.orders,
        RegionId: 'cn-shanghai',
        InstanceId: ids[0],
        VSwitchId: 'vsw-in-production',
        Name: 'orders-in-production',
      },
      {
        ...FLEET_SENT.audit,
        RegionId: 'cn-shanghai',
        InstanceId: ids[1],
        VSwitchId: 'vsw-in-production',
        ZoneId: 'cn-shanghai-b',
        Name: 'in-production',
        Config: '{"kafka.log.retention.hours":"480"}',
      },
    ]);
    expect(done.exitCode).toBe(0);
    expect(done.results.map(({ consoleUrl }) => consoleUrl)).toEqual(
      ids.map((id) => consolePage(id, 'cn-shanghai')),
    );
  });
});

describe.concurrent('credentials', () => {
  const accounts = [
    {
      accountId: '1000000000000002',
      keys: [
        { accessKeyId: 'id-of-the-job', accessKeySecret: 'secret-of-the-job' },
        { accessKeyId: 'STS.temporary', accessKeySecret: 'temporary-secret', securityToken: 'the-token+/=' },
      ],
    },
  ];
  const NO_INPUTS = { 'access-key-id': '', 'access-key-secret': '' };

  it.each<[string, Parameters<typeof run>[0], string]>([
    [
      'inputs, before environment variables',
      {
        inputs: { 'access-key-id': 'id-of-the-job', 'access-key-secret': 'secret-of-the-job' },
        env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'other', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'other-secret' },
      },
      'Credentials from inputs',
    ],
    [
      'environment variables',
      {
        inputs: NO_INPUTS,
        env: {
          ALIBABA_CLOUD_ACCESS_KEY_ID: 'id-of-the-job',
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-of-the-job',
        },
      },
      'Credentials from environment variables',
    ],
    [
      'inputs with an STS token',
      {
        inputs: {
          'access-key-id': 'STS.temporary',
          'access-key-secret': 'temporary-secret',
          'security-token': 'the-token+/=',
        },
      },
      'Credentials from inputs',
    ],
    [
      'environment variables with an STS token',
      {
        inputs: NO_INPUTS,
        env: {
          ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.temporary',
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'temporary-secret',
          ALIBABA_CLOUD_SECURITY_TOKEN: 'the-token+/=',
        },
      },
      'Credentials from environment variables',
    ],
  ])('come from %s', async (_, scenario, line) => {
    const done = await run({ manifest: flat(), cloud: { accounts }, ...scenario });
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
    expect(new Set(done.journal.map(({ accountId }) => accountId))).toEqual(new Set(['1000000000000002']));
    expect(done.sent).toHaveLength(1);
    expect(done.lines).toContain(line);
  });
});

describe.concurrent('mode validate', () => {
  const WITHOUT_KEYS = Object.fromEntries(Object.keys(KEYS).map((name) => [name, '']));

  it('makes no call and needs no credentials', async () => {
    const [valid, broken] = await Promise.all([
      run({ manifest: FLEET, inputs: { ...WITHOUT_KEYS, mode: 'validate' } }),
      run({ manifest: flat({ zoneId: 'zoneId: nowhere' }), inputs: { ...WITHOUT_KEYS, mode: 'validate' } }),
    ]);

    expect(valid.journal).toEqual([]);
    expect(valid).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(valid.outputs).toEqual(
      outputsOf({ success: 'true', 'instance-id': `${ORDERS},${AUDIT},${CLICKS}` }),
    );
    expect(readSummary(valid.summary).headings[0]).toBe('✅ Kafka: 3 instances valid');

    expect(broken.journal).toEqual([]);
    expect(broken).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
    expect(broken.errors).toEqual([
      '::error title=Kafka manifest,file=kafka.yml,line=6,col=9::zoneId must be a zone such as zonea or ' +
        'cn-hangzhou-a, but is "nowhere"',
    ]);
  });
});

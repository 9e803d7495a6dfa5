import { describe, expect, it } from 'vitest';
import { type FaultEffect, starts } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import {
  APPLIED,
  consolePage,
  errorAt,
  flat,
  INSTANCE,
  outputsOf,
  REGION,
  type Run,
  run,
  type Scenario,
} from './support.ts';

const MAY_BE_DEPLOYING = `The answer to the start of ${INSTANCE} was lost: it may be deploying in the cloud now, and that cannot be undone.`;
const LOOK_FIRST = 'Look at it in the console before you run again.';
const LOOKING = 'Looking at its status before anything else.';
const AGAIN = 'It still waits for deployment, so the start is sent again.';

interface Failure {
  readonly code: string;
  /** What the API said, or what happened instead. */
  readonly message: string;
  /** The sentence that tells it. Default: that of a refusal with HTTP status 400. */
  readonly told?: string;
  /** A part of what to do. */
  readonly remedy: string;
  /** The line and column of the manifest that it is about. */
  readonly at?: readonly [line: number, column: number];
  /** What stands beside the code in the log. */
  readonly details?: string;
  /** No answer came that could have one. */
  readonly requestId?: '';
  /** Whether the instance may have been started all the same: then it was tried three times. */
  readonly ambiguous?: true;
  /** Whether it is the reading for the plan that failed, so that nothing was started. */
  readonly unread?: true;
}

type Case = readonly [name: string, scenario: Scenario, failure: Failure];

/** What stands in log and summary where the API gave no Code; outputs have none then. */
const NO_CODES = ['NotSent', 'NoAnswer', 'UnexpectedAnswer'];

/** The last answer to a call of this name. */
function lastIdOf(action: string, { journal }: Run): string {
  return journal.findLast((entry) => entry.action === action)?.requestId ?? '';
}

/** Runs what fails, and checks everything that a user sees of it; returns the run. */
async function expectFailure(scenario: Scenario, failure: Failure) {
  const { code, message, remedy, ambiguous = false, unread = false } = failure;
  const done = await run({ manifest: flat(), ...scenario });
  const action = unread ? 'GetInstanceList' : 'StartInstance';
  const id = failure.requestId ?? lastIdOf(action, done);
  const status = unread ? 'unknown' : 'pending';
  const apiCode = NO_CODES.includes(code) ? '' : code;

  expect(done).toMatchObject({ exitCode: 1, stderr: '', warnings: [] });
  expect(done.outputs).toEqual(
    outputsOf({
      'request-id': id,
      code: apiCode,
      message,
      changed: ambiguous ? 'unknown' : 'false',
      'instance-id': INSTANCE,
      status,
      'console-url': consolePage(INSTANCE),
      results: expect.any(String),
      plan: expect.any(String),
      ...(!unread && {
        'has-changes': 'true',
        matrix: `{"include":[{"key":"${INSTANCE}","instance-id":"${INSTANCE}","region-id":"${REGION}"}]}`,
      }),
    }),
  );
  const told = failure.told ?? `${action} was refused with ${code} (HTTP 400): ${message}`;
  const warned = ambiguous ? `${told.replace(/[^.]$/, '$&.')} ${MAY_BE_DEPLOYING}` : told;
  const whatToDo = String((done.results[0]?.error as { remedy?: unknown } | null)?.remedy);
  expect(done.results).toEqual([
    {
      key: INSTANCE,
      instanceId: INSTANCE,
      regionId: REGION,
      action: unread ? 'blocked' : 'start',
      changed: ambiguous ? 'unknown' : false,
      success: false,
      status,
      requestId: id,
      code: apiCode,
      message,
      endpoints: { plain: '', ssl: '', sasl: '', vpcSasl: '' },
      consoleUrl: consolePage(INSTANCE),
      durationSeconds: expect.any(Number),
      changes: [],
      brokers: 'not-checked',
      error: { message: warned, remedy: expect.stringContaining(remedy) },
    },
  ]);
  expect(whatToDo.includes(LOOK_FIRST)).toBe(ambiguous);

  const sentence = warned.replace(/[^.]$/, '$&.');
  const said = `${INSTANCE}: ${sentence} ${whatToDo}`;
  expect(done.errors).toEqual([failure.at ? errorAt(...failure.at, said) : `::error title=Kafka::${said}`]);
  const first = done.lines.indexOf(`✘ ${INSTANCE}: ${warned}`);
  expect(first).toBeGreaterThan(0);
  const at = failure.at ? first + 1 : first;
  if (failure.at) expect(done.lines[at]).toBe(`  At kafka.yml:${failure.at.join(':')}`);
  expect(done.lines[at + 1]).toBe(`  What to do: ${whatToDo}`);
  const facts = `  Code ${code}${id && `, RequestId ${id}`}`;
  expect(done.lines[at + 2]?.startsWith(`${facts}${failure.details ?? ''}`)).toBe(true);

  const summary = readSummary(done.summary);
  const ended = ambiguous ? 'may be deploying' : `${unread ? 'blocked' : 'failed'}, nothing was started`;
  expect(summary.headings).toEqual([`❌ Kafka: 1 instance ${ended}`, `❌ ${INSTANCE}: ${code}`]);
  expect(summary.rows(...APPLIED)).toEqual([
    [
      INSTANCE,
      REGION,
      unread ? 'blocked, its status could not be read' : 'start, it is pending deployment',
      ambiguous ? '❌ failed, may be deploying' : unread ? '❌ blocked' : '❌ failed',
      id,
    ],
  ]);
  expect(summary.text).toContain(warned);
  expect(summary.text).toContain(`What to do: ${whatToDo}`);
  // A refusal is final: the same call is not made again. What is unclear is tried three times at most.
  expect(done.sent).toHaveLength(unread ? 0 : ambiguous ? 3 : 1);
  expect(starts(done.journal)).toEqual([]);
  if (unread) expect(done.journal).toHaveLength(1);
  return done;
}

function itTells(cases: readonly Case[]): void {
  for (const [name, scenario, failure] of cases) {
    it(name, async () => {
      await expectFailure(scenario, failure);
    });
  }
}

describe.concurrent('a start that the service refuses', () => {
  itTells([
    [
      'for its network',
      {
        cloud: { instances: [{ instanceId: INSTANCE }], surroundings: { vSwitches: [] } },
        inputs: { preflight: 'off' }, // it would find this before the start
      },
      {
        code: 'VpcVSwitch.NotFound',
        message: 'The vSwitch does not exist.',
        told: 'StartInstance was refused with VpcVSwitch.NotFound (HTTP 404): The vSwitch does not exist.',
        remedy: 'In the VPC console, check that vpcId and vSwitchId (or vSwitchIds) exist in regionId',
        at: [5, 12],
        details: ', HTTP status 404, HostId 127.0.0.1:',
      },
    ],
    [
      'for its status',
      {
        fault: {
          kind: 'refuse',
          code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY',
          message: 'The instance is not in the pending deployment state.',
        },
      },
      {
        code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY',
        message: 'The instance is not in the pending deployment state.',
        remedy: 'If it is deploying or running, nothing is left to do',
      },
    ],
    [
      'because it does not know the instance',
      {
        fault: {
          kind: 'refuse',
          code: 'BIZ_INSTANCE_NOT_FOUND',
          message: 'The instance does not exist.',
        },
      },
      {
        code: 'BIZ_INSTANCE_NOT_FOUND',
        message: 'The instance does not exist.',
        at: [2, 13],
        remedy: 'Check instanceId and regionId against the Instances page',
      },
    ],
    [
      'for a reason that is not in any list',
      { fault: { kind: 'refuse', code: 'Something.New', message: 'Something new.' } },
      {
        code: 'Something.New',
        message: 'Something new.',
        remedy: 'The Message says why: correct what it names and run the job again.',
      },
    ],
    [
      'in a good answer, by Success',
      { fault: { kind: 'soft-failure', code: 'BIZ_INSTANCE_STATUS_ERROR', message: 'operation failed' } },
      {
        code: 'BIZ_INSTANCE_STATUS_ERROR',
        message: 'operation failed',
        told: 'StartInstance was refused with BIZ_INSTANCE_STATUS_ERROR (HTTP 200): operation failed',
        remedy: 'Look at the instance on the Instances page',
      },
    ],
  ]);
});

describe.concurrent('a start that is throttled', () => {
  const message = 'Request was denied due to user flow control.';

  it('was not carried out, and is sent again until it is accepted', async () => {
    const effect = { kind: 'throttle' } as const;
    const instances = [{ instanceId: INSTANCE }];
    const faults = [{ action: 'StartInstance', times: 5, effect }];
    const done = await run({ manifest: flat(), cloud: { instances, faults } });
    expect(done).toMatchObject({ exitCode: 0, errors: [], warnings: [], outputs: { changed: 'true' } });
    expect(done.sent).toHaveLength(6);
    expect(starts(done.journal)).toHaveLength(1);
  });

  it('all the time is given up when the time is up, and was certainly not started', async () => {
    const done = await run({
      manifest: flat(),
      fault: { kind: 'throttle' },
      inputs: { 'wait-timeout': '1s' },
    });
    expect(done).toMatchObject({
      exitCode: 1,
      outputs: { success: 'false', changed: 'false', code: 'Throttling.User', message, status: 'pending' },
      results: [{ changed: false, requestId: lastIdOf('StartInstance', done) }],
    });
    expect(starts(done.journal)).toEqual([]);
    expect(done.errors).toEqual([
      `::error title=Kafka::${INSTANCE}: The time was up while it was pending. ${INSTANCE} was not started. ` +
        'Run again: it waits on from where this run stopped, and starts nothing twice. If deployments take ' +
        'longer, raise wait-timeout.',
    ]);
  });
});

describe.concurrent('a caller whom the service refuses', () => {
  const denied = (fields: Readonly<Record<string, string>>): Scenario => ({
    fault: {
      kind: 'refuse',
      httpStatus: 403,
      code: 'Forbidden.RAM',
      message: 'User not authorized to operate on the specified resource.',
      fields: { AccessDeniedDetail: { AuthAction: 'alikafka:StartInstance', ...fields } },
    },
  });
  const deniedTo = (action: string): Scenario => ({
    cloud: {
      instances: [{ instanceId: INSTANCE }],
      accounts: [
        {
          accountId: '1000000000000001',
          keys: [{ accessKeyId: 'id-of-ci', accessKeySecret: 'secret-of-ci', denied: [action] }],
        },
      ],
    },
    inputs: { 'access-key-id': 'id-of-ci', 'access-key-secret': 'secret-of-ci' },
  });
  const farFromTheCloud = (clock: string, minutesAhead: number): Case => [
    `for the clock of the runner, which is ${clock}`,
    {
      cloud: {
        instances: [{ instanceId: INSTANCE }],
        now: () => Date.now() - minutesAhead * 60_000,
      },
    },
    {
      code: 'InvalidTimeStamp.Expired',
      message: 'Specified time stamp or date value is expired.',
      remedy:
        'Synchronise the clock of the runner (NTP, UTC): it may be at most 15 minutes off. GitHub-hosted ' +
        'runners keep it right, so look at self-hosted ones.',
      unread: true,
    },
  ];
  const forbidden = {
    code: 'Forbidden.RAM',
    message: 'User not authorized to operate on the specified resource.',
    told: 'StartInstance was refused with Forbidden.RAM (HTTP 403): User not authorized to operate on the specified resource.',
  };

  itTells([
    [
      'for a wrong secret, without what was signed',
      { inputs: { 'access-key-secret': 'not-the-secret' } },
      {
        code: 'SignatureDoesNotMatch',
        message: 'Specified signature does not match our calculation. server StringToSign (cut)',
        remedy: 'Check the access key id and secret: both from one pair, complete',
        unread: true,
      },
    ],
    [
      'for an unknown key',
      { inputs: { 'access-key-id': 'nobody-s-key' } },
      {
        code: 'InvalidAccessKeyId.NotFound',
        message: 'Specified access key is not found.',
        told: 'GetInstanceList was refused with InvalidAccessKeyId.NotFound (HTTP 404): Specified access key is not found.',
        remedy: 'The access key id does not exist or is disabled.',
        unread: true,
      },
    ],
    [
      'for a token of another session',
      { inputs: { 'security-token': 'of-another-session' } },
      {
        code: 'InvalidSecurityToken.MismatchWithAccessKey',
        message: 'Specified SecurityToken mismatch with the AccessKey.',
        remedy: 'Give a fresh set of access key id, access key secret and security token',
        unread: true,
      },
    ],
    farFromTheCloud('20 minutes fast', 20),
    farFromTheCloud('20 minutes slow', -20),
    [
      'for a permission that a RAM user lacks, which is named',
      denied({
        AuthPrincipalType: 'SubUser',
        AuthPrincipalDisplayName: 'ci@1000000000000001.onaliyun.com',
        NoPermissionType: 'ImplicitDeny',
        PolicyType: 'AccountLevelIdentityBasedPolicy',
      }),
      {
        ...forbidden,
        remedy:
          'The RAM user ci@1000000000000001.onaliyun.com lacks the permission alikafka:StartInstance ' +
          '(AccountLevelIdentityBasedPolicy). Add it to a policy of that RAM user',
        details: `, HTTP status 403, HostId 127.0.0.1:`,
      },
    ],
    [
      'for a policy that denies it to a RAM role, which is another thing to mend',
      denied({
        AuthPrincipalType: 'AssumedRoleUser',
        AuthPrincipalDisplayName: 'deployer:ci',
        NoPermissionType: 'ExplicitDeny',
        PolicyType: 'ControlPolicy',
      }),
      {
        ...forbidden,
        remedy:
          'A policy (ControlPolicy) denies alikafka:StartInstance to the RAM role deployer:ci. Remove that Deny',
      },
    ],
    [
      'for the permission to start, by the gateway’s own check',
      deniedTo('StartInstance'),
      {
        code: 'NoPermission',
        message: 'You are not authorized to perform this operation.',
        told: 'StartInstance was refused with NoPermission (HTTP 403): You are not authorized to perform this operation.',
        remedy: 'lacks the permission alikafka:StartInstance',
      },
    ],
    [
      'for the permission to read, by the gateway’s own check',
      deniedTo('GetInstanceList'),
      {
        code: 'NoPermission',
        message: 'You are not authorized to perform this operation.',
        told: 'GetInstanceList was refused with NoPermission (HTTP 403): You are not authorized to perform this operation.',
        remedy: 'lacks the permission alikafka:ListInstance',
        unread: true,
      },
    ],
  ]);
});

describe.concurrent('credentials that are not there', () => {
  const none = { 'access-key-id': '', 'access-key-secret': '' };
  const undefinedSecret = 'a secret that is not defined in this repository or environment arrives empty.';

  it.each<[string, Scenario, string, string]>([
    [
      'none at all',
      { inputs: none },
      'There are no credentials for Alibaba Cloud',
      'Give the inputs role-to-assume and oidc-provider-arn (keyless), or access-key-id and ' +
        'access-key-secret, or the variables ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
    ],
    [
      'an id without a secret, though variables are complete',
      {
        inputs: { ...none, 'access-key-id': 'half-a-key' },
        env: {
          ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator-key-id',
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulator-key-secret',
        },
      },
      'Credentials are incomplete: input access-key-id is given, but input access-key-secret is missing or empty',
      `Set input access-key-secret; ${undefinedSecret}`,
    ],
    [
      'a secret without an id',
      { inputs: { ...none, 'access-key-secret': 'half-a-key' } },
      'Credentials are incomplete: input access-key-secret is given, but input access-key-id is missing or empty',
      `Set input access-key-id; ${undefinedSecret}`,
    ],
    [
      'half of the variables',
      { inputs: none, env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'half-a-key' } },
      'Credentials are incomplete: variable ALIBABA_CLOUD_ACCESS_KEY_ID is given, but variable ' +
        'ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing or empty',
      `Set variable ALIBABA_CLOUD_ACCESS_KEY_SECRET; ${undefinedSecret}`,
    ],
    [
      'a temporary key without its token',
      { inputs: { 'access-key-id': 'STS.temporary' } },
      'Credentials are incomplete: input access-key-id is a temporary key, but input security-token is ' +
        'missing or empty',
      'Set input security-token to the token of the same session.',
    ],
  ])('%s: nothing is called', async (_, scenario, message, remedy) => {
    const done = await run({ manifest: flat(), ...scenario });
    expect(done.journal).toEqual([]);
    expect(done).toMatchObject({ exitCode: 1, stderr: '' });
    const text = `${message}. ${remedy} Code Credentials`;
    expect(done.errors).toEqual([`::error title=Kafka::${text}`]);
    expect(done.outputs).toEqual(
      outputsOf({ message, 'instance-id': INSTANCE, 'console-url': consolePage(INSTANCE) }),
    );
    const summary = readSummary(done.summary);
    expect(summary.headings).toEqual(['❌ Kafka: nothing was started']);
    expect(summary.text).toContain(text);
    expect(summary.rows(...APPLIED)).toEqual([[INSTANCE, REGION, '', 'not begun', '']]);
  });
});

/** What happens to a start's answer, and what the log says of it. */
interface Loss {
  readonly name: string;
  readonly effect: FaultEffect;
  readonly failure: Failure;
}

describe.concurrent('a start that is not answered as the API does', () => {
  const json = 'HTTP 200, content type application/json;charset=utf-8';
  const notTheApi = (found: string, facts: string, withId?: ''): Failure => {
    const message = `StartInstance got no answer of the API but ${found} (${facts})`;
    return {
      code: 'UnexpectedAnswer',
      message,
      told: message,
      remedy:
        'If a proxy stands between the runner and *.aliyuncs.com, let these calls pass unchanged. Otherwise try again later.',
      ...(withId === '' && { requestId: withId }),
      ambiguous: true,
    };
  };
  const lost: Failure = {
    code: 'NoAnswer',
    message: 'StartInstance got no answer: the connection was lost (ECONNRESET)',
    told: 'StartInstance got no answer: the connection was lost (ECONNRESET)',
    remedy: 'Check the network between the runner and *.aliyuncs.com, then try again.',
    requestId: '',
    ambiguous: true,
  };
  const internal: Failure = {
    code: 'InternalError',
    message: 'The request processing has failed.',
    told: 'StartInstance was refused with InternalError (HTTP 500): The request processing has failed.',
    remedy: 'Run the job again: it reads the status first',
    ambiguous: true,
  };

  const beforeTheWork: readonly Loss[] = [
    {
      name: 'a proxy’s page',
      effect: { kind: 'html-before' },
      failure: notTheApi('a web page', 'HTTP 502, content type text/html', ''),
    },
    {
      name: 'a redirect, which is not followed',
      effect: { kind: 'redirect', location: '/elsewhere' },
      failure: notTheApi('a redirect, which is not followed', 'HTTP 302, content type text/html', ''),
    },
    { name: 'a connection that broke', effect: { kind: 'reset-before' }, failure: lost },
    {
      name: 'a server error',
      effect: { kind: 'error-before', httpStatus: 500, code: internal.code, message: internal.message },
      failure: internal,
    },
    {
      name: 'a nonce that was used',
      effect: { kind: 'nonce-used' },
      failure: {
        code: 'SignatureNonceUsed',
        message: 'Specified signature nonce was used already.',
        told: 'StartInstance was refused with SignatureNonceUsed (HTTP 400): Specified signature nonce was used already.',
        remedy: 'The same request reached the service twice; the first one may have been carried out.',
        ambiguous: true,
      },
    },
  ];
  const afterTheWork: readonly Loss[] = [
    {
      name: 'a proxy’s page with status 200',
      effect: { kind: 'html-after', httpStatus: 200 },
      failure: notTheApi('a web page', 'HTTP 200, content type text/html', ''),
    },
    { name: 'an empty body', effect: { kind: 'empty-body' }, failure: notTheApi('an empty body', json) },
    {
      name: 'half a body',
      effect: { kind: 'cut-body' },
      failure: notTheApi('a body that is not an answer of it', json),
    },
    {
      name: 'a body that breaks off',
      effect: { kind: 'cut-connection' },
      failure: notTheApi('a body that broke off', json),
    },
    {
      name: 'more than 64 MiB',
      effect: { kind: 'oversize-body', length: 64 * 1024 * 1024 + 1 },
      failure: notTheApi('a body that is too large', json),
    },
    { name: 'a connection that broke', effect: { kind: 'reset-after' }, failure: lost },
    { name: 'an internal error', effect: { kind: 'error-after' }, failure: internal },
  ];

  /** The one line of the log that tells of a loss. */
  const noteOf = ({ failure }: Loss) => {
    return `${INSTANCE}: ${String(failure.told).replace(/[^.]$/, '$&.')} ${LOOKING}`;
  };

  const expectStarted = (done: Run): void => {
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(starts(done.journal)).toHaveLength(1);
    expect(done.outputs).toMatchObject({ success: 'true', changed: 'true', code: '200', status: 'running' });
    expect(done.results).toMatchObject([{ changed: true, success: true, error: null }]);
    expect(done.stdout).not.toContain('may be deploying');
    const result = readSummary(done.summary).rows(...APPLIED)[0]?.[3];
    expect(result).toMatch(/^✅ started, running after/);
  };

  it.each(afterTheWork)('though it was carried out: $name; its status tells', async (loss) => {
    const done = await run({ manifest: flat(), fault: loss.effect });
    expectStarted(done);
    expect(done.sent).toHaveLength(1);
    expect(done.lines).toContain(noteOf(loss));
    // Its own answer is of no use: the RequestId is that of the first reading that showed the start.
    const start = done.journal.findIndex(({ action }) => action === 'StartInstance');
    const readings = done.journal.slice(start + 1).map((entry) => entry.requestId);
    expect(readings.slice(0, 2)).toContain(done.outputs['request-id']);
  });

  it.each(beforeTheWork)('and was not carried out: $name; it is sent again', async (loss) => {
    const instances = [{ instanceId: INSTANCE }];
    const faults = [{ action: 'StartInstance', effect: loss.effect }];
    const done = await run({ manifest: flat(), cloud: { instances, faults } });
    expectStarted(done);
    expect(done.sent).toHaveLength(2);
    const [note, again] = [noteOf(loss), `${INSTANCE}: ${AGAIN}`].map((line) => done.lines.indexOf(line));
    expect(note).toBeGreaterThan(0);
    expect(again).toBeGreaterThan(note ?? 0);
    expect(done.outputs['request-id']).toBe(lastIdOf('StartInstance', done));
    // Between the two, the status was read for four poll intervals and right before the second.
    const between = done.journal
      .map(({ action }) => action)
      .join(' ')
      .match(/StartInstance (.*?) ?StartInstance/)?.[1];
    expect(between).toMatch(/^GetInstanceList( GetInstanceList){2,}$/);
  });

  it.each(beforeTheWork)(
    'three times: $name; that is said, with all that may have happened',
    async (loss) => {
      const done = await expectFailure({ fault: loss.effect }, loss.failure);
      expect(done.lines.filter((line) => line === noteOf(loss))).toHaveLength(3);
      expect(done.lines.filter((line) => line === `${INSTANCE}: ${AGAIN}`)).toHaveLength(2);
    },
  );

  it('does not stop the other instances', async () => {
    const [one, two] = ['alikafka_post-cn-one', 'alikafka_post-cn-two'];
    const done = await run({
      manifest: `defaults: { regionId: ${REGION}, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
  one: { instanceId: ${one} }
  two: { instanceId: ${two} }
`,
      cloud: {
        instances: [{ instanceId: one }, { instanceId: two }],
        faults: [{ action: 'StartInstance', instanceId: one, times: 3, effect: { kind: 'reset-before' } }],
      },
    });
    expect(done.exitCode).toBe(1);
    expect(starts(done.journal).map(({ instanceId }) => instanceId)).toEqual([two]);
    expect(done.results.map(({ changed, status }) => [changed, status])).toEqual([
      ['unknown', 'pending'],
      [true, 'running'],
    ]);
    expect(done.outputs).toMatchObject({ success: 'false', changed: 'true', code: '' });
    expect(readSummary(done.summary).headings).toEqual([
      '❌ Kafka: 1 instance may be deploying, 1 in service, 1 started',
      '❌ one: NoAnswer',
      'How to connect',
    ]);
  });
});

describe.concurrent('the reading for the plan', () => {
  it.each<[string, FaultEffect]>([
    ['throttled', { kind: 'throttle' }],
    ['a proxy’s page', { kind: 'html-after' }],
    ['a connection that broke', { kind: 'reset-before' }],
    ['half a body', { kind: 'cut-body' }],
    ['a server error', { kind: 'error-before' }],
  ])('is made again while the trouble may pass: %s', async (_, effect) => {
    const instances = [{ instanceId: INSTANCE }];
    const faults = [{ action: 'GetInstanceList', effect }];
    const done = await run({ manifest: flat(), cloud: { instances, faults } });
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(done.journal.slice(0, 4).map(({ action }) => action)).toEqual([
      'GetInstanceList',
      'GetInstanceList',
      'DescribeVSwitchAttributes',
      'StartInstance',
    ]);
    expect(done.sent).toHaveLength(1);
  });
});

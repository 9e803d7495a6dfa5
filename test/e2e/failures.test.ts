import { describe, expect, it } from 'vitest';
import { starts } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import { consolePage, flat, INSTANCE, REGION, run, type Scenario } from './support.ts';

const REQUEST_ID = 'E0000000-0000-4000-8000-000000000001';
const MAY_BE_DEPLOYING = `The request may have been carried out: ${INSTANCE} may be deploying now, and cost money.`;

interface Failure {
  readonly code: string;
  /** What the API said, or what happened instead. */
  readonly message: string;
  /** The sentence that tells it. Default: that of a refusal with HTTP status 400. */
  readonly told?: string;
  /** A part of what to do. */
  readonly remedy: string;
  /** What stands beside the code in the log. */
  readonly details?: string;
  /** No answer came that could have one. */
  readonly requestId?: '';
  /** Whether the instance may have been started all the same. */
  readonly ambiguous?: true;
}

type Case = readonly [name: string, scenario: Scenario, failure: Failure];

/** Runs a start that fails, and checks everything that a user sees of it; returns the run. */
async function expectFailure(scenario: Scenario, failure: Failure) {
  const { code, message, remedy, ambiguous = false, requestId = REQUEST_ID } = failure;
  const done = await run({ manifest: flat(), ...scenario });

  expect(done).toMatchObject({ exitCode: 1, stderr: '', warnings: [] });
  expect(done.outputs).toEqual({
    success: 'false',
    'request-id': requestId,
    code,
    message,
    changed: 'false',
    'instance-id': INSTANCE,
    'console-url': consolePage(INSTANCE),
    results: expect.any(String),
  });
  const told = failure.told ?? `StartInstance was refused with ${code} (HTTP 400): ${message}`;
  const warned = ambiguous ? `${told.replace(/[^.]$/, '$&.')} ${MAY_BE_DEPLOYING}` : told;
  const whatToDo = String((done.results[0]?.error as { remedy?: unknown } | null)?.remedy);
  expect(done.results).toEqual([
    {
      key: INSTANCE,
      instanceId: INSTANCE,
      regionId: REGION,
      action: 'start',
      changed: ambiguous ? 'unknown' : false,
      success: false,
      status: 'unknown',
      requestId,
      code,
      message,
      consoleUrl: consolePage(INSTANCE),
      durationSeconds: expect.any(Number),
      error: { message: warned, remedy: expect.stringContaining(remedy) },
    },
  ]);
  expect(whatToDo.includes('Look at its status in the console before starting it again.')).toBe(ambiguous);

  const sentence = warned.replace(/[^.]$/, '$&.');
  expect(done.errors).toEqual([`::error title=Kafka::${INSTANCE}: ${sentence} ${whatToDo}`]);
  const at = done.lines.indexOf(`✘ ${INSTANCE}: ${warned}`);
  expect(at).toBeGreaterThan(0);
  expect(done.lines[at + 1]).toBe(`  What to do: ${whatToDo}`);
  const facts = `  Code ${code}${requestId && `, RequestId ${requestId}`}`;
  expect(done.lines[at + 2]?.startsWith(`${facts}${failure.details ?? ''}`)).toBe(true);

  const summary = readSummary(done.summary);
  expect(summary.headings).toEqual(['❌ Kafka: the start failed', `❌ ${INSTANCE}: ${code}`]);
  expect(summary.rows('Instance', 'Region', 'Result', 'RequestId')).toEqual([
    [INSTANCE, REGION, ambiguous ? '⚠️ unknown, may be deploying' : '❌ not started', requestId],
  ]);
  expect(summary.text).toContain(warned);
  expect(summary.text).toContain(`What to do: ${whatToDo}`);
  expect(done.journal.length).toBe(1);
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
      { cloud: { instances: [{ instanceId: INSTANCE }], surroundings: { vSwitches: [] } } },
      {
        code: 'VpcVSwitch.NotFound',
        message: 'The vSwitch does not exist.',
        told: 'StartInstance was refused with VpcVSwitch.NotFound (HTTP 404): The vSwitch does not exist.',
        remedy: 'In the VPC console, check that vpcId and vSwitchId (or vSwitchIds) exist in regionId',
        details: ', HTTP status 404, HostId 127.0.0.1:',
      },
    ],
    [
      'for its status',
      { cloud: { instances: [{ instanceId: INSTANCE, status: 'running' }] } },
      {
        code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY',
        message: 'The instance is not in the pending deployment state.',
        remedy: 'If it is deploying or running, nothing is left to do',
      },
    ],
    [
      'because it does not know the instance',
      { cloud: { instances: [] } },
      {
        code: 'BIZ_INSTANCE_NOT_FOUND',
        message: 'The instance does not exist.',
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
    [
      'because calls come too fast',
      { fault: { kind: 'throttle' } },
      {
        code: 'Throttling.User',
        message: 'Request was denied due to user flow control.',
        remedy: 'Lower requests-per-second',
      },
    ],
  ]);
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
      },
    ],
    [
      'for an unknown key',
      { inputs: { 'access-key-id': 'nobody-s-key' } },
      {
        code: 'InvalidAccessKeyId.NotFound',
        message: 'Specified access key is not found.',
        told: 'StartInstance was refused with InvalidAccessKeyId.NotFound (HTTP 404): Specified access key is not found.',
        remedy: 'The access key id does not exist or is disabled.',
      },
    ],
    [
      'for a token of another session',
      { inputs: { 'security-token': 'of-another-session' } },
      {
        code: 'InvalidSecurityToken.MismatchWithAccessKey',
        message: 'Specified SecurityToken mismatch with the AccessKey.',
        remedy: 'Give a fresh set of access key id, access key secret and security token',
      },
    ],
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
      'for a permission, by the gateway’s own check',
      {
        cloud: {
          instances: [{ instanceId: INSTANCE }],
          accounts: [
            {
              accountId: '1000000000000002',
              keys: [{ accessKeyId: 'id-of-ci', accessKeySecret: 'secret-of-ci', denied: ['StartInstance'] }],
            },
          ],
        },
        inputs: { 'access-key-id': 'id-of-ci', 'access-key-secret': 'secret-of-ci' },
      },
      {
        code: 'NoPermission',
        message: 'You are not authorized to perform this operation.',
        told: 'StartInstance was refused with NoPermission (HTTP 403): You are not authorized to perform this operation.',
        remedy: 'lacks the permission alikafka:StartInstance',
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
      'Give input access-key-id and input access-key-secret, or variable ALIBABA_CLOUD_ACCESS_KEY_ID and ' +
        'variable ALIBABA_CLOUD_ACCESS_KEY_SECRET.',
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
    expect(done.errors).toEqual([`::error title=Kafka::${message}. ${remedy}`]);
    expect(done.outputs).toEqual({
      success: 'false',
      'request-id': '',
      code: '',
      message,
      changed: 'false',
      'instance-id': INSTANCE,
      'console-url': consolePage(INSTANCE),
      results: '[]',
    });
    const summary = readSummary(done.summary);
    expect(summary.headings).toEqual(['❌ Kafka: nothing was started']);
    expect(summary.text).toContain(`${message}. ${remedy}`);
    expect(summary.rows('Instance', 'Region', 'Result', 'RequestId')).toEqual([
      [INSTANCE, REGION, 'not started', ''],
    ]);
  });
});

describe.concurrent('a call that is not answered as the API does', () => {
  const json = 'HTTP 200, content type application/json;charset=utf-8';
  const notTheApi = (found: string, facts: string, requestId?: ''): Failure => {
    const message = `StartInstance got no answer of the API but ${found} (${facts})`;
    return {
      code: 'UnexpectedAnswer',
      message,
      told: message,
      remedy:
        'If a proxy stands between the runner and *.aliyuncs.com, let these calls pass unchanged. Otherwise try again later.',
      ...(requestId === '' && { requestId }),
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

  itTells([
    [
      'by a proxy’s page before the service',
      { fault: { kind: 'html-before' } },
      notTheApi('a web page', 'HTTP 502, content type text/html', ''),
    ],
    [
      'by a proxy’s page with status 200',
      { fault: { kind: 'html-after', httpStatus: 200 } },
      notTheApi('a web page', 'HTTP 200, content type text/html', ''),
    ],
    [
      'by a redirect, which is not followed',
      { fault: { kind: 'redirect', location: '/elsewhere' } },
      notTheApi('a redirect, which is not followed', 'HTTP 302, content type text/html', ''),
    ],
    ['by an empty body', { fault: { kind: 'empty-body' } }, notTheApi('an empty body', json)],
    [
      'by half a body',
      { fault: { kind: 'cut-body' } },
      notTheApi('a body that is not an answer of it', json),
    ],
    [
      'by a body that breaks off',
      { fault: { kind: 'cut-connection' } },
      notTheApi('a body that broke off', json),
    ],
    [
      'by more than 16 MiB',
      { fault: { kind: 'oversize-body', length: 16 * 1024 * 1024 + 1 } },
      notTheApi('a body that is too large', json),
    ],
    ['because the connection broke after the work', { fault: { kind: 'reset-after' } }, lost],
    ['because the connection broke before the work', { fault: { kind: 'reset-before' } }, lost],
    [
      'by an internal error',
      { fault: { kind: 'error-after' } },
      {
        code: 'InternalError',
        message: 'The request processing has failed.',
        told: 'StartInstance was refused with InternalError (HTTP 500): The request processing has failed.',
        remedy: 'Run the job again: it reads the status first',
        ambiguous: true,
      },
    ],
    [
      'by a nonce that was used',
      { fault: { kind: 'nonce-used' } },
      {
        code: 'SignatureNonceUsed',
        message: 'Specified signature nonce was used already.',
        remedy: 'The same request reached the service twice; the first one may have been carried out.',
        ambiguous: true,
      },
    ],
  ]);

  it('tells the truth about a start that went through unheard', async () => {
    const done = await run({ manifest: flat(), fault: { kind: 'reset-after' } });
    expect(starts(done.journal)).toHaveLength(1);
    expect(done.outputs).toMatchObject({ success: 'false', changed: 'false' });
    expect(done.results).toMatchObject([{ changed: 'unknown', status: 'unknown' }]);
  });

  it('is certainly not carried out when nobody listens', async () => {
    const done = await run({ manifest: flat(), offline: true });
    const message = `StartInstance could not be sent: no connection to ${done.host} (ECONNREFUSED)`;
    const remedy = 'Check the endpoint, and the network or proxy between the runner and it.';
    expect(done).toMatchObject({
      exitCode: 1,
      outputs: { success: 'false', code: 'NotSent', message, 'request-id': '', changed: 'false' },
      results: [{ changed: false, success: false, error: { message, remedy } }],
      errors: [`::error title=Kafka::${INSTANCE}: ${message}. ${remedy}`],
    });
    expect(done.lines).toContain(`  What to do: ${remedy}`);
    expect(done.stdout).not.toContain('may be deploying');
    const summary = readSummary(done.summary);
    expect(summary.text).toContain(`What to do: ${remedy}`);
    expect(summary.text).not.toContain('may be deploying');
  });

  it('goes on with the other instances', async () => {
    const [one, two] = ['alikafka_post-cn-one', 'alikafka_post-cn-two'];
    const done = await run({
      manifest: `defaults: { regionId: ${REGION}, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
  one: { instanceId: ${one} }
  two: { instanceId: ${two} }
`,
      cloud: {
        instances: [{ instanceId: one }, { instanceId: two }],
        faults: [{ instanceId: one, effect: { kind: 'reset-after' } }],
      },
    });
    expect(done.exitCode).toBe(1);
    expect(starts(done.journal).map(({ instanceId }) => instanceId)).toEqual([one, two]);
    expect(done.results.map(({ changed }) => changed)).toEqual(['unknown', true]);
    expect(done.outputs).toMatchObject({ success: 'false', changed: 'true', code: 'NoAnswer' });
    expect(readSummary(done.summary).headings).toEqual([
      '❌ Kafka: 1 of 2 instances started',
      '❌ one: NoAnswer',
    ]);
  });
});

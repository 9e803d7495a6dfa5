import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  DEFAULT_ACCOUNT,
  type EmulatorOptions,
  startEmulator,
  starts,
  startTokenService,
  timingsOf,
} from '../../emulator/index.ts';
import type { StepRun } from './act-log.ts';
import { runWorkflow, type WorkflowResult, type WorkflowRun } from './engine.ts';
import { readWorkflow, withStep } from './workflow-file.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

vi.setConfig({ testTimeout: 70_000 }); // two runs of the engine, each within its own limit

const ORDERS = 'alikafka_post-cn-v0h1fgs2a001';
const AUDIT = 'alikafka_post-cn-v0h1fgs2a002';
const PASSWORD = 'Sesame-0pen';
const [KEY] = DEFAULT_ACCOUNT.keys;

const PUSH: WorkflowRun['event'] = { name: 'push', payload: { ref: 'refs/heads/main' } };
/** A pull request, from this repository or a fork. */
const pullRequest = (from: string): WorkflowRun['event'] => ({
  name: 'pull_request',
  payload: {
    action: 'opened',
    number: 7,
    pull_request: {
      number: 7,
      head: { ref: 'deploy-orders', repo: { full_name: from } },
      base: { ref: 'main', repo: { full_name: REPOSITORY } },
    },
  },
});

const REPOSITORY = 'octocat/infrastructure';
const PULL_REQUEST = pullRequest(REPOSITORY);

/** A cloud, and a repository whose workflow and deploy/kafka.yml work on it. */
async function world(workflow: string, manifest: string, options: EmulatorOptions = {}) {
  const instances = [{ instanceId: ORDERS }, { instanceId: AUDIT, deployType: 4 } as const];
  const emulator = await startEmulator({ instances, ...options });
  onTestFinished(() => emulator.close());
  const run = (event: WorkflowRun['event'], more: Partial<WorkflowRun> = {}) =>
    runWorkflow({
      workflow,
      files: { 'deploy/kafka.yml': manifest },
      event,
      endpoint: `http://127.0.0.1:${emulator.port}`,
      inputs: { 'poll-interval': '1s', 'wait-timeout': '60s' },
      secrets: {
        ALIBABA_CLOUD_ACCESS_KEY_ID: KEY.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: KEY.accessKeySecret,
        AUDIT_PASSWORD: PASSWORD,
      },
      ...more,
    });
  return { emulator, run };
}

/** What the jobs of a run came to, by their ids. */
const resultsOf = ({ jobs }: WorkflowResult) => jobs.map(({ id, result }) => [id, result]);

/** A step of the only job. */
function stepOf({ jobs, log }: WorkflowResult, id: string): StepRun {
  const step = jobs[0]?.steps.find((each) => each.id === id);
  if (jobs.length !== 1 || step === undefined) throw new Error(`no step ${id} of one job in:\n${log}`);
  return step;
}

describe('examples/keys.yml', () => {
  const example = read('examples/keys.yml');
  const manifest = read('examples/kafka.yml');

  it('plans on a pull request, and changes nothing', async () => {
    const { emulator, run } = await world(example, manifest);
    const result = await run(PULL_REQUEST);
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([0, [['plan', 'success']]]);
    expect(stepOf(result, 'kafka').outputs).toMatchObject({ success: 'true', 'has-changes': 'true' });
    expect(stepOf(result, 'kafka').summary).toContain('Kafka plan: 1 to start');
    const calls = new Set(emulator.journal.map(({ action }) => action));
    expect([...calls].sort()).toEqual(['DescribeVSwitchAttributes', 'GetInstanceList']);
  });

  it('only checks the manifest of a pull request from a fork, and calls nobody', async () => {
    const { emulator, run } = await world(example, manifest);
    const result = await run(pullRequest('mallory/infrastructure'), { secrets: {} });
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([0, [['plan', 'success']]]);
    expect(stepOf(result, 'kafka').summary).toContain('1 instance valid');
    expect(emulator.journal).toEqual([]);
  });

  it('shows the mistakes of a pull request on the lines of the manifest, without its password', async () => {
    const { emulator, run } = await world(example, read('examples/kafka-broken.yml'));
    const result = await run(PULL_REQUEST);
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([1, [['plan', 'failure']]]);
    const { annotations, log } = stepOf(result, 'kafka');
    const errors = annotations.filter(({ level }) => level === 'error');
    expect(errors.length).toBeGreaterThan(5);
    for (const { properties } of errors) {
      expect(properties).toMatchObject({ file: 'deploy/kafka.yml', line: expect.stringMatching(/^\d+$/) });
    }
    expect(log).toContain('did you mean');
    expect(result.log).not.toContain(PASSWORD);
    expect(emulator.journal).toEqual([]);
  });

  it('starts the instance when the pull request is merged, and nothing when it runs again', async () => {
    const url = Object(readWorkflow(example)?.jobs.deploy?.environment).url;
    expect(url).toMatch(/^\$\{\{.*\}\}$/);
    const after = {
      id: 'after',
      env: { SERVERS: '${{ steps.kafka.outputs.bootstrap-servers }}', PAGE: url },
      run: 'echo "servers=$SERVERS" >> "$GITHUB_OUTPUT"; echo "page=$PAGE" >> "$GITHUB_OUTPUT"',
    };
    const { emulator, run } = await world(withStep(example, 'deploy', after), manifest);

    const first = await run(PUSH);
    expect([first.exitCode, resultsOf(first)], first.log).toEqual([0, [['deploy', 'success']]]);
    expect(starts(emulator.journal).map(({ instanceId }) => instanceId)).toEqual([ORDERS]);
    expect(stepOf(first, 'kafka').outputs).toMatchObject({
      success: 'true',
      changed: 'true',
      status: 'running',
    });
    expect(stepOf(first, 'kafka').summary).toContain('1 started');
    expect(stepOf(first, 'after').outputs).toEqual({
      servers: expect.stringMatching(/^alikafka-\S+:9092,alikafka-\S+:9092,alikafka-\S+:9092$/),
      page: `https://kafka.console.aliyun.com/region/cn-hangzhou/instance/${ORDERS}/detail`,
    });

    const second = await run(PUSH);
    expect([second.exitCode, resultsOf(second)], second.log).toEqual([0, [['deploy', 'success']]]);
    expect(stepOf(second, 'kafka').outputs).toMatchObject({
      success: 'true',
      changed: 'false',
      status: 'running',
    });
    expect(stepOf(second, 'after').outputs).toEqual(stepOf(first, 'after').outputs);
    expect(emulator.journal.filter(({ action }) => action === 'StartInstance')).toHaveLength(1);
    for (const { log } of [first, second]) expect(log).not.toContain(KEY.accessKeySecret);
  });

  it('fails where the service refuses the start, and says what to do', async () => {
    const { emulator, run } = await world(example, manifest, { surroundings: { vSwitches: [] } });
    const result = await run(PUSH, { inputs: { 'poll-interval': '1s', preflight: 'off' } });
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([1, [['deploy', 'failure']]]);
    const { log, outputs, summary } = stepOf(result, 'kafka');
    expect(log).toMatch(/What to do: .*vSwitch/i);
    expect(summary).toContain('What to do');
    expect(outputs).toMatchObject({ success: 'false', changed: 'false', status: 'pending' });
    expect(outputs.code).toContain('NotFound');
    expect(starts(emulator.journal)).toEqual([]);
  });

  it('says, when it is cancelled, that the deployment goes on, and leaves outputs and summary', async () => {
    const { emulator, run } = await world(example, manifest, { timings: timingsOf(600_000) });
    let cancelledAt = 0;
    const result = await run(PUSH, {
      onLine: (line, { cancel }) => {
        if (cancelledAt > 0 || !line.includes('start accepted')) return;
        cancelledAt = Date.now();
        cancel();
      },
    });
    expect(Date.now() - cancelledAt).toBeLessThan(5_000);
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([1, [['deploy', 'failure']]]);
    const { log, outputs, summary } = stepOf(result, 'kafka');
    expect(log).toContain(`The deployment of ${ORDERS} goes on`);
    expect(summary).toContain('goes on');
    expect(outputs).toMatchObject({
      success: 'false',
      changed: 'true',
      status: 'deploying',
      'instance-id': ORDERS,
    });
    expect(starts(emulator.journal)).toHaveLength(1);
  });

  it('has told in its outputs what was started when it is killed without a warning', async () => {
    const { run } = await world(example, manifest, { timings: timingsOf(600_000) });
    const result = await run(PUSH, {
      onLine: (line, { kill }) => {
        if (line.includes('start accepted')) kill();
      },
    });
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([1, [['deploy', 'failure']]]);
    expect(stepOf(result, 'kafka').outputs).toMatchObject({
      ...{ success: 'false', changed: 'true', 'has-changes': 'true', results: '[]' },
    });
  });
});

describe('examples/deploy.yml', () => {
  /** A job that RAM trusts as examples/ram says, in a repository and environment told by its token's `sub`. */
  async function trusted(sub: string, event: WorkflowRun['event']) {
    const tokens = await startTokenService({ now: Date.now, claims: { sub } });
    onTestFinished(() => tokens.close());
    const roles = [roleOf('kafka-plan', 'plan-trust-policy'), roleOf('kafka-deploy', 'trust-policy')];
    const identity = {
      providers: [
        { arn: PROVIDER, issuer: tokens.issuer, audiences: ['sts.aliyuncs.com'], keys: tokens.jwks },
      ],
      roles,
    };
    const { emulator, run } = await world(read('examples/deploy.yml'), read('examples/kafka.yml'), {
      instances: [{ instanceId: ORDERS, accountId: ACCOUNT }],
      identity,
    });
    const result = await run(event, {
      secrets: {},
      inputs: { 'poll-interval': '1s', 'wait-timeout': '60s', 'sts-endpoint': emulator.url },
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: tokens.requestUrl,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokens.requestToken,
      },
    });
    return { emulator, result };
  }

  const ACCOUNT = '1234567890123456'; // of the examples
  const PROVIDER = `acs:ram::${ACCOUNT}:oidc-provider/github`;

  /** A role with the trust policy of the examples. Its first `sub` counts here. */
  function roleOf(name: string, file: string) {
    const [{ Condition, Principal }] = JSON.parse(read(`examples/ram/${file}.json`)).Statement;
    expect(Principal.Federated).toEqual([PROVIDER]);
    const {
      'oidc:iss': [issuer],
      'oidc:aud': [audience],
      'oidc:sub': [subject],
    } = Condition.StringEquals;
    return { arn: `acs:ram::${ACCOUNT}:role/${name}`, trust: { issuer, audience, subject } };
  }

  it('plans on a pull request without keys, and changes nothing', async () => {
    const { emulator, result } = await trusted('repo:octo-org/infrastructure:pull_request', PULL_REQUEST);
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([0, [['plan', 'success']]]);
    expect(stepOf(result, '1').outputs).toMatchObject({ success: 'true', 'has-changes': 'true' });
    expect(starts(emulator.journal)).toEqual([]);
  });

  it('deploys without keys when the pull request is merged', async () => {
    const sub = 'repo:octo-org/infrastructure:environment:production';
    const { emulator, result } = await trusted(sub, PUSH);
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([0, [['deploy', 'success']]]);
    expect(stepOf(result, 'kafka').outputs).toMatchObject({ success: 'true', changed: 'true' });
    expect(starts(emulator.journal).map(({ instanceId }) => instanceId)).toEqual([ORDERS]);
  });

  it('does nothing for a job that the role does not trust, and shows its sub', async () => {
    const sub = 'repo:octo-org/infrastructure:ref:refs/heads/main';
    const { emulator, result } = await trusted(sub, PUSH);
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([1, [['deploy', 'failure']]]);
    const errors = stepOf(result, 'kafka').annotations.filter(({ level }) => level === 'error');
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining(`sub ${sub}`)]);
    expect(starts(emulator.journal)).toEqual([]);
  });
});

describe('examples/fleet/workflow.yml', () => {
  it('makes a job of each instance that needs work, starts each once, and has no job when none does', async () => {
    const { emulator, run } = await world(
      read('examples/fleet/workflow.yml'),
      read('examples/fleet/kafka.yml'),
    );

    const first = await run(PUSH);
    expect(first.exitCode, first.log).toBe(0);
    expect(first.jobs.map(({ id, matrix, result }) => [id, matrix.key, result]).sort()).toEqual([
      ['deploy', 'audit', 'success'],
      ['deploy', 'orders', 'success'],
      ['plan', undefined, 'success'],
    ]);
    expect(
      starts(emulator.journal)
        .map(({ instanceId }) => instanceId)
        .sort(),
    ).toEqual([ORDERS, AUDIT]);

    const second = await run(PUSH);
    expect([second.exitCode, resultsOf(second)], second.log).toEqual([0, [['plan', 'success']]]);
    expect(stepOf(second, 'kafka').outputs).toMatchObject({
      'has-changes': 'false',
      matrix: '{"include":[]}',
    });
    expect(emulator.journal.filter(({ action }) => action === 'StartInstance')).toHaveLength(2);
    for (const { log } of [first, second]) {
      expect(log).not.toContain(PASSWORD);
      expect(log).not.toContain(KEY.accessKeySecret);
    }
  });
});

describe('.github/workflows/ci.yml', () => {
  it('runs the action of its own repository', async () => {
    const files = ['action.yml', 'dist/index.js', 'dist/package.json', 'examples/kafka.yml'];
    const { run } = await world(read('.github/workflows/ci.yml'), '');
    const contents = Object.fromEntries(files.map((path) => [path, read(path)]));
    const result = await run(PUSH, { files: contents, job: 'action' });
    expect([result.exitCode, resultsOf(result)], result.log).toEqual([0, [['action', 'success']]]);
  });
});

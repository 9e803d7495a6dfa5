import { describe, expect, it } from 'vitest';
import { starts, timingsOf } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import {
  APPLIED,
  eip,
  flat,
  haltedClock,
  INSTANCE,
  KEYS,
  requestId,
  run,
  runOn,
  servers,
  startCloud,
} from './support.ts';

const GOES_ON = `The deployment of ${INSTANCE} goes on in the cloud.`;
const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';
const LOOK =
  'Look at the instance in the console; if it says no more, open a ticket with Alibaba Cloud support and give ' +
  'the RequestId of its start.';

describe.concurrent('a run that waits', () => {
  it('ends when the instance is in service, with all kinds of bootstrap servers', async () => {
    const done = await run({ manifest: eip('config: { enable.acl: true, enable.vpc_sasl_ssl: true }') });
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    const endpoints = {
      plain: servers(INSTANCE, 9092),
      ssl: servers(INSTANCE, 9093),
      sasl: servers(INSTANCE, 9094),
      vpcSasl: servers(INSTANCE, 9095),
    };
    expect(done.outputs).toMatchObject({
      success: 'true',
      changed: 'true',
      status: 'running',
      'request-id': requestId(3),
      'bootstrap-servers': endpoints.plain,
      'ssl-bootstrap-servers': endpoints.ssl,
      'sasl-bootstrap-servers': endpoints.sasl,
      'vpc-sasl-bootstrap-servers': endpoints.vpcSasl,
    });
    expect(done.results).toMatchObject([{ endpoints }]);
    const inOrder = ['ssl', 'plain', 'vpcSasl', 'sasl'] as const;
    const shown = readSummary(done.summary).blocks.filter(([line]) => /^[^ ]+:[0-9]+$/.test(line ?? ''));
    expect(shown).toEqual(inOrder.map((kind) => endpoints[kind].split(',')));
    expect(done.stdout).toContain(`${INSTANCE}: deploying → running after `);
    expect(starts(done.journal)).toHaveLength(1);
  });

  it('waits for what somebody else has started, and has changed nothing', async () => {
    const clock = haltedClock();
    const done = await run({
      manifest: flat(),
      cloud: { instances: [{ instanceId: INSTANCE, startedAt: clock.began }], now: clock.now },
      onOutput: (stdout) => {
        if (stdout.includes('\nPlan: 1 to wait for\n')) clock.goOn();
      },
    });
    expect(done).toMatchObject({ exitCode: 0, errors: [], sent: [] });
    expect(done.outputs).toMatchObject({ success: 'true', changed: 'false', status: 'running' });
    expect(done.outputs['bootstrap-servers']).toBe(servers(INSTANCE, 9092));
    expect(done.results).toMatchObject([{ action: 'wait', changed: false }]);
    expect(readSummary(done.summary).headings[0]).toBe('✅ Kafka: 1 instance in service, nothing to start');
  });

  it.each(['running', 'expiring'] as const)('has nothing to do when it is %s already', async (status) => {
    const done = await run({ manifest: flat(), cloud: { instances: [{ instanceId: INSTANCE, status }] } });
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(done.journal.map(({ action }) => action)).toEqual(['GetInstanceList']);
    const plain = servers(INSTANCE, 9092);
    expect(done.outputs).toMatchObject({
      ...{ success: 'true', changed: 'false', status: 'running', 'bootstrap-servers': plain },
      ...{ 'request-id': requestId(1), code: '200', 'has-changes': 'false', matrix: '{"include":[]}' },
    });
    expect(done.lines).toContain(
      `✔ ${INSTANCE}: in service already, nothing to start, bootstrap servers ${plain}`,
    );
    const summary = readSummary(done.summary);
    expect(summary.headings[0]).toBe('✅ Kafka: 1 instance in service, nothing to start');
    expect(summary.rows(...APPLIED)[0]?.slice(2)).toEqual([
      'none, it is in service',
      '✅ running',
      requestId(1),
    ]);
  });

  it.each([
    ['deploy-error', 'failed', 'Its deployment failed', 'ViewInstanceStatusCode 101, ServiceStatus 101'],
    [
      'expired',
      'expired',
      'It expired before it was in service',
      'ViewInstanceStatusCode 5, ServiceStatus 15',
    ],
  ] as const)('fails at once when the deployment ends as %s', async (fate, status, message, codes) => {
    const done = await run({ manifest: flat(), cloud: { instances: [{ instanceId: INSTANCE, fate }] } });
    expect(done).toMatchObject({ exitCode: 1, stderr: '', warnings: [] });
    expect(done.outputs).toMatchObject({
      ...{ success: 'false', changed: 'true', status, 'request-id': requestId(3), 'bootstrap-servers': '' },
    });
    expect(done.errors).toEqual([`::error title=Kafka::${INSTANCE}: ${message} (${codes}). ${LOOK}`]);
    const summary = readSummary(done.summary);
    expect(summary.headings[0]).toBe('❌ Kafka: 1 instance failed, 1 started');
    expect(summary.rows(...APPLIED)[0]?.[3]).toBe('❌ failed');
    expect(summary.text).toContain(`${message} (${codes})`);
    expect(starts(done.journal)).toHaveLength(1);
    const shown = done.journal.findLastIndex(({ action }) => action === 'GetInstanceList');
    expect(shown).toBe(done.journal.length - 1);
  });
});

describe.concurrent('a run that does not wait', () => {
  it('is green as soon as the start is accepted, and reads nothing after it', async () => {
    const instances = [{ instanceId: INSTANCE, fate: 'stuck' as const }];
    const done = await run({ manifest: flat(), inputs: { wait: 'false' }, cloud: { instances } });
    expect(done).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
    expect(done.journal.map(({ action }) => action)).toEqual([
      ...['GetInstanceList', 'DescribeVSwitchAttributes', 'StartInstance'],
    ]);
    expect(done.outputs).toMatchObject({
      ...{ success: 'true', changed: 'true', status: 'deploying', 'request-id': requestId(3) },
      'bootstrap-servers': '',
    });
    expect(done.lines).toContain(`✔ ${INSTANCE}: deploying; not waited for`);
    const summary = readSummary(done.summary);
    expect(summary.headings).toEqual(['✅ Kafka: 1 instance deploying, 1 started']);
  });

  it('leaves a deployment of somebody else alone', async () => {
    const instances = [{ instanceId: INSTANCE, status: 'preparing' as const }];
    const done = await run({ manifest: flat(), inputs: { wait: 'false' }, cloud: { instances } });
    expect(done.journal.map(({ action }) => action)).toEqual(['GetInstanceList']);
    expect(done).toMatchObject({
      exitCode: 0,
      outputs: { success: 'true', changed: 'false', status: 'deploying' },
    });
  });
});

describe.concurrent('a run whose time is up', () => {
  it('fails, says that the deployment goes on, and the next run waits on and is green', async () => {
    const clock = haltedClock();
    const scenario = { manifest: flat(), cloud: { now: clock.now } };
    const cloud = await startCloud(scenario);
    try {
      const first = await runOn(cloud, { ...scenario, inputs: { 'wait-timeout': '1s' } });
      const message = `The time was up while it was deploying. ${GOES_ON}`;
      const remedy = `${RESUME} If deployments take longer, raise wait-timeout.`;
      expect(first).toMatchObject({ exitCode: 1, stderr: '', warnings: [] });
      expect(first.errors).toEqual([`::error title=Kafka::${INSTANCE}: ${message} ${remedy}`]);
      expect(first.outputs).toMatchObject({ success: 'false', changed: 'true', status: 'deploying' });
      expect(first.results).toMatchObject([{ error: { message, remedy } }]);
      const summary = readSummary(first.summary);
      expect(summary.headings[0]).toBe('❌ Kafka: time was up, 1 instance still deploying, 1 started');
      expect(summary.rows(...APPLIED)[0]?.[3]).toBe('❌ time was up, still deploying');
      expect(summary.text).toContain(message);
      expect(summary.text).toContain(remedy);

      clock.goOn();
      const second = await runOn(cloud, { ...scenario, inputs: { 'wait-timeout': '10s' } });
      expect(second).toMatchObject({ exitCode: 0, stderr: '', errors: [] });
      expect(second.outputs).toMatchObject({ success: 'true', changed: 'false', status: 'running' });
      expect(second.sent).toHaveLength(1);
      const third = await runOn(cloud, scenario);
      expect(third.outputs).toMatchObject({ success: 'true', changed: 'false', 'has-changes': 'false' });
      expect(third.sent).toHaveLength(1);
    } finally {
      await cloud.close();
    }
  });
});

describe.concurrent('a token that expires while the run waits', () => {
  it('is said to have expired, with what goes on and how to resume; a fresh one resumes', async () => {
    const MINUTE = 60_000;
    const clock = haltedClock();
    const temporary = {
      accessKeyId: 'STS.temporary',
      accessKeySecret: 'temporary-secret',
      securityToken: 'the-token',
      expiresAt: clock.began + 5 * MINUTE,
    };
    const fresh = { accessKeyId: KEYS['access-key-id'], accessKeySecret: KEYS['access-key-secret'] };
    const scenario = {
      manifest: flat(),
      cloud: {
        now: clock.now,
        timings: timingsOf(10 * MINUTE),
        accounts: [{ accountId: '1000000000000001', keys: [temporary, fresh] }],
      },
    };
    const cloud = await startCloud(scenario);
    try {
      const done = await runOn(cloud, {
        ...scenario,
        inputs: {
          'access-key-id': temporary.accessKeyId,
          'access-key-secret': temporary.accessKeySecret,
          'security-token': temporary.securityToken,
        },
        onOutput: (stdout) => {
          if (stdout.includes(': start accepted')) clock.jump(6 * MINUTE);
        },
      });
      expect(done).toMatchObject({ exitCode: 1, stderr: '' });
      expect(done.outputs).toMatchObject({ success: 'false', changed: 'true', status: 'deploying' });
      expect(done.errors).toHaveLength(1);
      const [error = ''] = done.errors;
      expect(error).toContain('GetInstanceList was refused with InvalidSecurityToken.Expired');
      expect(error).toContain(GOES_ON);
      expect(error).toMatch(/fresh|expired/i);
      expect(error).toContain(RESUME);
      const { text, headings, rows } = readSummary(done.summary);
      expect(headings[0]).toBe('❌ Kafka: 1 instance still deploying, 1 started');
      expect(rows(...APPLIED)[0]?.[3]).toBe('❌ not waited for to the end, still deploying');
      for (const part of ['InvalidSecurityToken.Expired', GOES_ON, RESUME]) expect(text).toContain(part);

      clock.jump(11 * MINUTE);
      const second = await runOn(cloud, scenario);
      expect(second).toMatchObject({ exitCode: 0, outputs: { changed: 'false', status: 'running' } });
      expect(starts(second.journal)).toHaveLength(1);
    } finally {
      await cloud.close();
    }
  });
});

import { describe, expect, it } from 'vitest';
import { readSummary } from './markdown.ts';
import { eip, flat, INSTANCE, run } from './support.ts';

const VALUE = 'Zx81-from-the-environment';

describe.concurrent('what the environment fills in', () => {
  it('is shown as its name where a list drifts, in every text of a plan', async () => {
    const startedWith = { VpcId: 'vpc-bp1r4eg3yrxmygv0abcd', VSwitchId: 'vsw-other', ZoneId: 'zonea' };
    const instances = [
      { instanceId: INSTANCE, deployType: 5 as const, status: 'running' as const, startedWith },
    ];
    const done = await run({
      manifest: flat({}, 'vSwitchIds: ["${KAFKA_PASSWORD}", vsw-1]'),
      inputs: { mode: 'plan' },
      env: { KAFKA_PASSWORD: VALUE },
      cloud: { instances },
    });
    expect(done).toMatchObject({ exitCode: 0, outputs: { 'has-drift': 'true' } });
    for (const text of [done.stdout, done.summary, done.outputFile]) expect(text).not.toContain(VALUE);
    for (const text of [done.stdout, readSummary(done.summary).text, done.outputFile]) {
      expect(text).toContain('${KAFKA_PASSWORD}, vsw-1');
    }
  });

  it('is concealed where the service repeats a parameter, and is sent whole', async () => {
    const done = await run({
      manifest: flat({}, 'extraParameters: { SaslPassword: "${B}" }'),
      env: { B: VALUE },
      fault: { kind: 'refuse', code: 'INVALID_PARAMETER', message: `SaslPassword ${VALUE} is weak` },
    });
    expect(done.sent).toMatchObject([{ SaslPassword: VALUE }]);
    const log = done.lines.filter((line) => line !== `::add-mask::${VALUE}`).join('\n');
    for (const text of [log, done.summary, done.outputFile]) {
      expect(text).not.toContain(VALUE);
      expect(text).toContain('is weak');
    }
  });
});

describe.concurrent('an identifier is shown whole', () => {
  it.each([
    ['notifier: post', 'post'],
    ['userPhoneNum: "9092"', '9092'],
    ['notifier: 张三', '张三'],
  ])('whatever the alert contact is: %s', async (line, text) => {
    const done = await run({ manifest: flat({}, line) });
    expect(done).toMatchObject({ exitCode: 0, outputs: { 'instance-id': INSTANCE } });
    expect(done.outputs['bootstrap-servers']).toMatch(/^alikafka-post-cn-[a-z0-9.-]+:9092,/);
    expect(done.outputs['console-url']).toContain(INSTANCE);
    expect(done.lines).not.toContain(`::add-mask::${text}`);
  });

  it.each(['kafka', 'post'])('whatever the alert contact is, as an input: %s', async (notifier) => {
    const done = await run({ manifest: flat(), inputs: { notifier } });
    expect(done).toMatchObject({ exitCode: 0, outputs: { 'instance-id': INSTANCE } });
    expect(done.outputs['bootstrap-servers']).toMatch(/^alikafka-post-cn-[a-z0-9.-]+:9092,/);
    expect(done.lines).not.toContain(`::add-mask::${notifier}`);
  });

  it.each(['true', '1000', 'running', '{\n "a": 1\n}'])(
    'and the job output that has it is not lost to the mask of an ordinary text: %j',
    async (text) => {
      const manifest = flat({}, 'extraParameters: { Extra: "${EXTRA}" }');
      const cloud = { instances: [{ instanceId: INSTANCE }], newer: { parameters: ['Extra'] } };
      const done = await run({ manifest, env: { EXTRA: text }, cloud });
      expect(done.sent).toMatchObject([{ Extra: text }]);
      expect(done.outputs).toMatchObject({ success: 'true', status: 'running' });
      const masks = done.lines.filter((line) => line.startsWith('::add-mask::'));
      expect(masks).toHaveLength(2); // the keys
    },
  );

  it.each([
    ['Abc', 'The password has fewer than 4 characters, and so cannot be concealed in the log'],
    ['alikafka', 'The password is part of an identifier or address that is shown'],
  ])('so the password "%s", which is a piece of one, is refused', async (password, message) => {
    const done = await run({ manifest: eip('password: ${P}'), env: { P: password } });
    expect(done).toMatchObject({ exitCode: 1, journal: [] });
    expect(done.errors[0]).toContain(message);
  });

  it('so an AccessKey secret that is a piece of one is refused', async () => {
    const done = await run({ manifest: flat(), inputs: { 'access-key-secret': 'alikafka_post' } });
    expect(done).toMatchObject({ exitCode: 1, journal: [] });
    expect(done.errors[0]).toContain('The input access-key-secret is part of an identifier');
  });
});

describe.concurrent('a long secret in the wrong place', () => {
  it('is not shown in part: as the name of a role session', async () => {
    const token = `CAIS${'Zx81kq'.repeat(120)}`;
    const inputs = { 'security-token': token, 'role-session-name': token };
    const done = await run({ manifest: flat(), inputs });
    expect(done.exitCode).toBe(1);
    const log = done.lines.filter((line) => line !== `::add-mask::${token}`).join('\n');
    for (const text of [log, done.summary, done.outputFile]) expect(text).not.toContain('Zx81kqZx81kq');
  });
});

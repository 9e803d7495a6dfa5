import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flat, INSTANCE, KEYS, requestId, run } from './support.ts';

/** What another CI system gives: no runner's variables, and names that a shell can export. */
const ELSEWHERE = { GITHUB_ACTIONS: '', INPUT_ACCESS_KEY_ID: KEYS['access-key-id'] };

describe.concurrent('on another system than GitHub Actions', () => {
  it('a deployment prints no command of the runner, and no secret', async () => {
    const done = await run({ manifest: flat(), env: { ...ELSEWHERE, INPUT_WAIT_TIMEOUT: '59m' } });
    expect(done).toMatchObject({ exitCode: 0, stderr: '' });
    expect(done.outputs).toMatchObject({ success: 'true', changed: 'true' });
    expect(done.lines.filter((line) => /^::|##\[/.test(line))).toEqual([]);
    for (const secret of Object.values(KEYS)) expect(done.stdout).not.toContain(secret);
  });

  it('inputs whose hyphens are written as underscores are read', async () => {
    const done = await run({ manifest: flat(), env: { ...ELSEWHERE, INPUT_WAIT_TIMEOUT: 'soon' } });
    expect(done).toMatchObject({ exitCode: 1, journal: [] });
    expect(done.lines).toContain(
      'error input wait-timeout The input wait-timeout must be a time such as 90s, 45m or 2h, but is "soon"',
    );
  });

  it('a variable that is no input, and an input that is given twice, are errors', async () => {
    const env = { ...ELSEWHERE, INPUT_WAIT_TIMEOUTS: '59m', INPUT_POLL_INTERVAL: '7s' };
    const done = await run({ manifest: flat(), inputs: { 'poll-interval': '6s' }, env });
    expect(done).toMatchObject({ exitCode: 1, journal: [] });
    const errors = done.lines.filter((line) => line.startsWith('error '));
    expect(errors).toEqual([
      'error The variable "INPUT_WAIT_TIMEOUTS" is no input of the action; did you mean "INPUT_WAIT_TIMEOUT"?',
      'error input poll-interval The input poll-interval is given as INPUT_POLL-INTERVAL and as INPUT_POLL_INTERVAL; remove one',
    ]);
  });

  it("without keys, the machine's own credentials are taken: here a profile of the vendor's CLI", async ({
    onTestFinished,
  }) => {
    const home = mkdtempSync(join(tmpdir(), 'deploy-alikafka-home-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    mkdirSync(join(home, '.aliyun'));
    const [access_key_id, access_key_secret] = Object.values(KEYS);
    const profile = { name: 'ci', mode: 'AK', access_key_id, access_key_secret };
    writeFileSync(
      join(home, '.aliyun', 'config.json'),
      JSON.stringify({ current: 'ci', profiles: [profile] }),
    );
    const done = await run({
      manifest: flat(),
      inputs: { 'access-key-id': '', 'access-key-secret': '' },
      env: {
        ...{ GITHUB_ACTIONS: '', RUNNER_ENVIRONMENT: '', HOME: home, USERPROFILE: home },
        ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', // whatever fails, only loopback is asked
      },
    });
    expect(done).toMatchObject({ exitCode: 0, stderr: '', outputs: { changed: 'true' } });
    expect(done.lines).toContain('Credentials from the default chain of this machine');
    for (const secret of Object.values(KEYS)) expect(done.stdout).not.toContain(secret);
  });

  it.each([
    ['', 'error '],
    ['true', '::error title=Kafka::'],
  ])(
    'a Node that is too old says so, and sends nothing: GITHUB_ACTIONS "%s"',
    async (GITHUB_ACTIONS, command) => {
      const old = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`;
      const env = {
        GITHUB_ACTIONS,
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(old)}`,
      };
      const done = await run({ manifest: flat(), env });
      expect(done).toMatchObject({ exitCode: 1, stderr: '', journal: [] });
      expect(done.stdout).toBe(
        `${command}This action runs on Node 24.4 or later, and this is Node 20.20.2. Nothing was sent.\n`,
      );
    },
  );

  it('a run that is stopped says why, once', async () => {
    const inputs = { 'access-key-secret': '' };
    const done = await run({ manifest: flat(), inputs, env: { ...ELSEWHERE } });
    expect(done.exitCode).toBe(1);
    expect(done.lines.filter((line) => line.includes('Credentials are incomplete'))).toHaveLength(1);
  });

  it.each<[string, string, Record<string, string>, string[]]>([
    [
      'the secret is wrong',
      flat(),
      { 'access-key-secret': 'another-secret' },
      [
        expect.stringMatching(/^✘ \S+: GetInstanceList was refused with SignatureDoesNotMatch \(HTTP 400\)/),
        expect.stringMatching(
          /^ {2}What to do: The signature is wrong.* Check the access key id and secret: /,
        ),
        expect.stringContaining(`  Code SignatureDoesNotMatch, RequestId ${requestId(1)}, HTTP status 400`),
        expect.stringMatching(/^ {2}https:\/\/.*q=SignatureDoesNotMatch/),
      ],
    ],
    [
      'the region is wrong',
      flat({ regionId: 'regionId: cn-beijing' }),
      {},
      [
        `✘ ${INSTANCE}: It cannot be started: there is no such instance in cn-beijing`,
        '  At kafka.yml:2:13',
        expect.stringMatching(/^ {2}What to do: Check /),
        `  Code 200, RequestId ${requestId(1)}`,
      ],
    ],
  ])('a plan says in the log all that it knows of a failure, once: %s', async (_, manifest, wrong, told) => {
    const done = await run({ manifest, inputs: { mode: 'plan', ...wrong }, env: ELSEWHERE });
    expect(done).toMatchObject({ exitCode: 1, stderr: '' });
    const at = done.lines.findIndex((line) => line.startsWith('✘'));
    expect(done.lines.slice(at)).toEqual([...told, '']);
  });

  it('no line speaks of what GitHub would show', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key${index}: x`);
    const done = await run({ manifest: flat({}, ...keys), env: ELSEWHERE });
    expect(done.lines.filter((line) => line.includes('Unknown key'))).toHaveLength(12);
    expect(done.stdout).not.toContain('GitHub');
  });

  it('a role is refused before anything is sent, with what can be given here', async () => {
    const inputs = {
      ...{ 'access-key-id': '', 'access-key-secret': '' },
      'role-to-assume': 'acs:ram::1000000000000001:role/deploy',
    };
    const done = await run({ manifest: flat(), inputs, env: { GITHUB_ACTIONS: '' } });
    expect(done).toMatchObject({ exitCode: 1, journal: [] });
    expect(done.lines.filter((line) => line.startsWith('error '))).toEqual([
      'error role-to-assume works on GitHub Actions only: it takes the OIDC tokens of their jobs. Remove role-to-assume and oidc-provider-arn here. Give access-key-id and access-key-secret instead, or no credentials at all to use the default chain of this machine. Code Credentials',
    ]);
  });

  it('a mode that there is not is not given out for another', async () => {
    const done = await run({ manifest: flat(), inputs: { mode: 'dry-run' }, env: ELSEWHERE });
    expect(done).toMatchObject({ exitCode: 1, journal: [] });
    expect(done.lines[0]).toMatch(/^Deploy ApsaraMQ for Kafka \d+\.\d+\.\d+$/);
    expect(done.lines).toContain(
      'error input mode The input mode is "dry-run"; it is one of apply, plan, validate',
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DEFAULT_ACCOUNT, startEmulator, starts } from '../../emulator/index.ts';
import { kafka } from '../../scripts/tools/tools.ts';
import { selfSigned } from '../http/certificate.ts';
import { runWorkflow, type WorkflowRun } from './engine.ts';
import { startKafka } from './kafka-broker.ts';
import { runScript, scriptOf } from './step-script.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

vi.setConfig({ testTimeout: 120_000 });

const ORDERS = 'alikafka_post-cn-v0h1fgs2a001';
const [KEY] = DEFAULT_ACCOUNT.keys;
const PUSH: WorkflowRun['event'] = { name: 'push', payload: { ref: 'refs/heads/main' } };

/** A cloud with one instance, and a repository whose workflow works on it. */
async function world(workflow: string, files: WorkflowRun['files']) {
  const emulator = await startEmulator({ instances: [{ instanceId: ORDERS }] });
  onTestFinished(() => emulator.close());
  const run = (event: WorkflowRun['event']) =>
    runWorkflow({
      ...{ workflow: read(workflow), event },
      files: { 'deploy/kafka.yml': read('examples/kafka.yml'), ...files },
      endpoint: `http://127.0.0.1:${emulator.port}`,
      inputs: {
        ...{ 'poll-interval': '1s', 'wait-timeout': '60s', verify: 'off' },
        ...{ 'access-key-id': KEY.accessKeyId, 'access-key-secret': KEY.accessKeySecret },
      },
    });
  return { emulator, run };
}

describe('examples/topics-from-files.yml', () => {
  it('creates the topics of all files, and those of the manifest', async () => {
    const { emulator, run } = await world('examples/topics-from-files.yml', {
      'deploy/topics/billing.yml': 'invoices: { partitions: 6 } # no newline at its end',
      'deploy/topics/shop.yml': 'carts: {}\norders:\n  partitions: 24\n',
    });
    const result = await run(PUSH);
    expect(result.exitCode, result.log).toBe(0);
    expect(emulator.cloud.contentsOf(ORDERS)?.topics).toEqual({
      ...{ invoices: 6, carts: 12, orders: 24, 'orders-dead-letters': 12 },
    });
  });

  it('does nothing where two files have a topic of one name', async () => {
    const { emulator, run } = await world('examples/topics-from-files.yml', {
      'deploy/topics/billing.yml': 'carts: {}\n',
      'deploy/topics/shop.yml': 'carts: {}\n',
    });
    const result = await run(PUSH);
    expect([result.exitCode, emulator.journal], result.log).toEqual([1, []]);
    expect(result.log).toContain('carts');
  });
});

describe('examples/merge-queue.yml', () => {
  it('plans in the queue, and deploys what comes out of it', async () => {
    const { emulator, run } = await world('examples/merge-queue.yml', {});
    const queued = await run({
      name: 'merge_group',
      payload: { action: 'checks_requested', merge_group: { base_ref: 'refs/heads/main' } },
    });
    expect([queued.exitCode, queued.jobs.map(({ id }) => id)], queued.log).toEqual([0, ['plan']]);
    expect(queued.jobs[0]?.steps.find(({ id }) => id === 'kafka')?.outputs).toMatchObject({
      ...{ success: 'true', 'has-changes': 'true' },
    });
    expect(starts(emulator.journal)).toEqual([]);
    const merged = await run(PUSH);
    expect([merged.exitCode, merged.jobs.map(({ id }) => id)], merged.log).toEqual([0, ['deploy']]);
    expect(starts(emulator.journal)).toHaveLength(1);
  });
});

describe('examples/notify.yml', () => {
  const script = scriptOf(read('examples/notify.yml'), 'deploy', 'Tell the group');
  const text =
    'Kafka: failure\nStatus: pending, changed: false\nNo "vsw-1".\nhttps://console.test\nhttps://github.test/o/r/actions/runs/7';

  it.each([
    ['https://oapi.dingtalk.com/robot/send?x=1', { msgtype: 'text', text: { content: text } }],
    ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1', { msgtype: 'text', text: { content: text } }],
    ['https://open.feishu.cn/open-apis/bot/v2/hook/1', { msg_type: 'text', content: { text } }],
    ['https://hooks.slack.com/services/1', { text }],
  ])('writes what the group behind %s understands', async (webhook, message) => {
    const { exitCode, stdout } = await runScript(script, {
      env: {
        CHAT_WEBHOOK: webhook,
        ...{ OUTCOME: 'failure', STATUS: 'pending', CHANGED: 'false', MESSAGE: 'No "vsw-1".' },
        ...{ CONSOLE: 'https://console.test', GITHUB_SERVER_URL: 'https://github.test' },
        ...{ GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '7' },
      },
      programs: { curl: 'cat; echo "${@: -1}"' },
    });
    expect(exitCode).toBe(0);
    expect(stdout.endsWith(`\n${webhook}\n`)).toBe(true);
    expect(JSON.parse(stdout.slice(0, -webhook.length - 2))).toEqual(message);
  });
});

describe('examples/produce-consume.yml', () => {
  const script = scriptOf(read('examples/produce-consume.yml'), 'deploy', 'Produce and consume');
  /** The container as a process of this machine: its folder /client is the one that is mounted there. */
  const docker = `
    while [ "$1" != "\${1#-}" ] || [ "$1" = run ]; do
      case "$1" in
        --volume) folder="\${2%%:*}"; shift 2 ;;
        --user | --env) shift 2 ;;
        *) shift ;;
      esac
    done
    tool="$2"
    shift 2
    sed "s#/client/#$folder/#" "$folder/client.properties" > "$TMPDIR/client.properties"
    case "$tool" in
      /opt/kafka/bin/kafka-console-producer.sh) main=kafka.tools.ConsoleProducer ;;
      /opt/kafka/bin/kafka-console-consumer.sh) main="$CONSUME" ;;
    esac
    exec java -cp "$KAFKA/*" "$main" "\${@/#\\/client/$TMPDIR}"`;

  it('finds its own message on a real broker, and fails with a wrong password', async () => {
    const broker = await startKafka(selfSigned());
    onTestFinished(() => broker.close());
    const run = (password: string) =>
      runScript(script, {
        env: {
          ...{ SERVERS: `127.0.0.1:${broker.ports.SASL_SSL}`, KAFKA_PASSWORD: password },
          ...{ GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '1' },
          ...{ KAFKA: kafka(), CONSUME: join(import.meta.dirname, 'Consume.java') },
        },
        files: { 'deploy/kafka-ca.pem': broker.ca },
        programs: { docker },
      });
    const right = await run('secret');
    expect([right.exitCode, right.stdout], right.stderr).toEqual([0, 'run 7, attempt 1\n']);
    expect((await run('guessed')).exitCode).toBe(1);
  });
});

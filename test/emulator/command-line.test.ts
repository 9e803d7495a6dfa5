import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { seedFrom } from '../../emulator/alibaba/seed-file.ts';
import { selfSigned } from '../http/certificate.ts';
import { START } from './cloud-at.ts';
import { SESSION } from './identity.ts';
import { popClient } from './loopback.ts';

const TLS = selfSigned();
const MAIN = join(import.meta.dirname, '..', '..', 'emulator', 'alibaba', 'main.ts');

/** The emulator as a child process, and what it has printed so far. */
function run(...flags: readonly string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, output: () => output };
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it('serves the instances of a file, tells of each call without its parameters, and ends on SIGTERM', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'instances.json');
  await writeFile(file, JSON.stringify([{ instanceId: 'alikafka_post-cn-file', deployType: 4 }]));

  const { child, output } = run('--instances', file, '--speed', '10');
  await expect
    .poll(output, { timeout: 60_000 })
    .toMatch(/^http:\/\/127\.0\.0\.1:\d+ access-key-id=\S+ access-key-secret=\S+\n$/);
  const [, url = '', accessKeyId = '', accessKeySecret = ''] =
    /^(\S+) access-key-id=(\S+) access-key-secret=(\S+)/.exec(output()) ?? [];
  const start = {
    ...START,
    InstanceId: 'alikafka_post-cn-file',
    DeployModule: 'eip',
    Password: 'hunter2',
  };
  await popClient({ url }, { accessKeyId, accessKeySecret }).request('StartInstance', start, {
    method: 'POST',
  });
  await expect.poll(output).toMatch(/\n\S+Z StartInstance alikafka_post-cn-file done 200 200 E0\S+\n$/);
  expect(output()).not.toContain('hunter2');

  const Timestamp = new Date().toISOString().replace(/\.\d+/, '');
  const common = { Action: 'AssumeRoleWithOIDC', Version: '2015-04-01', Timestamp };
  const body = new URLSearchParams({ ...common, ...SESSION, OIDCToken: 'hunter3.hunter3.hunter3' });
  expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
  await expect
    .poll(output)
    .toMatch(/\n\S+Z AssumeRoleWithOIDC - refused 401 AuthenticationFail\.OIDCToken\.Invalid E0\S+\n$/);
  expect(output()).not.toContain('hunter3');

  child.kill('SIGTERM');
  // On Windows, a signal from another process ends a process at once.
  expect(await once(child, 'exit')).toEqual(process.platform === 'win32' ? [null, 'SIGTERM'] : [0, null]);
});

it('explains itself, and says what is wrong with a flag', async () => {
  const help = run('--help');
  const wrong = run('--port', 'x');
  expect(await Promise.all([once(help.child, 'close'), once(wrong.child, 'close')])).toEqual([
    [0, null],
    [2, null],
  ]);
  expect(help.output()).toContain('--requests-per-second');
  expect(wrong.output()).toBe('--port takes a number, not x\n');
});

/** A certificate, its key and a key of another one, as files. */
async function tlsFiles() {
  const folder = await temporaryFolder();
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const cert = await write('cert.pem', TLS.cert);
  const key = await write('key.pem', TLS.key);
  return { cert, key, otherKey: await write('other-key.pem', selfSigned().key) };
}

it('speaks HTTPS with the certificate and the key that it is given', async () => {
  const { cert, key } = await tlsFiles();
  const { output } = run('--tls-cert', cert, '--tls-key', key);
  await expect.poll(output, { timeout: 60_000 }).toMatch(/^https:\/\/127\.0\.0\.1:\d+ /);
  const [url = ''] = output().split(' ');
  const status = await new Promise((resolve, reject) => {
    get(url, { ca: TLS.cert, agent: false }, ({ statusCode }) => resolve(statusCode)).on('error', reject);
  });
  expect(status).toBe(400);
});

it.each<[string, (files: Awaited<ReturnType<typeof tlsFiles>>) => string[], RegExp]>([
  ['a certificate alone', ({ cert }) => ['--tls-cert', cert], /^--tls-cert and --tls-key need each other\n$/],
  ['a key alone', ({ key }) => ['--tls-key', key], /^--tls-cert and --tls-key need each other\n$/],
  [
    'a file that is not there',
    ({ key }) => ['--tls-cert', `${key}.none`, '--tls-key', key],
    /^ENOENT: .*key\.pem\.none'\n$/,
  ],
  [
    'a certificate that is none',
    ({ key }) => ['--tls-cert', key, '--tls-key', key],
    /^--tls-cert and --tls-key are not a certificate and its key, both in PEM: .+\n$/,
  ],
  [
    'the key of another certificate',
    ({ cert, otherKey }) => ['--tls-cert', cert, '--tls-key', otherKey],
    /^--tls-cert and --tls-key are not a certificate and its key, both in PEM: .*key values mismatch\n$/,
  ],
])('does not start with %s, and says why', async (_, flags, message) => {
  const { child, output } = run(...flags(await tlsFiles()));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(output()).toMatch(message);
});

describe('a file of instances', () => {
  it('may say all that a seed can', () => {
    const seed = {
      instanceId: 'a',
      status: 'running',
      fate: 'flapping',
      timings: { waver: 5 },
      shownAs: { AllConfig: null },
      allowedIps: { '9092/9092': ['10.0.0.0/8'] },
      topics: [{ name: 'orders', partitions: 6, config: { 'retention.ms': '3600000' }, autoCreate: true }],
      consumerGroups: [{ name: 'billing', remark: 'Bills', automatic: true }],
      quota: { topics: 10 },
      brokers: true,
      brokerPorts: { ssl: [9093] },
    };
    const instances = [seed, { instanceId: 'b', status: { view: 99 } }];
    expect(seedFrom(JSON.stringify(instances))).toEqual({ instances });
  });

  it('may tell what else exists, and what nobody may', () => {
    const world = {
      instances: [],
      denied: ['kms:DescribeKey'],
      surroundings: {
        vSwitches: [{ vSwitchId: 'v', vpcId: 'p', zoneId: 'cn-hangzhou-h', status: 'Pending' }],
        securityGroups: [{ securityGroupId: 's', vpcId: 'p', type: 'enterprise', serviceManaged: true }],
        keys: [{ keyId: 'k', state: 'Disabled', usage: 'SIGN/VERIFY', aliases: ['alias/a'] }],
        missingVSwitch: 'empty',
      },
    };
    expect(seedFrom(JSON.stringify(world))).toEqual(world);
  });

  it.each([
    ['{}', 'instances'],
    ['7', 'object'],
    ['{"instances":[],"surroundings":{"vpcs":[]}}', 'vpcs'],
    ['{"instances":[],"surroundings":{"keys":[{"keyId":"k","state":"Gone"}]}}', 'state'],
    ['[{}]', 'instanceId'],
    ['[{"instanceId":"a","colour":"red"}]', 'colour'],
    ['[{"instanceId":"a","deployType":6}]', 'deployType'],
    ['[{"instanceId":"a","status":"flying"}]', 'status'],
    ['[{"instanceId":"a","allowedIps":{"9092":["10.0.0.1"]}}]', '9092'],
    ['[{"instanceId":"a","topics":[{"name":"a","partitions":0}]}]', 'partitions'],
  ])('that is %s is refused, naming %s', (text, name) => {
    expect(() => seedFrom(text)).toThrow(name);
  });
});

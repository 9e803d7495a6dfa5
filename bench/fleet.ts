// How the action treats fleets: pace, calls while waiting, and a manifest of 2,000 instances: npm run bench.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import alikafkaSdk, { GetInstanceListRequest } from '@alicloud/alikafka20190916';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import { DEFAULT_ACCOUNT, type Emulator, startEmulator, starts, timingsOf } from '../emulator/index.ts';
import { runAction } from '../scripts/action-process.ts';
import { measure, median } from './measure.ts';

const [key] = DEFAULT_ACCOUNT.keys;
const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-bench-'));

const idsOf = (size: number) => Array.from({ length: size }, (_, index) => `alikafka_post-cn-bench${index}`);

function manifestOf(ids: readonly string[]): string {
  const defaults =
    'defaults:\n  regionId: cn-hangzhou\n  deployModule: vpc\n  vpcId: vpc-1\n  vSwitchId: vsw-1\n  zoneId: zonea\n';
  const config = '    config:\n      kafka.log.retention.hours: 72\n';
  const instances = ids.map(
    (id, index) => `  kafka-${index}:\n    instanceId: ${id}\n    name: kafka-${index}\n${config}`,
  );
  writeFileSync(join(folder, 'kafka.yml'), `${defaults}instances:\n${instances.join('')}`);
  return 'kafka.yml';
}

function inputsFor(emulator: Emulator, more: Record<string, string>): Record<string, string> {
  return {
    manifest: 'kafka.yml',
    endpoint: emulator.url,
    'access-key-id': key.accessKeyId,
    'access-key-secret': key.accessKeySecret,
    ...more,
  };
}

async function limiter(): Promise<void> {
  const [size, quota] = [200, 40];
  const ids = idsOf(size);
  manifestOf(ids);
  const emulator = await startEmulator({
    instances: ids.map((instanceId) => ({ instanceId })),
    requestsPerSecond: quota,
  });
  try {
    await runAction({
      workspace: folder,
      inputs: inputsFor(emulator, { wait: 'false', 'requests-per-second': `${quota}` }),
    });
    const times = starts(emulator.journal).map(({ time }) => time);
    const took = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    const ideal = (size - 1) / quota;
    const throttled = emulator.journal.filter(({ outcome }) => outcome === 'throttled').length;
    const line = `${times.length} starts at ${quota}/s: last ${took.toFixed(2)} s after the first, ${(took / ideal).toFixed(3)} times the ideal ${ideal.toFixed(2)} s, ${throttled} throttled`;
    console.log(line);
  } finally {
    await emulator.close();
  }
}

/** Reads while waiting: the action's, and those of the official SDK in the obvious loop, one call an instance. */
async function calls(size: number): Promise<void> {
  const [deployMs, pollMs] = [4_000, 1_000];
  const ids = idsOf(size);
  manifestOf(ids);
  const options = {
    instances: ids.map((instanceId) => ({ instanceId, startedAt: Date.now() })),
    requestsPerSecond: 1_000,
  };
  const seeded = { ...options, timings: timingsOf(deployMs) };
  const ours = await startEmulator(seeded);
  await runAction({ workspace: folder, inputs: inputsFor(ours, { 'poll-interval': `${pollMs / 1000}s` }) });
  await ours.close();

  const theirs = await startEmulator({
    ...seeded,
    instances: ids.map((instanceId) => ({ instanceId, startedAt: Date.now() })),
  });
  const client = new alikafkaSdk.default(
    new $OpenApiUtil.Config({
      endpoint: theirs.host,
      protocol: 'HTTP',
      accessKeyId: key.accessKeyId,
      accessKeySecret: key.accessKeySecret,
    }),
  );
  await Promise.all(
    ids.map(async (id) => {
      for (;;) {
        const request = new GetInstanceListRequest({ regionId: 'cn-hangzhou', instanceId: [id] });
        const answer = await client.getInstanceList(request);
        if (answer.body?.instanceList?.instanceVO?.[0]?.serviceStatus === 5) return;
        await sleep(pollMs);
      }
    }),
  );
  await theirs.close();
  const [own, official] = [ours, theirs].map(
    ({ journal }) => journal.filter(({ action }) => action === 'GetInstanceList').length,
  );
  console.log(
    `${String(size).padStart(4)} instances, ${deployMs / 1000} s of waiting at ${pollMs / 1000} s: ${own} calls, official SDK in a loop ${official}`,
  );
}

/** Topics with every setting, as many as a manifest of 1 MiB holds. */
function manifestOfTopics(size: number): void {
  const [instance] = idsOf(1);
  const where = `regionId: cn-hangzhou\ninstanceId: ${instance}\ndeployModule: vpc\nvpcId: vpc-1\nvSwitchId: vsw-1\nzoneId: zonea\n`;
  const settings = [
    ...['remark: all-orders', 'partitions: 12', 'localTopic: true', 'replicationFactor: 3'],
    ...['minInsyncReplicas: 2', 'config: {retention.ms: 86400000, max.message.bytes: 1048576}'],
  ].map((line) => `    ${line}\n`);
  const topics = Array.from(
    { length: size },
    (_, index) => `  orders.events.v${index}:\n${settings.join('')}`,
  );
  writeFileSync(join(folder, 'kafka.yml'), `${where}topics:\n${topics.join('')}`);
}

async function manyTopics(size: number): Promise<void> {
  manifestOfTopics(size);
  const costs = [];
  for (let run = 0; run < 5; run += 1) {
    const env = {
      INPUT_MANIFEST: 'kafka.yml',
      INPUT_MODE: 'validate',
      GITHUB_WORKSPACE: folder,
      RUNNER_ENVIRONMENT: 'github-hosted',
    };
    costs.push(await measure([join(import.meta.dirname, '..', 'dist', 'index.js')], env, folder));
  }
  const [cpu, peak] = [median(costs.map(({ cpuMs }) => cpuMs)), median(costs.map(({ peakMiB }) => peakMiB))];
  console.log(
    `${size} topics, validate: ${cpu.toFixed(0)} ms of CPU, ${peak.toFixed(0)} MiB at the peak (medians of 5)`,
  );
}

async function largeManifest(): Promise<void> {
  const ids = idsOf(2_000);
  manifestOf(ids);
  const emulator = await startEmulator({ instances: ids.map((instanceId) => ({ instanceId })) });
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const mode of ['validate', 'plan']) {
    const costs = [];
    for (let run = 0; run < 5; run += 1) {
      for (const file of Object.values(files)) writeFileSync(file, '');
      const inputs = Object.entries(inputsFor(emulator, { mode })).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        value,
      ]);
      const env = {
        ...Object.fromEntries(inputs),
        ...files,
        GITHUB_WORKSPACE: folder,
        RUNNER_ENVIRONMENT: 'github-hosted',
      };
      costs.push(await measure([join(import.meta.dirname, '..', 'dist', 'index.js')], env, folder));
    }
    const [cpu, peak] = [
      median(costs.map(({ cpuMs }) => cpuMs)),
      median(costs.map(({ peakMiB }) => peakMiB)),
    ];
    console.log(
      `2000 instances, ${mode}: ${cpu.toFixed(0)} ms of CPU, ${peak.toFixed(0)} MiB at the peak (medians of 5)`,
    );
  }
  await emulator.close();
}

try {
  await limiter();
  for (const size of [1, 20, 500]) await calls(size);
  await largeManifest();
  for (const size of [1_000, 5_000]) await manyTopics(size);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// What concealing secrets costs: thousands of them, one huge text, and a run that is cancelled: npm run bench.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ACCOUNT, startEmulator } from '../emulator/index.ts';
import { runAction } from '../scripts/action-process.ts';
import { Redactor } from '../src/report/redact.ts';
import { type Cost, measure, medianCost } from './measure.ts';

const [key] = DEFAULT_ACCOUNT.keys;
const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-bench-'));
const SIZE = Number(process.env.BENCH_SECRETS ?? 2_000);
const MIB = 1024 * 1024;

const idOf = (index: number) => `alikafka_post-cn-bench${index}`;
const passwordOf = (index: number) => `Pw!${(index * 7919 + 104_729).toString(36)}&x"${index}`;
const phoneOf = (index: number) => `+86 139 ${String(index * 7919).padStart(8, '0')}`;

/** A manifest of so many instances, with one more line for each. */
function manifestOf(size: number, line: (index: number) => string): void {
  const shared = 'regionId: cn-hangzhou, deployModule: eip, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea';
  const instances = Array.from({ length: size }, (_, index) => {
    return `  kafka-${index}:\n    instanceId: ${idOf(index)}\n${line(index)}`;
  });
  writeFileSync(join(folder, 'kafka.yml'), `defaults: { ${shared} }\ninstances:\n${instances.join('')}`);
}

function variablesOf(size: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: size }, (_, index) => [`PW_${index}`, passwordOf(index)]));
}

async function validate(size: number): Promise<Cost> {
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const env = {
    ...{ INPUT_MANIFEST: 'kafka.yml', INPUT_MODE: 'validate' },
    ...{ ...files, GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder, RUNNER_ENVIRONMENT: 'github-hosted' },
    ...variablesOf(size),
  };
  return measure([join(import.meta.dirname, '..', 'dist', 'index.js')], env, folder);
}

async function validating(): Promise<void> {
  const cases: Record<string, (index: number) => string> = {
    'no secret': () => '',
    'a phone number each': (index) => `    userPhoneNum: "${phoneOf(index)}"\n`,
    'a password each': (index) => `    password: \${PW_${index}}\n`,
  };
  for (const [name, line] of Object.entries(cases)) {
    manifestOf(SIZE, line);
    const costs = [];
    for (let run = 0; run < 3; run += 1) costs.push(await validate(SIZE));
    const { cpuMs, wallMs, peakMiB } = medianCost(costs);
    console.log(
      `validate, ${SIZE} instances, ${name.padEnd(20)} ${cpuMs.toFixed(0)} ms of CPU, ${wallMs.toFixed(0)} ms in all, ${peakMiB.toFixed(0)} MiB at the peak`,
    );
  }
}

/** From the signal to the end of the process, while everything is deploying. */
async function cancelling(size: number): Promise<void> {
  manifestOf(size, (index) => `    password: \${PW_${index}}\n`);
  const emulator = await startEmulator({
    instances: Array.from({ length: size }, (_, index) => {
      return { instanceId: idOf(index), deployType: 4, startedAt: Date.now() };
    }),
    requestsPerSecond: 1_000,
    timings: { preparing: 0, initializing: 0, starting: 3_600_000 },
  });
  let signalled = 0;
  try {
    const done = await runAction({
      workspace: folder,
      inputs: {
        ...{ manifest: 'kafka.yml', endpoint: emulator.url, 'poll-interval': '1s' },
        ...{ 'access-key-id': key.accessKeyId, 'access-key-secret': key.accessKeySecret },
      },
      env: variablesOf(size),
      onOutput: (text, kill) => {
        if (signalled > 0 || !text.includes('Plan: ')) return;
        signalled = performance.now() + 2_000;
        setTimeout(() => kill('SIGINT'), 2_000);
      },
    });
    const took = (performance.now() - signalled) / 1000;
    console.log(
      `SIGINT, ${size} passwords: ended with ${done.exitCode} after ${took.toFixed(1)} s, success ${done.outputs.success}`,
    );
  } finally {
    await emulator.close();
  }
}

function hugeTexts(): void {
  const redactor = new Redactor();
  for (let index = 0; index < SIZE; index += 1) redactor.add(passwordOf(index));
  const time = (text: string): number => {
    const began = performance.now();
    redactor.redact(text);
    return performance.now() - began;
  };
  const first = time('to build whatever is built once');
  const words = 'The quick brown fox jumps over the lazy dog. ';
  const texts = {
    'without a secret': words.repeat(MIB / words.length),
    'percent-encoded': encodeURIComponent(words.repeat(MIB / 60)),
    'of backslashes': '\\'.repeat(MIB),
    'of %2525…': `%${'25'.repeat(MIB / 2)}`,
    'of secrets': Array.from({ length: MIB / 20 }, (_, index) => passwordOf(index % SIZE)).join(' '),
    'of beginnings of secrets': `Pw!Pw!2${'Pw!'.repeat(MIB / 3)}`,
  };
  console.log(`${SIZE} secrets, first text: ${first.toFixed(0)} ms`);
  for (const [what, text] of Object.entries(texts)) {
    console.log(`${SIZE} secrets, 1 MiB ${what}: ${time(text).toFixed(0)} ms`);
  }
}

try {
  hugeTexts();
  await validating();
  for (const size of [50, 600, 2_000]) await cancelling(size);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

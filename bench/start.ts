// What a run costs, beside a bare node and a script on the vendor's SDK in the same run: npm run bench.
// With the entry of another dist as an argument, that one is measured beside it.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ACCOUNT, startEmulator } from '../emulator/index.ts';
import { type Cost, measure, medianCost } from './measure.ts';

const RUNS = 15;
const root = join(import.meta.dirname, '..');
const main = join(root, 'dist', 'index.js');
const other = process.argv[2];
const INTERVAL_MS = 100;
const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-bench-'));
const [key] = DEFAULT_ACCOUNT.keys;

function environment(manifest: string, endpoint: string): NodeJS.ProcessEnv {
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  return {
    INPUT_MANIFEST: manifest,
    INPUT_ENDPOINT: endpoint,
    'INPUT_POLL-INTERVAL': `${INTERVAL_MS / 1000}s`,
    'INPUT_REQUESTS-PER-SECOND': '100',
    'INPUT_ACCESS-KEY-ID': key.accessKeyId,
    'INPUT_ACCESS-KEY-SECRET': key.accessKeySecret,
    GITHUB_WORKSPACE: root,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_ENVIRONMENT: 'github-hosted',
  };
}

async function onCloud(work: (endpoint: URL) => Promise<Cost>): Promise<Cost> {
  const emulator = await startEmulator({
    requestsPerSecond: 100,
    instances: [{ instanceId: 'alikafka_post-cn-v0h1fgs2a001', regionId: 'cn-hangzhou', deployType: 5 }],
  });
  try {
    return await work(new URL(emulator.url));
  } finally {
    await emulator.close();
  }
}

function sdkScript({ host }: URL): Promise<Cost> {
  return measure(
    ['bench/sdk-script.mjs'],
    {
      ENDPOINT: host,
      KEY_ID: key.accessKeyId,
      KEY_SECRET: key.accessKeySecret,
      INTERVAL_MS: String(INTERVAL_MS),
    },
    root,
  );
}

function casesOf(entry: string, suffix = ''): Record<string, () => Promise<Cost>> {
  return {
    [`fail-fast (broken manifest)${suffix}`]: () =>
      measure([entry], environment('examples/kafka-broken.yml', 'http://127.0.0.1:9'), root),
    [`one deployment${suffix}`]: () =>
      onCloud(({ origin }) => measure([entry], environment('examples/kafka.yml', origin), root)),
  };
}

const cases: Record<string, () => Promise<Cost>> = {
  'bare node -e 0': () => measure(['-e', '0']),
  ...casesOf(main),
  ...(other === undefined ? {} : casesOf(other, ', other')),
  'the same on the SDK': () => onCloud(sdkScript),
};

const costs = new Map(Object.keys(cases).map((name) => [name, [] as Cost[]]));
for (let run = 0; run <= RUNS; run += 1) {
  for (const [name, once] of Object.entries(cases)) {
    const cost = await once();
    if (run > 0) costs.get(name)?.push(cost); // the first run of each only warms the disk's cache
  }
}
rmSync(folder, { recursive: true, force: true });

const bare = medianCost(costs.get('bare node -e 0') ?? []);
console.log(`Main chunk: ${(statSync(main).size / 1024).toFixed(0)} KiB. Medians of ${RUNS} runs:\n`);
console.log(
  `${''.padEnd(36)} ${['CPU ms', 'above bare', 'wall ms', 'peak MiB'].map((title) => title.padStart(10)).join(' ')}`,
);
for (const [name, all] of costs) {
  const { cpuMs, wallMs, peakMiB } = medianCost(all);
  const figures = [cpuMs, cpuMs - bare.cpuMs, wallMs, peakMiB].map((figure) =>
    figure.toFixed(0).padStart(10),
  );
  console.log(`${name.padEnd(36)} ${figures.join(' ')}`);
}
const [ours, theirs] = ['one deployment', 'the same on the SDK'].map((name) =>
  medianCost(costs.get(name) ?? []),
);
console.log(
  `\nOne deployment: ${((ours?.cpuMs ?? 0) / (theirs?.cpuMs ?? 1)).toFixed(2)} x the CPU of the SDK's script`,
);

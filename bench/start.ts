// What a run costs, beside a bare node in the same run: npm run bench.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ACCOUNT, startEmulator } from '../emulator/index.ts';
import { type Cost, measure, medianCost } from './measure.ts';

const RUNS = 15;
const root = join(import.meta.dirname, '..');
const main = join(root, 'dist', 'index.js');
const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-bench-'));
const [key] = DEFAULT_ACCOUNT.keys;

function environment(manifest: string, endpoint: string): NodeJS.ProcessEnv {
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  return {
    INPUT_MANIFEST: manifest,
    INPUT_ENDPOINT: endpoint,
    'INPUT_POLL-INTERVAL': '0.1s',
    'INPUT_ACCESS-KEY-ID': key.accessKeyId,
    'INPUT_ACCESS-KEY-SECRET': key.accessKeySecret,
    GITHUB_WORKSPACE: root,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_ENVIRONMENT: 'github-hosted',
  };
}

async function deployment(): Promise<Cost> {
  const emulator = await startEmulator({
    instances: [{ instanceId: 'alikafka_post-cn-v0h1fgs2a001', regionId: 'cn-hangzhou', deployType: 5 }],
  });
  try {
    return await measure([main], environment('examples/kafka.yml', emulator.url), root);
  } finally {
    await emulator.close();
  }
}

const cases: Record<string, () => Promise<Cost>> = {
  'bare node -e 0': () => measure(['-e', '0']),
  'fail-fast (broken manifest)': () =>
    measure([main], environment('examples/kafka-broken.yml', 'http://127.0.0.1:9'), root),
  'one deployment': deployment,
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
  `${''.padEnd(28)} ${['CPU ms', 'above bare', 'wall ms', 'peak MiB'].map((title) => title.padStart(10)).join(' ')}`,
);
for (const [name, all] of costs) {
  const { cpuMs, wallMs, peakMiB } = medianCost(all);
  const figures = [cpuMs, cpuMs - bare.cpuMs, wallMs, peakMiB].map((figure) =>
    figure.toFixed(0).padStart(10),
  );
  console.log(`${name.padEnd(28)} ${figures.join(' ')}`);
}

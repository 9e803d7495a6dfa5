// What it costs to fill a fleet: 1,000 topics on ten instances, then a run that finds them all: npm run bench.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ACCOUNT, type JournalEntry, startEmulator } from '../emulator/index.ts';
import { runAction } from '../scripts/action-process.ts';

const [INSTANCES, TOPICS, QUOTA] = [10, 100, 100]; // topics of each instance; calls a second
const [key] = DEFAULT_ACCOUNT.keys;
const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-bench-'));
const ids = Array.from({ length: INSTANCES }, (_, index) => `alikafka_post-cn-bench${index}`);

function manifest(): string {
  const topics = Array.from({ length: TOPICS }, (_, index) => `    topic-${index}: { partitions: 2 }\n`);
  const instances = ids.map((id, index) => `  kafka-${index}: { instanceId: ${id} }\n`);
  return `defaults:
  regionId: cn-hangzhou
  deployModule: vpc
  vpcId: vpc-1
  vSwitchId: vsw-1
  zoneId: zonea
  topics:
${topics.join('')}instances:
${instances.join('')}`;
}

const count = (calls: readonly JournalEntry[], is: (call: JournalEntry) => boolean) =>
  calls.filter(is).length;

writeFileSync(join(folder, 'kafka.yml'), manifest());
const quota = { topics: 1_000, partitions: 10_000 };
const emulator = await startEmulator({
  instances: ids.map((instanceId) => ({ instanceId, status: 'running', quota })),
  requestsPerSecond: QUOTA,
  rates: { CreateTopic: QUOTA },
});
try {
  const run = async (): Promise<readonly JournalEntry[]> => {
    const before = emulator.journal.length;
    const { exitCode, stdout } = await runAction({
      workspace: folder,
      inputs: {
        ...{ manifest: 'kafka.yml', endpoint: emulator.url, 'requests-per-second': `${QUOTA}` },
        ...{ 'access-key-id': key.accessKeyId, 'access-key-secret': key.accessKeySecret },
      },
    });
    if (exitCode !== 0) throw new Error(stdout);
    return emulator.journal.slice(before);
  };
  const calls = await run();
  const creations = calls.filter(({ action }) => action === 'CreateTopic');
  const took = ((creations.at(-1)?.time ?? 0) - (creations[0]?.time ?? 0)) / 1000;
  const ideal = (INSTANCES * TOPICS - 1) / QUOTA;
  const throttled = count(calls, ({ outcome }) => outcome === 'throttled');
  console.log(
    `${creations.length} topics on ${INSTANCES} instances at ${QUOTA}/s: last ${took.toFixed(2)} s after the first, ` +
      `${(took / ideal).toFixed(3)} times the ideal ${ideal.toFixed(2)} s, ${throttled} throttled, ` +
      `${calls.length - creations.length} calls beside them; found again by ${(await run()).length} calls`,
  );
} finally {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
}

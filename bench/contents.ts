// What it costs to fill a fleet: 1,000 topics on ten instances, then a run that finds them all.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JournalEntry, startEmulator } from '../emulator/index.ts';
import { runAction } from '../scripts/action-process.ts';
import { idsOf, inFolder, KEYS, WHERE } from './given.ts';
import { alone, inTimes, type Row } from './table.ts';

const [INSTANCES, TOPICS, RATE] = [10, 100, 100]; // topics of each instance; calls a second

function manifest(): string {
  const lines = [...WHERE.split(', '), 'deployModule: vpc', 'topics:'].map((line) => `  ${line}\n`);
  const topics = Array.from({ length: TOPICS }, (_, index) => `    topic-${index}: { partitions: 2 }\n`);
  const instances = idsOf(INSTANCES).map((id, index) => `  kafka-${index}: { instanceId: ${id} }\n`);
  return `defaults:\n${lines.join('')}${topics.join('')}instances:\n${instances.join('')}`;
}

export function contents(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'kafka.yml'), manifest());
    const quota = { topics: 1_000, partitions: 10_000 };
    const emulator = await startEmulator({
      instances: idsOf(INSTANCES).map((instanceId) => ({ instanceId, status: 'running', quota })),
      requestsPerSecond: RATE,
      rates: { CreateTopic: RATE },
    });
    const run = async (): Promise<readonly JournalEntry[]> => {
      const before = emulator.journal.length;
      const inputs = {
        manifest: 'kafka.yml',
        endpoint: emulator.url,
        'requests-per-second': `${RATE}`,
        ...KEYS,
      };
      const { exitCode, stdout } = await runAction({ workspace: folder, inputs });
      if (exitCode !== 0) throw new Error(stdout);
      return emulator.journal.slice(before);
    };
    try {
      const calls = await run();
      const creations = calls.filter(({ action }) => action === 'CreateTopic');
      const took = ((creations.at(-1)?.time ?? 0) - (creations[0]?.time ?? 0)) / 1000;
      const ideal = (INSTANCES * TOPICS - 1) / RATE;
      const others = calls.length - creations.length;
      const again = await run();
      return [
        {
          what: `${creations.length} topics on ${INSTANCES} instances at ${RATE} a second`,
          figure: `${took.toFixed(2)} s, ${inTimes(took / ideal)} the ideal ${ideal.toFixed(2)} s`,
        },
        { what: 'Calls beside one for each topic', figure: `${others}` },
        { what: 'Calls of a run that finds them all', figure: `${again.length}` },
      ];
    } finally {
      await emulator.close();
    }
  });
}

if (import.meta.main) await alone('contents', contents);

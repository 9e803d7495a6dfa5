// The largest manifests: 2,000 instances, and as many topics with every setting as 1 MiB holds.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator } from '../emulator/index.ts';
import { idsOf, inFolder, KEYS, measureAction, WHERE, writeFleet } from './given.ts';
import { type Cost, interleaved } from './measure.ts';
import { alone, inMiB, inMs, type Row } from './table.ts';

const [INSTANCES, TOPICS, RUNS] = [2_000, 5_000, 3];

const written = ({ cpuMs, peakMiB }: Cost) => `${inMs(cpuMs)} of CPU, ${inMiB(peakMiB)} at the peak`;

function writeTopics(folder: string): void {
  const settings = [
    ...['remark: all-orders', 'partitions: 12', 'localTopic: true', 'replicationFactor: 3'],
    ...['minInsyncReplicas: 2', 'config: {retention.ms: 86400000, max.message.bytes: 1048576}'],
  ].map((line) => `    ${line}\n`);
  const topics = Array.from(
    { length: TOPICS },
    (_, index) => `  orders.events.v${index}:\n${settings.join('')}`,
  );
  const where = WHERE.split(', ').join('\n');
  const [instance] = idsOf(1);
  const text = `instanceId: ${instance}\ndeployModule: vpc\n${where}\ntopics:\n${topics.join('')}`;
  writeFileSync(join(folder, 'topics.yml'), text);
}

export function fleet(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    const each = (index: number) =>
      `    name: kafka-${index}\n    config:\n      kafka.log.retention.hours: 72\n`;
    writeFleet(folder, INSTANCES, { each });
    writeTopics(folder);
    const emulator = await startEmulator({
      instances: idsOf(INSTANCES).map((instanceId) => ({ instanceId })),
    });
    try {
      const inputs = { manifest: 'kafka.yml', endpoint: emulator.url, ...KEYS };
      const { validate, plan, topics } = await interleaved(RUNS, {
        validate: () => measureAction(folder, { ...inputs, mode: 'validate' }),
        plan: () => measureAction(folder, { ...inputs, mode: 'plan' }),
        topics: () => measureAction(folder, { manifest: 'topics.yml', mode: 'validate' }),
      });
      return [
        { what: `${INSTANCES} instances with a name and config each, validate`, figure: written(validate) },
        { what: `${INSTANCES} instances with a name and config each, plan`, figure: written(plan) },
        { what: `${TOPICS} topics, validate`, figure: written(topics) },
      ];
    } finally {
      await emulator.close();
    }
  });
}

if (import.meta.main) await alone('fleet', fleet);

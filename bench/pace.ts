// How well the pace is kept: as many starts a second as are allowed, and none that is throttled.
import { startEmulator, starts } from '../emulator/index.ts';
import { runAction } from '../scripts/action-process.ts';
import { idsOf, inFolder, KEYS, writeFleet } from './given.ts';
import { alone, inTimes, type Row } from './table.ts';

const [INSTANCES, RATE] = [200, 40];

export function pace(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    writeFleet(folder, INSTANCES);
    const emulator = await startEmulator({
      instances: idsOf(INSTANCES).map((instanceId) => ({ instanceId })),
      requestsPerSecond: RATE,
    });
    try {
      const inputs = { manifest: 'kafka.yml', endpoint: emulator.url, wait: 'false', ...KEYS };
      const { exitCode, stdout } = await runAction({
        workspace: folder,
        inputs: { ...inputs, 'requests-per-second': `${RATE}` },
      });
      if (exitCode !== 0) throw new Error(stdout);
      const times = starts(emulator.journal).map(({ time }) => time);
      const took = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
      const kept = (times.length - 1) / took;
      const throttled = emulator.journal.filter(({ outcome }) => outcome === 'throttled').length;
      return [
        {
          what: `${INSTANCES} starts at ${RATE} a second`,
          figure: `${kept.toFixed(1)} a second, ${inTimes(RATE / kept)} the ideal time`,
        },
        {
          what: 'Calls throttled meanwhile',
          figure: `${throttled}`,
          goal: { text: 'none', missed: throttled > 0 },
        },
      ];
    } finally {
      await emulator.close();
    }
  });
}

if (import.meta.main) await alone('pace', pace);

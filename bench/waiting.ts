// How many calls a wait takes: one instance, some, and a fleet.
import { startEmulator, timingsOf } from '../emulator/index.ts';
import { runAction } from '../scripts/action-process.ts';
import { idsOf, inFolder, KEYS, writeFleet } from './given.ts';
import { alone, type Row } from './table.ts';

const [DEPLOY_SECONDS, POLL_SECONDS] = [4, 1];

function callsOf(size: number): Promise<number> {
  return inFolder(async (folder) => {
    writeFleet(folder, size);
    const emulator = await startEmulator({
      instances: idsOf(size).map((instanceId) => ({ instanceId, startedAt: Date.now() })),
      requestsPerSecond: 1_000,
      timings: timingsOf(DEPLOY_SECONDS * 1000),
    });
    try {
      const inputs = {
        manifest: 'kafka.yml',
        endpoint: emulator.url,
        'poll-interval': `${POLL_SECONDS}s`,
        ...KEYS,
      };
      const { exitCode, stdout } = await runAction({ workspace: folder, inputs });
      if (exitCode !== 0) throw new Error(stdout);
      return emulator.journal.filter(({ action }) => action === 'GetInstanceList').length;
    } finally {
      await emulator.close();
    }
  });
}

export async function waiting(): Promise<readonly Row[]> {
  const rows = [];
  for (const size of [1, 20, 2_000]) {
    const calls = await callsOf(size);
    const what = `Status calls of a wait of ${DEPLOY_SECONDS} s, polled each second, instances: ${size}`;
    const each = (DEPLOY_SECONDS / POLL_SECONDS + 1) * size;
    rows.push({ what, figure: `${calls} (${each} if each were asked for)` });
  }
  return rows;
}

if (import.meta.main) await alone('waiting', waiting);

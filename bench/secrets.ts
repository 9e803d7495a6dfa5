// What concealing costs: thousands of secrets, one huge text, and a run that is cancelled.
import { startEmulator } from '../emulator/index.ts';
import { runAction } from '../scripts/action-process.ts';
import { Redactor } from '../src/report/redact.ts';
import { idsOf, inFolder, KEYS, measureAction, writeFleet } from './given.ts';
import { interleaved } from './measure.ts';
import { alone, atMost, inMiB, inMs, type Row } from './table.ts';

const [SIZE, RUNS] = [2_000, 3];
const MIB = 1024 * 1024;
const CANCEL_LIMIT_SECONDS = 7.5; // GitHub's runner: from SIGINT to SIGTERM

const passwordOf = (index: number) => `Pw!${(index * 7919 + 104_729).toString(36)}&x"${index}`;
const passwords = Array.from({ length: SIZE }, (_, index) => passwordOf(index));
const VARIABLES = Object.fromEntries(passwords.map((password, index) => [`PW_${index}`, password]));
const FLEET = { defaults: 'deployModule: eip', each: (index: number) => `    password: \${PW_${index}}\n` };

function validating(): Promise<readonly Row[]> {
  return inFolder((none) =>
    inFolder(async (all) => {
      writeFleet(none, SIZE, { defaults: FLEET.defaults });
      writeFleet(all, SIZE, FLEET);
      const inputs = { manifest: 'kafka.yml', mode: 'validate' };
      const costs = await interleaved(RUNS, {
        without: () => measureAction(none, inputs, { variables: VARIABLES }),
        having: () => measureAction(all, inputs, { variables: VARIABLES }),
      });
      const { without, having } = costs;
      const more = `${inMs(having.cpuMs)} of CPU (${inMs(without.cpuMs)} without passwords), ${inMiB(having.peakMiB)} at the peak`;
      return [{ what: `${SIZE} instances with a password each, validate`, figure: more }];
    }),
  );
}

/** From the signal to the end of the process, while everything is deploying. */
function cancelling(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    writeFleet(folder, SIZE, FLEET);
    const emulator = await startEmulator({
      instances: idsOf(SIZE).map((instanceId) => ({ instanceId, deployType: 4, startedAt: Date.now() })),
      requestsPerSecond: 1_000,
      timings: { preparing: 0, initializing: 0, starting: 3_600_000 },
    });
    let signalled = 0;
    try {
      const { exitCode, stdout } = await runAction({
        workspace: folder,
        inputs: { manifest: 'kafka.yml', endpoint: emulator.url, 'poll-interval': '1s', ...KEYS },
        env: VARIABLES,
        onOutput: (text, kill) => {
          if (signalled > 0 || !text.includes('Plan: ')) return;
          signalled = performance.now() + 2_000;
          setTimeout(() => kill('SIGINT'), 2_000);
        },
      });
      if (exitCode !== 130) throw new Error(stdout);
      const took = (performance.now() - signalled) / 1000;
      const figure = atMost(took, CANCEL_LIMIT_SECONDS, (value) => `${value.toFixed(1)} s`);
      return [{ what: `${SIZE} passwords, from SIGINT to the end`, ...figure }];
    } finally {
      await emulator.close();
    }
  });
}

function hugeTexts(): readonly Row[] {
  const redactor = new Redactor();
  for (const password of passwords) redactor.add(password);
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
    'of a percent sign that was encoded again and again': `%${'25'.repeat(MIB / 2)}`,
    'of secrets': Array.from({ length: MIB / 20 }, (_, index) => passwordOf(index % SIZE)).join(' '),
    'of beginnings of secrets': `Pw!Pw!2${'Pw!'.repeat(MIB / 3)}`,
  };
  const times = Object.entries(texts).map(([what, text]) => ({ what, ms: time(text) }));
  const slowest = times.reduce((one, other) => (other.ms > one.ms ? other : one));
  const plain = times.find(({ what }) => what === 'without a secret');
  return [
    { what: `${SIZE} secrets, redacting the first text`, figure: inMs(first) },
    { what: `${SIZE} secrets, 1 MiB without any of them`, figure: inMs(plain?.ms ?? Number.NaN) },
    {
      what: `${SIZE} secrets, 1 MiB, the slowest of six kinds`,
      figure: `${inMs(slowest.ms)} (${slowest.what})`,
    },
  ];
}

export async function secrets(): Promise<readonly Row[]> {
  return [...hugeTexts(), ...(await validating()), ...(await cancelling())];
}

if (import.meta.main) await alone('secrets', secrets);

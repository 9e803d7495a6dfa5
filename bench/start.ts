// What has to be fetched and started before anything happens: sizes, and a run that ends at a broken manifest.
import { copyFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MAIN } from '../scripts/action-process.ts';
import { inFolder, measureAction } from './given.ts';
import { interleaved, measure } from './measure.ts';
import { alone, atMost, inMiB, inMs, type Row } from './table.ts';

const MAIN_LIMIT_KIB = 400;
const CPU_LIMIT_MS = 111; // the least of the well-made actions that ask for an OIDC token as well
const inKiB = (value: number): string => `${value.toFixed(0)} KiB`;

export function start(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    copyFileSync(join(import.meta.dirname, '..', 'examples', 'kafka-broken.yml'), join(folder, 'kafka.yml'));
    const { bare, broken } = await interleaved(15, {
      bare: () => measure(['-e', '0']),
      broken: () => measureAction(folder, { manifest: 'kafka.yml' }, { exitCode: 1 }),
    });
    const dist = dirname(MAIN);
    const size = readdirSync(dist).reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
    return [
      { what: 'Main chunk', ...atMost(statSync(MAIN).size / 1024, MAIN_LIMIT_KIB, inKiB) },
      { what: 'dist in all', figure: inKiB(size / 1024) },
      {
        what: 'CPU above a bare Node, broken manifest',
        ...atMost(broken.cpuMs - bare.cpuMs, CPU_LIMIT_MS, inMs),
      },
      { what: 'Time above a bare Node, broken manifest', figure: inMs(broken.wallMs - bare.wallMs) },
      {
        what: 'Peak memory, broken manifest (a bare Node)',
        figure: `${inMiB(broken.peakMiB)} (${inMiB(bare.peakMiB)})`,
      },
    ];
  });
}

if (import.meta.main) await alone('start', start);

import { spawn } from 'node:child_process';
import { node24 } from '../scripts/node24.mjs';

/** What one process cost, from its start to its end. */
export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMiB: number;
}

/** Tells the process's own account when it ends, on descriptor 3. It costs the bare node as much as the action. */
const ACCOUNT = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS / 1024]));
});`)}`;

export async function measure(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd = process.cwd(),
): Promise<Cost> {
  const began = performance.now();
  const child = spawn(node24(), ['--import', ACCOUNT, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  let account = '';
  child.stdio[3]?.on('data', (chunk) => {
    account += chunk;
  });
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [cpuMs, peakMiB] = JSON.parse(account);
  return { cpuMs, peakMiB, wallMs: performance.now() - began };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function medianCost(costs: readonly Cost[]): Cost {
  return {
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    peakMiB: median(costs.map(({ peakMiB }) => peakMiB)),
  };
}

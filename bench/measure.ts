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

/** Runs a process of Node's to its end, which must be this one: a run that fails early would look cheap. */
export async function measure(
  args: readonly string[],
  { env = {}, exitCode = 0 }: { env?: NodeJS.ProcessEnv; exitCode?: number } = {},
): Promise<Cost> {
  const began = performance.now();
  const child = spawn(node24(), ['--import', ACCOUNT, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const text = { output: '', account: '' };
  child.stdout?.on('data', (chunk) => {
    text.output += chunk;
  });
  child.stdio[3]?.on('data', (chunk) => {
    text.account += chunk;
  });
  const ended = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (ended !== exitCode) throw new Error(`${args.join(' ')} ended with ${ended}:\n${text.output}`);
  const [cpuMs, peakMiB] = JSON.parse(text.account);
  return { cpuMs, peakMiB, wallMs: performance.now() - began };
}

/** Medians of so many runs of each case, in turn, so that a busy moment of the machine meets them all. */
export async function interleaved<Name extends string>(
  runs: number,
  cases: Readonly<Record<Name, () => Promise<Cost>>>,
): Promise<Record<Name, Cost>> {
  const all = Object.entries<() => Promise<Cost>>(cases).map(([name, once]) => ({
    name,
    once,
    costs: [] as Cost[],
  }));
  for (let run = 0; run <= runs; run += 1) {
    for (const { once, costs } of all) {
      const cost = await once();
      if (run > 0) costs.push(cost); // the first of each only warms the disk's cache
    }
  }
  return Object.fromEntries(all.map(({ name, costs }) => [name, medianCost(costs)])) as Record<Name, Cost>;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function medianCost(costs: readonly Cost[]): Cost {
  return {
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    peakMiB: median(costs.map(({ peakMiB }) => peakMiB)),
  };
}

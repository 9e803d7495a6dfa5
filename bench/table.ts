// What every part of the benchmark hands over, and the one table that is made of it.
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { node24 } from '../scripts/node24.mjs';

/** One figure. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  /** Where one stands, with whether it was missed. */
  readonly goal?: { readonly text: string; readonly missed: boolean };
}

/** Measures one part of the benchmark. */
export type Part = () => Promise<readonly Row[]>;

/** A figure and its goal, in the same unit. */
export function atMost(value: number, limit: number, unit: (value: number) => string): Omit<Row, 'what'> {
  return { figure: unit(value), goal: { text: `at most ${unit(limit)}`, missed: value > limit } };
}

export const inMs = (value: number): string => `${value.toFixed(0)} ms`;
export const inMiB = (value: number): string => `${value.toFixed(0)} MiB`;
export const inTimes = (value: number): string => `${value.toFixed(2)} ×`;

/** A table of Markdown that is as easy to read as plain text; each part is named by its file in bench/. */
export function tableOf(parts: Readonly<Record<string, readonly Row[]>>): string {
  const rows = Object.entries(parts).flatMap(([part, figures]) =>
    figures.map(({ what, figure, goal }) => {
      const text = goal === undefined ? '' : `${goal.text}${goal.missed ? ' (**missed**)' : ''}`;
      return [what, figure, text, `\`node bench/${part}.ts\``];
    }),
  );
  const all = [['What', 'Figure', 'Goal', 'This part alone'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const [head, ...body] = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  const line = (cells: readonly string[] = []) => `| ${cells.join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('');
}

/** What the figures depend on: they are of this machine, this day and this commit. */
export function surroundings(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  const cores = cpus();
  const [node, commit] = [
    execFileSync(node24(), ['--version'], { encoding: 'utf8' }).trim(),
    git('rev-parse', '--short', 'HEAD'),
  ];
  const changed =
    git('status', '--porcelain', '--', ':/src', ':/dist', ':/bench', ':/emulator') === ''
      ? ''
      : ' with changes';
  return [
    `Node ${node.slice(1)}, ${type()} ${release()} (${process.arch})`,
    `${cores[0]?.model.trim() || 'unknown CPU'}, ${cores.length} cores, ${(totalmem() / 1024 ** 3).toFixed(1)} GiB`,
    `${new Date().toISOString().slice(0, 10)}, commit ${commit}${changed}`,
  ].join('; ');
}

/** Measures one part by itself, when its file is run. */
export async function alone(name: string, part: Part): Promise<void> {
  console.log(`${surroundings()}\n\n${tableOf({ [name]: await part() })}`);
}

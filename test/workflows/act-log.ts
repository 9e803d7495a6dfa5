import * as z from 'zod';

/** What became of a step. */
export interface StepRun {
  /** Its `id`, or its place among the steps of its job, counted from 0. */
  readonly id: string;
  readonly result: string | undefined;
  /** What it printed. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

/** An error, warning or notice as GitHub shows it beside a file. */
export interface Annotation {
  readonly level: string;
  readonly message: string;
  /** `title`, `file`, `line` and so on, as far as they were given. */
  readonly properties: Readonly<Record<string, string>>;
}

/** What became of a job: of one cell, where it has a matrix. */
export interface JobRun {
  readonly id: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly result: string | undefined;
  readonly steps: readonly StepRun[];
}

/** A line of `act --json`. Most have only some of these. */
const ENTRY = z.object({
  msg: z.string(),
  job: z.string().optional(),
  jobID: z.string().optional(),
  jobResult: z.string().optional(),
  matrix: z.record(z.string(), z.unknown()).optional(),
  stage: z.string().optional(),
  stepID: z.array(z.string()).optional(),
  stepResult: z.string().optional(),
  raw_output: z.boolean().optional(),
  command: z.string().optional(),
  name: z.string().optional(),
  arg: z.string().optional(),
  content: z.string().optional(),
  kvPairs: z.record(z.string(), z.string()).nullish(),
});

type Entry = z.infer<typeof ENTRY>;

const ANNOTATIONS = new Set(['error', 'warning', 'notice']);

/** The log as a person reads it, and the jobs that it tells of. */
export function readLog(lines: readonly string[]): {
  readonly text: string;
  readonly jobs: readonly JobRun[];
} {
  const entries = lines.filter((line) => line.startsWith('{')).map((line) => ENTRY.parse(JSON.parse(line)));
  const text = entries.map(({ msg }) => (msg.endsWith('\n') ? msg : `${msg}\n`)).join('');
  const names = new Set(entries.map(({ job }) => job).filter((job) => job !== undefined));
  return { text, jobs: [...names].map((name) => jobFrom(entries.filter(({ job }) => job === name))) };
}

function jobFrom(entries: readonly Entry[]): JobRun {
  const began = entries.filter(({ stage }) => stage === 'Main').map(({ stepID }) => stepID?.[0]);
  const ids = new Set(began.filter((id) => id !== undefined));
  return {
    id: entries.find(({ jobID }) => jobID)?.jobID ?? '',
    matrix: entries.find(({ matrix }) => matrix)?.matrix ?? {},
    result: entries.findLast(({ jobResult }) => jobResult)?.jobResult,
    steps: [...ids].map((id) =>
      stepFrom(
        id,
        entries.filter(({ stepID }) => stepID?.[0] === id),
      ),
    ),
  };
}

function stepFrom(id: string, entries: readonly Entry[]): StepRun {
  const outputs = entries.filter(({ command }) => command === 'set-output');
  return {
    id,
    result: entries.findLast(({ stepResult }) => stepResult)?.stepResult,
    log: entries.map(({ raw_output, msg }) => (raw_output ? msg : '')).join(''),
    outputs: Object.fromEntries(outputs.map(({ name = '', arg = '' }) => [name, arg])),
    summary: entries.findLast(({ command }) => command === 'summary')?.content ?? '',
    annotations: entries
      .filter(({ command = '' }) => ANNOTATIONS.has(command))
      .map(({ command: level = '', arg: message = '', kvPairs }) => ({
        level,
        message,
        properties: kvPairs ?? {},
      })),
  };
}

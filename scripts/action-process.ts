import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { node24 } from './node24.mjs';

const root = join(import.meta.dirname, '..');

const actionFile = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string().optional() })),
  runs: z.object({ main: z.string() }),
});

const action = actionFile.parse(parse(readFileSync(join(root, 'action.yml'), 'utf8')));

/** The file that the runner starts: of the committed `dist`, or of the one that a test run has built of src. */
export const MAIN = join(process.env.BUILT_FOLDER ?? root, action.runs.main);

/** What the runner gives to a step. */
export interface Step {
  /** The `with:` of the step. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The `env:` of the step, and whatever else the process is to find. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** The Node that runs it, where it is not this project's. */
  readonly node?: string;
  /** Called with every piece of standard output as it comes, and a way to signal the process. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** What is left of a step when it has ended. */
export interface StepResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** GITHUB_OUTPUT as it was written. */
  readonly outputFile: string;
}

/** A default that is an expression of GitHub's, such as the job's token, is empty outside of it. */
function defaultOf({ default: text = '' }: { default?: string | undefined }): string {
  return text.includes('${{') ? '' : text;
}

/** Only GitHub's runner fills in the defaults of action.yml. */
function isGitHub({ env }: Step): boolean {
  return (env?.GITHUB_ACTIONS ?? 'true') === 'true';
}

/** Runs the action's main from `dist` in a process of its own, as the runner does, with nothing inherited. */
export async function runAction(step: Step): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-'));
  const files = { output: join(folder, 'output'), summary: join(folder, 'summary.md') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  try {
    const given = Object.entries(action.inputs).map(([name, input]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      step.inputs?.[name] ?? (isGitHub(step) ? defaultOf(input) : ''),
    ]);
    const child = spawn(step.node ?? node24(), [MAIN], {
      cwd: step.workspace,
      env: {
        ...Object.fromEntries(given),
        GITHUB_ACTIONS: 'true',
        GITHUB_EVENT_NAME: 'push',
        GITHUB_REF: 'refs/heads/main',
        GITHUB_OUTPUT: files.output,
        GITHUB_STEP_SUMMARY: files.summary,
        GITHUB_WORKSPACE: step.workspace,
        RUNNER_ENVIRONMENT: 'github-hosted',
        ...step.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text.stdout += chunk;
      step.onOutput?.(chunk, kill);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text.stderr += chunk;
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const outputFile = readFileSync(files.output, 'utf8');
    const summary = readFileSync(files.summary, 'utf8');
    return { exitCode, ...text, outputFile, outputs: parseOutputs(outputFile), summary };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The runner's format: `name<<delimiter`, the value's lines, `delimiter`. The last value of a name counts. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, delimiter] = /^([^<]+)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at + 1);
    if (end < 0) throw new Error(`The output ${name} has no end`);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

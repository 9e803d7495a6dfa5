import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Emulator } from '../emulator/index.ts';
import { parseOutputs } from '../scripts/action-process.ts';
import { action, type Ending } from '../src/action.ts';
import { flat, KEYS, linesOf, type Scenario, startCloud } from './e2e/support.ts';

/** What the runner reads when the step is over. */
export interface Files {
  readonly GITHUB_OUTPUT: string;
  readonly GITHUB_STEP_SUMMARY: string;
}

/** A step in this process, and what is to happen to it. */
export interface Step extends Pick<Scenario, 'cloud' | 'fault'> {
  readonly manifest?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A variable of which the system cannot tell what it is. */
  readonly unreadable?: string;
  /** Does something, such as to send a signal, with every line that the step prints. */
  readonly onText?: (text: string, signal: (name: 'SIGINT' | 'SIGTERM') => void, files: Files) => void;
}

/** What is left of it. */
export interface Acted extends Ending {
  readonly lines: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The operations that the cloud was asked for. */
  readonly calls: readonly string[];
  /** The variables as the step left them. */
  readonly env: NodeJS.ProcessEnv;
}

/** Runs the action in this process, against a cloud of its own. */
export async function acted(step: Step): Promise<Acted> {
  const manifest = step.manifest ?? flat();
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-acted-'));
  const files: Files = {
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  };
  const cloud = await startCloud({
    manifest,
    ...(step.cloud && { cloud: step.cloud }),
    ...(step.fault && { fault: step.fault }),
  });
  const pieces: string[] = [];
  const signals = new EventEmitter();
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    pieces.push(String(text));
    step.onText?.(String(text), (name) => void signals.emit(name, name), files);
    return true;
  });
  onTestFinished(() => write.mockRestore());
  try {
    for (const file of Object.values(files)) writeFileSync(file, '');
    writeFileSync(join(folder, 'kafka.yml'), manifest);
    const env = environmentOf(step, cloud, { ...files, GITHUB_WORKSPACE: folder });
    vi.stubEnv('GITHUB_OUTPUT', env.GITHUB_OUTPUT); // the toolkit asks the process itself
    const ending = await action(env, signals);
    write.mockRestore();
    return {
      ...ending,
      lines: linesOf(pieces.join('')),
      outputs: existsSync(files.GITHUB_OUTPUT) ? parseOutputs(readFileSync(files.GITHUB_OUTPUT, 'utf8')) : {},
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
      calls: cloud.journal.map((entry) => entry.action),
      env,
    };
  } finally {
    vi.unstubAllEnvs();
    await cloud.close();
    rmSync(folder, { recursive: true });
  }
}

function environmentOf(
  { inputs, env, unreadable }: Step,
  { url }: Emulator,
  files: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const given = { endpoint: url, manifest: 'kafka.yml', 'poll-interval': '0.1s', ...KEYS, ...inputs };
  const variables: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])),
    ...{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' },
    ...{ RUNNER_ENVIRONMENT: 'github-hosted', 'INPUT_REQUESTS-PER-SECOND': '100', ...files, ...env },
  };
  if (unreadable === undefined) return variables;
  return Object.defineProperty(variables, unreadable, {
    get() {
      throw new Error(`${unreadable} cannot be read`);
    },
  });
}

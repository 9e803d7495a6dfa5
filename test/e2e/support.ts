import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import {
  DEFAULT_ACCOUNT,
  type EmulatorOptions,
  type FaultEffect,
  type JournalEntry,
  startEmulator,
} from '../../emulator/index.ts';
import { runAction, type StepResult } from '../../scripts/action-process.ts';

export const REGION = 'cn-hangzhou';
export const INSTANCE = 'alikafka_post-cn-v0h1fgs2a001';

const actionFile = join(import.meta.dirname, '..', '..', 'action.yml');

/** The outputs that action.yml promises, in its order. */
export const OUTPUT_NAMES: readonly string[] = Object.keys(parse(readFileSync(actionFile, 'utf8')).outputs);

const [KEY] = DEFAULT_ACCOUNT.keys;

export const KEYS = { 'access-key-id': KEY.accessKeyId, 'access-key-secret': KEY.accessKeySecret } as const;

/** A good flat manifest, line by line, so that a test can replace or add one. */
export const FLAT = {
  regionId: `regionId: ${REGION}`,
  instanceId: `instanceId: ${INSTANCE}`,
  deployModule: 'deployModule: vpc',
  vpcId: 'vpcId: vpc-bp1r4eg3yrxmygv0abcd',
  vSwitchId: 'vSwitchId: vsw-bp1j3sg5979fstnpl0abc',
  zoneId: 'zoneId: zonea',
} as const;

/** The good flat manifest with lines replaced, and others behind it. */
export function flat(replaced: Partial<Record<keyof typeof FLAT, string>> = {}, ...more: string[]): string {
  return `${[...Object.values({ ...FLAT, ...replaced }), ...more].join('\n')}\n`;
}

/** The good flat manifest for an instance with Internet access, and what else it says. */
export function eip(...more: string[]): string {
  return flat({ deployModule: 'deployModule: eip' }, ...more);
}

export interface Scenario {
  /** The manifest, as `kafka.yml` in the workspace. Without it the inputs are alone. */
  readonly manifest?: string | Uint8Array;
  /** The manifest's path, when it is not `kafka.yml`. */
  readonly path?: string;
  /** Does more to the workspace before the run. */
  readonly prepare?: (workspace: string) => void;
  /** Inputs beside `endpoint` and the keys; an empty one is not given. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The cloud. Without a word about instances it has INSTANCE, of the kind that the manifest takes. */
  readonly cloud?: EmulatorOptions;
  /** What goes wrong with every StartInstance. */
  readonly fault?: FaultEffect;
  /** Stops the cloud before the action runs. */
  readonly offline?: boolean;
}

export interface Run extends StepResult {
  /** Standard output line by line, as the runner reads it. */
  readonly lines: readonly string[];
  /** The lines that make annotations, as they were written. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** The output `results`, read. */
  readonly results: readonly Record<string, unknown>[];
  /** Every call that reached the cloud. */
  readonly journal: readonly JournalEntry[];
  /** The parameters of each StartInstance that reached the cloud. */
  readonly sent: readonly Readonly<Record<string, string>>[];
  /** Host and port of the cloud. */
  readonly host: string;
}

/** Runs the action from `dist` in a workspace of its own, against a cloud of its own. */
export async function run(scenario: Scenario): Promise<Run> {
  const workspace = mkdtempSync(join(tmpdir(), 'deploy-alikafka-e2e-'));
  const deployType = String(scenario.manifest).includes('deployModule: eip') ? 4 : 5;
  const emulator = await startEmulator({
    instances: [{ instanceId: INSTANCE, deployType }],
    requestsPerSecond: 1000,
    ...scenario.cloud,
    ...(scenario.fault && {
      faults: [{ action: 'StartInstance', times: Number.POSITIVE_INFINITY, effect: scenario.fault }],
    }),
  });
  const { path = 'kafka.yml', manifest, offline = false } = scenario;
  try {
    if (manifest !== undefined) place(join(workspace, path), manifest);
    scenario.prepare?.(workspace);
    if (offline) await emulator.close();
    const step = await runAction({
      workspace,
      inputs: {
        endpoint: emulator.url,
        ...KEYS,
        ...(manifest !== undefined && { manifest: path }),
        ...scenario.inputs,
      },
      ...(scenario.env && { env: scenario.env }),
    });
    const lines = linesOf(step.stdout);
    const { journal, host } = emulator;
    return {
      ...step,
      lines,
      errors: lines.filter((line) => line.startsWith('::error')),
      warnings: lines.filter((line) => line.startsWith('::warning')),
      results: JSON.parse(step.outputs.results ?? 'null'),
      journal,
      sent: journal.filter(({ action }) => action === 'StartInstance').map(({ parameters }) => parameters),
      host,
    };
  } finally {
    if (!offline) await emulator.close();
    rmSync(workspace, { recursive: true, force: true });
  }
}

function place(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** The lines that the runner sees: it ends one at LF, at CR LF, and at CR alone. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** The `::error` line of a problem in `kafka.yml`. */
export function errorAt(line: number, column: number, message: string): string {
  return `::error title=Kafka manifest,file=kafka.yml,line=${line},col=${column}::${message}`;
}

/** The `::error` line of a problem with an input. */
export function inputError(name: string, message: string): string {
  return `::error title=Kafka%3A input ${name}::${message}`;
}

/** The console page of an instance, as outputs and summary name it. */
export function consolePage(instanceId: string, regionId = REGION): string {
  return `https://kafka.console.aliyun.com/region/${regionId}/instance/${instanceId}/detail`;
}

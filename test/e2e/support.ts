import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import {
  DEFAULT_ACCOUNT,
  type Emulator,
  type EmulatorOptions,
  type FaultEffect,
  type JournalEntry,
  startEmulator,
  timingsOf,
} from '../../emulator/index.ts';
import { runAction, type StepResult } from '../../scripts/action-process.ts';
import { inTurn } from './process-queue.ts';

export const REGION = 'cn-hangzhou';
export const INSTANCE = 'alikafka_post-cn-v0h1fgs2a001';

const actionFile = join(import.meta.dirname, '..', '..', 'action.yml');

/** The outputs that action.yml promises, in its order. */
export const OUTPUT_NAMES: readonly string[] = Object.keys(parse(readFileSync(actionFile, 'utf8')).outputs);

/** What an output says while nothing is known, where that is not an empty text. */
const SAFE: Readonly<Record<string, string>> = {
  success: 'false',
  changed: 'false',
  results: '[]',
  plan: '[]',
  'has-changes': 'false',
  'has-drift': 'false',
  matrix: '{"include":[]}',
};

/** All outputs that action.yml promises: these values, and for the others that nothing is known. */
export function outputsOf(said: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...Object.fromEntries(OUTPUT_NAMES.map((name) => [name, SAFE[name] ?? ''])), ...said };
}

/** The id that the cloud gives to its nth answer. */
export function requestId(nth: number): string {
  return `E0000000-0000-4000-8000-${nth.toString(16).toUpperCase().padStart(12, '0')}`;
}

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
  /** The Node that runs it, where it is not this project's. */
  readonly node?: string;
  /** Stops the cloud before the action runs. */
  readonly offline?: boolean;
  /** Hears all of standard output so far, whenever there is more of it. */
  readonly onOutput?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
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

/** Starts the cloud of a scenario: with its defaults a deployment takes 150 ms. */
export function startCloud({ manifest, cloud, fault }: Scenario): Promise<Emulator> {
  const deployType = String(manifest).includes('deployModule: eip') ? 4 : 5;
  return startEmulator({
    instances: [{ instanceId: INSTANCE, deployType }],
    requestsPerSecond: 1000,
    timings: timingsOf(150),
    ...cloud,
    ...(fault && {
      faults: [{ action: 'StartInstance', times: Number.POSITIVE_INFINITY, effect: fault }],
    }),
  });
}

/** Runs the action from `dist` in a workspace of its own, against a cloud of its own. */
export async function run(scenario: Scenario): Promise<Run> {
  const emulator = await startCloud(scenario);
  try {
    if (scenario.offline) await emulator.close();
    return await runOn(emulator, scenario);
  } finally {
    await emulator.close();
  }
}

/** Runs the action against a cloud that others may use too; `journal` and `sent` are what it has had so far. */
export function runOn(emulator: Emulator, scenario: Scenario): Promise<Run> {
  return inTurn(() => runNow(emulator, scenario));
}

async function runNow(emulator: Emulator, scenario: Scenario): Promise<Run> {
  const workspace = mkdtempSync(join(tmpdir(), 'deploy-alikafka-e2e-'));
  const { path = 'kafka.yml', manifest } = scenario;
  let heard = '';
  try {
    if (manifest !== undefined) place(join(workspace, path), manifest);
    scenario.prepare?.(workspace);
    const step = await runAction({
      workspace,
      inputs: {
        endpoint: emulator.url,
        ...KEYS,
        'poll-interval': '0.1s',
        'requests-per-second': '100',
        ...(manifest !== undefined && { manifest: path }),
        ...scenario.inputs,
      },
      ...(scenario.env && { env: scenario.env }),
      ...(scenario.node && { node: scenario.node }),
      onOutput: (text, kill) => {
        heard += text;
        scenario.onOutput?.(heard, kill);
      },
    });
    const { success } = step.outputs;
    if (success !== undefined && (success === 'true') !== (step.exitCode === 0)) {
      throw new Error(`The step ended with ${step.exitCode}, but its output success is ${success}`);
    }
    return runOf(step, emulator.host, [...emulator.journal]);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** What a test reads of a step, and of the calls that it is to be judged by. */
export function runOf(step: StepResult, host: string, journal: readonly JournalEntry[]): Run {
  const lines = linesOf(step.stdout);
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

/** A fleet by keys, one line of YAML an instance, and what its instances share before it. */
export function fleetOf(
  instances: Readonly<Record<string, string>>,
  regions: readonly string[] = [],
): string {
  const lines = Object.entries(instances).map(([key, id], index) => {
    const region = regions[index] === undefined ? '' : `, regionId: ${regions[index]}`;
    return `  ${key}: { instanceId: ${id}${region} }`;
  });
  return `defaults: { regionId: ${REGION}, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
${lines.join('\n')}
`;
}

/** A clock for the cloud that stands until it is told to go on. */
export function haltedClock() {
  const began = Date.now();
  let ahead = 0;
  let wentOnAt: number | undefined;
  return {
    began,
    now: () => began + ahead + (wentOnAt === undefined ? 0 : Date.now() - wentOnAt),
    goOn: () => {
      wentOnAt ??= Date.now();
    },
    jump: (ms: number) => {
      ahead = ms;
    },
  };
}

/** The bootstrap servers of an instance in service, by port; the cloud makes them of its id. */
export function servers(instanceId: string, port: 9092 | 9093 | 9094 | 9095): string {
  const network = port === 9093 ? '' : '-vpc';
  const host = instanceId.replaceAll('_', '-');
  return [1, 2, 3].map((broker) => `${host}-${broker}${network}.alikafka.aliyuncs.com:${port}`).join();
}

/** The titles of the summary's table of instances, when something was to be done and when not. */
export const APPLIED = ['Instance', 'Region', 'Plan', 'Result', 'RequestId'] as const;
export const PLANNED = ['Instance', 'Region', 'Plan'] as const;

/** The console page of an instance, as outputs and summary name it. */
export function consolePage(instanceId: string, regionId = REGION): string {
  return `https://kafka.console.aliyun.com/region/${regionId}/instance/${instanceId}/detail`;
}

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitHub, type GitHubOptions, startGitHub } from '../../emulator/github/github.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';
import { runAction } from '../../scripts/action-process.ts';
import { inTurn } from './process-queue.ts';
import { INSTANCE, KEYS, type Run, runOf } from './support.ts';

export { INSTANCE, KEYS } from './support.ts';

export const SHA = '0123456789abcdef0123456789abcdef01234567';

/** A manifest of one instance, and two environments to lay over it. */
export const MANIFEST = `regionId: cn-hangzhou
instanceId: ${INSTANCE}
deployModule: vpc
vpcId: vpc-bp1r4eg3yrxmygv0abcd
vSwitchId: vsw-bp1j3sg5979fstnpl0abc
zoneId: zonea
environments:
  staging: { name: staging }
  production: { name: production }
`;

/** What the runner tells every step of a run about it. */
export const JOB = {
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_SHA: SHA,
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_ACTOR: 'octocat',
  GITHUB_TRIGGERING_ACTOR: 'octocat',
  GITHUB_WORKFLOW: 'Deploy Kafka',
  GITHUB_RUN_ID: '4711',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_EVENT_NAME: 'push',
} as const;

export interface Home {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly manifest?: string;
  /** The Node that runs it, where it is not this project's. */
  readonly node?: string;
  /** The payload of the event; without one the runner wrote no file. A text is written as it is. */
  readonly payload?: unknown;
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** A run whose `journal` has the calls of this run only. */
export interface HomeRun extends Run {
  readonly actions: readonly string[];
  /** What the run left in its workspace and its folder for temporary files, beside what was given. */
  readonly left: readonly string[];
}

/** A cloud with the one instance of MANIFEST. */
export function startCloud(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulator({
    instances: [{ instanceId: INSTANCE, deployType: 5 }],
    requestsPerSecond: 1000,
    ...options,
  });
}

/** Runs the action as a step of a job of GitHub's against a cloud. Without credentials among its inputs. */
export function runStep(cloud: Emulator, home: Home = {}): Promise<HomeRun> {
  return inTurn(() => runNow(cloud, home));
}

async function runNow(cloud: Emulator, home: Home): Promise<HomeRun> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-home-'));
  const before = cloud.journal.length;
  const { manifest = MANIFEST, payload } = home;
  try {
    const event = join(folder, 'event.json');
    const given = ['kafka.yml'];
    writeFileSync(join(folder, 'kafka.yml'), manifest);
    if (payload !== undefined) {
      given.push('event.json');
      writeFileSync(event, typeof payload === 'string' ? payload : JSON.stringify(payload));
    }
    const step = await runAction({
      workspace: folder,
      inputs: {
        endpoint: cloud.url,
        manifest: 'kafka.yml',
        'poll-interval': '0.1s',
        'requests-per-second': '100',
        ...home.inputs,
      },
      env: {
        ...JOB,
        HOME: folder,
        TMPDIR: folder,
        RUNNER_TEMP: folder,
        ...(payload !== undefined && { GITHUB_EVENT_PATH: event }),
        ...home.env,
      },
      ...(home.node && { node: home.node }),
      ...(home.onOutput && { onOutput: home.onOutput }),
    });
    const journal = cloud.journal.slice(before);
    return {
      ...runOf(step, cloud.host, journal),
      actions: journal.map(({ action }) => action),
      left: readdirSync(folder, { recursive: true })
        .map(String)
        .filter((name) => !given.includes(name)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A cloud and a GitHub for one test, and steps between them. */
export interface Stage {
  readonly cloud: Emulator;
  readonly github: GitHub;
  /** Runs a step with the cloud's keys and GitHub's token. */
  readonly step: (home?: Home) => Promise<HomeRun>;
}

/** Does something with a cloud and a GitHub of its own, and ends both. */
export async function onStage<T>(
  options: GitHubOptions,
  act: (stage: Stage) => Promise<T>,
  cloudOptions: EmulatorOptions = {},
): Promise<T> {
  const cloud = await startCloud(cloudOptions);
  const github = await startGitHub(options);
  try {
    return await act({
      cloud,
      github,
      step: (home = {}) =>
        runStep(cloud, {
          ...home,
          inputs: { ...KEYS, 'github-token': github.token, ...home.inputs },
          env: { GITHUB_API_URL: github.url, ...home.env },
        }),
    });
  } finally {
    await github.close();
    await cloud.close();
  }
}

export const HERE = { id: 1, full_name: JOB.GITHUB_REPOSITORY } as const;
export const FORK = { id: 2, full_name: 'mallory/octo-repo' } as const;

/** The payload of an event of a pull request of this repository. */
export function pullRequest(number: number, from: typeof HERE | typeof FORK | null = HERE) {
  return {
    action: 'synchronize',
    number,
    repository: HERE,
    pull_request: {
      number,
      head: { ref: 'change', sha: SHA, repo: from },
      base: { ref: 'main', repo: HERE },
    },
  };
}

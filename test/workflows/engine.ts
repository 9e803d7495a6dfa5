import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { node24 } from '../../scripts/node24.mjs';
import { tool } from '../../scripts/tools/tools.ts';
import { type JobRun, readLog } from './act-log.ts';
import { isThisAction, usesOf, withInputs } from './workflow-file.ts';

const root = join(import.meta.dirname, '..', '..');

/** What the runner downloads of the action, as far as a step needs it. */
const ACTION_FILES = ['action.yml', 'dist'];

/** Nobody has this name, so that nothing meant for GitHub gets there. */
const GITHUB = 'github.test';

/** Nobody listens there either. */
const NOBODY = 'http://127.0.0.1:1';

/** For a run that says nothing else; limits only catch hangs. */
const TIME_LIMIT_MS = 30_000;

/** What makes a workflow run: the name of an event and what GitHub tells about it. */
export interface WorkflowEvent {
  readonly name: 'push' | 'pull_request' | 'merge_group';
  readonly payload: object;
}

export interface WorkflowRun {
  /** The text of the workflow file. */
  readonly workflow: string;
  /** What else is in the repository, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly event: WorkflowEvent;
  /** Does more to the repository after its only commit, with git in it. */
  readonly prepare?: (path: string, git: (...args: string[]) => void) => void;
  /** Where the action finds Alibaba Cloud: an emulator on loopback, or nobody. */
  readonly endpoint: `http://127.0.0.1:${number}`;
  /** More inputs for each step that uses the action. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** For every step, as if the workflow said so at its top. */
  readonly env?: Readonly<Record<string, string>>;
  /** Only this job, which needs no other. */
  readonly job?: string;
  /** How long it may take, where that is longer than for most. */
  readonly limitMs?: number;
  /** Called with every line that act prints, as it comes, and with ways to cut the run short. */
  readonly onLine?: (line: string, cut: CutShort) => void;
}

/** Ways to end a run before its time. */
export interface CutShort {
  /** As the runner does when somebody cancels: SIGINT to the process of the step that runs. */
  readonly cancel: () => void;
  /** As when the runner's patience is over, or its machine is: the step gets no time for last words. */
  readonly kill: () => void;
}

export interface WorkflowResult {
  readonly exitCode: number | null;
  /** Everything that was printed. No secret is hidden in it, so one that the action prints can be seen. */
  readonly log: string;
  /** The jobs that ran, one for each cell of a matrix, in the order of their first line. */
  readonly jobs: readonly JobRun[];
}

/**
 * Runs a workflow file with act on this machine, without containers and without any network but loopback, in a
 * repository made for it. `uses: …/deploy-alikafka@…` is the action as it is built here, whoever its owner and
 * whatever the version; `uses: actions/checkout@…` is act's own, which copies the repository.
 */
export async function runWorkflow(run: WorkflowRun): Promise<WorkflowResult> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-workflow-'));
  try {
    return await runIn(folder, run);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, run: WorkflowRun): Promise<WorkflowResult> {
  const env = environment(folder);
  makeRepository(join(folder, 'repository'), run, env);
  for (const name of ACTION_FILES)
    cpSync(join(root, name), join(folder, 'action', name), { recursive: true });
  writeFileSync(join(folder, 'event.json'), JSON.stringify(run.event.payload));
  const act = spawn(tool('act'), flagsOf(folder, run), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const limit = setTimeout(() => act.kill('SIGTERM'), run.limitMs ?? TIME_LIMIT_MS);
  try {
    const { exitCode, lines, stderr } = await endOf(act, run, join(folder, 'heard'));
    const log = readLog(lines);
    return { exitCode, log: log.text + stderr, jobs: log.jobs };
  } finally {
    clearTimeout(limit);
  }
}

/** Nothing of this process's own but the PATH, on which the runner's Node comes first. */
function environment(folder: string): NodeJS.ProcessEnv {
  const home = join(folder, 'home');
  const temporary = join(folder, 'temporary');
  for (const path of [home, temporary]) mkdirSync(path);
  return {
    PATH: [dirname(node24()), process.env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    ACT_DISABLE_VERSION_CHECK: '1', // it would ask its maker's server
  };
}

function makeRepository(path: string, run: WorkflowRun, env: NodeJS.ProcessEnv): void {
  const workflow = withInputs(run.workflow, { ...run.inputs, endpoint: run.endpoint });
  const files = { ...run.files, '.github/workflows/workflow.yml': workflow };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const identity = ['-c', 'user.name=Octocat', '-c', 'user.email=octocat@github.test'];
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path, env, stdio: 'ignore' });
  git('init', '--initial-branch', 'main');
  git('add', '--all');
  git(...identity, 'commit', '--message', 'The repository of a user');
  git('remote', 'add', 'origin', `https://${GITHUB}/octocat/infrastructure.git`); // act reads names from it
  run.prepare?.(path, (...args) => git(...identity, ...args));
}

function flagsOf(folder: string, run: WorkflowRun): string[] {
  const pairs = (flag: string, values: Readonly<Record<string, string>> = {}): string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const local = Object.fromEntries(actionsOf(run).map((uses) => [uses, join(folder, 'action')]));
  const lastWords = pathToFileURL(join(import.meta.dirname, 'last-words.ts'));
  lastWords.searchParams.set('heard', pathToFileURL(join(folder, 'heard')).href);
  const env = {
    GITHUB_API_URL: NOBODY,
    GITHUB_GRAPHQL_URL: NOBODY,
    RUNNER_ENVIRONMENT: 'github-hosted', // on others, the metadata of the machine may be asked for credentials
    NODE_OPTIONS: `--import=${lastWords}`,
    ...run.env,
  };
  return [
    run.event.name,
    '--json',
    ...['--directory', join(folder, 'repository')],
    ...['--workflows', '.github/workflows/workflow.yml'],
    ...(run.job === undefined ? [] : ['--job', run.job]),
    ...['--eventpath', join(folder, 'event.json')],
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--actor', 'octocat'],
    ...['--github-instance', GITHUB],
    '--action-offline-mode',
    ...['--action-cache-path', join(folder, 'cache')],
    '--no-cache-server',
    ...['--artifact-server-addr', '127.0.0.1'],
    '--insecure-secrets',
    ...pairs('--local-repository', local),
    ...pairs('--secret', run.secrets),
    ...pairs('--var', run.vars),
    ...pairs('--env', env),
  ];
}

/** The names under which a workflow uses the action. Throws where it uses one that would have to be downloaded. */
function actionsOf({ workflow, job }: WorkflowRun): string[] {
  const remote = usesOf(workflow, job).filter(
    (uses) => !uses.startsWith('./') && !uses.startsWith('actions/checkout@'),
  );
  const foreign = remote.filter((uses) => !isThisAction(uses));
  if (foreign.length > 0) throw new Error(`${foreign.join(', ')} would have to be downloaded`);
  return remote;
}

type Act = ChildProcessByStdio<null, Readable, Readable>;

async function endOf(act: Act, run: WorkflowRun, heard: string) {
  const cut: CutShort = { cancel: () => interruptChildrenOf(act.pid), kill: () => act.kill('SIGINT') };
  const lines: string[] = [];
  const listen = async (): Promise<void> => {
    for await (const line of createInterface({ input: act.stdout })) {
      lines.push(line);
      const [, pid] = /::last-words::(\d+)/.exec(line) ?? [];
      if (pid !== undefined) writeFileSync(`${heard}-${pid}`, '');
      run.onLine?.(line, cut);
    }
  };
  const [[exitCode], stderr] = await Promise.all([once(act, 'close'), text(act.stderr), listen()]);
  return { exitCode: exitCode as number | null, lines, stderr };
}

/** act starts the process of a step by itself, so it is a child of its own. */
function interruptChildrenOf(parent: number | undefined): void {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  for (const line of table.trim().split('\n')) {
    const [pid, ppid] = line.trim().split(/\s+/).map(Number);
    if (pid !== undefined && ppid === parent) process.kill(pid, 'SIGINT');
  }
}

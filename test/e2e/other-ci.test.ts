import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Emulator, starts } from '../../emulator/index.ts';
import { MAIN } from '../../scripts/action-process.ts';
import { node24 } from '../../scripts/node24.mjs';
import { flow, gitlab, type Job, jenkins } from './other-ci.ts';
import { inTurn } from './process-queue.ts';
import { flat, INSTANCE, KEYS, servers, startCloud } from './support.ts';

const REPOSITORY = 'https://github.com/OWNER/deploy-alikafka.git';
const GIT = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-ci-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a script, and takes what it prints for what the system's log shows. */
async function sh(shell: readonly string[], script: string, cwd: string, env: NodeJS.ProcessEnv) {
  const [command = '', ...args] = shell;
  const child = spawn(command, [...args, '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve).on('error', reject);
  });
  const [exitCode, stdout, stderr] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

/** A repository with the built action, whose tag v1 is cloned in place of the public one. */
async function released(): Promise<NodeJS.ProcessEnv> {
  const folder = temporaryFolder();
  cpSync(dirname(MAIN), join(folder, 'dist'), { recursive: true });
  const commit = 'git -c user.name=a -c user.email=a@a.test commit --quiet --message 1';
  const script = `git init --quiet && git add --all && ${commit} && git tag v1`;
  const made = await sh(['bash', '-e'], script, folder, { ...process.env, ...GIT });
  expect(made).toMatchObject({ exitCode: 0 });
  return {
    ...GIT,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${pathToFileURL(folder)}.insteadOf`,
    GIT_CONFIG_VALUE_0: REPOSITORY,
  };
}

/** Runs a job's script in a workspace with a manifest, as its system does, but on the emulated cloud. */
async function runJob(job: Job, { url }: Emulator, manifest: string) {
  const workspace = temporaryFolder();
  const home = temporaryFolder();
  mkdirSync(join(workspace, 'deploy'));
  writeFileSync(join(workspace, 'deploy', 'kafka.yml'), manifest);
  const file = (name: string) =>
    existsSync(join(workspace, name)) ? readFileSync(join(workspace, name), 'utf8') : '';
  const env = {
    PATH: [dirname(node24()), process.env.PATH].join(delimiter),
    HOME: home,
    ...(await released()),
    ...job.envIn(workspace),
    // Only this is the test's: another cloud, and less waiting.
    ...{ INPUT_ENDPOINT: url, INPUT_POLL_INTERVAL: '0.1s', INPUT_REQUESTS_PER_SECOND: '100' },
  };
  const ran = await inTurn(() => sh(job.shell, job.script, workspace, env));
  const files = ['kafka-outputs.txt', 'kafka-summary.md', 'kafka.env'];
  return {
    ...ran,
    file,
    log: `${ran.stdout}\n${ran.stderr}`,
    all: [ran.stdout, ran.stderr, ...files.map(file)],
  };
}

/** The lines of the page that fetch a commit instead of a tag. */
function pinned(commit: string): string {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'other-ci.md'), 'utf8');
  const [, script = ''] = /```sh pin\n(.*?)```/s.exec(page) ?? [];
  return script.replace(' COMMIT', ` ${commit}`);
}

/** Lines that a runner of GitHub would take for commands. */
const commandsIn = (log: string) => log.split('\n').filter((line) => /^\s*::|##\[/.test(line));

// The scripts are for the Linux machines of these systems.
describe.runIf(process.platform === 'linux').each([gitlab, jenkins, flow])('$name', (system) => {
  it('plans and changes nothing, then deploys, and later commands have the servers', async () => {
    const emulator = await startCloud({ manifest: flat() });
    onTestFinished(() => emulator.close());
    const planned = await runJob(system.job('plan', KEYS), emulator, flat());
    expect(planned.exitCode, planned.log).toBe(0);
    expect(planned.file('kafka-summary.md')).toContain('1 to start');
    expect(starts(emulator.journal)).toEqual([]);
    const deployed = await runJob(system.job('deploy', KEYS), emulator, flat());
    expect(deployed.exitCode, deployed.log).toBe(0);
    expect(deployed.file('kafka-outputs.txt')).toMatch(/^success<<(\S+)\ntrue\n\1$/m);
    expect([deployed.stdout, deployed.file('kafka.env')].join('\n').split('\n')).toContain(
      `KAFKA_SERVERS=${servers(INSTANCE, 9092)}`,
    );
    expect(starts(emulator.journal)).toHaveLength(1);
    for (const run of [planned, deployed]) {
      expect(commandsIn(run.log)).toEqual([]);
      for (const secret of Object.values(KEYS)) expect(run.all.join('\n')).not.toContain(secret);
    }
  });

  it('fails, and no later command runs, where the manifest is wrong', async () => {
    const emulator = await startCloud({ manifest: flat() });
    onTestFinished(() => emulator.close());
    const failed = await runJob(system.job('deploy', KEYS), emulator, flat({ zoneId: 'zoneId: 可用区K' }));
    expect(failed.exitCode).toBe(1);
    expect(failed.log).toContain('did you mean "zonek"?');
    expect(`${failed.stdout}${failed.file('kafka.env')}`).not.toContain('KAFKA_SERVERS=');
    expect([commandsIn(failed.log), emulator.journal]).toEqual([[], []]);
  });
});

it.runIf(process.platform === 'linux')('a commit is fetched as the page says', async () => {
  const env = { ...process.env, ...(await released()) };
  const workspace = temporaryFolder();
  const asked = await sh(['bash', '-e'], `git ls-remote ${REPOSITORY} v1`, workspace, env);
  const [commit = ''] = asked.stdout.split('\t');
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  expect(await sh(['bash', '-e'], pinned(commit), workspace, env)).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(workspace, '.deploy-alikafka', 'dist', 'index.js'))).toEqual(readFileSync(MAIN));
});

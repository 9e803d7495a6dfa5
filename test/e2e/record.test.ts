import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIN } from '../../scripts/action-process.ts';
import { node24 } from '../../scripts/node24.mjs';
import { flat, INSTANCE, KEYS, run, startCloud } from './support.ts';

const FULL_DISK: [string, () => string] = ['is on a full disk', () => '/dev/full'];

describe.concurrent('nothing is started without a record', () => {
  it.each<[how: string, pathIn: (workspace: string) => string]>([
    ['is not there', (workspace) => join(workspace, 'gone', 'output')],
    ['is a folder', (workspace) => join(workspace, 'folder')],
    // Only Linux has a disk that is always full.
    ...(process.platform === 'linux' ? [FULL_DISK] : []),
  ])('where the file of the outputs %s', async (_, pathIn) => {
    let GITHUB_OUTPUT = '';
    const prepare = (workspace: string) => {
      mkdirSync(join(workspace, 'folder'));
      GITHUB_OUTPUT = pathIn(workspace);
    };
    const env = {
      get GITHUB_OUTPUT() {
        return GITHUB_OUTPUT;
      },
    };
    const done = await run({ manifest: flat(), prepare, env });
    expect(done.journal).toEqual([]);
    expect(done.exitCode).toBe(1);
    expect(done.errors[0]).toMatch(
      /^::error title=Kafka::The outputs cannot be written, so nothing is started: ./,
    );
  });
});

describe.concurrent('the record of a start', () => {
  it('says while its answer is out that nobody knows, for a run that is killed then', async () => {
    const process = Promise.withResolvers<(signal: NodeJS.Signals) => void>();
    const done = await run({
      manifest: flat(),
      cloud: {
        instances: [{ instanceId: INSTANCE }],
        faults: [{ action: 'StartInstance', effect: { kind: 'delay', delayMs: 60_000 } }],
        onCall: ({ action }) => {
          if (action === 'StartInstance') void process.promise.then((kill) => kill('SIGKILL'));
        },
      },
      onOutput: (_, kill) => process.resolve(kill),
    });
    expect(done).toMatchObject({
      exitCode: null,
      outputs: { success: 'false', changed: 'unknown', status: '' },
    });
  });

  it('is made although nobody reads the log any more', async () => {
    const manifest = flat();
    const cloud = await startCloud({ manifest });
    const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-'));
    try {
      const output = join(folder, 'output');
      writeFileSync(output, '');
      writeFileSync(join(folder, 'kafka.yml'), manifest);
      const env = {
        ...{ RUNNER_ENVIRONMENT: 'github-hosted', GITHUB_OUTPUT: output, GITHUB_WORKSPACE: folder },
        ...{ INPUT_ENDPOINT: cloud.url, INPUT_MANIFEST: 'kafka.yml', INPUT_POLL_INTERVAL: '0.1s' },
        ...{ INPUT_ACCESS_KEY_ID: KEYS['access-key-id'], INPUT_ACCESS_KEY_SECRET: KEYS['access-key-secret'] },
      };
      const child = spawn(node24(), [MAIN], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
      child.stdout.once('data', () => child.stdout.destroy());
      const exitCode = await new Promise((resolve) => child.on('exit', resolve));
      expect(exitCode).toBe(0);
      expect(readFileSync(output, 'utf8')).toMatch(/success<<(.*)\r?\ntrue\r?\n\1\r?\n$/);
    } finally {
      rmSync(folder, { recursive: true });
      await cloud.close();
    }
  });
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flat, run } from './support.ts';

describe.concurrent('nothing is started without a record', () => {
  it.each([
    ['is not there', (workspace: string) => join(workspace, 'gone', 'output')],
    ['is a folder', (workspace: string) => join(workspace, 'folder')],
    ['is on a full disk', () => '/dev/full'],
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

import { defineConfig } from 'vitest/config';

const folder = process.env.MUTATED_FOLDER ?? '*';

/** Tests whose folder has another name than the code they are about. */
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  alibaba: ['test/conformance/**/*.test.ts'],
  deployment: ['test/contents/fill.test.ts'],
  report: ['test/github/rendered.test.ts', 'test/github/comment.test.ts'],
  top: ['action', 'deploy', 'node-version', 'prepare', 'publish', 'signals'].map(
    (name) => `test/${name}.test.ts`,
  ),
};

/** The tests of a folder of src, in process: what a mutant there must fail. */
export default defineConfig({
  resolve: {
    alias: [
      { find: 'fast-check', replacement: new URL('fast-check.ts', import.meta.url).pathname },
      { find: './lazily.ts', replacement: new URL('lazily.ts', import.meta.url).pathname },
    ],
  },
  test: {
    include: [`test/${folder}/**/*.test.ts`, ...(BESIDES[folder] ?? [])],
    environment: 'node',
    env: { RUNNER_ENVIRONMENT: 'github-hosted' },
    pool: 'forks',
    isolate: false,
    testTimeout: 180_000,
  },
});

import { defineConfig } from 'vitest/config';

/** The tests that need tools which "npm run tools" installs: a workflow engine and linters. */
export default defineConfig({
  test: {
    include: ['test/workflows/**/*.test.ts'],
    environment: 'node',
    env: { RUNNER_ENVIRONMENT: 'github-hosted' },
    testTimeout: 120_000,
  },
});

import { defineConfig } from 'vitest/config';

/** The tests that need what "npm run tools" installs: a workflow engine, linters, Python clients of the vendor and a Kafka broker. */
export default defineConfig({
  test: {
    include: ['test/workflows/**/*.test.ts'],
    environment: 'node',
    env: { RUNNER_ENVIRONMENT: 'github-hosted' },
    testTimeout: 120_000,
  },
});

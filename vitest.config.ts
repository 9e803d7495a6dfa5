import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/workflows/**'],
    environment: 'node',
    // Tests talk to loopback only; nothing may probe a cloud's metadata address.
    env: { RUNNER_ENVIRONMENT: 'github-hosted' },
    testTimeout: 180_000, // catches a hang, on a machine ten times slower too
    maxWorkers: 2, // many tests wait for processes of their own; one worker would leave a core idle
  },
});

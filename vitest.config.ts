import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests talk to loopback only; nothing may probe a cloud's metadata address.
const env = { RUNNER_ENVIRONMENT: 'github-hosted' };

export default defineConfig({
  test: {
    environment: 'node',
    isolate: false, // a test leaves nothing behind: not in its process either
    unstubEnvs: true,
    restoreMocks: true,
    testTimeout: 180_000, // catches a hang, on a machine ten times slower too
    maxWorkers: 3, // many tests wait, for processes of their own or for a limit in time: fewer would leave cores idle
    coverage: {
      // In process: what only a built dist/ runs, in a child process, is not counted.
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text', 'json-summary', 'json'],
      reportsDirectory: 'build/coverage',
      thresholds: { lines: 97, branches: 97 }, // by all tests in process; a part of them stays below
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'src',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/workflows/**'],
          env,
        },
      },
      {
        extends: true,
        test: {
          name: 'dist',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/build.ts',
          env: { ...env, BUILT_FOLDER: join(import.meta.dirname, 'build', 'tested') },
        },
      },
    ],
  },
});

// npm run mutation: see scripts/mutation.ts, which gives the folder.
const folder = process.env.MUTATED_FOLDER ?? '*';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  mutate: [folder === 'top' ? 'src/*.ts' : `src/${folder}/**/*.ts`],
  tsconfigFile: 'none.json', // TypeScript 7 has no parseConfigFileTextToJson
  tempDirName: `build/mutation/sandbox-${folder}`,
  ignorePatterns: ['build', '.tools', '.demo', 'dist'],
  concurrency: 1,
  disableTypeChecks: true,
  incremental: true,
  incrementalFile: `build/mutation/${folder}-incremental.json`,
  reporters: ['json', 'clear-text'],
  jsonReporter: { fileName: `build/mutation/${folder}.json` },
  timeoutMS: 10_000,
};

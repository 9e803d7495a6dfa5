// npm run mutation: see scripts/mutation.ts, which gives the folder.
//
// What survives, and why it is left:
// - Guards that only the types ask for, since what they guard against cannot be there: preflight.ts and unchecked.ts
//   in preflight, apply.ts and findings.ts in contents, desired.ts, check.ts, layers.ts and rules/ in manifest,
//   time/clock.ts (`signal?.`), identity/identify.ts (`identity?.`), alibaba/read.ts, status.ts and endpoints.ts,
//   kafka/address.ts, the defaults of a duration in inputs/read.ts.
// - The same result either way: the first `before` in contents/pages.ts, two versions that are equal or differ in
//   manifest/rules/software.ts, an allocation in manifest/check.ts, a signal that fires once in deployment/apply.ts,
//   lists in a flatMap whose values are looked up later in manifest/rules/required.ts.
// - What today's YAML library never says, kept as a defence: manifest/syntax.ts and the RangeError in parse.ts.
// - Messages of errors that are caught at once and told in other words: http/transport.ts.
// - A function that gives undefined, or a falsy value, also where its catch is empty: github/event.ts, fetch.ts and
//   id-token.ts. What only the types ask for: github/api.ts, claims.ts and guard.ts.
// - Not equivalent, only on `dist` so far: hints about YAML in manifest/syntax.ts and yaml-hints.ts.
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

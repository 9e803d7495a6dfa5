// npm run mutation: see scripts/mutation.ts, which gives the folder.
//
// What survives, and why it is left:
// - Guards and defaults that only the types ask for, since what they guard against cannot be there: preflight.ts and
//   unchecked.ts in preflight, apply.ts and findings.ts in contents, desired.ts, check.ts, layers.ts and rules/ in
//   manifest, time/clock.ts (`signal?.`), identity/identify.ts (`identity?.`), kafka/address.ts, github/api.ts,
//   claims.ts and guard.ts, the defaults of a duration in inputs/read.ts; in alibaba: answer.ts (the code of a refusal,
//   a header), contents-answers.ts (`left`), endpoints.ts (`shown`), read.ts, signature.ts (a header) and status.ts (a
//   final code); in report: connect.ts, network.ts, links.ts (`undefined` is no URL), table.ts, readings.ts and
//   redact.ts (`?.`).
// - The same result either way: the first `before` in contents/pages.ts, two versions that are equal or differ in
//   manifest/rules/software.ts, an allocation in manifest/check.ts, a signal that fires once in deployment/apply.ts,
//   lists in a flatMap whose values are looked up later in manifest/rules/required.ts, the additions of a plan in
//   report/summary.ts; in alibaba: a style that is not `coded` (client.ts, sts.ts, plain-product.ts), names of a query,
//   which are never equal (signature.ts), a code that is `unknown` like every other (status.ts), a pattern to the end
//   (answer.ts), the type of a principal (errors.ts), the parts of a resource name (kms.ts), a text without escapes that
//   is tried again (live.ts).
// - What is left out later, too: entries of a list that are none (contents-answers.ts and live.ts in alibaba), a body
//   that the reader of XML refuses (alibaba/answer.ts).
// - Shortcuts, which only save time or memory, in what looks for secrets (report/automaton.ts, readings.ts, redact.ts,
//   search.ts): readings that are known already, paths that have met, a walk over nothing. Their numbers are 0 where
//   none was set, and their texts are of one character.
// - A function that gives undefined, or a falsy value, also where its catch is empty: github/event.ts, fetch.ts and
//   id-token.ts, answer.ts and contents-answers.ts in alibaba.
// - What today's YAML library never says, kept as a defence: manifest/syntax.ts and the RangeError in parse.ts.
// - Messages of errors that are caught at once and told in other words: http/transport.ts.
// - What is looked at again, so that the same is told: a value in a layer and in the instance (manifest/check-layer.ts,
//   check.ts, references.ts, rules/), the size of a file before and after it is read (manifest/read.ts), a status that is
//   final (deployment/start.ts), a key of `config` that an earlier rule refused (manifest/rules/).
// - Texts of what is never shown: origins of what no user wrote (manifest/resolve.ts, section.ts, choice.ts), an instance
//   without a key or an id (manifest/confidential.ts), words for a status that the caller has its own for
//   (deployment/statuses.ts), names of a limiter or a reading that is alone in a test (deployment/start.ts,
//   live-state.ts), an entry of NoCoverage whose line cannot be reached (manifest/networks.ts, desired.ts, layers.ts).
// - Anchors of a pattern whose greedy part takes the whole text anyway (manifest/rules/software.ts, contents.ts), or that
//   only bound where a hint points within a line that is wrong already (manifest/yaml-hints.ts).
// - manifest/lazily.ts itself, which these runs replace: see test/mutation/lazily.ts.
// - Limits that no test comes near by one: nodes and depth of a document (manifest/parse.ts).
// - Not equivalent, and shown on `dist` alone: a directory and a file that may not be read (manifest/read.ts), and most
//   of index.ts and of what prepare.ts puts together.
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

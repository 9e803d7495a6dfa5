import fc from '../../node_modules/fast-check/lib/fast-check.js';

export * from '../../node_modules/fast-check/lib/fast-check.js';

/** A mutant that lives through a few dozen runs of a property lives through thousands too, mostly. */
const FEWEST = 40;
const SHARE = 20;

function fewer(runs: number): number {
  return Math.min(runs, Math.max(FEWEST, Math.ceil(runs / SHARE)));
}

/** fast-check with fewer runs of each property: thousands of mutants are tried. */
const quick: typeof fc = {
  ...fc,
  assert: ((property: never, parameters: fc.Parameters<never> = {}) =>
    fc.assert(property, {
      ...parameters,
      numRuns: fewer(parameters.numRuns ?? 100),
      endOnFailure: true,
    })) as typeof fc.assert,
};

export default quick;

/** The seed of every property here: a failure comes again, and no run is red by chance. */
const SEED = 20261124;

/** How many examples each property is tried with, by what one of them costs. */
const RUNS = { usual: 300, dear: 40 } as const;

/** The parameters of a property for fast-check. */
export function runs(cost: keyof typeof RUNS) {
  return { seed: SEED, numRuns: RUNS[cost] };
}

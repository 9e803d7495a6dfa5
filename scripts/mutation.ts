// Tries every mutant of src/ against the tests in process, folder by folder, and prints the scores:
// npm run mutation [-- FOLDER...]. The files in src/ itself are the folder "top". What a run has found is kept in
// build/mutation/, and only what has changed since is tried again.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { node24, scriptOf } from './node24.mjs';

const root = join(import.meta.dirname, '..');

const report = z.object({
  files: z.record(z.string(), z.object({ mutants: z.array(z.object({ status: z.string() })) })),
});

interface Score {
  readonly folder: string;
  readonly killed: number;
  readonly survived: number;
  readonly uncovered: number;
  /** Broke something outside of a test, so that it is in no score: a module that cannot be loaded, or a lost sandbox. */
  readonly errors: number;
}

/** Tries the mutants of a folder of src/. */
function scoreOf(folder: string): Score {
  const env = { ...process.env, MUTATED_FOLDER: folder };
  const { status } = spawnSync(node24(), [scriptOf('stryker'), 'run'], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`Stryker ended with ${status} in ${folder}`);
  const { files } = report.parse(
    JSON.parse(readFileSync(join(root, 'build/mutation', `${folder}.json`), 'utf8')),
  );
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map((mutant) => mutant.status));
  const count = (...of: readonly string[]) => statuses.filter((each) => of.includes(each)).length;
  return {
    folder,
    killed: count('Killed', 'Timeout'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    errors: count('RuntimeError'),
  };
}

function line({ folder, killed, survived, uncovered, errors }: Score): string {
  const score = (100 * killed) / (killed + survived + uncovered);
  return `${folder.padEnd(12)} ${[killed, survived, uncovered, errors].map((each) => String(each).padStart(9)).join('')} ${score.toFixed(1).padStart(8)} %`;
}

const given = process.argv.slice(2);
const folders =
  given.length > 0 ? given : [...globSync('src/*/', { cwd: root }).map((path) => basename(path)), 'top'];
const scores = folders.sort().map(scoreOf);
const sum = (of: (score: Score) => number) => scores.map(of).reduce((a, b) => a + b, 0);
console.log('folder          killed survived uncovered   errors    score');
for (const score of scores) console.log(line(score));
const all = {
  folder: 'all',
  killed: sum(({ killed }) => killed),
  survived: sum(({ survived }) => survived),
  uncovered: sum(({ uncovered }) => uncovered),
  errors: sum(({ errors }) => errors),
};
console.log(line(all));

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';

const root = join(import.meta.dirname, '..', '..');

/** All that decides what a build makes; npm keeps what it has installed in the last. */
const SOURCES = [
  'src/**/*.ts',
  'package.json',
  'tsconfig*.json',
  'scripts/build.mjs',
  'scripts/licenses.mjs',
  'node_modules/.package-lock.json',
];

/** Builds src for the tests of a run, unless the last build was of the same: they never run a stale `dist`. */
export default function setup(): void {
  const file = join(root, 'build', 'tested', 'dist.sha256');
  const wanted = digestOfSources();
  if (existsSync(file) && readFileSync(file, 'utf8') === wanted) return;
  rmSync(file, { force: true }); // a build that fails leaves something else
  build('build/tested/dist');
  writeFileSync(file, wanted);
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const name of globSync(SOURCES, { cwd: root }).sort()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0');
  }
  return hash.digest('hex');
}

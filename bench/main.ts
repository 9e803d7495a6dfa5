// Measures everything and prints one table: npm run bench. With --write, docs/figures.md is the table.
// A goal that is missed is marked, and is no error here; a page of figures with one is not to be committed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contents } from './contents.ts';
import { deployment } from './deployment.ts';
import { fleet } from './fleet.ts';
import { pace } from './pace.ts';
import { preflight } from './preflight.ts';
import { secrets } from './secrets.ts';
import { start } from './start.ts';
import { type Part, type Row, surroundings, tableOf } from './table.ts';
import { waiting } from './waiting.ts';

/** In this order; the names are those of the files. */
const PARTS: Readonly<Record<string, Part>> = {
  ...{ start, deployment, pace, waiting, fleet, secrets, contents, preflight },
};

const measured: Record<string, readonly Row[]> = {};
for (const [name, part] of Object.entries(PARTS)) {
  const began = performance.now();
  measured[name] = await part();
  console.error(`${name}: measured in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}
const text = `${surroundings()}.\n\n${tableOf(measured)}`;
console.log(text);
if (process.argv.includes('--write')) {
  const intro = `# Figures

[README](../README.md) · Measured by \`npm run bench -- --write\`, which wrote this page, against the emulator on the same machine. CPU and memory are those of the whole process, medians of interleaved runs.

`;
  writeFileSync(join(import.meta.dirname, '..', 'docs', 'figures.md'), `${intro}${text}`);
}

// Builds dist/: TypeScript to JavaScript first, because the bundler does not know this compiler, then one
// bundle whose rarely used parts are chunks of their own. The same lock file gives the same bytes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24 } from './node24.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const out = process.argv[2] ?? 'dist';

const binOf = (name, bin) => {
  const manifest = require.resolve(`${name}/package.json`);
  return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin[bin]);
};
const run = (script, ...args) => execFileSync(node24(), [script, ...args], { cwd: root, stdio: 'inherit' });

for (const folder of ['build', out]) rmSync(join(root, folder), { recursive: true, force: true });
run(binOf('typescript', 'tsc'), '-p', 'tsconfig.build.json');
mkdirSync(join(root, out), { recursive: true });
run(
  binOf('@vercel/ncc', 'ncc'),
  'build',
  'build/index.js',
  '-o',
  out,
  '--minify',
  '--license',
  'licenses.txt',
  '--quiet',
);
writeFileSync(join(root, out, 'package.json'), '{ "type": "module" }\n');

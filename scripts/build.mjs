// Builds dist/: TypeScript to JavaScript first, because the bundler does not know this compiler, then one
// bundle whose rarely used parts are chunks of their own. The same lock file gives the same bytes.
// With --check, builds elsewhere and fails when dist/ is not the same.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifySync } from 'rolldown/utils';
import { licensesOf } from './licenses.mjs';
import { isMain, node24, scriptOf } from './node24.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run(command, ...args) {
  execFileSync(node24(), [scriptOf(command), ...args], { cwd: root, stdio: 'inherit' });
}

/**
 * Builds what src holds into a folder of the project, such as dist. In build/, where others keep things too, nothing
 * is removed: what an earlier build compiled is written over, or imported by nothing any more.
 */
export function build(folder) {
  run('tsc', '-p', 'tsconfig.build.json');
  rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, folder), { recursive: true });
  const bundle = ['--stats-out', 'build/stats.json', '--quiet'];
  run('ncc', 'build', 'build/index.js', '-o', folder, ...bundle);
  minify(folder);
  const stats = JSON.parse(readFileSync(join(root, 'build', 'stats.json'), 'utf8'));
  writeFileSync(join(root, folder, 'licenses.txt'), licensesOf(stats));
  writeFileSync(join(root, folder, 'package.json'), '{ "type": "module" }\n');
}

/**
 * The bundler could make the entry small, and only that, but would leave a quarter more of it. In ASCII alone:
 * the engine keeps a text with any other character at twice the size.
 */
function minify(folder) {
  for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('index.js'))) {
    const path = join(root, folder, name);
    const options = { module: true, codegen: { asciiOnly: true } };
    const { code, errors } = minifySync(name, readFileSync(path, 'utf8'), options);
    if (errors.length > 0) throw new Error(`${name} cannot be made small: ${errors[0].message}`);
    writeFileSync(path, code);
  }
}

function filesOf(folder) {
  const path = join(root, folder);
  const names = existsSync(path) ? readdirSync(path).sort() : [];
  return new Map(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

function check() {
  build('build/dist');
  const [fresh, committed] = [filesOf('build/dist'), filesOf('dist')];
  const names = new Set([...fresh.keys(), ...committed.keys()]);
  const stale = [...names].filter((name) => fresh.get(name) !== committed.get(name));
  if (stale.length > 0) {
    console.error(
      `dist/ is not what src/ builds (${stale.join(', ')}): run "npm run build" and commit dist/.`,
    );
    process.exitCode = 1;
  }
}

if (isMain(import.meta.url)) {
  if (process.argv.includes('--check')) check();
  else build('dist');
}

// The licenses of the packages whose code is in dist/. The bundler's own list leaves out whatever it joins with
// another module, which is every package of ES modules.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name, version, license and its text, one after the other, of every package with a module in the bundle that these statistics describe. */
export function licensesOf(stats) {
  const folders = new Set(filesOf(stats).flatMap((path) => packageOf(path) ?? []));
  return [...new Set([...folders].map(licenseOf))].sort().join('\n');
}

/** The paths of the modules in the bundle, those that were joined with others too. */
function filesOf({ modules = [], nameForCondition = '' }) {
  const inside = modules.filter(({ orphan }) => !orphan); // an orphan was read, and found to be unused
  return [nameForCondition, ...inside.flatMap(filesOf)];
}

/** `/a/node_modules/@b/c` of `/a/node_modules/@b/c/d.js`; undefined for a file of this project. */
function packageOf(path) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)?.[0];
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name} names no license`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  const text = file === undefined ? [] : [readFileSync(join(folder, file), 'utf8')]; // some have it by name only
  const lines = [
    `${name}@${version}`,
    license,
    ...text.map((whole) => whole.replaceAll('\r\n', '\n').trim()),
  ];
  return `${lines.join('\n')}\n`;
}

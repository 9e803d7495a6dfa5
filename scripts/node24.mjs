// Runs a command of the project on Node 24, the runtime of the action, also where the machine's own Node is
// another version. Plain JavaScript, because it must start on any Node.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The path of a Node 24: this process's own, or the one that package.json installs for this platform. */
export function node24() {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = join(root, 'node_modules', `node24-${process.platform}-${process.arch}`, 'bin', name);
  if (existsSync(bundled) && spawnSync(bundled, ['--version']).status === 0) return bundled;
  throw new Error(
    `This project runs on Node 24; this is Node ${process.versions.node}, and no Node 24 is packaged for ` +
      `${process.platform}-${process.arch}. Install Node 24 and try again.`,
  );
}

/** The environment in which `node` and the project's own commands are found first. */
export function node24Environment() {
  const path = [dirname(node24()), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...args] = process.argv.slice(2);
  const child = spawn(command, args, {
    cwd: root,
    env: node24Environment(),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${command} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}

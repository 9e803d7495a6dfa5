import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import * as z from 'zod';

const STEPS = z.array(z.object({ name: z.string().optional(), run: z.string().optional() }));

/** The script of a step of a workflow. Throws where there is no step of that name, or it runs none. */
export function scriptOf(workflow: string, job: string, name: string): string {
  const steps = STEPS.parse(parse(workflow).jobs[job].steps);
  const script = steps.find((step) => step.name === name)?.run;
  if (script === undefined) throw new Error(`no script in a step "${name}"`);
  return script;
}

export interface ScriptRun {
  readonly env: Readonly<Record<string, string>>;
  /** Files of the repository, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** What stands in for programs that reach out, by name: Bash scripts. */
  readonly programs: Readonly<Record<string, string>>;
}

/** Runs the script of a step as the runner does, in a repository of its own. */
export async function runScript(script: string, { env, files = {}, programs }: ScriptRun) {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-step-'));
  try {
    for (const [name, content] of Object.entries({ 'script.sh': script, ...files })) {
      mkdirSync(dirname(join(folder, 'repository', name)), { recursive: true });
      writeFileSync(join(folder, 'repository', name), content);
    }
    mkdirSync(join(folder, 'bin'));
    for (const [name, content] of Object.entries(programs)) {
      writeFileSync(join(folder, 'bin', name), `#!/usr/bin/env bash\nset -eu\n${content}`);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    const { PATH, JAVA_HOME = '' } = process.env;
    const child = spawn('bash', ['-e', 'script.sh'], {
      cwd: join(folder, 'repository'),
      env: { PATH: [join(folder, 'bin'), PATH].join(delimiter), JAVA_HOME, TMPDIR: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = new Promise<number | null>((resolve, reject) => {
      child.on('close', resolve).on('error', reject);
    });
    const [exitCode, stdout, stderr] = await Promise.all([exited, text(child.stdout), text(child.stderr)]);
    return { exitCode, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

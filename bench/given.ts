// What the parts of the benchmark have in common: a folder, manifests and inputs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ACCOUNT } from '../emulator/index.ts';
import { MAIN } from '../scripts/action-process.ts';
import { type Cost, measure } from './measure.ts';

const [key] = DEFAULT_ACCOUNT.keys;

export const KEYS = { 'access-key-id': key.accessKeyId, 'access-key-secret': key.accessKeySecret };
export const WHERE = 'regionId: cn-hangzhou, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea';

export const idsOf = (size: number): string[] =>
  Array.from({ length: size }, (_, index) => `alikafka_post-cn-bench${index}`);

/** Works in a folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The manifest kafka.yml of so many instances, with these defaults and more lines for each instance. */
export function writeFleet(
  folder: string,
  size: number,
  {
    defaults = 'deployModule: vpc',
    each = () => '',
  }: { defaults?: string; each?: (index: number) => string } = {},
): void {
  const instances = idsOf(size).map(
    (id, index) => `  kafka-${index}:\n    instanceId: ${id}\n${each(index)}`,
  );
  const text = `defaults: { ${WHERE}, ${defaults} }\ninstances:\n${instances.join('')}`;
  writeFileSync(join(folder, 'kafka.yml'), text);
}

/** One run of the action as the runner starts it, in a folder with its manifest. */
export function measureAction(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  { variables = {}, exitCode = 0 }: { variables?: Readonly<Record<string, string>>; exitCode?: number } = {},
): Promise<Cost> {
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const runner = {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder, RUNNER_ENVIRONMENT: 'github-hosted' },
    ...{ GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' },
  };
  const env = { ...Object.fromEntries(given), ...files, ...runner, ...variables };
  return measure([MAIN], { env, exitCode });
}

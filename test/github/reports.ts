import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CloudOptions } from '../../emulator/index.ts';
import { deploy } from '../../src/deploy.ts';
import { readInputs } from '../../src/inputs/read.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import type { Report } from '../../src/report/report.ts';
import type { RunContext } from '../../src/report/run.ts';
import { runLogger } from '../../src/report/run-logger.ts';
import { fleet, randomFrom, sendTo } from '../deployment/fleet.ts';

/** A run as the action makes it. */
export interface Made {
  /** The text of kafka.yml. */
  readonly manifest: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly cloud?: Omit<CloudOptions, 'now'>;
  readonly variables?: Readonly<Record<string, string>>;
}

/** What a whole run reports: its cloud is emulated, its time passes at once. */
export async function reportOf({ manifest, inputs = {}, cloud = {}, variables = {} }: Made): Promise<Report> {
  const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  onTestFinished(() => rmSync(workspace, { recursive: true }));
  writeFileSync(join(workspace, 'kafka.yml'), manifest);
  const given = {
    manifest: 'kafka.yml',
    endpoint: 'http://127.0.0.1:9',
    'access-key-id': 'test-key-id',
    'access-key-secret': 'secret',
    ...inputs,
  };
  const environment = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const diagnostics = new Diagnostics();
  const read = readInputs(
    { ...Object.fromEntries(environment), ...variables, GITHUB_WORKSPACE: workspace },
    diagnostics,
  );
  const dependencies = fleet(cloud);
  const silent = () => undefined;
  const unknown = async () => Promise.reject(new Error('nobody is asked for credentials here'));
  let nonce = 0;
  const loaded = Promise.withResolvers<void>(); // real reading of a file, which no virtual time waits for
  const send = sendTo(dependencies.cloud, dependencies.clock);
  const work = deploy(read, diagnostics.all(), {
    client: {
      send: (request) => {
        loaded.resolve();
        return send(request);
      },
      wallTime: dependencies.clock.wallTime,
      nonce: () => `nonce-${++nonce}`,
      conceal: (value) => value,
    },
    clock: dependencies.clock,
    random: randomFrom(1),
    cancel: new AbortController().signal,
    event: { name: 'push', ref: 'refs/heads/main', payload: undefined },
    identity: { idToken: unknown, openDefaultChain: unknown },
    logger: runLogger({ info: silent, debug: silent, group: silent }, dependencies.clock.now, read.site),
    recordEarly: silent,
    conceal: () => undefined,
    mask: silent,
  });
  await Promise.race([loaded.promise, work]);
  return dependencies.clock.run(work);
}

/** A manifest of so many instances, `orders-1` and so on, all alike. */
export function fleetManifest(count: number, name = 'orders', more = ''): string {
  const instances = Array.from({ length: count }, (_, index) => {
    return `  ${name}-${index + 1}: { instanceId: ${instanceIdOf(index + 1)}${more} }`;
  });
  return `defaults:
  regionId: cn-hangzhou
  deployModule: vpc
  vpcId: vpc-bp1r4eg3yrxmygv0abcd
  vSwitchId: vsw-bp1j3sg5979fstnp0abc
  zoneId: zonea
  config: { kafka.log.retention.hours: 72 }
instances:
${instances.join('\n')}
`;
}

export function instanceIdOf(number: number): string {
  return `alikafka_post-cn-${String(number).padStart(8, '0')}`;
}

/** What was bought for such a manifest. */
export function bought(count: number, seed: Readonly<Record<string, unknown>> = {}) {
  return Array.from({ length: count }, (_, index) => ({ instanceId: instanceIdOf(index + 1), ...seed }));
}

export const CONTEXT: RunContext = {
  repository: 'octo-org/octo-repo',
  sha: '0123456789abcdef0123456789abcdef01234567',
  refName: 'main',
  actor: 'octocat',
  workflow: 'Deploy',
  runId: '17234567890',
  attempt: '2',
  serverUrl: 'https://github.com',
};

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { starts, startTokenService } from '../../emulator/index.ts';
import { node24 } from '../../scripts/node24.mjs';
import { nodeOf } from '../../scripts/tools/tools.ts';
import { runStep, startCloud } from '../e2e/on-github.ts';
import { errorAt, flat, INSTANCE, run } from '../e2e/support.ts';
import { identityWith, PROVIDER_ARN, ROLE_ARN } from '../emulator/identity.ts';
import { selfSigned } from '../http/certificate.ts';
import { listen } from '../kafka/broker.ts';

/** The committed `dist` on the oldest Node that a runner with node24 brings, on the runner's own and on the newest. */
const NODES: readonly [version: string, path: () => string][] = [
  ['24.4.0', () => nodeOf('oldest')],
  ['24.19.0', () => nodeOf('runner')],
  ['24.21.0', () => node24({ ...process, versions: { node: 'none' } })],
];

// Only for Linux on x64 is there a package of each.
const packaged = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(packaged).each(NODES)('dist on Node %s', (version, path) => {
  it('runs on what it is said to run on', () => {
    expect(execFileSync(path(), ['--version'], { encoding: 'utf8' })).toBe(`v${version}\n`);
  });

  it('plans without starting anything', async () => {
    const done = await run({ node: path(), manifest: flat(), inputs: { mode: 'plan' } });
    expect(done).toMatchObject({ exitCode: 0, stderr: '', outputs: { 'has-changes': 'true' }, sent: [] });
  });

  it('deploys, and asks the brokers', async () => {
    const cloud = { instances: [{ instanceId: INSTANCE, deployType: 5, brokers: true }] } as const;
    const done = await run({ node: path(), manifest: flat(), cloud, inputs: { verify: 'required' } });
    expect(done, done.stdout).toMatchObject({ exitCode: 0, stderr: '', outputs: { changed: 'true' } });
    expect(done.stdout).toMatch(/127\.0\.0\.1:\d+ answers/);
    expect(starts(done.journal)).toHaveLength(1);
  });

  it('trusts no broker whose certificate is not of the vendor', async () => {
    const { port } = await listen(() => undefined, { tls: selfSigned() });
    const cloud = {
      instances: [{ instanceId: INSTANCE, deployType: 4, status: 'running', brokerPorts: { ssl: [port] } }],
    } as const;
    const manifest = flat({ deployModule: 'deployModule: eip' });
    const done = await run({ node: path(), manifest, cloud, inputs: { verify: 'required' } });
    expect(done, done.stdout).toMatchObject({ exitCode: 1, stderr: '', outputs: { changed: 'false' } });
    expect(done.errors.join('\n')).toMatch(/certificate of 127\.0\.0\.1:\d+ is not of Alibaba Cloud/);
  });

  it('shows a mistake on its line', async () => {
    const done = await run({ node: path(), manifest: flat({ zoneId: 'zoneid: zonea' }) });
    expect(done).toMatchObject({ exitCode: 1, stderr: '', journal: [] });
    expect(done.errors).toContain(errorAt(6, 1, 'Unknown key "zoneid"; did you mean "zoneId"?'));
  });

  it('deploys without keys', async () => {
    const tokens = await startTokenService({ now: Date.now });
    const cloud = await startCloud({ identity: identityWith(tokens.jwks) });
    try {
      const done = await runStep(cloud, {
        node: path(),
        inputs: {
          ...{ environment: 'staging', 'sts-endpoint': cloud.url },
          ...{ 'role-to-assume': ROLE_ARN, 'oidc-provider-arn': PROVIDER_ARN },
        },
        env: {
          ACTIONS_ID_TOKEN_REQUEST_URL: tokens.requestUrl,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokens.requestToken,
        },
      });
      expect(done, done.stdout).toMatchObject({ exitCode: 0, stderr: '', outputs: { changed: 'true' } });
    } finally {
      await tokens.close();
      await cloud.close();
    }
  });
});

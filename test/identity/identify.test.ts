import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_ACCOUNT, DEFAULT_ACCOUNT_ID, starts } from '../../emulator/index.ts';
import { CallError } from '../../src/alibaba/errors.ts';
import { deploy } from '../../src/deploy.ts';
import { claimsOf } from '../../src/github/claims.ts';
import type { Send } from '../../src/http/transport.ts';
import { CredentialsError } from '../../src/identity/credentials.ts';
import { type IdentityDependencies, type IdentityProviders, identify } from '../../src/identity/identify.ts';
import { type Inputs, readInputs } from '../../src/inputs/read.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { runLogger } from '../../src/report/run-logger.ts';
import type { RunDependencies } from '../../src/run-dependencies.ts';
import { transportForTest } from '../http/sending.ts';
import { type Clouds, clouds, PROVIDER_ARN, ROLE_ARN } from './clouds.ts';

const [KEY] = DEFAULT_ACCOUNT.keys;
const KEYS = { 'access-key-id': KEY.accessKeyId, 'access-key-secret': KEY.accessKeySecret };
const ID = 'alikafka_post-cn-one';
const FIELDS = {
  'region-id': 'cn-hangzhou',
  'instance-id': ID,
  'vpc-id': 'vpc-1',
  'vswitch-id': 'vsw-1',
  'zone-id': 'zonea',
  'deploy-module': 'vpc',
};

function inputsOf(
  given: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Inputs {
  const diagnostics = new Diagnostics();
  const variables = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const inputs = readInputs({ ...Object.fromEntries(variables), ...more }, diagnostics);
  expect(diagnostics.all()).toEqual([]);
  return inputs;
}

/** A dependencies whose every host is the emulated cloud, and all that was said in it. */
function worldOf({ clock, github, emulator }: Clouds, change: Partial<IdentityProviders> = {}) {
  const lines: string[] = [];
  const hosts: string[] = [];
  const masked: string[] = [];
  const transport = transportForTest();
  const send: Send = (request) => {
    hosts.push(`${request.headers['x-acs-action']} ${request.url.host}`);
    // The signature covers the host header, which stays what it was.
    return transport.send({
      ...request,
      url: new URL(request.url.pathname + request.url.search, emulator.url),
    });
  };
  const log = { info: (line: string) => lines.push(line), debug: () => undefined, group: () => undefined };
  const dependencies: RunDependencies & IdentityDependencies = {
    client: {
      ...{ send, wallTime: () => clock.now, nonce: () => crypto.randomUUID() },
      ...{ conceal: (value) => value, judge: remedyFor },
    },
    clock: { now: () => clock.now, sleep: async () => undefined },
    random: () => 0.5,
    cancel: new AbortController().signal,
    event: { name: 'push', ref: 'refs/heads/main', payload: undefined },
    identity: {
      idToken: async (audience) => {
        const token = github.issue(audience);
        return { token, claims: claimsOf(token) };
      },
      openDefaultChain: async () => {
        throw new Error('nobody may ask the default chain');
      },
      ...change,
    },
    logger: runLogger(log, () => clock.now, 'china'),
    recordEarly: () => undefined,
    conceal: () => undefined,
    mask: (secrets) => masked.push(...secrets),
  };
  return { dependencies, lines, hosts, masked };
}

const actions = ({ emulator }: Clouds) => emulator.journal.map(({ action }) => action);

function withFleet() {
  return clouds({ emulator: { instances: [{ instanceId: ID }] } });
}

describe('who acts', () => {
  it('is told: where the keys are from, which account, which user', async () => {
    const all = await clouds();
    const { dependencies, lines, hosts } = worldOf(all);
    await identify(inputsOf(KEYS), 'cn-hangzhou', dependencies);
    expect(lines).toEqual([
      'Credentials from inputs',
      `Acting in account ${DEFAULT_ACCOUNT_ID} as acs:ram::${DEFAULT_ACCOUNT_ID}:user/emulator-key-id`,
    ]);
    expect(hosts).toEqual(['GetCallerIdentity sts.aliyuncs.com']);
  });

  it('is told of a role: its session bears the name of the run', async () => {
    const all = await clouds();
    const { dependencies, lines, hosts } = worldOf(all);
    const run = { GITHUB_REPOSITORY: 'octo-org/octo-repo', GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '2' };
    await identify(
      inputsOf({ 'role-to-assume': ROLE_ARN, 'oidc-provider-arn': PROVIDER_ARN }, run),
      'cn-hangzhou',
      dependencies,
    );
    expect(lines).toEqual([
      `Credentials from the role ${ROLE_ARN}, by GitHub's OIDC token`,
      `Acting in account ${DEFAULT_ACCOUNT_ID} as acs:ram::${DEFAULT_ACCOUNT_ID}:assumed-role/deployer/octo-org-octo-repo-7-2`,
    ]);
    expect(hosts).toEqual(['AssumeRoleWithOIDC sts.aliyuncs.com', 'GetCallerIdentity sts.aliyuncs.com']);
  });

  it.each([
    ['the region inside its VPCs', { network: 'vpc' }, 'sts-vpc.cn-shanghai.aliyuncs.com'],
    [
      'the host that is given',
      { 'sts-endpoint': 'sts.cn-beijing.aliyuncs.com' },
      'sts.cn-beijing.aliyuncs.com',
    ],
    [
      'the host that is given, in a VPC too',
      { network: 'vpc', 'sts-endpoint': 'https://sts.aliyuncs.com' },
      'sts.aliyuncs.com',
    ],
    [
      'the global host beside an endpoint of the service',
      { endpoint: 'alikafka.cn-hangzhou.aliyuncs.com' },
      'sts.aliyuncs.com',
    ],
  ])('is asked of %s', async (_, given, host) => {
    const { dependencies, hosts } = worldOf(await clouds());
    await identify(inputsOf({ ...KEYS, ...given }), 'cn-shanghai', dependencies);
    expect(hosts).toEqual([`GetCallerIdentity ${host}`]);
  });

  it('is not asked when only an endpoint on this machine is given: the real STS knows nothing of its keys', async () => {
    const all = await clouds();
    const { dependencies, hosts, lines } = worldOf(all);
    await identify(inputsOf({ ...KEYS, endpoint: all.emulator.url }), 'cn-hangzhou', dependencies);
    expect(hosts).toEqual([]);
    expect(lines).toEqual(['Credentials from inputs']);
  });

  it.each([
    ['an STS on this machine is given too', { 'sts-endpoint': 'http://127.0.0.1:9' }],
    ['accounts are restricted', { 'allowed-account-ids': DEFAULT_ACCOUNT_ID }],
  ])('is asked there nevertheless when %s', async (_, given) => {
    const all = await clouds();
    const { dependencies, hosts } = worldOf(all);
    await identify(inputsOf({ ...KEYS, endpoint: all.emulator.url, ...given }), 'cn-hangzhou', dependencies);
    expect(hosts).toHaveLength(1);
  });
});

describe('who cannot be told', () => {
  const denied = { action: 'GetCallerIdentity', effect: { kind: 'error-before', httpStatus: 503 } } as const;
  const REASON = 'GetCallerIdentity was refused with ServiceUnavailable (HTTP 503)';

  it('is a remark, and the run goes on', async () => {
    const all = await clouds();
    all.emulator.addFault(denied);
    const { dependencies, lines } = worldOf(all);
    const login = await identify(inputsOf(KEYS), 'cn-hangzhou', dependencies);
    expect(lines).toEqual([
      'Credentials from inputs',
      expect.stringContaining(`Whose credentials these are could not be read: ${REASON}`),
    ]);
    expect(await login.credentials()).toEqual({ ...KEY, securityToken: undefined });
  });

  it('is an error where accounts are restricted', async () => {
    const all = await clouds();
    all.emulator.addFault({ ...denied, times: 3 });
    const { dependencies } = worldOf(all);
    const error = await identify(
      inputsOf({ ...KEYS, 'allowed-account-ids': DEFAULT_ACCOUNT_ID }),
      'cn-hangzhou',
      dependencies,
    ).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CallError);
    expect(String(error)).toContain(REASON);
  });
});

describe('allowed-account-ids', () => {
  it.each([DEFAULT_ACCOUNT_ID, `1, ${DEFAULT_ACCOUNT_ID}`, `2\n${DEFAULT_ACCOUNT_ID}\n3`])(
    'lets the account in that it names: %j',
    async (accounts) => {
      const all = await withFleet();
      const { dependencies } = worldOf(all);
      const report = await deploy(
        inputsOf({ ...KEYS, ...FIELDS, 'allowed-account-ids': accounts, mode: 'plan' }),
        [],
        dependencies,
      );
      expect(report.stop).toBeUndefined();
      expect(actions(all)).toEqual(['GetCallerIdentity', 'GetInstanceList', 'DescribeVSwitchAttributes']);
    },
  );

  it.each(['2', `${DEFAULT_ACCOUNT_ID}0`, DEFAULT_ACCOUNT_ID.slice(1), `0${DEFAULT_ACCOUNT_ID}`])(
    'refuses any other before the service is called at all: %s',
    async (accounts) => {
      const all = await withFleet();
      const { dependencies, lines } = worldOf(all);
      const report = await deploy(
        inputsOf({ ...KEYS, ...FIELDS, 'allowed-account-ids': accounts }),
        [],
        dependencies,
      );
      expect(report.stop).toMatchObject({
        message: `The credentials belong to account ${DEFAULT_ACCOUNT_ID}, which allowed-account-ids does not name`,
        remedy:
          'Give credentials of the right account, or add this one to allowed-account-ids. Nothing was read or started.',
      });
      expect(report.outcomes).toEqual([]);
      expect(actions(all)).toEqual(['GetCallerIdentity']);
      expect(starts(all.emulator.journal)).toEqual([]);
      expect(lines.at(-1)).toContain(`Acting in account ${DEFAULT_ACCOUNT_ID}`);
    },
  );

  it('refuses a role in another account', async () => {
    const { dependencies } = worldOf(await clouds());
    const inputs = inputsOf({
      'role-to-assume': ROLE_ARN,
      'oidc-provider-arn': PROVIDER_ARN,
      'allowed-account-ids': '2',
    });
    await expect(identify(inputs, 'cn-hangzhou', dependencies)).rejects.toBeInstanceOf(CredentialsError);
  });
});

describe('the default chain', () => {
  const chain = async () => ({ ...KEY, securityToken: undefined });

  it('serves a self-hosted runner without other credentials', async () => {
    const { dependencies, lines, masked } = worldOf(await clouds(), { openDefaultChain: async () => chain });
    await identify(inputsOf({}, { RUNNER_ENVIRONMENT: 'self-hosted' }), 'cn-hangzhou', dependencies);
    expect(lines[0]).toBe('Credentials from the default chain of this machine');
    expect(masked).toEqual(expect.arrayContaining([KEY.accessKeyId, KEY.accessKeySecret]));
  });

  it.each(['github-hosted', '', 'Self-Hosted'])('is never asked on a runner that is %j', async (kind) => {
    const openDefaultChain = vi.fn(async () => chain);
    const { dependencies } = worldOf(await clouds(), { openDefaultChain });
    await expect(
      identify(
        inputsOf({}, { GITHUB_ACTIONS: 'true', RUNNER_ENVIRONMENT: kind }),
        'cn-hangzhou',
        dependencies,
      ),
    ).rejects.toThrow('There are no credentials for Alibaba Cloud');
    expect(openDefaultChain).not.toHaveBeenCalled();
  });

  it('is not even loaded when there are other credentials', async () => {
    const openDefaultChain = vi.fn(async () => chain);
    const { dependencies } = worldOf(await clouds(), { openDefaultChain });
    await identify(inputsOf(KEYS, { RUNNER_ENVIRONMENT: 'self-hosted' }), 'cn-hangzhou', dependencies);
    expect(openDefaultChain).not.toHaveBeenCalled();
  });

  it('is loaded once, however often credentials are asked for', async () => {
    const openDefaultChain = vi.fn(async () => chain);
    const { dependencies } = worldOf(await clouds(), { openDefaultChain });
    const login = await identify(
      inputsOf({}, { RUNNER_ENVIRONMENT: 'self-hosted' }),
      'cn-hangzhou',
      dependencies,
    );
    await login.credentials();
    await login.credentials();
    expect(openDefaultChain).toHaveBeenCalledTimes(1);
  });
});

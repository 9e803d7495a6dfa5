import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { RUN_INPUTS } from '../../src/inputs/table.ts';
import { policy } from './examples.ts';
import { root, snippets } from './markdown.ts';

/** The commands and parameters that the vendor's CLI takes (github.com/aliyun/aliyun-openapi-meta, ims and ram). */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  'ims CreateOIDCProvider': ['OIDCProviderName', 'IssuerUrl', 'ClientIds', 'Fingerprints'],
  'ram CreateRole': ['RoleName', 'AssumeRolePolicyDocument'],
  'ram CreatePolicy': ['PolicyName', 'PolicyDocument'],
  'ram AttachPolicyToRole': ['PolicyType', 'PolicyName', 'RoleName'],
};

interface Call {
  readonly command: string;
  readonly given: Readonly<Record<string, string>>;
}

const STAND_INS = {
  // each argument, then an empty one at the end of a call
  aliyun: 'for each in "$@" ""; do printf "%s\\0" "$each" >> "$CALLS"; done',
  openssl: `case $1 in
  s_client) printf '%s\\n' "$*" '-----BEGIN CERTIFICATE-----' leaf '-----END CERTIFICATE-----' \\
    between '-----BEGIN CERTIFICATE-----' last '-----END CERTIFICATE-----' after ;;
  x509) [ "$(cat)" = "$(printf '%s\\n' '-----BEGIN CERTIFICATE-----' last '-----END CERTIFICATE-----')" ] &&
    echo 'sha1 Fingerprint=AB:CD:12' ;;
esac`,
};

/** Runs a script in the root of the repository, with stand-ins for the programs that need a network. */
function callsOf(script: string): Call[] {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-'));
  try {
    for (const [name, text] of Object.entries(STAND_INS)) {
      writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    const CALLS = join(folder, 'calls');
    const PATH = `${folder}${delimiter}${process.env.PATH}`;
    execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: root,
      env: { PATH, CALLS },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return readFileSync(CALLS, 'utf8').split('\0\0').slice(0, -1).map(callOf);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function callOf(text: string): Call {
  const [product, operation, ...rest] = text.split('\0');
  const pairs = rest.flatMap((word, at) =>
    at % 2 === 0 ? [[word.replace(/^--/, ''), rest[at + 1] ?? '']] : [],
  );
  return { command: `${product} ${operation}`, given: Object.fromEntries(pairs) };
}

const OWN_VALUES = {
  account: '9876543210987654',
  repository: 'acme/kafka',
  instance: 'alikafka_pre-cn-abc123',
};
const SAMPLES = /1234567890123456|octo-org|v0h1fgs2a001/;

/** Sets each variable of the script, as its reader does. */
function withOwnValues(script: string): string {
  return Object.entries(OWN_VALUES).reduce(
    (so, [name, value]) => so.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`),
    script,
  );
}

const job = z.object({
  deploy: z.object({ environment: z.string(), steps: z.array(z.looseObject({})) }),
});

const snippetOf = (kind: string): string =>
  snippets('README.md').find((snippet) => snippet.kind === kind)?.text ?? '';

const policyIn = (document: string | undefined) => policy.parse(JSON.parse(document ?? ''));

/** The Chinese README has the same commands: readme.test.ts compares them. */
describe.skipIf(process.platform === 'win32')('the keyless set-up of the README', () => {
  let calls: readonly Call[] = [];
  beforeAll(() => {
    calls = callsOf(withOwnValues(snippetOf('sh keyless'))); // even a suite that is skipped is read
  });
  const given = (command: string) =>
    calls.filter((call) => call.command === command).map((call) => call.given);

  it('calls what the CLI has, with the parameters that it takes', () => {
    expect(calls.length).toBeGreaterThan(8);
    for (const call of calls) expect(Object.keys(call.given)).toEqual(PARAMETERS[call.command]);
  });

  it('trusts GitHub by its issuer, the audience of the action, and the last certificate that it shows', () => {
    expect(given('ims CreateOIDCProvider')).toEqual([
      {
        OIDCProviderName: 'github',
        IssuerUrl: 'https://token.actions.githubusercontent.com',
        ClientIds: RUN_INPUTS.audience.default,
        Fingerprints: 'ABCD12',
      },
    ]);
  });

  it('creates policies of RAM with the reader’s own values', () => {
    const documents = calls.flatMap(
      ({ given }) => given.PolicyDocument ?? given.AssumeRolePolicyDocument ?? [],
    );
    expect(documents).toHaveLength(6);
    for (const document of documents) policyIn(document);
    expect(documents.filter((document) => SAMPLES.test(document))).toEqual([]);
  });

  it('creates the role and the provider that the workflow names, for its environment', () => {
    const { deploy } = job.parse(parse(snippetOf('yaml job')));
    const names = given('ram CreateRole').map(({ RoleName }) => RoleName);
    expect(names).toEqual(['kafka-deploy', 'kafka-plan']);
    const inputs = JSON.stringify(deploy.steps);
    expect(inputs).toContain('acs:ram::1234567890123456:role/kafka-deploy"');
    expect(inputs).toContain('acs:ram::1234567890123456:oidc-provider/github"');
    const trust = given('ram CreateRole')[0]?.AssumeRolePolicyDocument ?? '';
    expect(trust).toContain(`"repo:${OWN_VALUES.repository}:environment:${deploy.environment}"`);
    expect(trust).toContain(`"acs:ram::${OWN_VALUES.account}:oidc-provider/github"`);
  });

  it('lets the plan only read', () => {
    const attached = given('ram AttachPolicyToRole');
    expect(new Set(attached.map(({ PolicyType }) => PolicyType))).toEqual(new Set(['Custom']));
    const documents = new Map(
      given('ram CreatePolicy').map((each) => [each.PolicyName, each.PolicyDocument]),
    );
    const actionsOf = (role: string) =>
      attached
        .filter(({ RoleName }) => RoleName === role)
        .flatMap(({ PolicyName }) => policyIn(documents.get(PolicyName)).Statement)
        .flatMap(({ Action }) => Action);
    expect(actionsOf('kafka-plan').filter((action) => !/:(List|Describe)/.test(action))).toEqual([]);
    expect(actionsOf('kafka-deploy')).toEqual(expect.arrayContaining(actionsOf('kafka-plan')));
    expect(actionsOf('kafka-deploy')).toContain('alikafka:StartInstance');
  });
});

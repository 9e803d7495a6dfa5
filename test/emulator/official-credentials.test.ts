import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { GetInstanceListRequest } from '@alicloud/alikafka20190916';
import credentials, { Config } from '@alicloud/credentials';
import openapi, { $OpenApiUtil } from '@alicloud/openapi-core';
import { RuntimeOptions } from '@darabonba/typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/alibaba/service/call.ts';
import { type Emulator, type EmulatorOptions, startTokenService } from '../../emulator/index.ts';
import { selfSigned } from '../http/certificate.ts';
import { REGION_ID, record } from './cloud-at.ts';
import { AUDIENCE, identityWith, PROVIDER_ARN, ROLE_ARN, SESSION } from './identity.ts';
import { emulatorForTest } from './loopback.ts';
import { sdkClient } from './sdk-client.ts';

/** CommonJS: Node hands the exports over as the default export, vitest unwraps them. */
const CredentialClient = 'default' in credentials ? credentials.default : credentials;
const OpenApiClient = 'default' in openapi ? openapi.default : openapi;

const TLS = selfSigned();

/** An emulator and GitHub's token service, on one clock that may run ahead of the real one. */
async function given(options: EmulatorOptions = {}) {
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const github = await startTokenService({ now });
  onTestFinished(github.close);
  const emulator = await emulatorForTest({ now, identity: identityWith(github.jwks), ...options });
  return { clock, github, emulator };
}

describe('the official credentials library, over TLS', () => {
  async function library({ host }: Emulator, oidcToken: string, more: object = {}) {
    trust(TLS.cert);
    const folder = await mkdtemp(join(tmpdir(), 'oidc-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const oidcTokenFilePath = join(folder, 'token');
    await writeFile(oidcTokenFilePath, oidcToken);
    return new CredentialClient(
      new Config({
        type: 'oidc_role_arn',
        roleArn: ROLE_ARN,
        oidcProviderArn: PROVIDER_ARN,
        oidcTokenFilePath,
        roleSessionName: 'run-1',
        stsEndpoint: host,
        ...more,
      }),
    );
  }

  it('gets a key for a token of GitHub, and the official SDK may use it until it expires', async () => {
    const { clock, github, emulator } = await given({ tls: TLS });
    const response = await fetch(`${github.requestUrl}&audience=${AUDIENCE}`, {
      headers: { authorization: `Bearer ${github.requestToken}` },
    });
    const { value } = record(await response.json());
    clock.ahead = -600_000;
    const client = await library(emulator, `${value}`, { roleSessionExpiration: 900 });
    const { accessKeyId = '', accessKeySecret = '', securityToken = '' } = await client.getCredential();
    const key = { accessKeyId, accessKeySecret, securityToken };
    const list = () =>
      sdkClient(emulator, key).getInstanceList(new GetInstanceListRequest({ regionId: REGION_ID }));

    expect((await list()).body?.instanceList?.instanceVO).toHaveLength(1);
    expect(emulator.journal).toMatchObject([
      { action: 'AssumeRoleWithOIDC', parameters: { ...SESSION, DurationSeconds: '900', OIDCToken: value } },
      { action: 'GetInstanceList', accountId: DEFAULT_ACCOUNT_ID, outcome: 'done' },
    ]);
    clock.ahead += 900_000;
    await expect(list()).rejects.toMatchObject({ code: 'InvalidSecurityToken.Expired' });
  });

  it('is told why it gets none', async () => {
    const { github, emulator } = await given({ tls: TLS });
    const client = await library(emulator, github.issue('elsewhere'));
    await expect(client.getCredential()).rejects.toThrow(
      /"Code":"AuthenticationFail.OIDCToken.AudienceNotMatch","Message":"Invalid audience."/,
    );
  });
});

describe('the official STS SDK, by its core', () => {
  const PARAMS = {
    version: '2015-04-01',
    pathname: '/',
    method: 'POST',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  };

  async function call(emulator: Emulator, action: string, query: Record<string, string>, key?: object) {
    const client = new OpenApiClient(
      new $OpenApiUtil.Config({ endpoint: emulator.host, protocol: 'HTTP', ...key }),
    );
    const params = new $OpenApiUtil.Params({ ...PARAMS, action, authType: key ? 'AK' : 'Anonymous' });
    const request = new $OpenApiUtil.OpenApiRequest({ query });
    const { body } = await client.callApi(params, request, new RuntimeOptions({}));
    return record(body);
  }

  it('gets a key, and is told who has it', async () => {
    const { github, emulator } = await given();
    const query = { ...SESSION, OIDCToken: github.issue(AUDIENCE) };
    const answer = await call(emulator, 'AssumeRoleWithOIDC', query);
    const { AccessKeyId, AccessKeySecret, SecurityToken } = record(answer.Credentials);
    const key = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken };
    expect(await call(emulator, 'GetCallerIdentity', {}, key)).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      Arn: `acs:ram::${DEFAULT_ACCOUNT_ID}:assumed-role/deployer/run-1`,
    });
  });

  it('can read code and details of an error', async () => {
    const { github, emulator } = await given();
    const query = { ...SESSION, OIDCToken: github.issue(AUDIENCE, { sub: 'repo:a/b:ref:refs/heads/main' }) };
    await expect(call(emulator, 'AssumeRoleWithOIDC', query)).rejects.toMatchObject({
      statusCode: 401,
      code: 'AuthenticationFail.NoPermission',
      accessDeniedDetail: { PolicyType: 'AssumeRolePolicy' },
    });
  });
});

/** Trusts one more authority until the test is over, as NODE_EXTRA_CA_CERTS does. */
function trust(certificate: string): void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, certificate]);
  onTestFinished(() => setDefaultCACertificates(before));
}

import ecsSdk, { DescribeSecurityGroupsRequest } from '@alicloud/ecs20140526';
import kmsSdk, { DescribeKeyRequest } from '@alicloud/kms20160120';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import vpcSdk, { DescribeVSwitchAttributesRequest, DescribeVSwitchesRequest } from '@alicloud/vpc20160428';
import { expect, it, onTestFinished } from 'vitest';
import type { Client } from '../../src/alibaba/client.ts';
import { ecs } from '../../src/alibaba/ecs.ts';
import { kms } from '../../src/alibaba/kms.ts';
import { vpc } from '../../src/alibaba/vpc.ts';
import { openTransport } from '../../src/http/transport.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { type Captured, captureServer } from './official-sdk.ts';

/** The SDKs are CommonJS: Node hands their exports over as the default export, vitest unwraps them. */
const VpcClient = 'default' in vpcSdk ? vpcSdk.default : vpcSdk;
const EcsClient = 'default' in ecsSdk ? ecsSdk.default : ecsSdk;
const KmsClient = 'default' in kmsSdk ? kmsSdk.default : kmsSdk;

const KEYS = { accessKeyId: 'key', accessKeySecret: 'secret' };
const REGION = 'ap-southeast-1';
const ID = 'vsw-1/é +*';

it.each([
  [
    'DescribeVSwitchAttributes',
    ({ vpc }: Ours) => vpc.vSwitch(REGION, ID),
    ({ vpc }: Theirs) =>
      vpc.describeVSwitchAttributes(
        new DescribeVSwitchAttributesRequest({ regionId: REGION, vSwitchId: ID }),
      ),
  ],
  [
    'DescribeVSwitches',
    ({ vpc }: Ours) => vpc.vSwitchesOf(REGION, ID),
    ({ vpc }: Theirs) =>
      vpc.describeVSwitches(new DescribeVSwitchesRequest({ regionId: REGION, vpcId: ID, pageSize: 50 })),
  ],
  [
    'DescribeSecurityGroups',
    ({ ecs }: Ours) => ecs.securityGroups(REGION, ['sg-1', ID]),
    ({ ecs }: Theirs) =>
      ecs.describeSecurityGroups(
        new DescribeSecurityGroupsRequest({
          ...{ regionId: REGION, securityGroupIds: JSON.stringify(['sg-1', ID]), maxResults: 100 },
        }),
      ),
  ],
] as const)('%s is on the wire as from the official client', async (action, ask, askOfficially) => {
  const { ours, theirs, captured } = await bothClients();
  await ask(ours).catch(() => undefined); // the server's answer is that of another product
  const own = captured();
  await askOfficially(theirs).catch(() => undefined);
  const official = captured();
  expect(own.headers['x-acs-action']).toBe(action);
  expect(own.query.length).toBeGreaterThan(1);
  expect(comparable(own)).toEqual(comparable(official));
});

it('DescribeKey has version and parameters as from the official client, which signs in an older way', async () => {
  const { ours, theirs, captured } = await bothClients();
  await ours.kms.key(REGION, ID).catch(() => undefined);
  const own = captured();
  await theirs.kms.describeKey(new DescribeKeyRequest({ keyId: ID })).catch(() => undefined);
  const official = new Map([...captured().query]);
  expect(own).toMatchObject({
    method: 'POST',
    path: '/',
    query: [['KeyId', official.get('KeyId')]],
    body: '',
  });
  expect([own.headers['x-acs-action'], own.headers['x-acs-version']]).toEqual([
    ...[official.get('Action'), official.get('Version')],
  ]);
});

type Ours = Awaited<ReturnType<typeof bothClients>>['ours'];
type Theirs = Awaited<ReturnType<typeof bothClients>>['theirs'];

/** What has to be the same in both requests. Host is: both call the same server. */
function comparable({ method, path, query, headers, body }: Captured) {
  const compared = [
    'host',
    'accept',
    'content-type',
    'x-acs-action',
    'x-acs-version',
    'x-acs-content-sha256',
  ];
  return {
    ...{ method, path, body, query: query.toSorted() },
    headers: compared.map((name) => headers[name]),
  };
}

async function bothClients() {
  const { host, requests } = await captureServer();
  const transport = openTransport({
    ...{ userAgent: 'deploy-alikafka/1.2.3', timeoutMs: 5_000, limitBytes: 10_000, variables: {} },
  });
  onTestFinished(transport.close);
  const client: Client = {
    send: transport.send,
    credentials: async () => ({ ...KEYS, securityToken: undefined }),
    wallTime: () => Date.parse('2026-11-24T04:05:06.789Z'),
    nonce: () => crypto.randomUUID(),
    conceal: (value) => value,
    judge: remedyFor,
  };
  const at = () => new URL(`http://${host}`);
  const config = new $OpenApiUtil.Config({ endpoint: host, protocol: 'HTTP', regionId: REGION, ...KEYS });
  return {
    ours: { vpc: vpc(client, at), ecs: ecs(client, at), kms: kms(client, at) },
    theirs: { vpc: new VpcClient(config), ecs: new EcsClient(config), kms: new KmsClient(config) },
    captured: (): Captured => {
      const request = requests.pop();
      if (request === undefined || requests.length > 0) throw new Error('not exactly one request arrived');
      return request;
    },
  };
}

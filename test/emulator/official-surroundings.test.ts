import ecs, { DescribeSecurityGroupsRequest } from '@alicloud/ecs20140526';
import kms, { DescribeKeyRequest } from '@alicloud/kms20160120';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import vpc, { DescribeVSwitchAttributesRequest, DescribeVSwitchesRequest } from '@alicloud/vpc20160428';
import { expect, it } from 'vitest';
import {
  callCounts,
  DEFAULT_ACCOUNT,
  DEFAULT_ACCOUNT_ID,
  type Emulator,
  type Surroundings,
} from '../../emulator/index.ts';
import { REGION_ID as regionId } from './cloud-at.ts';
import { emulatorForTest } from './loopback.ts';

/** The SDKs are CommonJS: Node hands their exports over as the default export, vitest unwraps them. */
const VpcClient = 'default' in vpc ? vpc.default : vpc;
const EcsClient = 'default' in ecs ? ecs.default : ecs;
const KmsClient = 'default' in kms ? kms.default : kms;

const [KEY] = DEFAULT_ACCOUNT.keys;
const SURROUNDINGS: Surroundings = {
  vSwitches: [
    { vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-h', shareType: 'Shared', ownerId: '7' },
  ],
  securityGroups: [{ securityGroupId: 'sg-1', vpcId: 'vpc-1', type: 'enterprise' }],
  keys: [{ keyId: 'key-1', state: 'Disabled', aliases: ['alias/orders'] }],
};

/** The vendor's own clients; that of KMS is an older one, which signs with HMAC-SHA1. */
function clientsOf({ host }: Emulator) {
  const config = new $OpenApiUtil.Config({ endpoint: host, protocol: 'HTTP', regionId, ...KEY });
  return {
    vpc: new VpcClient(config),
    ecs: new EcsClient(config),
    kms: new KmsClient(config),
  };
}

it('the official SDKs of VPC, ECS and KMS read what exists', async () => {
  const emulator = await emulatorForTest({ surroundings: SURROUNDINGS });
  const { vpc, ecs, kms } = clientsOf(emulator);

  const attributes = await vpc.describeVSwitchAttributes(
    new DescribeVSwitchAttributesRequest({ regionId, vSwitchId: 'vsw-1' }),
  );
  const vSwitch = {
    vSwitchId: 'vsw-1',
    vpcId: 'vpc-1',
    zoneId: 'cn-hangzhou-h',
    status: 'Available',
    cidrBlock: '192.168.0.0/24',
    availableIpAddressCount: 252,
    shareType: 'Shared',
    ownerId: 7,
  };
  expect(attributes.body).toMatchObject(vSwitch);
  const vSwitches = await vpc.describeVSwitches(new DescribeVSwitchesRequest({ regionId, pageSize: 50 }));
  expect(vSwitches.body).toMatchObject({ totalCount: 1, vSwitches: { vSwitch: [vSwitch] } });

  const securityGroupIds = '["sg-1","sg-9"]';
  const groups = await ecs.describeSecurityGroups(
    new DescribeSecurityGroupsRequest({ regionId, securityGroupIds, maxResults: 100 }),
  );
  expect(groups.body).toMatchObject({
    totalCount: 1,
    nextToken: '',
    securityGroups: {
      securityGroup: [
        { securityGroupId: 'sg-1', vpcId: 'vpc-1', securityGroupType: 'enterprise', serviceManaged: false },
      ],
    },
  });

  const { keyMetadata } = await kms.describeKey(new DescribeKeyRequest({ keyId: 'alias/orders' }));
  expect(keyMetadata).toMatchObject({
    keyId: 'key-1',
    arn: `acs:kms:cn-hangzhou:${DEFAULT_ACCOUNT_ID}:key/key-1`,
    keyState: 'Disabled',
    keyUsage: 'ENCRYPT/DECRYPT',
  });
  expect(callCounts(emulator.journal)).toEqual({
    DescribeVSwitchAttributes: 1,
    DescribeVSwitches: 1,
    DescribeSecurityGroups: 1,
    DescribeKey: 1,
  });
});

it('the official SDKs can tell what is not there from what they may not see', async () => {
  const there = await emulatorForTest({ surroundings: SURROUNDINGS });
  const secret = await emulatorForTest({
    surroundings: SURROUNDINGS,
    denied: ['vpc:DescribeVSwitchAttributes', 'ecs:DescribeSecurityGroups', 'kms:DescribeKey'],
  });
  const failures = (emulator: Emulator) => {
    const { vpc, ecs, kms } = clientsOf(emulator);
    const calls = [
      vpc.describeVSwitchAttributes(new DescribeVSwitchAttributesRequest({ vSwitchId: 'vsw-9' })),
      ecs.describeSecurityGroups(new DescribeSecurityGroupsRequest({ regionId, securityGroupIds: 'sg-1' })),
      kms.describeKey(new DescribeKeyRequest({ keyId: 'key-9' })),
    ];
    return Promise.all(calls.map((call) => call.catch((reason: unknown) => reason)));
  };
  expect(await failures(there)).toMatchObject([
    { statusCode: 404, code: 'InvalidVswitchID.NotFound' },
    { statusCode: 400, code: 'InvalidParameter' },
    { code: 'Forbidden.KeyNotFoundError' }, // the older client's ending
  ]);
  const AuthPrincipalDisplayName = KEY.accessKeyId;
  expect(await failures(secret)).toMatchObject([
    {
      statusCode: 403,
      code: 'Forbidden.RAM',
      accessDeniedDetail: { AuthAction: 'vpc:DescribeVSwitchAttributes', AuthPrincipalDisplayName },
    },
    {
      statusCode: 403,
      code: 'Forbidden.RAM',
      accessDeniedDetail: { AuthAction: 'ecs:DescribeSecurityGroups' },
    },
    { code: 'Forbidden.NoPermissionError' },
  ]);
});

import { describe, expect, it } from 'vitest';
import type { Client } from '../../src/alibaba/client.ts';
import { ecs } from '../../src/alibaba/ecs.ts';
import { ApiError, UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import { kms } from '../../src/alibaba/kms.ts';
import { vpc } from '../../src/alibaba/vpc.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';

const REGION = 'cn-hangzhou';

/** The products on a wire that has this one answer. */
function answering(body: object, status = 200) {
  const client: Client = {
    send: async () => ({
      ...{ status, header: () => undefined, body: JSON.stringify(body), broken: undefined },
    }),
    credentials: async () => ({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined }),
    ...{ wallTime: () => 0, nonce: () => 'n', conceal: (value) => value, judge: remedyFor },
  };
  const at = () => new URL('https://product.aliyuncs.com');
  return { vpc: vpc(client, at), ecs: ecs(client, at), kms: kms(client, at) };
}

describe('a vSwitch', () => {
  it('is read with all that the answer says, and with nothing that it leaves out', async () => {
    const full = {
      ...{
        VSwitchId: 'vsw-1',
        VSwitchName: 'n',
        VpcId: 'vpc-1',
        ZoneId: 'cn-hangzhou-a',
        Status: 'Available',
      },
      ...{ CidrBlock: '10.0.0.0/24', AvailableIpAddressCount: 7, ShareType: 'Shared', OwnerId: 123 },
    };
    expect(await answering(full).vpc.vSwitch(REGION, 'vsw-1')).toEqual({
      ...{ vSwitchId: 'vsw-1', name: 'n', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-a', status: 'Available' },
      ...{ cidrBlock: '10.0.0.0/24', freeAddresses: 7, sharedBy: '123' },
    });
    const shared = await answering({ VSwitchId: 'vsw-1', ShareType: 'Shared' }).vpc.vSwitch(REGION, 'vsw-1');
    expect(shared?.sharedBy).toBe('another account');
    const nothing = await answering({ VSwitchId: 'vsw-1', VpcId: '', ShareType: 'Sharing', OwnerId: 1 });
    expect(Object.values((await nothing.vpc.vSwitch(REGION, 'vsw-1')) ?? {}).filter(Boolean)).toEqual([
      'vsw-1',
    ]);
  });

  it('is listed with those of its VPC', async () => {
    const VSwitches = { VSwitch: [{ VSwitchId: 'vsw-1', VpcId: 'vpc-1' }, { VSwitchId: 'vsw-2' }] };
    const found = await answering({ VSwitches }).vpc.vSwitchesOf(REGION, 'vpc-1');
    expect(found.map(({ vSwitchId, vpcId }) => [vSwitchId, vpcId])).toEqual([
      ['vsw-1', 'vpc-1'],
      ['vsw-2', undefined],
    ]);
  });

  it.each([
    ['an error', { Code: 'InvalidVswitchID.NotFound' }, 404],
    ['the other spelling of it', { Code: 'InvalidVSwitchId.NotFound' }, 400],
    ['an answer without an id', { VSwitchId: '' }, 200],
    ['an answer about another one', { VSwitchId: 'vsw-2' }, 200],
  ])('is not there by %s', async (_, body, status) => {
    expect(await answering(body, status).vpc.vSwitch(REGION, 'vsw-1')).toBeUndefined();
  });

  it.each([
    [7, 7],
    ['7', 7],
    ['0', 0],
    ['252', 252],
    ['-1', undefined],
    ['x7', undefined],
    ['7x', undefined],
    ['', undefined],
    [null, undefined],
  ])('whose free addresses are %j has %s', async (AvailableIpAddressCount, freeAddresses) => {
    const body = { VSwitchId: 'vsw-1', AvailableIpAddressCount };
    expect(await answering(body).vpc.vSwitch(REGION, 'vsw-1')).toMatchObject({ freeAddresses });
  });

  it.each([
    ['a missing permission', { Code: 'Forbidden.RAM' }, 403, ApiError],
    ['another thing that was not found', { Code: 'InvalidRegionId.NotFound' }, 404, ApiError],
    ['a longer code', { Code: 'InvalidVSwitchId.NotFoundYet' }, 404, ApiError],
    ['a code that only ends so', { Code: 'Other.InvalidVSwitchId.NotFound' }, 404, ApiError],
    ['an answer that names no vSwitch at all', { RequestId: 'R' }, 200, UnexpectedAnswerError],
  ])('is not known by %s', async (_, body, status, type) => {
    await expect(answering(body, status).vpc.vSwitch(REGION, 'vsw-1')).rejects.toThrow(type);
  });

  it('is asked for by name: an answer that names none says what it is', async () => {
    await expect(answering({ RequestId: 'R' }).vpc.vSwitch(REGION, 'vsw-1')).rejects.toMatchObject({
      message:
        'DescribeVSwitchAttributes got no answer of the API but an answer without what was asked for (HTTP 200)',
      requestId: 'R',
    });
  });
});

describe('security groups', () => {
  it('are those of the list', async () => {
    const SecurityGroup = [
      { SecurityGroupId: 'sg-1', VpcId: 'vpc-1', ServiceManaged: true },
      { SecurityGroupId: 'sg-2', VpcId: '' },
    ];
    const found = await answering({ SecurityGroups: { SecurityGroup } }).ecs.securityGroups(REGION, []);
    expect([...found.keys()]).toEqual(['sg-1', 'sg-2']);
    expect([...found.values()]).toEqual([
      { vpcId: 'vpc-1', serviceManaged: true },
      { vpcId: undefined, serviceManaged: false },
    ]);
  });

  it('are not known by a part of a list: who is missing may come later', async () => {
    const part = { RequestId: 'R', SecurityGroups: { SecurityGroup: [] }, NextToken: 'more' };
    await expect(answering(part).ecs.securityGroups(REGION, ['sg-1'])).rejects.toMatchObject({
      message: 'DescribeSecurityGroups got no answer of the API but a part of the list (HTTP 200)',
      requestId: 'R',
    });
  });

  it('are not known by an answer without a list', async () => {
    const asked = answering({ RequestId: 'R' }).ecs.securityGroups(REGION, ['sg-1']);
    await expect(asked).rejects.toThrow(UnexpectedAnswerError);
  });
});

describe('a key', () => {
  it('has the region of its resource name, its state and its use', async () => {
    const KeyMetadata = { Arn: 'acs:kms:cn-beijing:1:key/k', KeyState: 'Enabled', KeyUsage: 'SIGN/VERIFY' };
    expect(await answering({ KeyMetadata }).kms.key(REGION, 'k')).toEqual({
      ...{ regionId: 'cn-beijing', state: 'Enabled', usage: 'SIGN/VERIFY' },
    });
    expect(await answering({ KeyMetadata: {} }).kms.key(REGION, 'k')).toEqual({});
  });

  it.each(['Forbidden.KeyNotFound', 'Forbidden.AliasNotFound'])('is not there by %s', async (Code) => {
    expect(await answering({ Code }, 404).kms.key(REGION, 'k')).toBeUndefined();
  });

  it.each([...['Forbidden.NoPermission', 'Forbidden.KeyNotFoundYet', 'Other.Forbidden.AliasNotFound']])(
    'is not known by %s',
    async (Code) => {
      await expect(answering({ Code }, 403).kms.key(REGION, 'k')).rejects.toThrow(ApiError);
    },
  );
});

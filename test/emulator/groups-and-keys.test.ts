import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNT_ID, type Surroundings } from '../../emulator/index.ts';
import { REGION_ID } from './cloud-at.ts';
import { ARN, ask, listIn, type Parameters, WORLD } from './surroundings.ts';

describe('DescribeSecurityGroups', () => {
  const groups = (parameters: Parameters, surroundings: Surroundings = WORLD) =>
    ask('ecs', 'DescribeSecurityGroups', { RegionId: REGION_ID, ...parameters }, { surroundings });
  const listed = (body: Record<string, unknown>) => listIn(body, 'SecurityGroups', 'SecurityGroup');

  it('leaves out what is not there, not in the region or not in the VPC', () => {
    const SecurityGroupIds = '["sg-2","sg-3","sg-9"]';
    expect(groups({ SecurityGroupIds })).toEqual({
      RequestId: expect.any(String),
      RegionId: REGION_ID,
      SecurityGroups: {
        SecurityGroup: [
          {
            SecurityGroupId: 'sg-2',
            SecurityGroupName: 'own',
            VpcId: 'vpc-2',
            SecurityGroupType: 'enterprise',
            ServiceManaged: true,
            Description: '',
          },
        ],
      },
      TotalCount: 1,
      PageNumber: 1,
      PageSize: 10,
    });
    expect(listed(groups({ SecurityGroupIds, VpcId: 'vpc-1' }))).toEqual([]);
    expect(listed(groups({ SecurityGroupId: 'sg-1' }))).toMatchObject([
      { SecurityGroupId: 'sg-1', SecurityGroupType: 'normal', ServiceManaged: false },
    ]);
  });

  it('shows ten at a time, however many are asked for', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `sg-${index}`);
    const securityGroups = ids.map((securityGroupId) => ({ securityGroupId, vpcId: 'vpc-1' }));
    const ask12 = (more: Parameters) =>
      groups({ SecurityGroupIds: JSON.stringify(ids), ...more }, { securityGroups });
    const idsOf = (body: Record<string, unknown>) => listed(body).map((each) => each.SecurityGroupId);
    expect(idsOf(ask12({}))).toEqual(ids.slice(0, 10));
    expect(idsOf(ask12({ PageSize: '100' }))).toEqual(ids);
    expect(idsOf(ask12({ PageSize: '10', PageNumber: '2' }))).toEqual(ids.slice(10));
    const { NextToken } = ask12({ MaxResults: '10' });
    expect(NextToken).toEqual(expect.stringMatching(/./));
    const last = ask12({ MaxResults: '10', NextToken: String(NextToken) });
    expect([idsOf(last), last.NextToken]).toEqual([ids.slice(10), '']);
    expect(ask12({ MaxResults: '101' })).toMatchObject({ Code: 'InvalidParameter' });
    expect(ask12({ NextToken: 'x' })).toMatchObject({ Code: 'InvalidParameter' });
  });

  it('has every group where none is declared, in no VPC', () => {
    const SecurityGroupIds = '["sg-8","sg-9"]';
    expect(listed(groups({ SecurityGroupIds, SecurityGroupId: 'sg-8' }, {}))).toEqual([
      { SecurityGroupId: 'sg-8' },
      { SecurityGroupId: 'sg-9' },
    ]);
  });

  it.each(['sg-1', '[]', '[1]', JSON.stringify(Array(101).fill('sg-1'))])(
    'refuses ids such as %.20s',
    (SecurityGroupIds) => {
      expect(groups({ SecurityGroupIds })).toMatchObject({ Code: 'InvalidParameter' });
    },
  );
});

describe('DescribeKey', () => {
  const key = (KeyId: string, surroundings: Surroundings = WORLD, RegionId?: string) =>
    ask('kms', 'DescribeKey', { KeyId, ...(RegionId && { RegionId }) }, { surroundings });

  it('tells what a key is for and how it stands', () => {
    expect(key('key-1')).toEqual({
      RequestId: expect.any(String),
      KeyMetadata: {
        KeyId: 'key-1',
        Arn: `${ARN}:key/key-1`,
        KeyState: 'Enabled',
        KeyUsage: 'ENCRYPT/DECRYPT',
        KeySpec: 'Aliyun_AES_256',
        DeleteDate: '',
        Creator: DEFAULT_ACCOUNT_ID,
        Origin: 'Aliyun_KMS',
        ProtectionLevel: 'SOFTWARE',
        Description: '',
      },
    });
    expect(key('key-2')).toMatchObject({
      KeyMetadata: {
        Arn: 'acs:kms:cn-hangzhou:7:key/key-2',
        KeyState: 'PendingDeletion',
        KeyUsage: 'SIGN/VERIFY',
        KeySpec: 'RSA_2048',
        DeleteDate: '2026-01-08T00:00:00Z',
      },
    });
  });

  it.each(['alias/orders', 'alias/key/2', `${ARN}:key/key-1`, `${ARN}:alias/orders`])(
    'finds a key by %s',
    (KeyId) => {
      expect(key(KeyId)).toMatchObject({ KeyMetadata: { KeyId: 'key-1' } });
    },
  );

  it.each([
    ['key-9', 'Forbidden.KeyNotFound'],
    ['orders', 'Forbidden.KeyNotFound'],
    [`${ARN}:key/key-9`, 'Forbidden.KeyNotFound'],
    [`${ARN}:key/key-3`, 'Forbidden.KeyNotFound'],
    ['alias/none', 'Forbidden.AliasNotFound'],
    [`${ARN}:alias/none`, 'Forbidden.AliasNotFound'],
  ])('does not find %s', (KeyId, Code) => {
    expect(key(KeyId)).toMatchObject({ Code, HostId: 'kms.cn-hangzhou.aliyuncs.com' });
  });

  it('finds a key of another region, as its Arn shows, unless a region is named', () => {
    expect(key('key-3')).toMatchObject({
      KeyMetadata: { Arn: `acs:kms:cn-beijing:${DEFAULT_ACCOUNT_ID}:key/key-3` },
    });
    expect(key('key-3', WORLD, REGION_ID)).toMatchObject({ Code: 'Forbidden.KeyNotFound' });
  });

  it('has every key where none is declared, in no region', () => {
    expect(key('any', {})).toEqual({
      RequestId: expect.any(String),
      KeyMetadata: { KeyId: 'any', KeyState: 'Enabled', KeyUsage: 'ENCRYPT/DECRYPT' },
    });
  });
});

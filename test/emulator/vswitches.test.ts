import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNT_ID, type Surroundings } from '../../emulator/index.ts';
import { REGION_ID } from './cloud-at.ts';
import { ask, listIn, type Parameters, WORLD } from './surroundings.ts';

describe('DescribeVSwitchAttributes', () => {
  const attributes = (parameters: Parameters, surroundings: Surroundings = WORLD) =>
    ask('vpc', 'DescribeVSwitchAttributes', parameters, { surroundings });

  it('tells everything of a vSwitch, and nothing of success', () => {
    expect(attributes({ VSwitchId: 'vsw-1', RegionId: REGION_ID })).toEqual({
      RequestId: 'E0000000-0000-4000-8000-000000000001',
      VSwitchId: 'vsw-1',
      VSwitchName: '',
      VpcId: 'vpc-1',
      ZoneId: 'cn-hangzhou-h',
      Status: 'Available',
      CidrBlock: '192.168.0.0/24',
      AvailableIpAddressCount: 252,
      ShareType: '',
      OwnerId: Number(DEFAULT_ACCOUNT_ID),
      Description: '',
      IsDefault: false,
    });
    expect(attributes({ VSwitchId: 'vsw-2' })).toMatchObject({
      VSwitchName: 'brokers',
      Status: 'Pending',
      CidrBlock: '10.0.0.0/28',
      AvailableIpAddressCount: 3,
      ShareType: 'Shared',
      OwnerId: 7,
    });
  });

  it('does not find a vSwitch that is not there, or not in the region', () => {
    for (const parameters of [{ VSwitchId: 'vsw-9' }, { VSwitchId: 'vsw-3', RegionId: REGION_ID }]) {
      expect(attributes(parameters)).toMatchObject({
        Code: 'InvalidVswitchID.NotFound',
        HostId: 'vpc.cn-hangzhou.aliyuncs.com',
        Recommend: expect.stringContaining('product=vpc'),
      });
    }
  });

  it.each([
    ['empty', ''],
    ['other', 'vsw-nobody-asked'],
  ] as const)('may answer with an %s vSwitch instead', (missingVSwitch, VSwitchId) => {
    const body = attributes({ VSwitchId: 'vsw-9' }, { vSwitches: [], missingVSwitch });
    expect(body).toMatchObject({ VSwitchId });
    expect(body).not.toHaveProperty('Code');
  });

  it('has every vSwitch where none is declared, in no VPC and no zone', () => {
    expect(attributes({ VSwitchId: 'any' }, {})).toEqual({
      RequestId: expect.any(String),
      VSwitchId: 'any',
      Status: 'Available',
    });
  });

  it('wants to know which one', () => {
    expect(attributes({ RegionId: REGION_ID })).toMatchObject({ Code: 'MissingVSwitchId' });
  });
});

describe('DescribeVSwitches', () => {
  const idsOf = (parameters: Parameters, surroundings: Surroundings = WORLD) =>
    listIn(ask('vpc', 'DescribeVSwitches', parameters, { surroundings }), 'VSwitches', 'VSwitch').map(
      (each) => each.VSwitchId,
    );

  it.each<[string[], Parameters]>([
    [['vsw-1', 'vsw-2'], { RegionId: REGION_ID }],
    [['vsw-1', 'vsw-2'], { VpcId: 'vpc-1' }],
    [['vsw-2'], { RegionId: REGION_ID, ZoneId: 'cn-hangzhou-i' }],
    [['vsw-1'], { RegionId: REGION_ID, VSwitchId: 'vsw-1' }],
    [[], { RegionId: REGION_ID, VSwitchId: 'vsw-3' }],
    [['vsw-2'], { RegionId: REGION_ID, PageNumber: '2', PageSize: '1' }],
  ])('lists %o for %o', (ids, parameters) => {
    expect(idsOf(parameters)).toEqual(ids);
  });

  it('has ten on a page, fifty at most, and counts them all', () => {
    const vSwitches = Array.from({ length: 12 }, (_, index) => ({
      ...{ vSwitchId: `vsw-${index}`, vpcId: 'vpc-1', zoneId: 'cn-hangzhou-h' },
    }));
    const list = (more: Parameters = {}) =>
      ask('vpc', 'DescribeVSwitches', { VpcId: 'vpc-1', ...more }, { surroundings: { vSwitches } });
    expect(list()).toMatchObject({ TotalCount: 12, PageNumber: 1, PageSize: 10 });
    expect(listIn(list(), 'VSwitches', 'VSwitch')).toHaveLength(10);
    expect(listIn(list({ PageSize: '50' }), 'VSwitches', 'VSwitch')).toHaveLength(12);
    expect(list({ PageSize: '51' })).toMatchObject({ Code: 'InvalidParameter' });
    expect(list({ PageNumber: '0' })).toMatchObject({ Code: 'InvalidParameter' });
  });

  it('has the one that is asked for where none is declared', () => {
    expect(idsOf({ RegionId: REGION_ID, VSwitchId: 'any' }, {})).toEqual(['any']);
    expect(idsOf({ RegionId: REGION_ID }, {})).toEqual([]);
  });

  it('wants a region or a VPC', () => {
    expect(ask('vpc', 'DescribeVSwitches', { VSwitchId: 'vsw-1' })).toMatchObject({
      Code: 'MissingParameter',
    });
  });
});

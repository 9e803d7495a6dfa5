import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../emulator/alibaba/surroundings.ts';
import { manifestOf, survey } from './survey.ts';

const WORLD: Surroundings = {
  vSwitches: [
    { vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-a', name: 'brokers' },
    { vSwitchId: 'vsw-b', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-b' },
    { vSwitchId: 'vsw-new', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-a', status: 'Pending' },
    { vSwitchId: 'vsw-far', vpcId: 'vpc-2', zoneId: 'cn-hangzhou-a' },
  ],
  securityGroups: [{ securityGroupId: 'sg-far', vpcId: 'vpc-2' }],
  keys: [
    { keyId: 'key-off', state: 'Disabled' },
    { keyId: 'key-sign', usage: 'SIGN/VERIFY' },
    { keyId: 'key-far', regionId: 'cn-beijing' },
  ],
};

const WAY_PAST = 'If this check is wrong, set preflight: off.';
const OTHERS = 'There are vsw-1 (brokers), vsw-new in vpc-1, zonea.';

describe('a finding says what is wrong at which field, and what to do', () => {
  it.each([
    [
      'vSwitchId',
      { vSwitchId: 'vsw-2' },
      'There is no vSwitch "vsw-2" in cn-hangzhou. Correct vSwitchId; did you mean "vsw-1"?',
    ],
    [
      'vSwitchId',
      { vSwitchId: 'vsw-quite-different' },
      `There is no vSwitch "vsw-quite-different" in cn-hangzhou. Correct vSwitchId. ${OTHERS}`,
    ],
    [
      'vSwitchIds',
      { vSwitchId: null, vSwitchIds: ['vsw-1', 'vsw-far'] },
      `vSwitch "vsw-far" is in vpc-2; vpcId is "vpc-1". Set vpcId: vpc-2, or choose a vSwitch of the other VPC. ${OTHERS}`,
    ],
    [
      'vSwitchId',
      { vSwitchId: 'vsw-new' },
      'vSwitch "vsw-new" is Pending, not Available. Wait until the VPC has created it, and run the job again.',
    ],
    [
      'zoneId',
      { zoneId: 'cn-hangzhou-c' },
      'vSwitch "vsw-1" is in cn-hangzhou-a; zoneId is "cn-hangzhou-c". Set zoneId: cn-hangzhou-a, or choose a vSwitch in the other zone.',
    ],
    [
      'vSwitchIds',
      { vSwitchId: null, vSwitchIds: ['vsw-quite-different'] },
      `There is no vSwitch "vsw-quite-different" in cn-hangzhou. Correct vSwitchIds. ${OTHERS}`,
    ],
    [
      'zoneId',
      { zoneId: 'cn-hangzhou-b' },
      'vSwitch "vsw-1" is in cn-hangzhou-a; zoneId is "cn-hangzhou-b". Set zoneId: cn-hangzhou-a, or choose a vSwitch in the other zone. There is vsw-b in vpc-1, cn-hangzhou-b.',
    ],
    [
      'zoneId',
      { zoneId: 'zonec', vSwitchId: null, vSwitchIds: ['vsw-1', 'vsw-b'] },
      'vSwitches "vsw-1", "vsw-b" are in cn-hangzhou-a and cn-hangzhou-b; zoneId is "zonec". Set zoneId: zonea, or choose a vSwitch in the other zone.',
    ],
    [
      'securityGroup',
      { securityGroup: 'sg-2' },
      'There is no security group "sg-2" in cn-hangzhou. Correct securityGroup, or remove it: the service then creates a group.',
    ],
    [
      'securityGroup',
      { securityGroup: 'sg-far' },
      'The security group "sg-far" is in vpc-2; vpcId is "vpc-1". Choose a group of that VPC, or remove securityGroup: the service then creates a group.',
    ],
    [
      'kmsKeyId',
      { kmsKeyId: 'alias/none' },
      'There is no KMS key "alias/none" in cn-hangzhou. Correct kmsKeyId: the key must be in the region of the instance.',
    ],
    [
      'kmsKeyId',
      { kmsKeyId: 'key-far' },
      'The KMS key "key-far" is in cn-beijing; regionId is "cn-hangzhou". Choose a key in the region of the instance.',
    ],
    [
      'kmsKeyId',
      { kmsKeyId: 'key-off' },
      'The KMS key "key-off" is Disabled, not Enabled. Enable it in the KMS console, or choose another key.',
    ],
    [
      'kmsKeyId',
      { kmsKeyId: 'key-sign' },
      'The KMS key "key-sign" is for SIGN/VERIFY, not for encryption. Choose a key that is made for ENCRYPT/DECRYPT.',
    ],
    [
      'name',
      { name: 'audit' },
      'The name "audit" is that of alikafka_post-cn-other already. Choose another name: it must be unique in the region.',
    ],
  ])('%s %j', async (field, fields, text) => {
    const manifest = manifestOf({ orders: fields });
    const { plan, told } = await survey(manifest, {
      surroundings: WORLD,
      instances: [{ instanceId: 'alikafka_post-cn-other', name: 'audit', status: 'running' }],
    });
    const place = `kafka.yml:1:${manifest.indexOf(`"${field}":`) + `"${field}":`.length + 1}`;
    expect(told).toEqual([`error ${place} ${text} ${WAY_PAST}`]);
    const [found = ''] = text.split(/\. (?=[A-Z])/);
    expect(plan).toMatchObject([
      { action: 'blocked', steps: [], reason: found, failure: { message: `It cannot be started: ${found}` } },
    ]);
  });

  it('but one vSwitch in the zone is enough, and the zones that are selected do not matter', async () => {
    const vSwitchIds = ['vsw-b', 'vsw-1'];
    const fields = { vSwitchId: null, vSwitchIds, selectedZones: [['zonex'], ['zoney']] };
    const { plan, before, told } = await survey(manifestOf({ a: fields }), { surroundings: WORLD });
    expect(told).toEqual([]);
    expect(plan.map(({ action }) => action)).toEqual(before.map(({ action }) => action));
  });

  it('all of them, and what could not be checked, make the failure of the instance', async () => {
    const manifest = manifestOf({ a: { vSwitchId: 'vsw-far', securityGroup: 'sg-far', kmsKeyId: 'key-1' } });
    const denied = ['kms:DescribeKey'];
    const { plan, told } = await survey(manifest, { surroundings: WORLD, required: true, denied });
    expect(told).toHaveLength(3);
    const reason =
      'vSwitch "vsw-far" is in vpc-2; vpcId is "vpc-1"; The security group "sg-far" is in vpc-2; vpcId is "vpc-1"; a check could not be made';
    expect(plan).toMatchObject([
      {
        ...{ action: 'blocked', steps: [], reason },
        failure: {
          message: `It cannot be started: ${reason}`,
          remedy:
            `Set vpcId: vpc-2, or choose a vSwitch of the other VPC. ${OTHERS} ` +
            'Choose a group of that VPC, or remove securityGroup: the service then creates a group. ' +
            `${WAY_PAST} Not checked before the start: KMS key "key-1" (the credentials lack kms:DescribeKey). ` +
            'Grant kms:DescribeKey in RAM, or set preflight: off to go without these checks',
          ...{ details: {}, isTold: true },
        },
      },
    ]);
  });

  it('of what is not started nothing, and nothing is asked for it', async () => {
    const fields = { vSwitchId: 'vsw-gone', kmsKeyId: 'key-gone', name: 'audit' };
    const { plan, before, told, calls } = await survey(manifestOf({ a: {}, b: fields, c: fields }), {
      surroundings: WORLD,
      instances: [
        { instanceId: 'alikafka_post-cn-b', status: 'preparing' },
        { instanceId: 'alikafka_post-cn-c', status: 'running' },
      ],
    });
    expect([plan.slice(1), told, calls]).toEqual([before.slice(1), [], ['DescribeVSwitchAttributes']]);
  });

  it('once for all instances that share the field, with their names; the others go on', async () => {
    const manifest = JSON.stringify({
      defaults: {
        ...{ regionId: 'cn-hangzhou', deployModule: 'vpc', vpcId: 'vpc-1', zoneId: 'zonea' },
        vSwitchId: 'vsw-far',
      },
      instances: {
        a: { instanceId: 'alikafka_post-cn-a' },
        b: { instanceId: 'alikafka_post-cn-b', vSwitchId: 'vsw-1' },
        c: { instanceId: 'alikafka_post-cn-c' },
      },
    });
    const { plan, told, calls } = await survey(manifest, { surroundings: WORLD });
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('vSwitch "vsw-far" is in vpc-2; vpcId is "vpc-1" (a, c). ');
    expect(plan.map(({ action }) => action)).toEqual(['blocked', 'start', 'blocked']);
    expect(calls.filter((call) => call === 'DescribeVSwitches')).toHaveLength(1);
  });

  it('without the vSwitches of the VPC where they may not be read, which is no loss worth a word', async () => {
    const manifest = manifestOf({ a: { vSwitchId: 'vsw-b' } });
    const denied = ['vpc:DescribeVSwitches'];
    const { told } = await survey(manifest, { surroundings: WORLD, denied });
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`or choose a vSwitch in the other zone. ${WAY_PAST}`);
  });
});

it('blocks the later of two starts that ask for one name in one region', async () => {
  const instances = { a: { name: 'orders' }, b: { name: 'orders' }, c: { name: 'audit' } };
  const { plan, told } = await survey(manifestOf(instances));
  expect(plan.map(({ action }) => action)).toEqual(['start', 'blocked', 'start']);
  expect(told.join()).toContain(
    'The name "orders" is also that of a, which is started first (b). Give each its own name',
  );
});

describe('what cannot be read', () => {
  const manifest = manifestOf({ a: { kmsKeyId: 'key-1' }, b: { kmsKeyId: 'key-1' }, c: {} });
  const denied = ['vpc:DescribeVSwitchAttributes', 'kms:DescribeKey'];
  const grant = (action: string) =>
    `Grant ${action} in RAM, or set preflight: off to go without these checks`;
  const texts = [
    `Not checked before the start: vSwitch "vsw-1" (the credentials lack vpc:DescribeVSwitchAttributes). ${grant('vpc:DescribeVSwitchAttributes')}`,
    `Not checked before the start: KMS key "key-1" (the credentials lack kms:DescribeKey). ${grant('kms:DescribeKey')}`,
  ];

  it('is not checked, and said once; nothing is blocked by it', async () => {
    const { plan, before, told } = await survey(manifest, { denied });
    expect(told).toEqual(texts.map((text) => `warning ${text}`));
    expect(plan).toEqual(before);
  });

  it('blocks where preflight is required, but only the instances that need it', async () => {
    const { plan, told } = await survey(manifest, {
      ...{ denied: ['kms:DescribeKey'], required: true, surroundings: WORLD },
    });
    expect(told).toEqual([`error input preflight ${texts[1]}`]);
    expect(plan.map(({ action }) => action)).toEqual(['blocked', 'blocked', 'start']);
    expect(plan[0]?.failure).toEqual({
      message: 'It cannot be started: a check could not be made',
      remedy: texts[1],
      details: {},
      isTold: true,
    });
  });

  it('is also what an answer leaves out, where preflight is required: a green would claim it', async () => {
    const { told, plan } = await survey(manifestOf({ a: { securityGroup: 'sg-1' } }), { required: true });
    expect(plan.map(({ action }) => action)).toEqual(['blocked']);
    expect(told).toEqual([
      expect.stringMatching(
        /^error input preflight Not checked before the start: vSwitch "vsw-1" .* without what is compared/,
      ),
      expect.stringMatching(/^error input preflight Not checked before the start: security group "sg-1" /),
    ]);
    expect((await survey(manifestOf({ a: { securityGroup: 'sg-1' } }))).told).toEqual([]);
  });

  it('is no missing permission where only the status of the answer says so', async () => {
    const effect = {
      kind: 'refuse',
      code: 'InvalidSecurityToken.Expired',
      httpStatus: 403,
      message: 'Old.',
    } as const;
    const { told } = await survey(manifestOf({ a: {} }), {
      faults: [{ action: 'DescribeVSwitchAttributes', effect }],
    });
    expect(told.join()).toContain('InvalidSecurityToken.Expired');
    expect(told.join()).not.toContain('the credentials lack');
  });

  it('says nothing of a zone either, not even where another vSwitch is known to be elsewhere', async () => {
    const both = manifestOf({ a: { vSwitchId: null, vSwitchIds: ['vsw-b', 'vsw-1'] } });
    const { told } = await survey(both, {
      surroundings: WORLD,
      faults: [
        {
          predicate: ({ parameters }) => parameters.VSwitchId === 'vsw-1',
          effect: { kind: 'refuse', code: 'Forbidden.RAM', httpStatus: 403, message: 'No.' },
        },
      ],
    });
    expect(told).toEqual([`warning ${texts[0]}`]);
  });
});

it('a call that is made again is told with its operation and region', async () => {
  const fields = { vSwitchId: 'vsw-far', securityGroup: 'sg-1', kmsKeyId: 'key-1' };
  const actions = ['DescribeVSwitchAttributes', 'DescribeKey', 'DescribeSecurityGroups', 'DescribeVSwitches'];
  const effect = { kind: 'refuse', code: 'ServiceUnavailable', httpStatus: 503, message: 'Later.' } as const;
  const { notes, told } = await survey(manifestOf({ a: fields }), {
    ...{ surroundings: WORLD, faults: actions.map((action) => ({ action, effect })) },
  });
  for (const action of actions) {
    expect(notes.filter((note) => note.includes(`${action} of cn-hangzhou`))).toHaveLength(1);
  }
  expect(told.join()).not.toContain('Not checked');
});

it('a group that may not be read is not checked', async () => {
  const options = { surroundings: WORLD, denied: ['ecs:DescribeSecurityGroups'] };
  const { told } = await survey(manifestOf({ a: { securityGroup: 'sg-far' } }), options);
  expect(told).toEqual([
    expect.stringMatching(/^warning Not checked before the start: security group "sg-far" \(the credentials/),
  ]);
});

describe('what a plan says of the network', () => {
  const vSwitch = { vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-a' };
  const group = { securityGroupId: 'sg-1', vpcId: 'vpc-1' };

  it.each<[string, Surroundings, object | undefined]>([
    ['nothing, where nothing is known', {}, undefined],
    [
      'the vSwitch alone',
      { vSwitches: [{ ...vSwitch, cidrBlock: '10.0.0.0/24' }] },
      { vSwitches: [{ shown: 'vsw-1', cidrBlock: '10.0.0.0/24', freeAddresses: 252 }], managedGroup: false },
    ],
    [
      'the group alone',
      { securityGroups: [{ ...group, serviceManaged: true }] },
      { vSwitches: [], managedGroup: true },
    ],
  ])('is %s', async (_, surroundings, network) => {
    const { plan } = await survey(manifestOf({ a: { securityGroup: 'sg-1' } }), { surroundings });
    expect(plan[0]?.network).toEqual(network);
  });

  it('warns of each vSwitch that has fewer than ten free addresses', async () => {
    const vSwitches = ['vsw-1', 'vsw-2', 'vsw-3'].map((vSwitchId, index) => ({
      ...{ ...vSwitch, vSwitchId, availableIpAddressCount: 8 + index },
    }));
    const fields = { a: {}, b: { vSwitchId: 'vsw-2' }, c: { vSwitchId: 'vsw-3' } };
    const { told } = await survey(manifestOf(fields), { surroundings: { vSwitches } });
    expect(told).toEqual([
      expect.stringContaining('vSwitch vsw-1 has only 8 free addresses for the instance'),
      expect.stringContaining('vSwitch vsw-2 has only 9 free addresses for the instance'),
    ]);
  });

  it('is the vSwitch with its block, its addresses and its owner, and a group of another product', async () => {
    const surroundings: Surroundings = {
      vSwitches: [
        {
          ...{ vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-a', name: 'brokers' },
          ...{ cidrBlock: '10.0.0.0/28', availableIpAddressCount: 9, shareType: 'Shared', ownerId: '7' },
        },
      ],
      securityGroups: [{ securityGroupId: 'sg-1', vpcId: 'vpc-1', serviceManaged: true }],
    };
    const { plan, told } = await survey(manifestOf({ a: { securityGroup: 'sg-1' } }), { surroundings });
    expect(plan[0]?.network).toEqual({
      vSwitches: [
        {
          ...{ shown: 'vsw-1', name: 'brokers', cidrBlock: '10.0.0.0/28', freeAddresses: 9, sharedBy: '7' },
        },
      ],
      managedGroup: true,
    });
    expect(told).toEqual([
      expect.stringMatching(
        /^warning kafka\.yml:1:\d+ vSwitch vsw-1 has only 9 free addresses for the instance: the start may fail for want of them$/,
      ),
    ]);
  });

  it('warns where so many instances would take all addresses of a vSwitch', async () => {
    const vSwitches = [
      { vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-a', availableIpAddressCount: 11 },
    ];
    const manifest = manifestOf({ a: {}, b: {}, c: {}, d: {} });
    const { told } = await survey(manifest, { surroundings: { vSwitches } });
    expect(told).toEqual([expect.stringContaining('has only 11 free addresses for 4 instances')]);
    const three = await survey(manifestOf({ a: {}, b: {}, c: {} }), { surroundings: { vSwitches } });
    expect(three.told).toEqual([]);
  });
});

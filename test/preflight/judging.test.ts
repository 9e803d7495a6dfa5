import { describe, expect, it } from 'vitest';
import type { SecurityGroup } from '../../src/alibaba/ecs.ts';
import { ApiError, NoAnswerError } from '../../src/alibaba/errors.ts';
import type { KmsKey } from '../../src/alibaba/kms.ts';
import type { LiveInstance } from '../../src/alibaba/live.ts';
import type { VSwitch } from '../../src/alibaba/vpc.ts';
import type { PlanItem } from '../../src/deployment/plan.ts';
import type { Answer, Answers } from '../../src/preflight/asking.ts';
import { findingsOf, type Neighbours, sameNameFindings } from '../../src/preflight/findings.ts';
import { placeKey, questionsOf, vSwitchesOf } from '../../src/preflight/questions.ts';
import { incompleteOf, listed, uncheckedOf, uncheckedTexts } from '../../src/preflight/unchecked.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { fleet } from '../deployment/fleet.ts';
import { planFor, requestsIn } from '../deployment/given.ts';
import { manifestOf } from './survey.ts';

const regionId = 'cn-hangzhou';
const variables = { VPC: 'vpc-1', ZONE: 'zonea', VSWITCH: 'vsw-1' };

/** Starts of a plan, by the fields that a manifest gives them beside those of manifestOf. */
async function starts(instances: Readonly<Record<string, object>>): Promise<PlanItem[]> {
  const requests = requestsIn(manifestOf(instances), variables);
  const bought = requests.map(({ instanceId, regionId, series }) => ({
    ...{ instanceId, regionId },
    ...(series === 'serverless' && { series: 'v3' as const }),
  }));
  return planFor(fleet({ instances: bought }), requests);
}

async function startOf(fields: object): Promise<PlanItem> {
  const [item] = await starts({ orders: fields });
  if (!item) throw new Error('there is no plan');
  return item;
}

const NOBODY_SAYS = { name: undefined, vpcId: undefined, zoneId: undefined, status: undefined };

function vSwitch(facts: Partial<VSwitch> = {}): VSwitch {
  const addresses = { cidrBlock: undefined, freeAddresses: undefined, sharedBy: undefined };
  return { vSwitchId: 'vsw-1', ...NOBODY_SAYS, ...addresses, ...facts };
}

const found = <T>(value: T): Answer<T> => ({ kind: 'found', value });

interface Said {
  readonly vSwitches?: Readonly<Record<string, Answer<VSwitch>>>;
  readonly groups?: Readonly<Record<string, Answer<SecurityGroup>>>;
  readonly keys?: Readonly<Record<string, Answer<KmsKey>>>;
  readonly names?: Answer<ReadonlyMap<string, LiveInstance>>;
}

function answers({ vSwitches = {}, groups = {}, keys = {}, names }: Said): Answers {
  const byPlace = <T>(said: Readonly<Record<string, T>>) =>
    new Map(Object.entries(said).map(([id, answer]) => [placeKey({ regionId, id }), answer]));
  return {
    ...{ vSwitches: byPlace(vSwitches), groups: byPlace(groups), keys: byPlace(keys) },
    names: new Map(names && [[regionId, names]]),
  };
}

const textsOf = (list: readonly { found: string; remedy: string }[]) =>
  list.map(({ found, remedy }) => `${found}. ${remedy}`);

describe('a word that the answer does not say is no finding', () => {
  const fields = { securityGroup: 'sg-1', kmsKeyId: 'key-1', name: 'orders' };
  const key: KmsKey = { regionId, state: 'Enabled', usage: 'ENCRYPT/DECRYPT' };

  it.each<[string, Said]>([
    ['nothing at all', {}],
    ['no word of the vSwitch', { vSwitches: { 'vsw-1': found(vSwitch()) } }],
    ['a zone that names no letter', { vSwitches: { 'vsw-1': found(vSwitch({ zoneId: 'cn-hangzhou-1' })) } }],
    ['a status that is not documented', { vSwitches: { 'vsw-1': found(vSwitch({ status: 'Creating' })) } }],
    ['the right VPC, and no zone', { vSwitches: { 'vsw-1': found(vSwitch({ vpcId: 'vpc-1' })) } }],
    ['no VPC of the group', { groups: { 'sg-1': found({ vpcId: undefined, serviceManaged: false }) } }],
    ['the group’s own VPC', { groups: { 'sg-1': found({ vpcId: 'vpc-1', serviceManaged: true }) } }],
    ['a key that can encrypt', { keys: { 'key-1': found(key) } }],
    [
      'no word of the key',
      { keys: { 'key-1': found({ regionId: undefined, state: undefined, usage: undefined }) } },
    ],
    [
      'a state and use that are not documented',
      { keys: { 'key-1': found({ ...key, state: 'New', usage: 'WRAP' }) } },
    ],
  ])('%s', async (_, said) => {
    expect(findingsOf(await startOf(fields), answers(said))).toEqual([]);
  });

  it.each(['Disabled', 'PendingDeletion', 'PendingImport'])('but a key that is %s is one', async (state) => {
    const said = answers({ keys: { 'key-1': found({ ...key, state }) } });
    expect(textsOf(findingsOf(await startOf({ kmsKeyId: 'key-1' }), said))).toEqual([
      `The KMS key "key-1" is ${state}, not Enabled. Enable it in the KMS console, or choose another key.`,
    ]);
  });
});

describe('the vSwitches that would do', () => {
  const one = (id: string, zone: string | undefined, name?: string) =>
    vSwitch({ vSwitchId: id, vpcId: 'vpc-1', zoneId: zone, name });
  const known: Neighbours = new Map([
    [
      placeKey({ regionId, id: 'vpc-1' }),
      [
        one('vsw-first', 'cn-hangzhou-a', 'brokers'),
        one('vsw-second', 'cn-hangzhou-b'),
        one('vsw-unsaid', undefined),
        one('vsw-third', 'cn-hangzhou-a'),
        one('vsw-fourth', 'cn-hangzhou-a'),
        one('vsw-fifth', 'cn-hangzhou-a'),
      ],
    ],
  ]);
  const missing = answers({ vSwitches: { 'vsw-1': { kind: 'missing' } } });

  it.each([
    ['three in the zone', {}, 'There are vsw-first (brokers), vsw-third, vsw-fourth in vpc-1, zonea.'],
    ['the only one in the zone', { zoneId: 'cn-hangzhou-b' }, 'There is vsw-second in vpc-1, cn-hangzhou-b.'],
    [
      'in any zone where the start names none',
      { series: 'serverless', deployModule: null, zoneId: null },
      'There are vsw-first (brokers), vsw-second, vsw-unsaid in vpc-1.',
    ],
    [
      'with what came from the environment as it is written',
      { vpcId: '${VPC}', zoneId: '${ZONE}' },
      'There are vsw-first (brokers), vsw-third, vsw-fourth in ${VPC}, ${ZONE}.',
    ],
  ])('are named: %s', async (_, fields, choice) => {
    expect(textsOf(findingsOf(await startOf(fields), missing, known))).toEqual([
      `There is no vSwitch "vsw-1" in cn-hangzhou. Correct vSwitchId. ${choice}`,
    ]);
  });

  it.each([
    ['none is in the zone', { zoneId: 'zonec' }],
    ['they are another VPC’s', { vpcId: 'vpc-2' }],
  ])('are not named where %s', async (_, fields) => {
    expect(textsOf(findingsOf(await startOf(fields), missing, known))).toEqual([
      'There is no vSwitch "vsw-1" in cn-hangzhou. Correct vSwitchId.',
    ]);
  });
});

it('what came from the environment is not shown by a finding', async () => {
  const item = await startOf({ vpcId: '${VPC}', zoneId: '${ZONE}', vSwitchId: '${VSWITCH}' });
  const elsewhere = { 'vsw-1': found(vSwitch({ vpcId: 'vpc-2', zoneId: 'cn-hangzhou-b' })) };
  expect(textsOf(findingsOf(item, answers({ vSwitches: elsewhere })))).toEqual([
    'vSwitch "${VSWITCH}" is in vpc-2; vpcId is "${VPC}". Set vpcId: vpc-2, or choose a vSwitch of the other VPC.',
    'vSwitch "${VSWITCH}" is in cn-hangzhou-b; zoneId is "${ZONE}". Set zoneId: zoneb, or choose a vSwitch in the other zone.',
  ]);
});

it('the name that the instance has already is no finding', async () => {
  const item = await startOf({ name: 'orders' });
  if (!item.live) throw new Error('there is no live instance');
  const own = found(new Map([[item.request.instanceId, { ...item.live, name: 'orders' }]]));
  expect(findingsOf(item, answers({ names: own }))).toEqual([]);
});

it('one name in two regions, or of nobody, is no finding', async () => {
  const plan = await starts({ a: {}, b: { name: 'orders' }, c: { name: 'orders', regionId: 'cn-beijing' } });
  expect(plan.flatMap((item) => sameNameFindings(item, plan))).toEqual([]);
});

it('what names nothing asks nothing', async () => {
  const item = await startOf({});
  const { vSwitchId: _, vpcId: __, ...settings } = item.request.settings;
  const bare: PlanItem = { ...item, request: { ...item.request, settings } };
  expect(vSwitchesOf(bare)).toEqual([]);
  const nothing = { vSwitches: [], keys: [], groups: new Map(), names: [] };
  expect(questionsOf([bare])).toEqual(nothing);
  expect(questionsOf([{ ...item, steps: [] }])).toEqual(nothing);
  expect([findingsOf(bare, answers({})), incompleteOf(bare, answers({}))]).toEqual([[], []]);
});

describe('a check that could not be made', () => {
  const silent = new NoAnswerError('Any', { sent: false, reason: 'no route.', remedy: 'Open the way' });
  const refused = (code: string) => {
    const none = { requestId: 'R', success: undefined, recommend: undefined, hostId: undefined };
    const more = { accessDenied: undefined, retryAfterMs: undefined };
    return new ApiError('Any', { ...none, ...more, code, message: 'No.', httpStatus: 403 }, remedyFor);
  };
  const fields = { securityGroup: 'sg-1', kmsKeyId: 'key-1', name: 'orders' };

  it.each([
    ['refused', refused('Forbidden.RAM')],
    ['not answered', silent],
  ])('is one of each field that is named: %s', async (_, error) => {
    const unread = { kind: 'unchecked', error } as const;
    const said = answers({
      ...{ vSwitches: { 'vsw-1': unread }, groups: { 'sg-1': unread } },
      ...{ keys: { 'key-1': unread }, names: unread },
    });
    const item = await startOf(fields);
    expect(findingsOf(item, said)).toEqual([]);
    expect(incompleteOf(item, said)).toEqual([]);
    expect(uncheckedOf(await startOf({}), said)).toMatchObject([{ check: 'vSwitch' }]);
    expect(uncheckedOf(item, answers({}))).toEqual([]);
    const rows = [
      ['vSwitch "vsw-1"', 'vpc:DescribeVSwitchAttributes'],
      ['security group "sg-1"', 'ecs:DescribeSecurityGroups'],
      ['KMS key "key-1"', 'kms:DescribeKey'],
      ['name "orders"', 'alikafka:ListInstance'],
    ];
    expect(uncheckedTexts(uncheckedOf(item, said))).toEqual(
      rows.map(([what, action]) =>
        error === silent
          ? `Not checked before the start: ${what} (Any could not be sent: no route). Open the way. Or set preflight: off to go without these checks`
          : `Not checked before the start: ${what} (the credentials lack ${action}). Grant ${action} in RAM, or set preflight: off to go without these checks`,
      ),
    );
  });

  it('for another refusal is told with it', async () => {
    const names = { kind: 'unchecked', error: refused('ServiceUnavailable') } as const;
    expect(uncheckedTexts(uncheckedOf(await startOf(fields), answers({ names })))).toEqual([
      'Not checked before the start: name "orders" (Any was refused with ServiceUnavailable (HTTP 403): No). Run again when the service answers. Or set preflight: off to go without these checks',
    ]);
  });

  it.each<[string, Said, string[]]>([
    ['the vSwitch', { vSwitches: { 'vsw-1': found(vSwitch({ zoneId: 'cn-hangzhou-a' })) } }, ['vSwitch']],
    ['its zone', { vSwitches: { 'vsw-1': found(vSwitch({ vpcId: 'vpc-1' })) } }, ['vSwitch']],
    ['nothing of it', { vSwitches: { 'vsw-1': found(vSwitch({ vpcId: 'vpc-1', zoneId: 'x' })) } }, []],
    [
      'the group',
      { groups: { 'sg-1': found({ vpcId: undefined, serviceManaged: false }) } },
      ['security group'],
    ],
    ['nothing of it', { groups: { 'sg-1': found({ vpcId: 'vpc-1', serviceManaged: false }) } }, []],
    ['a key’s state', { keys: { 'key-1': found({ regionId, state: undefined, usage: 'x' }) } }, ['KMS key']],
    ['its usage', { keys: { 'key-1': found({ regionId, state: 'x', usage: undefined }) } }, ['KMS key']],
    ['nothing of it', { keys: { 'key-1': found({ regionId: undefined, state: 'x', usage: 'x' }) } }, []],
    [
      'what is not there',
      { vSwitches: { 'vsw-1': { kind: 'missing' } }, keys: { 'key-1': { kind: 'missing' } } },
      [],
    ],
  ])('lacks in its answer %s', async (_, said, checks) => {
    const incomplete = incompleteOf(await startOf(fields), answers(said));
    expect(incomplete.map(({ check }) => check)).toEqual(checks);
  });

  it('tells in whose answer something is lacking', async () => {
    const said = answers({
      vSwitches: { 'vsw-1': found(vSwitch()) },
      groups: { 'sg-1': found({ vpcId: undefined, serviceManaged: false }) },
      keys: { 'key-1': found({ regionId, state: undefined, usage: undefined }) },
    });
    const texts = uncheckedTexts(incompleteOf(await startOf(fields), said));
    expect(texts).toEqual(
      [
        ['vSwitch "vsw-1"', 'DescribeVSwitchAttributes'],
        ['security group "sg-1"', 'DescribeSecurityGroups'],
        ['KMS key "key-1"', 'DescribeKey'],
      ].map(
        ([what, action]) =>
          `Not checked before the start: ${what} (${action} got no answer of the API but an answer without what is compared (HTTP 200)). ` +
          'If a proxy stands between the runner and *.aliyuncs.com, let these calls pass unchanged. Otherwise try again later. Or set preflight: off to go without these checks',
      ),
    );
  });

  it('asks no zone of a vSwitch where none is wanted', async () => {
    const item = await startOf({ series: 'serverless', deployModule: null, zoneId: null });
    const said = answers({ vSwitches: { 'vsw-1': found(vSwitch({ vpcId: 'vpc-1' })) } });
    expect([incompleteOf(item, said), findingsOf(item, said)]).toEqual([[], []]);
  });
});

it.each([
  [5, '1, 2, 3, 4, 5'],
  [6, '1, 2, 3, 4, 5 and 1 more'],
])('of %i names five are listed', (count, text) => {
  expect(listed(Array.from({ length: count }, (_, index) => `${index + 1}`))).toBe(text);
});

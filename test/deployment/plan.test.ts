import { describe, expect, it } from 'vitest';
import type { StatusName } from '../../emulator/alibaba/alikafka/statuses.ts';
import { fleet, requestFor } from './fleet.ts';
import { callsOf, ID, idsOf, planFor, requestsIn } from './given.ts';

const REQUEST = requestFor(ID);

/** The plan for one instance of a region in which these instances are. */
async function planOne(seed: object, request = REQUEST) {
  const dependencies = fleet({ instances: [{ instanceId: ID, ...seed }] });
  const [item] = await planFor(dependencies, [request]);
  if (!item) throw new Error('there is no plan');
  return { ...item, journal: dependencies.cloud.journal };
}

const CHANGING =
  'it is being upgraded, migrated, scaled or started again, so nothing is compared or done now';

const STEPS: Readonly<Record<string, string[]>> = { start: ['start', 'wait'], wait: ['wait'], none: [] };

describe('the state of an instance leads to its action in a plan:', () => {
  it.each<[StatusName, string, string, string]>([
    ['pending', 'start', 'pending', 'it is pending deployment'],
    ['preparing', 'wait', 'deploying', 'it is being deployed'],
    ['initializing', 'wait', 'deploying', 'it is being deployed'],
    ['starting', 'wait', 'deploying', 'it is being deployed'],
    ['running', 'none', 'running', 'it is in service'],
    ['expiring', 'none', 'running', 'it is in service'],
    ...(['migrating', 'readyToUpgrade', 'upgrading', 'readyForChange', 'changing', 'scaling'] as const).map(
      (name): [StatusName, string, string, string] => [name, 'none', 'changing', CHANGING],
    ),
    ['reopening', 'none', 'changing', CHANGING],
  ])('%s: %s', async (name, action, status, reason) => {
    const item = await planOne({ status: name });
    expect(item).toMatchObject({ action, status, reason, drift: [], failure: undefined });
    expect(item.steps.map(({ kind }) => kind)).toEqual(STEPS[action]);
    expect(item.live?.instanceId).toBe(ID);
  });

  const STOPPED = [
    'it is stopped, or being stopped',
    'Start it again in the console; it was deployed before.',
  ] as const;
  const FAILED = [
    'its deployment, upgrade or migration failed',
    'Look at the instance in the console, and open a ticket with Alibaba Cloud support if it says no more.',
  ] as const;

  it.each<[StatusName, string, string, string]>([
    ['stopped', 'stopped', ...STOPPED],
    ['stopping', 'stopped', ...STOPPED],
    [
      'releasing',
      'released',
      'it is released, or being released',
      'Take it out of the manifest, or name the instance that replaces it.',
    ],
    ['expired', 'expired', 'it is expired', 'Renew it in the console, or take it out of the manifest.'],
    ['deployError', 'failed', ...FAILED],
    ['upgradeError', 'failed', ...FAILED],
    ['migrationError', 'failed', ...FAILED],
    [
      'unknown',
      'unknown',
      'its status is unknown to this release, or contradicts itself',
      'Look at the instance in the console. If it is pending deployment there, report this with the status codes.',
    ],
  ])('%s: blocked as %s', async (name, status, reason, remedy) => {
    const item = await planOne({ status: name });
    const details = { 'Status codes': item.live?.codes };
    const failure = { message: `It cannot be started: ${reason}`, remedy, details };
    expect(item).toMatchObject({ action: 'blocked', steps: [], status, reason });
    expect(item.failure).toEqual(failure);
    expect(item.live?.codes).toMatch(/^ViewInstanceStatusCode (\d+|none), ServiceStatus (-?\d+|none)$/);
  });

  it('released: blocked, where the older field does not hide it', async () => {
    const item = await planOne({ status: 'released', statusFields: 'view-only' });
    const remedy = 'Take it out of the manifest, or name the instance that replaces it.';
    const reason = 'it is released, or being released';
    const failure = { message: `It cannot be started: ${reason}`, remedy };
    expect(item).toMatchObject({ action: 'blocked', status: 'released', reason, failure });
  });

  it.each([
    ['there is none', { instanceId: 'alikafka_post-cn-2' }],
    ['it is in another region', { regionId: 'cn-beijing' }],
    ['it is another account’s', { accountId: '2' }],
    ['only a released one lingers', { status: 'released' }],
  ])('not found, because %s: blocked', async (_, seed) => {
    const reason = 'there is no such instance in cn-hangzhou';
    const remedy =
      'Check instanceId and regionId in the console, and that the credentials belong to the account that bought it. Just bought? Try again in a few minutes.';
    const item = await planOne(seed);
    expect(item).toMatchObject({ action: 'blocked', status: 'not-found', live: undefined, reason });
    expect(item.failure).toEqual({
      ...{ message: `It cannot be started: ${reason}`, remedy, details: {} },
      origin: { kind: 'input', name: 'instance-id' },
    });
  });
});

describe('a pending instance that was bought as something else', () => {
  it.each([
    ['vpc', 'eip', 4],
    ['eip', 'vpc', 5],
  ])('is blocked: the manifest says %s, and it is %s', async (wanted, bought, deployType) => {
    const item = await planOne({ deployType }, requestFor(ID, { 'deploy-module': wanted }));
    const reason = `deployModule is "${wanted}", but the instance was bought as "${bought}"`;
    const remedy = `Set deployModule: ${bought}, or buy an instance of the other type.`;
    const origin = { kind: 'input', name: 'deploy-module' };
    const failure = { message: `It cannot be started: ${reason}`, remedy, details: {}, origin };
    expect(item).toMatchObject({ action: 'blocked', status: 'pending', reason });
    expect([item.failure, item.drift]).toEqual([failure, []]);
  });

  it('is blocked without a word of what came from the environment', async () => {
    const lines = ['regionId: cn-hangzhou', `instanceId: ${ID}`, 'deployModule: ${D}', 'vpcId: vpc-1'];
    const manifest = [...lines, 'vSwitchId: vsw-1', 'zoneId: zonea', 'series: ${S}', ''].join('\n');
    const [request] = requestsIn(manifest, { D: 'eip', S: 'serverless' });
    const reasons = [{ deployType: 5 }, { deployType: 4, series: 'v2' }].map(
      async (seed) => (await planOne(seed, request)).reason,
    );
    expect(await Promise.all(reasons)).toEqual([
      'deployModule is "${D}", but the instance was bought as "vpc"',
      'series is "${S}", but the instance is "provisioned"',
    ]);
  });

  it.each([
    ['v3', 'serverless', { 'deploy-module': 'vpc' }, 'provisioned'],
    ['confluent', 'confluent', { 'deploy-module': 'vpc' }, 'provisioned'],
    ['v2', 'provisioned', { series: 'serverless' }, 'serverless'],
  ])('is blocked: it is of series %s', async (series, bought, inputs, wanted) => {
    const item = await planOne({ series }, requestFor(ID, inputs));
    const reason = `series is "${wanted}", but the instance is "${bought}"`;
    const remedy = `Set series: ${bought}; it decides which rules the manifest is checked by.`;
    const origin = { kind: 'input', name: 'series' in inputs ? 'series' : 'instance-id' };
    const failure = { message: `It cannot be started: ${reason}`, remedy, details: {}, origin };
    expect(item).toMatchObject({ action: 'blocked', status: 'pending', reason });
    expect(item.failure).toEqual(failure);
  });

  it.each([
    ['shows no type', { DeployType: null }],
    ['shows a type that is not documented', { DeployType: 1 }],
    ['shows no series', { Series: '' }],
    ['shows a series newer than this release', { Series: 'v4' }],
    ['shows a series named like a thing of JavaScript', { Series: 'constructor' }],
  ])('is started all the same when it %s', async (_, shownAs) => {
    expect(await planOne({ shownAs })).toMatchObject({ action: 'start', reason: 'it is pending deployment' });
  });
});

describe('the reading behind a plan', () => {
  it('is one GetInstanceList a region, and nothing else is sent', async () => {
    const ids = idsOf(60);
    const regionOf = (index: number) => ['cn-hangzhou', 'cn-beijing', 'eu-west-1'][index % 3] ?? '';
    const seeds = ids.map((instanceId, index) => ({ instanceId, regionId: regionOf(index) }));
    const dependencies = fleet({ instances: seeds });
    const requests = ids.map((id, index) => requestFor(id, { 'region-id': regionOf(index) }));
    const plan = await planFor(dependencies, requests);
    expect(plan.map(({ action }) => action)).toEqual(ids.map(() => 'start'));
    expect(plan.map(({ request }) => request.instanceId)).toEqual(ids);
    expect(dependencies.cloud.journal.map(({ action, parameters }) => [action, parameters.RegionId])).toEqual(
      [
        ['GetInstanceList', 'cn-hangzhou'],
        ['GetInstanceList', 'cn-beijing'],
        ['GetInstanceList', 'eu-west-1'],
      ],
    );
  });

  it('is told with each instance: RequestId, Code and Message', async () => {
    const { reading, journal } = await planOne({});
    expect(reading).toEqual({
      requestId: journal[0]?.requestId,
      code: '200',
      message: 'operation success.',
    });
  });

  it('blocks the instances of a region that cannot be read, with the API’s error, and no others', async () => {
    const [first = '', second = '', third = ''] = idsOf(3);
    const dependencies = fleet({
      instances: [first, second, third].map((instanceId) => ({ instanceId, regionId: 'cn-beijing' })),
      faults: [
        {
          predicate: ({ parameters }) => parameters.RegionId === 'cn-hangzhou',
          effect: { kind: 'refuse', code: 'NoPermission', httpStatus: 403, message: 'Not for you.' },
        },
      ],
    });
    const beijing = { 'region-id': 'cn-beijing' };
    const plan = await planFor(dependencies, [
      requestFor(first, beijing),
      requestFor(second),
      requestFor(third, beijing),
    ]);
    const refused = callsOf(dependencies, 'GetInstanceList').find(({ code }) => code === 'NoPermission');
    expect(plan.map(({ action }) => action)).toEqual(['start', 'blocked', 'start']);
    expect(plan[1]).toMatchObject({
      reason: 'its status could not be read',
      status: 'unknown',
      live: undefined,
      drift: [],
      reading: { requestId: refused?.requestId, code: 'NoPermission', message: 'Not for you.' },
      failure: {
        message: 'GetInstanceList was refused with NoPermission (HTTP 403): Not for you.',
        remedy: expect.stringMatching(/^The credentials do not permit this call\. In the RAM console, grant/),
        recommend: expect.stringContaining('https://api.alibabacloud.com/troubleshoot?q=NoPermission'),
        details: { 'HTTP status': '403', HostId: 'alikafka.cn-hangzhou.aliyuncs.com' },
      },
    });
  });
});

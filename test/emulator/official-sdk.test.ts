import {
  GetInstanceListRequest,
  GetInstanceListRequestTag,
  StartInstanceRequest,
} from '@alicloud/alikafka20190916';
import { describe, expect, it } from 'vitest';
import type { AccessKey } from '../../emulator/index.ts';
import { INSTANCE_ID, REGION_ID } from './cloud-at.ts';
import { emulatorForTest } from './loopback.ts';
import { sdkClient } from './sdk-client.ts';

const START = new StartInstanceRequest({
  regionId: REGION_ID,
  instanceId: INSTANCE_ID,
  vpcId: 'vpc-1',
  vSwitchId: 'vsw-1',
  vSwitchIds: ['vsw-1', 'vsw-2'],
  deployModule: 'vpc',
  crossZone: true,
  selectedZones: '[["zoneh"],["cn-hangzhou-k"]]',
  config: '{"kafka.log.retention.hours":"33"}',
  notifier: "Zoë *~!'() +%2A",
});
const TEMPORARY: AccessKey = {
  accessKeyId: 'STS.temporary',
  accessKeySecret: 'secret',
  securityToken: 'to+ken/==',
};

describe('the official SDK', () => {
  it('starts an instance and sees it come into service', async () => {
    let ahead = 0;
    const emulator = await emulatorForTest({ now: () => Date.now() + ahead });
    const client = sdkClient(emulator);

    const started = await client.startInstance(START);
    expect(started.body).toMatchObject({ code: 200, success: true, message: 'operation success.' });
    expect(started.headers?.['x-acs-request-id']).toBe(started.body?.requestId);

    ahead = 300;
    const list = await client.getInstanceList(new GetInstanceListRequest({ regionId: REGION_ID }));
    expect(list.body?.instanceList?.instanceVO).toMatchObject([
      {
        instanceId: INSTANCE_ID,
        serviceStatus: 5,
        viewInstanceStatusCode: 2,
        vpcId: 'vpc-1',
        vSwitchIds: { vSwitchIds: ['vsw-1', 'vsw-2'] },
        zoneId: 'zoneh',
        backupZoneId: 'cn-hangzhou-k',
        msgRetain: 33,
      },
    ]);
    expect(emulator.journal[0]).toMatchObject({
      action: 'StartInstance',
      outcome: 'done',
      parameters: { Notifier: "Zoë *~!'() +%2A", 'VSwitchIds.2': 'vsw-2', CrossZone: 'true' },
    });
  });

  it('filters by list and by tag', async () => {
    const emulator = await emulatorForTest({
      instances: [
        { instanceId: 'a', tags: { team: 'orders' } },
        { instanceId: 'b', tags: { team: 'audit' } },
        { instanceId: 'c', tags: { team: 'orders' } },
      ],
    });
    const list = await sdkClient(emulator).getInstanceList(
      new GetInstanceListRequest({
        regionId: REGION_ID,
        instanceId: ['a', 'b', 'z'],
        tag: [new GetInstanceListRequestTag({ key: 'team', value: 'orders' })],
      }),
    );
    expect(list.body?.instanceList?.instanceVO?.map((each) => each.instanceId)).toEqual(['a']);
  });

  it('can read code and request id of an error', async () => {
    const emulator = await emulatorForTest();
    const error = await sdkClient(emulator)
      .startInstance(new StartInstanceRequest({ ...START, instanceId: 'alikafka_post-cn-none' }))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'ClientError',
      statusCode: 400,
      code: 'BIZ_INSTANCE_NOT_FOUND',
      requestId: emulator.journal[0]?.requestId,
    });
  });

  it('is told how long to wait when it is throttled', async () => {
    const now = Date.now();
    const emulator = await emulatorForTest({ requestsPerSecond: 1, retryAfterHeader: true, now: () => now });
    const client = sdkClient(emulator);
    const request = new GetInstanceListRequest({ regionId: REGION_ID });
    await client.getInstanceList(request);
    const error = await client.getInstanceList(request).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'ThrottlingError', code: 'Throttling.User', retryAfter: 950 });
  });

  it('may use a temporary key with its token only, and until it expires', async () => {
    const accounts = [
      { accountId: '1', keys: [TEMPORARY, { ...TEMPORARY, accessKeyId: 'STS.old', expiresAt: 0 }] },
    ];
    const emulator = await emulatorForTest({ accounts });
    const list = (key: AccessKey) =>
      sdkClient(emulator, key).getInstanceList(new GetInstanceListRequest({ regionId: REGION_ID }));

    expect((await list(TEMPORARY)).body?.instanceList?.instanceVO).toHaveLength(1);
    await expect(list({ ...TEMPORARY, securityToken: 'other' })).rejects.toMatchObject({
      code: 'InvalidSecurityToken.MismatchWithAccessKey',
    });
    await expect(list({ accessKeyId: 'STS.temporary', accessKeySecret: 'secret' })).rejects.toMatchObject({
      code: 'MissingSecurityToken',
    });
    await expect(list({ ...TEMPORARY, accessKeyId: 'STS.old' })).rejects.toMatchObject({
      code: 'InvalidSecurityToken.Expired',
    });
  });

  it('is told the details when RAM denies an action', async () => {
    const key = { accessKeyId: 'reader', accessKeySecret: 'secret', denied: ['StartInstance'] };
    const emulator = await emulatorForTest({ accounts: [{ accountId: '1', keys: [key] }] });
    await expect(sdkClient(emulator, key).startInstance(START)).rejects.toMatchObject({
      statusCode: 403,
      code: 'NoPermission',
      accessDeniedDetail: { AuthAction: 'alikafka:StartInstance', AuthPrincipalOwnerId: '1' },
    });
    expect(emulator.journal).toMatchObject([{ accountId: '1', outcome: 'refused', carriedOut: false }]);
  });

  it('reads the older answer, which holds strings', async () => {
    const emulator = await emulatorForTest({ answerStyle: 'strings' });
    expect((await sdkClient(emulator).startInstance(START)).body).toMatchObject({ code: 200, success: true });
  });

  it('meets a fault once, and is well afterwards', async () => {
    const emulator = await emulatorForTest();
    emulator.addFault({ name: 'storm', action: 'StartInstance', effect: { kind: 'error-after' } });
    const client = sdkClient(emulator);
    await expect(client.startInstance(START)).rejects.toMatchObject({
      name: 'ServerError',
      code: 'InternalError',
    });
    await expect(client.startInstance(START)).rejects.toMatchObject({
      code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY',
    });
    await client.getInstanceList(new GetInstanceListRequest({ regionId: REGION_ID }));
    expect(emulator.journal.map(({ outcome, fault }) => [outcome, fault])).toEqual([
      ['fault', 'storm'],
      ['refused', undefined],
      ['done', undefined],
    ]);
  });
});

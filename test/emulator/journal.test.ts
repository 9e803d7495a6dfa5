import { expect, it } from 'vitest';
import { callCounts, type JournalEntry, starts } from '../../emulator/alibaba/journal.ts';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/alibaba/service/call.ts';
import { cloudAt, INSTANCE_ID, REGION_ID, START } from './cloud-at.ts';

it('holds every request, what came of it, and when', () => {
  const heard: JournalEntry[] = [];
  const { call, start, clock, cloud } = cloudAt(1_000, {
    requestsPerSecond: 2,
    faults: [{ action: 'GetInstanceList', effect: { kind: 'html-before' } }],
    onCall: (entry) => heard.push(entry),
  });
  start();
  clock.now += 1;
  start();
  start();
  call('GetInstanceList', { RegionId: REGION_ID });
  call('FlyToTheMoon', {}, '2');

  const done = { time: 1_000, action: 'StartInstance', accountId: DEFAULT_ACCOUNT_ID, parameters: START };
  expect(cloud.journal).toEqual([
    {
      ...done,
      instanceId: INSTANCE_ID,
      outcome: 'done',
      code: '200',
      httpStatus: 200,
      requestId: 'E0000000-0000-4000-8000-000000000001',
      carriedOut: true,
      fault: undefined,
    },
    expect.objectContaining({
      time: 1_001,
      outcome: 'refused',
      code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY',
      httpStatus: 400,
      requestId: 'E0000000-0000-4000-8000-000000000002',
      carriedOut: false,
    }),
    expect.objectContaining({ outcome: 'throttled', code: 'Throttling.User', carriedOut: false }),
    expect.objectContaining({ outcome: 'fault', code: undefined, httpStatus: 502, fault: 'html-before' }),
    expect.objectContaining({
      accountId: '2',
      outcome: 'refused',
      code: 'InvalidAction.NotFound',
      httpStatus: 404,
    }),
  ]);
  expect(heard).toEqual(cloud.journal);
  expect(starts(cloud.journal)).toEqual([cloud.journal[0]]);
});

it('an instance may be bought later, but no id twice', () => {
  const { cloud, list } = cloudAt(0);
  cloud.buy({ instanceId: 'later' });
  expect(list().map((entry) => entry.InstanceId)).toEqual([INSTANCE_ID, 'later']);
  expect(() => cloud.buy({ instanceId: 'later' })).toThrow('there already');
  expect(cloud.statusOf('never')).toBeUndefined();
});

it('tells how often each operation was called', () => {
  const { cloud, list, start } = cloudAt(0);
  list();
  start({});
  start();
  const parameters = { VSwitchId: 'vsw-1' };
  cloud.call({ action: 'DescribeVSwitchAttributes', version: '2016-04-28', parameters, accountId: '7' });
  expect(callCounts(cloud.journal)).toEqual({
    GetInstanceList: 1,
    StartInstance: 2,
    DescribeVSwitchAttributes: 1,
  });
});

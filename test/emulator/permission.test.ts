import { expect, it } from 'vitest';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/index.ts';
import { bodyOf, cloudAt, REGION_ID, START } from './cloud-at.ts';
import { type Parameters, VERSIONS } from './surroundings.ts';

it.each<[string, keyof typeof VERSIONS | 'alikafka', string, string, Parameters]>([
  ['NoPermission', 'alikafka', 'alikafka:StartInstance', 'StartInstance', START],
  ['NoPermission', 'alikafka', 'alikafka:ListInstance', 'GetInstanceList', { RegionId: REGION_ID }],
  ['Forbidden.RAM', 'vpc', 'vpc:DescribeVSwitchAttributes', 'DescribeVSwitchAttributes', {}],
  ['Forbidden.RAM', 'vpc', 'vpc:DescribeVSwitches', 'DescribeVSwitches', {}],
  ['Forbidden.RAM', 'ecs', 'ecs:DescribeSecurityGroups', 'DescribeSecurityGroups', {}],
  ['Forbidden.NoPermission', 'kms', 'kms:DescribeKey', 'DescribeKey', {}],
])('answers %s of %s where RAM denies %s', (code, product, ramAction, action, parameters) => {
  const { cloud } = cloudAt(0, { denied: [ramAction] });
  const version = product === 'alikafka' ? {} : { version: VERSIONS[product] };
  const caller = { type: 'AssumedRoleUser', roleName: 'ci', sessionName: 'run' } as const;
  const outcome = cloud.call({ action, ...version, parameters, accountId: '7', caller });
  expect(outcome).toMatchObject({ httpStatus: 403, code });
  expect(bodyOf(outcome).AccessDeniedDetail).toMatchObject({
    AuthAction: ramAction,
    AuthPrincipalType: 'AssumedRoleUser',
    AuthPrincipalDisplayName: 'ci:run',
    AuthPrincipalOwnerId: '7',
    NoPermissionType: 'ImplicitDeny',
  });
  expect(cloud.journal).toMatchObject([{ outcome: 'refused', carriedOut: false }]);
});

it('denies only what is named, to whoever lacks it, and takes none of the quota for it', () => {
  const { cloud } = cloudAt(0, { requestsPerSecond: 1 });
  const call = { action: 'StartInstance', parameters: START, accountId: DEFAULT_ACCOUNT_ID };
  const denied = { ...call, denied: ['alikafka:StartInstance'] };
  const codes = [denied, denied, { ...call, denied: ['ecs:DescribeSecurityGroups'] }].map((each) =>
    cloud.call(each),
  );
  expect(codes).toMatchObject([{ code: 'NoPermission' }, { code: 'NoPermission' }, { code: '200' }]);
});

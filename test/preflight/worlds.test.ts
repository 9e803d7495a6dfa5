import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Surroundings } from '../../emulator/alibaba/surroundings.ts';
import { isStart } from '../../src/preflight/questions.ts';
import { fleet } from '../deployment/fleet.ts';
import { readerOf } from '../deployment/given.ts';
import { manifestOf, survey } from './survey.ts';

// Few names, so that what a manifest names is often there, and often not as it says.
const REGIONS = ['cn-hangzhou', 'cn-beijing'] as const;
const mostly = <const T>(usual: T, other: T) => fc.constantFrom(usual, usual, usual, usual, usual, other);
const anyVpc = mostly('vpc-1', 'vpc-2');
const anyVSwitch = fc.constantFrom('vsw-1', 'vsw-2', 'vsw-3');
const anyGroup = fc.constantFrom('sg-1', 'sg-2');
const anyRegion = mostly(...REGIONS);
const anyLetter = mostly('a', 'b');
const KEYS = ['key-1', 'alias/orders', 'acs:kms:cn-hangzhou:1000000000000001:key/key-1'] as const;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const anyWorld: fc.Arbitrary<Surroundings> = fc
  .record({
    vSwitches: maybe(
      fc.uniqueArray(
        fc.record({
          vSwitchId: anyVSwitch,
          vpcId: anyVpc,
          zoneId: fc
            .tuple(anyRegion, fc.constantFrom('a', 'b'))
            .map(([region, letter]) => `${region}-${letter}`),
          status: mostly('Available', 'Pending'),
        }),
        { selector: ({ vSwitchId }) => vSwitchId, minLength: 2 },
      ),
    ),
    securityGroups: maybe(
      fc.uniqueArray(fc.record({ securityGroupId: anyGroup, vpcId: anyVpc, regionId: anyRegion }), {
        selector: ({ securityGroupId }) => securityGroupId,
        minLength: 1,
      }),
    ),
    keys: maybe(
      fc.uniqueArray(
        fc.record({
          keyId: fc.constantFrom('key-1', 'key-2'),
          regionId: anyRegion,
          state: fc.constantFrom('Enabled', 'Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'),
          usage: fc.constantFrom('ENCRYPT/DECRYPT', 'ENCRYPT/DECRYPT', 'SIGN/VERIFY'),
        }),
        { selector: ({ keyId }) => keyId, minLength: 1 },
      ),
    ),
    missingVSwitch: fc.constantFrom('error', 'empty', 'other'),
  })
  .map(({ keys, ...rest }) => ({
    ...rest,
    keys: keys?.map((key) => ({ ...key, aliases: key.keyId === 'key-1' ? ['alias/orders'] : [] })),
  }))
  .map(withoutAbsent);

const anyInstance = anyRegion
  .chain((regionId) =>
    fc.record({
      regionId: fc.constant(regionId),
      vpcId: anyVpc,
      zoneId: anyLetter.chain((letter) => fc.constantFrom(`zone${letter}`, `${regionId}-${letter}`)),
      vSwitches: fc.oneof(
        anyVSwitch.map((vSwitchId) => ({ vSwitchId })),
        fc.uniqueArray(anyVSwitch, { minLength: 1 }).map((vSwitchIds) => ({ vSwitchId: null, vSwitchIds })),
      ),
      securityGroup: maybe(anyGroup),
      kmsKeyId: maybe(fc.constantFrom(...KEYS)),
      selectedZones: maybe(fc.constant([['zonea'], ['zoneb']])),
    }),
  )
  .map(({ vSwitches, ...fields }) => withoutAbsent({ ...fields, ...vSwitches }));

const ACTIONS = {
  vSwitch: 'vpc:DescribeVSwitchAttributes',
  neighbours: 'vpc:DescribeVSwitches',
  group: 'ecs:DescribeSecurityGroups',
  key: 'kms:DescribeKey',
} as const;

const NAME = 'orders';

const anyCase = fc.record({
  world: anyWorld,
  fields: fc.array(anyInstance, { minLength: 1, maxLength: 3 }),
  named: fc.boolean(),
  taken: mostly(false, true),
  denied: fc.oneof(fc.constant<string[]>([]), fc.subarray<string>(Object.values(ACTIONS))),
});

it('whatever a start would be refused for is found, and nothing that it would not', async () => {
  const seen = { refused: 0, accepted: 0, unread: 0 };
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ world, fields, named, taken, denied }) => {
      const first = named ? { name: NAME } : {};
      const instances = Object.fromEntries(
        fields.map((one, index) => [`k${index}`, { ...one, ...(index === 0 && first) }]),
      );
      const bystanders = REGIONS.map((regionId) => {
        const name = taken ? NAME : 'audit';
        return { instanceId: `alikafka_post-cn-${regionId}`, regionId, name, status: 'running' as const };
      });
      const options = { surroundings: world, denied, instances: bystanders };
      const { before, plan, told } = await survey(manifestOf(instances), options);

      for (const [index, { request }] of before.entries()) {
        const { settings, instanceId, regionId } = request;
        const item = plan[index];
        const refused = await refusalOf(request, {
          ...options,
          instances: [...bystanders, { instanceId, regionId }],
        });
        const unread =
          denied.includes(ACTIONS.vSwitch) ||
          (settings.securityGroup && denied.includes(ACTIONS.group)) ||
          (settings.kmsKeyId && denied.includes(ACTIONS.key));
        if (item && !isStart(item)) {
          expect(refused, JSON.stringify([told, request.parameters])).toBeDefined();
          expect(told.some((line) => line.startsWith('error kafka.yml:'))).toBe(true);
        } else if (!unread) expect(refused).toBeUndefined();
        else expect(told.some((line) => line.startsWith('warning Not checked before the start'))).toBe(true);
        seen[unread ? 'unread' : refused ? 'refused' : 'accepted'] += 1;
      }
    }),
    { seed: 20261124, numRuns: 400 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0); // the property speaks of all of them
});

/** What the cloud says to the start itself: its Code, or undefined where it accepts. */
async function refusalOf(
  { regionId, parameters }: Awaited<ReturnType<typeof survey>>['before'][number]['request'],
  options: Parameters<typeof fleet>[0],
): Promise<string | undefined> {
  const world = fleet({ ...options, denied: [] });
  const started = readerOf(world).api.startInstance(regionId, parameters);
  return world.clock.run(
    started.then(
      () => undefined,
      (error: { code: string }) => error.code,
    ),
  );
}

function withoutAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const present = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(present) as { [K in keyof T]: Exclude<T[K], undefined> };
}

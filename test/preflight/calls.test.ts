import { describe, expect, it } from 'vitest';
import { TransportError } from '../../src/http/transport.ts';
import { Stopped } from '../../src/time/clock.ts';
import { manifestOf, survey } from './survey.ts';

const fleetOf = (count: number, fields: (index: number) => object) =>
  manifestOf(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, fields(index)])));

describe('the calls of preflight', () => {
  it.each([1, 20, 500])('are three for %i instances with one vSwitch, group and key', async (count) => {
    const manifest = fleetOf(count, () => ({ securityGroup: 'sg-1', kmsKeyId: 'key-1' }));
    const { calls, plan, before, told } = await survey(manifest);
    expect(calls.toSorted()).toEqual(['DescribeKey', 'DescribeSecurityGroups', 'DescribeVSwitchAttributes']);
    expect(told).toEqual([]); // nothing of this cloud is declared, so nothing is known that could be wrong
    expect(plan).toEqual(before);
  });

  it('are one for each vSwitch and key, one a region for groups and names, side by side and paced', async () => {
    const regions = ['cn-hangzhou', 'cn-beijing'];
    const manifest = fleetOf(40, (index) => ({
      ...{ regionId: regions[index % 2], name: `name-${index}`, vSwitchId: `vsw-${index % 20}` },
      ...{ securityGroup: `sg-${index}`, kmsKeyId: `key-${index % 4}` },
    }));
    const { calls, tookMs } = await survey(manifest);
    const counts = Object.fromEntries(
      Map.groupBy(calls, (call) => call)
        .entries()
        .map(([call, all]) => [call, all.length]),
    );
    expect(counts).toEqual({
      ...{ DescribeVSwitchAttributes: 20, DescribeKey: 4, DescribeSecurityGroups: 2, GetInstanceList: 2 },
    });
    // Twenty calls of one operation at two a second; the other operations go meanwhile.
    expect(tookMs).toBeGreaterThan(9_000);
    expect(tookMs).toBeLessThan(11_000);
  });

  it('ask for a hundred groups at a time, and find each', async () => {
    const groups = Array.from({ length: 101 }, (_, index) => ({
      securityGroupId: `sg-${index}`,
      vpcId: 'vpc-1',
    }));
    const manifest = fleetOf(101, (index) => ({ securityGroup: `sg-${index}` }));
    const { calls, told } = await survey(manifest, { surroundings: { securityGroups: groups } });
    expect(calls.filter((call) => call === 'DescribeSecurityGroups')).toHaveLength(2);
    expect(told).toEqual([]);
  });

  it('are none where nothing is to be started', async () => {
    const { calls } = await survey(manifestOf({ a: {} }), {
      faults: [
        {
          action: 'GetInstanceList',
          effect: { kind: 'refuse', code: 'Forbidden.RAM', httpStatus: 403, message: 'No.' },
        },
      ],
    });
    expect(calls).toEqual([]);
  });

  it('end when the job is cancelled, with the reason', async () => {
    const cancel = new AbortController();
    const began: string[] = [];
    const before = (action: string) => {
      began.push(action);
      cancel.abort(new Stopped('cancelled'));
    };
    const manifest = fleetOf(9, (index) => ({ vSwitchId: `vsw-${index}` }));
    await expect(survey(manifest, { before, stop: cancel.signal })).rejects.toThrow(Stopped);
    expect(began).toHaveLength(1);
  });

  it('end where nothing answers three times in a row, and the others of that kind are not made', async () => {
    const tries: string[] = [];
    const manifest = fleetOf(200, (index) => ({ vSwitchId: `vsw-${index}`, kmsKeyId: 'key-1' }));
    const { told, plan, before, tookMs } = await survey(manifest, {
      before: (action) => {
        tries.push(action);
        if (action === 'DescribeVSwitchAttributes')
          throw new TransportError('no route', false, 'Open the way.');
      },
    });
    const names = '"vsw-0", "vsw-1", "vsw-2", "vsw-3", "vsw-4" and 195 more';
    expect(told).toEqual([
      `warning Not checked before the start: vSwitch ${names} (DescribeVSwitchAttributes could not be sent: no route). ` +
        'Open the way. Or set preflight: off to go without these checks',
    ]);
    expect(plan).toEqual(before);
    expect(tookMs).toBeLessThan(10_000);
    expect(tries.toSorted()).toEqual(['DescribeKey', ...Array(3).fill('DescribeVSwitchAttributes')]);
  });
});

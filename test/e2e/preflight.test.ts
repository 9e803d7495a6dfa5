import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import { errorAt, FLAT, flat, INSTANCE, run } from './support.ts';

const VSWITCH = FLAT.vSwitchId.slice('vSwitchId: '.length);
const VPC = FLAT.vpcId.slice('vpcId: '.length);

const WORLD: Surroundings = {
  vSwitches: [
    { vSwitchId: VSWITCH, vpcId: VPC, zoneId: 'cn-hangzhou-a', name: 'brokers' },
    { vSwitchId: 'vsw-b', vpcId: VPC, zoneId: 'cn-hangzhou-b' },
  ],
};

const WAY_PAST = 'If this check is wrong, set preflight: off.';
const ASKED = 'DescribeVSwitchAttributes';

describe.concurrent('preflight on dist', () => {
  it('finds in a plan a zone that is not the vSwitch’s, at its line, and says which vSwitch would do', async () => {
    const manifest = flat({ vSwitchId: 'vSwitchId: vsw-b' });
    const done = await run({ manifest, inputs: { mode: 'plan' }, cloud: cloudOf(WORLD) });
    const found = 'vSwitch "vsw-b" is in cn-hangzhou-b; zoneId is "zonea"';
    const remedy = `Set zoneId: zoneb, or choose a vSwitch in the other zone. There is ${VSWITCH} (brokers) in ${VPC}, zonea.`;
    expect(done).toMatchObject({ exitCode: 1, stderr: '', warnings: [], outputs: { success: 'false' } });
    expect(done.errors).toEqual([
      errorAt(6, 9, `${found}. ${remedy} ${WAY_PAST}`),
      `::error title=Kafka::${INSTANCE}: It cannot be started: ${found}. ${remedy} ${WAY_PAST}`,
    ]);
    expect(done.journal.map(({ action }) => action)).toEqual([
      ...['GetInstanceList', ASKED, 'DescribeVSwitches'],
    ]);
    expect(JSON.parse(done.outputs.plan ?? '')).toMatchObject([{ action: 'blocked', reason: found }]);
    const summary = readSummary(done.summary);
    expect(summary.rows('Place', 'What')).toEqual([['kafka.yml:6:9', `${found}. ${remedy} ${WAY_PAST}`]]);
  });
});

function cloudOf(surroundings: Surroundings, denied: readonly string[] = []) {
  return { instances: [{ instanceId: INSTANCE }], surroundings, denied };
}

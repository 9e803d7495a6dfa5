import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import { errorAt, FLAT, flat, INSTANCE, inputError, REGION, run } from './support.ts';

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
    expect(done.errors).toEqual([errorAt(6, 9, `${found}. ${remedy} ${WAY_PAST}`)]);
    expect(done.journal.map(({ action }) => action)).toEqual([
      ...['GetInstanceList', ASKED, 'DescribeVSwitches'],
    ]);
    expect(JSON.parse(done.outputs.plan ?? '')).toMatchObject([{ action: 'blocked', reason: found }]);
    const summary = readSummary(done.summary);
    expect(summary.rows('Place', 'What')).toEqual([['kafka.yml:6:9', `${found}. ${remedy} ${WAY_PAST}`]]);
  });

  it('blocks in apply the instance that it is about, and starts the other, whose network the plan tells', async () => {
    const [good, bad] = ['alikafka_post-cn-good', 'alikafka_post-cn-bad'];
    const manifest = `defaults: { regionId: ${REGION}, deployModule: vpc, vpcId: ${VPC}, zoneId: zonea }
instances:
  good: { instanceId: ${good}, vSwitchId: ${VSWITCH} }
  bad: { instanceId: ${bad}, vSwitchId: vsw-b }
`;
    const instances = [{ instanceId: good }, { instanceId: bad }];
    const done = await run({ manifest, cloud: { ...cloudOf(WORLD), instances } });
    expect(done.exitCode).toBe(1);
    expect(done.sent.map(({ InstanceId }) => InstanceId)).toEqual([good]);
    expect(done.errors[0]).toContain('line=1,');
    expect(done.errors[0]).toContain('vSwitch "vsw-b" is in cn-hangzhou-b; zoneId is "zonea" (bad). ');
    expect(done.results.map(({ action, status }) => [action, status])).toEqual([
      ['start', 'running'],
      ['blocked', 'pending'],
    ]);
    const network = [
      `into vSwitch ${VSWITCH} (brokers), 192.168.0.0/24, 252 addresses free`,
      'at first only 192.168.0.0/24 may connect',
    ];
    for (const line of network) expect(done.lines).toContain(`           ${line}`);
    const { headings, text } = readSummary(done.summary);
    expect(headings[0]).toBe('❌ Kafka: 1 instance blocked, 1 in service, 1 started');
    for (const line of network) expect(text).toContain(line);
  });

  it('says once what the credentials may not read, and is green; where it is required, red', async () => {
    const cloud = cloudOf({}, ['vpc:DescribeVSwitchAttributes']);
    const text =
      `Not checked before the start: vSwitch "${VSWITCH}" (the credentials lack vpc:DescribeVSwitchAttributes). ` +
      'Grant vpc:DescribeVSwitchAttributes in RAM, or set preflight: off to go without these checks';
    const auto = await run({ manifest: flat(), cloud });
    expect(auto).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true', changed: 'true' } });
    expect(auto.warnings).toEqual([`::warning title=Kafka::${text}`]);

    const required = await run({ manifest: flat(), cloud, inputs: { preflight: 'required' } });
    expect(required).toMatchObject({ exitCode: 1, warnings: [], sent: [], outputs: { changed: 'false' } });
    expect(required.errors[0]).toBe(inputError('preflight', text));
  });

  it('makes no call where it is off, and so does a run that starts nothing', async () => {
    const off = await run({ manifest: flat(), cloud: cloudOf(WORLD), inputs: { preflight: 'off' } });
    expect(off.journal.filter(({ action }) => action === ASKED)).toEqual([]);
    expect(off.sent).toHaveLength(1);
    const instances = [{ instanceId: INSTANCE, status: 'running' as const }];
    const idle = await run({ manifest: flat(), cloud: { instances, surroundings: { vSwitches: [] } } });
    expect(idle.journal.map(({ action }) => action)).toEqual(['GetInstanceList']);
    expect(idle.exitCode).toBe(0);
  });

  it('never takes an answer that never comes for a finding', async () => {
    const faults = [{ action: ASKED, times: 3, effect: { kind: 'reset-before' as const } }];
    const done = await run({ manifest: flat(), cloud: { ...cloudOf(WORLD), faults } });
    expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true' } });
    expect(done.warnings).toHaveLength(1);
    expect(done.warnings[0]).toContain(`vSwitch "${VSWITCH}" (${ASKED} `);
  });
});

function cloudOf(surroundings: Surroundings, denied: readonly string[] = []) {
  return { instances: [{ instanceId: INSTANCE }], surroundings, denied };
}

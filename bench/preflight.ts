// What the checks before a start cost a plan: calls, and time beside a plan without them.
import { startEmulator } from '../emulator/index.ts';
import { idsOf, inFolder, KEYS, measureAction, writeFleet } from './given.ts';
import { interleaved } from './measure.ts';
import { alone, atMost, inMs, type Row } from './table.ts';

const RUNS = 5;
const CALLS = 3; // a vSwitch, a key, and the groups of a region
const CHECKS = ['DescribeVSwitchAttributes', 'DescribeSecurityGroups', 'DescribeKey'];

function ofFleet(size: number): Promise<Row> {
  return inFolder(async (folder) => {
    const defaults = 'deployModule: vpc, securityGroup: sg-1, kmsKeyId: key-1';
    writeFleet(folder, size, { defaults });
    const emulator = await startEmulator({
      instances: idsOf(size).map((instanceId) => ({ instanceId })),
      requestsPerSecond: 1_000,
      surroundings: {
        vSwitches: [{ vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-a' }],
        securityGroups: [{ securityGroupId: 'sg-1', vpcId: 'vpc-1' }],
        keys: [{ keyId: 'key-1' }],
      },
    });
    const inputs = { manifest: 'kafka.yml', mode: 'plan', endpoint: emulator.url, ...KEYS };
    try {
      const { off, required } = await interleaved(RUNS, {
        off: () => measureAction(folder, { ...inputs, preflight: 'off' }),
        required: () => measureAction(folder, { ...inputs, preflight: 'required' }),
      });
      const checks = emulator.journal.filter(({ action }) => CHECKS.includes(action)).length / (RUNS + 1);
      const { figure, goal } = atMost(checks, CALLS, (calls) => `${calls} calls`);
      const row = { what: `Preflight of a plan, instances: ${size}`, ...(goal && { goal }) };
      return {
        ...row,
        figure: `${figure}; the plan took ${inMs(required.wallMs)} (${inMs(off.wallMs)} without)`,
      };
    } finally {
      await emulator.close();
    }
  });
}

export async function preflight(): Promise<readonly Row[]> {
  const rows = [];
  for (const size of [1, 20, 500]) rows.push(await ofFleet(size));
  return rows;
}

if (import.meta.main) await alone('preflight', preflight);

// One deployment, and the same by a minimal script on the vendor's SDK: both read, start and poll at the same
// interval, and neither is held up by the rate. The action also checks the vSwitch, as it does for everybody.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator } from '../emulator/index.ts';
import { inFolder, KEYS, measureAction } from './given.ts';
import { type Cost, interleaved, measure } from './measure.ts';
import { alone, atMost, inMiB, inMs, inTimes, type Row } from './table.ts';

const CPU_RATIO_LIMIT = 0.65;
const INTERVAL_MS = 100;
const RATE = 100; // calls a second
const INSTANCE = 'alikafka_post-cn-v0h1fgs2a001';
const MANIFEST = `regionId: cn-hangzhou
instanceId: ${INSTANCE}
deployModule: vpc
vpcId: vpc-bp1r4eg3yrxmygv0abcd
vSwitchId: vsw-bp1j3sg5979fstnpl0abc
zoneId: zonea
`;

/** What it costs, and how many calls it made of a cloud of its own. */
async function onCloud(
  calls: Map<string, number>,
  name: string,
  work: (endpoint: URL) => Promise<Cost>,
): Promise<Cost> {
  const emulator = await startEmulator({
    requestsPerSecond: RATE,
    instances: [{ instanceId: INSTANCE, regionId: 'cn-hangzhou', deployType: 5 }],
  });
  try {
    const cost = await work(new URL(emulator.url));
    calls.set(name, emulator.journal.length);
    return cost;
  } finally {
    await emulator.close();
  }
}

function sdkScript({ host }: URL): Promise<Cost> {
  const env = {
    ...{ ENDPOINT: host, INTERVAL_MS: String(INTERVAL_MS) },
    ...{ KEY_ID: KEYS['access-key-id'], KEY_SECRET: KEYS['access-key-secret'] },
  };
  return measure([join(import.meta.dirname, 'sdk-script.mjs')], { env: { ...env, INSTANCE_ID: INSTANCE } });
}

export function deployment(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'kafka.yml'), MANIFEST);
    const inputs = {
      ...{
        manifest: 'kafka.yml',
        'poll-interval': `${INTERVAL_MS / 1000}s`,
        'requests-per-second': `${RATE}`,
      },
      ...KEYS,
    };
    const calls = new Map<string, number>();
    const { action, sdk } = await interleaved(45, {
      action: () =>
        onCloud(calls, 'action', ({ origin }) => measureAction(folder, { ...inputs, endpoint: origin })),
      sdk: () => onCloud(calls, 'sdk', sdkScript),
    });
    const memory = {
      text: `below ${inMiB(sdk.peakMiB)}, the script’s`,
      missed: action.peakMiB >= sdk.peakMiB,
    };
    return [
      {
        what: 'Calls of one deployment (of the script)',
        figure: `${calls.get('action')} (${calls.get('sdk')})`,
      },
      { what: 'One deployment, CPU', figure: inMs(action.cpuMs) },
      { what: 'The same by a script on the SDK, CPU', figure: inMs(sdk.cpuMs) },
      {
        what: 'CPU of the action by that of the script',
        ...atMost(action.cpuMs / sdk.cpuMs, CPU_RATIO_LIMIT, inTimes),
      },
      { what: 'One deployment, peak memory', figure: inMiB(action.peakMiB), goal: memory },
    ];
  });
}

if (import.meta.main) await alone('deployment', deployment);

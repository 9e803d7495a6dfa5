import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import {
  type AccessKey,
  DEFAULT_ACCOUNT,
  type Emulator,
  startEmulator,
  starts,
} from '../../emulator/index.ts';
import { PYTHON, pythonClients } from '../../scripts/tools/tools.ts';

const ORDERS = 'alikafka_post-cn-v0h1fgs2a001';
const [KEY] = DEFAULT_ACCOUNT.keys;
const RegionId = 'cn-hangzhou';

type Parameters = Readonly<Record<string, string | boolean | readonly string[]>>;
type Call = readonly [action: 'StartInstance' | 'GetInstanceList', parameters: Parameters];

const START: Parameters = {
  RegionId,
  InstanceId: ORDERS,
  VpcId: 'vpc-1',
  VSwitchId: 'vsw-1',
  VSwitchIds: ['vsw-1', 'vsw-2'],
  DeployModule: 'vpc',
  CrossZone: true,
  IsForceSelectedZones: false,
  SelectedZones: '[["zoneh"],["zonek"]]',
  Config: '{"enable.acl":"true","kafka.log.retention.hours":"33"}',
  Notifier: "Zoë *~!'() +%2A",
};

const ANSWERS = z.array(z.record(z.string(), z.unknown()));

/** An emulator with one instance, ended with the test. */
async function cloud(): Promise<Emulator> {
  const emulator = await startEmulator({ instances: [{ instanceId: ORDERS }] });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** Has a script make calls; gives what each was answered, or `refused` with the code and the HTTP status. */
async function answersTo(script: string, calls: readonly Call[], { host }: Emulator, key: AccessKey = KEY) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PYTHONPATH: pythonClients(), PYTHONIOENCODING: 'utf-8' };
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(PYTHON, [join(import.meta.dirname, script)], { env }, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
    child.stdin?.end(JSON.stringify({ endpoint: host, ...key, calls }));
  });
  return ANSWERS.parse(JSON.parse(output));
}

/** The newer one signs with ACS3-HMAC-SHA256, the older one with HMAC-SHA1. */
describe.each([
  ['alibabacloud_alikafka20190916 2.16.0', 'alibabacloud_client.py', 'SignatureDoesNotMatch'],
  // It makes this code itself, where the service's string to sign is the very one that it signed.
  ['aliyun-python-sdk-alikafka 1.0.6', 'aliyunsdk_client.py', 'InvalidAccessKeySecret'],
])('%s', (_, script, wrongSecret) => {
  it('starts an instance, sees it in the list, and is told the code of a refusal', async () => {
    const emulator = await cloud();
    const list: Call = ['GetInstanceList', { RegionId, InstanceId: [ORDERS, 'alikafka_post-cn-none'] }];
    const calls: Call[] = [list, ['StartInstance', START], list, ['StartInstance', START]];

    const [before, started, after, again] = await answersTo(script, calls, emulator);

    expect(before).toMatchObject({ InstanceList: { InstanceVO: [{ ViewInstanceStatusCode: 0 }] } });
    expect(started).toMatchObject({ Code: 200, Success: true, RequestId: emulator.journal[1]?.requestId });
    expect(after).toMatchObject({
      InstanceList: {
        InstanceVO: [{ InstanceId: ORDERS, VSwitchIds: { VSwitchIds: START.VSwitchIds }, MsgRetain: 33 }],
      },
    });
    expect(again).toEqual({ refused: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY', httpStatus: 400 });
    const { VSwitchIds, ...rest } = START;
    expect(starts(emulator.journal).map(({ parameters }) => parameters)).toEqual([
      {
        ...rest,
        'VSwitchIds.1': 'vsw-1',
        'VSwitchIds.2': 'vsw-2',
        CrossZone: 'True',
        IsForceSelectedZones: 'False',
      },
    ]);
  });

  it('gets nothing with a wrong secret', async () => {
    const emulator = await cloud();
    const calls: Call[] = [
      ['StartInstance', START],
      ['GetInstanceList', { RegionId }],
    ];
    const key = { ...KEY, accessKeySecret: 'wrong' };
    const refused = { refused: wrongSecret, httpStatus: 400 };
    expect(await answersTo(script, calls, emulator, key)).toEqual([refused, refused]);
    expect(emulator.journal.map(({ code, carriedOut }) => [code, carriedOut])).toEqual([
      ['SignatureDoesNotMatch', false],
      ['SignatureDoesNotMatch', false],
    ]);
  });
});

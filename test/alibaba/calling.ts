import { inspect } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import {
  type AccessKey,
  DEFAULT_ACCOUNT,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from '../../emulator/index.ts';
import { type ApiParameter, alikafka } from '../../src/alibaba/alikafka.ts';
import type { Client } from '../../src/alibaba/client.ts';
import { type ApiAnswer, CallError } from '../../src/alibaba/errors.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { CANARY, transportForTest } from '../http/sending.ts';

/** The time in every cloud, and at every client unless a test moves it. */
export const NOW = Date.parse('2026-11-24T04:05:06Z');

const INSTANCE = { instanceId: 'alikafka_post-cn-one', deployType: 4 } as const;

/** A start of that instance that the service has nothing against. */
const PARAMETERS: readonly ApiParameter[] = [
  { name: 'RegionId', value: 'cn-hangzhou' },
  { name: 'InstanceId', value: INSTANCE.instanceId },
  { name: 'VpcId', value: 'vpc-1' },
  { name: 'VSwitchId', value: 'vsw-1' },
  { name: 'VSwitchIds', value: ['vsw-1', 'vsw-2'] },
  { name: 'DeployModule', value: 'eip' },
  { name: 'IsSetUserAndPassword', value: 'true' },
  { name: 'Password', value: CANARY },
  { name: 'Config', value: '{"kafka.log.retention.hours":"33"}' },
  { name: 'Notifier', value: "Zoë *~!'() +%2A 部署 🚀" },
];

/** The key of every call unless a test gives another. */
export const KEY: AccessKey = DEFAULT_ACCOUNT.keys[0];

/** An emulator on a clock that stands, with one instance that waits to be started. */
export async function emulatorForTest(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ instances: [INSTANCE], now: () => NOW, ...options });
  onTestFinished(emulator.close);
  return emulator;
}

/** How a test's call differs from an ordinary one. */
export type CallOptions = Partial<Client> & { readonly key?: AccessKey; readonly timeoutMs?: number };

/** Starts the instance, and gives the answer or the error. No error may tell the password. */
export async function start(emulator: Emulator, options: CallOptions = {}): Promise<ApiAnswer | CallError> {
  const { key = KEY, timeoutMs = 5_000, ...rest } = options;
  const client: Client = {
    send: transportForTest({ timeoutMs }).send,
    credentials: async () => ({ ...key, securityToken: key.securityToken }),
    wallTime: () => NOW,
    nonce: () => crypto.randomUUID(),
    conceal: (value) => value,
    judge: remedyFor,
    ...rest,
  };
  try {
    return await alikafka(client, () => new URL(emulator.url)).startInstance('cn-hangzhou', PARAMETERS);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(CANARY);
    return error;
  }
}

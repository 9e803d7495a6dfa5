import { Cloud, type CloudOptions } from '../../emulator/alibaba/cloud.ts';
import { DEFAULT_ACCOUNT_ID } from '../../emulator/alibaba/service/call.ts';
import type { Outcome } from '../../emulator/alibaba/service/outcome.ts';

export const INSTANCE_ID = 'alikafka_post-cn-one';
export const REGION_ID = 'cn-hangzhou';

/** A start of INSTANCE_ID that the service has nothing against. */
export const START: Readonly<Record<string, string>> = {
  RegionId: REGION_ID,
  InstanceId: INSTANCE_ID,
  VpcId: 'vpc-1',
  VSwitchId: 'vsw-1',
  DeployModule: 'vpc',
};

/** A cloud on a clock that stands until it is moved. */
export function cloudAt(time: number, options: Omit<CloudOptions, 'now'> = {}) {
  const clock = { now: time };
  const cloud = new Cloud({
    instances: [{ instanceId: INSTANCE_ID }],
    requestsPerSecond: 1_000_000,
    ...options,
    now: () => clock.now,
  });
  const call = (
    action: string,
    parameters: Readonly<Record<string, string>>,
    accountId = DEFAULT_ACCOUNT_ID,
  ) => cloud.call({ action, parameters, accountId });
  return {
    clock,
    cloud,
    call,
    start: (parameters: Readonly<Record<string, string>> = START) => call('StartInstance', parameters),
    list: (parameters: Readonly<Record<string, string>> = {}) =>
      entriesOf(call('GetInstanceList', { RegionId: REGION_ID, ...parameters })),
  };
}

/** An answer's body, read as JSON. */
export function bodyOf(outcome: Outcome): Record<string, unknown> {
  if (outcome.kind !== 'answer') throw new Error(`no answer but a ${outcome.kind}`);
  return record(JSON.parse(outcome.body));
}

/** The instances of a GetInstanceList answer. */
export function entriesOf(outcome: Outcome): Record<string, unknown>[] {
  const entries = record(bodyOf(outcome).InstanceList).InstanceVO;
  if (!Array.isArray(entries)) throw new Error('InstanceVO is no list');
  return entries.map(record);
}

/** A value as an object whose fields may be read; throws where it is none. */
export function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`${String(value)} is no object`);
  return Object.fromEntries(Object.entries(value));
}

import type { CloudOptions } from '../../emulator/alibaba/cloud.ts';
import { ecs } from '../../src/alibaba/ecs.ts';
import { kms } from '../../src/alibaba/kms.ts';
import { vpc } from '../../src/alibaba/vpc.ts';
import type { PlanItem } from '../../src/deployment/plan.ts';
import type { Send } from '../../src/http/transport.ts';
import { describeOrigin } from '../../src/manifest/origin.ts';
import { preflight } from '../../src/preflight/preflight.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { type Fleet, fleet, sendTo } from '../deployment/fleet.ts';
import { planFor, readerOf, requestsIn } from '../deployment/given.ts';

/** A manifest of several instances, with what all of them have unless they say otherwise. */
export function manifestOf(instances: Readonly<Record<string, object>>): string {
  const defaults = {
    ...{ regionId: 'cn-hangzhou', deployModule: 'vpc', vpcId: 'vpc-1', vSwitchId: 'vsw-1', zoneId: 'zonea' },
  };
  const named = Object.entries(instances).map(([key, fields]) => [
    key,
    { instanceId: `alikafka_post-cn-${key}`, ...defaults, ...fields },
  ]);
  return JSON.stringify({ instances: Object.fromEntries(named) });
}

export interface SurveyOptions extends Omit<CloudOptions, 'now'> {
  readonly required?: boolean;
  /** Hears of every call before it leaves; what it throws happens to the caller. */
  readonly before?: (action: string) => void;
  readonly stop?: AbortSignal;
}

export interface Surveyed extends Fleet {
  readonly before: readonly PlanItem[];
  readonly plan: readonly PlanItem[];
  /** Each as `error kafka.yml:1:2 What`. */
  readonly told: readonly string[];
  /** The calls of preflight, in the order in which the cloud saw them. */
  readonly calls: readonly string[];
  /** What was told of calls that are made again. */
  readonly notes: readonly string[];
  /** How long preflight took, in milliseconds. */
  readonly tookMs: number;
}

/** The plan of a manifest and what preflight makes of it, in a world where its instances wait for deployment. */
export async function survey(
  manifest: string,
  { required = false, before: hook, stop, ...options }: SurveyOptions = {},
): Promise<Surveyed> {
  const requests = requestsIn(manifest);
  const others = options.instances ?? [];
  const bought = requests.flatMap(({ instanceId, regionId }) =>
    others.some((other) => other.instanceId === instanceId) ? [] : [{ instanceId, regionId }],
  );
  const instances = [...bought, ...others];
  const world = fleet({ requestsPerSecond: 1000, ...options, instances });
  const { clock, cloud } = world;
  const before = await planFor(world, requests);
  const [callsBefore, began] = [cloud.journal.length, clock.now()];
  const wire = sendTo(cloud, clock);
  const send: Send = async (request) => {
    hook?.(request.headers['x-acs-action'] ?? '');
    return wire(request);
  };
  let nonce = 0;
  const client = {
    ...{ send, wallTime: clock.wallTime, nonce: () => `p${++nonce}`, judge: remedyFor },
    conceal: <T>(value: T) => value,
    credentials: async () => ({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined }),
  };
  const at = () => new URL('https://products.cn-hangzhou.aliyuncs.com');
  const products = { vpc: vpc(client, at), ecs: ecs(client, at), kms: kms(client, at) };
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  const surveyor = { ...readerOf(world, { send, note, ...(stop && { stop }) }), ...products };
  const { plan, diagnostics } = await clock.run(preflight(before, surveyor, required));
  return {
    ...{ ...world, before, plan, notes, tookMs: clock.now() - began },
    told: diagnostics.map(({ severity, origin, message }) => {
      return [severity, ...(origin ? [describeOrigin(origin)] : []), message].join(' ');
    }),
    calls: cloud.journal.slice(callsBefore).map(({ action }) => action),
  };
}

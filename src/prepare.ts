import type { Client } from './alibaba/client.ts';
import { isLoopback, type ReadProduct } from './alibaba/endpoints.ts';
import type { StepRunners } from './deployment/apply.ts';
import type { LiveReader } from './deployment/live-state.ts';
import type { PlanItem } from './deployment/plan.ts';
import type { StartRequest } from './deployment/start-request.ts';
import { objectionTo } from './github/guard.ts';
import type { Inputs } from './inputs/read.ts';
import type { Reach } from './kafka/verify.ts';
import type { Diagnostic } from './manifest/diagnostics.ts';
import type { Stop } from './report/report.ts';
import type { RunDependencies } from './run-dependencies.ts';
import { unlessAborted } from './time/clock.ts';
import { RateLimits } from './time/rate-limit.ts';

/** What is to be done, and what it is done with. */
export interface Prepared {
  readonly reader: LiveReader;
  readonly runners: StepRunners;
  readonly plan: readonly PlanItem[];
  /** What the cloud shows to be wrong, or worth knowing, at the lines that it is about. */
  readonly found: readonly Diagnostic[];
}

/**
 * Everything before the first change: may this event deploy, who are we, what is there, what is to be done.
 *
 * @throws CallError, Stopped
 */
export async function prepare(
  inputs: Inputs,
  requests: readonly StartRequest[],
  run: RunDependencies,
): Promise<Prepared | { stop: Stop }> {
  const guarded = inputs.mode === 'apply' && !inputs.allowUnsafeEvents;
  const objection = guarded ? objectionTo(run.event) : undefined;
  if (objection) return { stop: objection };
  const cloud = await import('./after-validation.ts');
  const { clock, random, logger, cancel } = run;
  const unsigned = { ...run.client, judge: cloud.remedyFor };
  const regionId = requests[0]?.regionId ?? '';
  const login = await unlessAborted(cloud.identify(inputs, regionId, { ...run, client: unsigned }), cancel);
  const client = { ...unsigned, credentials: login.credentials };
  const endpointOf = (region: string) => inputs.endpoint ?? cloud.alikafkaEndpoint(region, inputs.network);
  const rate = inputs.apply.requestsPerSecond;
  const contents = cloud.contentsApi(client, endpointOf);
  const reader = {
    ...{ api: cloud.alikafka(client, endpointOf), contents },
    limits: new RateLimits(rate, clock, random, cloud.contentsHurry(rate)),
    ...{ clock, random, stop: cancel, note: logger.remark },
  };
  const made = cloud.makePlan(requests, await cloud.readLiveState(requests, reader));
  const checked = await preflighted(made, inputs, client, reader);
  const filled = await cloud.planContents(checked.plan, reader);
  const reach = reachOf(inputs);
  const asks = inputs.mode === 'apply' && inputs.verify === 'required';
  const unreachable = asks ? cloud.unreachable(filled.plan, reach) : [];
  if (unreachable.length > 0) return { stop: notReachable(unreachable) };
  const verify = cloud.verifying(reach, inputs.verify === 'required');
  return {
    ...{ reader, runners: { fill: cloud.filling(contents), verify } },
    plan: inputs.verify === 'off' ? filled.plan : filled.plan.map(verified),
    found: [...checked.found, ...filled.diagnostics],
  };
}

/** The plan after a look at what the instances would be deployed into. */
async function preflighted(
  plan: readonly PlanItem[],
  { preflight: how, endpoint, network }: Inputs,
  client: Client,
  reader: LiveReader,
): Promise<Pick<Prepared, 'plan' | 'found'>> {
  if (how === 'off') return { plan, found: [] };
  const { ecs, kms, preflight, productEndpoint, vpc } = await import('./after-validation.ts');
  const emulated = endpoint && isLoopback(endpoint) ? endpoint : undefined;
  const at = (product: ReadProduct) => (region: string) =>
    emulated ?? productEndpoint(product, region, network);
  const products = {
    vpc: vpc(client, at('vpc')),
    ecs: ecs(client, at('ecs')),
    kms: kms(client, at('kms')),
  };
  const result = await preflight(plan, { ...reader, ...products }, how === 'required');
  return { plan: result.plan, found: result.diagnostics };
}

/** Whose brokers this runner can reach. */
function reachOf({ endpoint, network }: Inputs): Reach {
  if (endpoint && isLoopback(endpoint)) return 'loopback';
  return network === 'vpc' ? 'vpc' : 'internet';
}

function verified(item: PlanItem): PlanItem {
  if (item.action === 'blocked') return item;
  return { ...item, steps: [...item.steps, { kind: 'verify' }] };
}

function notReachable(keys: readonly string[]): Stop {
  return {
    message: `verify is required, but the brokers of ${keys.join(', ')} can only be reached from their VPC`,
    remedy: 'Run the job on a runner in that VPC with network: vpc, or set verify: auto.',
  };
}

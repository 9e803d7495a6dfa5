import { type ApiAnswer, NO_ANSWER } from '../alibaba/errors.ts';
import type { LiveInstance } from '../alibaba/live.ts';
import type { Status } from '../alibaba/status.ts';
import { shown } from '../manifest/check.ts';
import { quote } from '../manifest/node.ts';
import type { Origin } from '../manifest/origin.ts';
import type { Change } from './change.ts';
import { type Drift, driftOf, otherZone } from './drift.ts';
import type { Failure } from './failure.ts';
import type { LiveState } from './live-state.ts';
import type { NetworkFacts } from './network.ts';
import type { StartRequest } from './start-request.ts';
import { MEANINGS, NOT_FOUND } from './statuses.ts';
import { deploymentSteps, type PlannedAction, type Step } from './steps.ts';

/** What is to be done with one instance, and why: plain data, which the report shows and `apply` carries out. */
export interface PlanItem {
  readonly request: StartRequest;
  readonly action: PlannedAction;
  readonly steps: readonly Step[];
  readonly reason: string;
  readonly drift: readonly Drift[];
  /** The zone it is in, where that is not the wanted one and is no drift. */
  readonly otherZone?: Drift | undefined;
  readonly status: Status;
  readonly live: LiveInstance | undefined;
  /** RequestId, Code and Message of the call that read the status. */
  readonly reading: ApiAnswer;
  /** Why it is blocked, or cannot hold all that it is to hold, and what to do. */
  readonly failure: Failure | undefined;
  /** What it is to hold and does not, as far as is known before it is in service. */
  readonly changes: readonly Change[];
  /** What it would be deployed into; absent where nobody looked. */
  readonly network?: NetworkFacts;
}

/** Decides for each instance, by the live state. Nothing is sent here. */
export function makePlan(requests: readonly StartRequest[], state: LiveState): PlanItem[] {
  return requests.map((request) => {
    const decision = decide(request, state);
    return { request, steps: deploymentSteps(decision.action), changes: [], ...decision };
  });
}

type Decision = Omit<PlanItem, 'request' | 'steps' | 'changes'>;
type Judgement = Omit<Decision, 'live' | 'reading'>;

function decide(request: StartRequest, state: LiveState): Decision {
  const region = state.get(request.regionId);
  if (!region || region.failure) {
    return {
      ...{ action: 'blocked', reason: 'its status could not be read', drift: [], status: 'unknown' },
      ...{ live: undefined, reading: region?.answer ?? NO_ANSWER, failure: region?.failure },
    };
  }
  const { requestId, code, message } = region.listing;
  const live = region.listing.instances.get(request.instanceId);
  return { ...judge(request, live), live, reading: { requestId, code, message } };
}

function judge(request: StartRequest, live: LiveInstance | undefined): Judgement {
  if (!live) {
    const reason = `there is no such instance in ${request.regionId}`;
    return blocked('not-found', reason, NOT_FOUND, { origin: request.settings.instanceId?.origin });
  }
  const { status } = live;
  if (status === 'pending') return mismatch(request, live) ?? byMeaning(live);
  if (status === 'changing') return byMeaning(live);
  const { settings } = request;
  const drift = driftOf(settings, live);
  const judgement = { ...byMeaning(live), drift, otherZone: otherZone(settings, live) };
  return status === 'running' && drift.length > 0
    ? { ...judgement, reason: 'it is in service, with drift' }
    : judgement;
}

function byMeaning({ status, codes }: LiveInstance): Judgement {
  const { action, reason, remedy } = MEANINGS[status];
  if (action === 'blocked') return blocked(status, reason, remedy, { codes });
  return { action, reason, drift: [], status, failure: undefined };
}

interface Cause {
  /** The service's codes behind the status, where they are what blocks. */
  readonly codes?: string;
  /** Where the value stands that blocks. */
  readonly origin?: Origin | undefined;
}

function blocked(status: Status, reason: string, remedy: string, { codes, origin }: Cause): Judgement {
  const details = codes === undefined ? {} : { 'Status codes': codes };
  const message = `It cannot be started: ${reason}`;
  const failure = { message, remedy, details, ...(origin && { origin }) };
  return { action: 'blocked', reason, drift: [], status, failure };
}

/** A pending instance that was not bought as the manifest says would be refused, or deployed as something else. */
function mismatch({ settings, series }: StartRequest, live: LiveInstance): Judgement | undefined {
  const { deployModule } = settings;
  if (deployModule && live.deployModule !== undefined && deployModule.value !== live.deployModule) {
    const reason = `deployModule is ${shown(deployModule, deployModule.value)}, but the instance was bought as "${live.deployModule}"`;
    const remedy = `Set deployModule: ${live.deployModule}, or buy an instance of the other type.`;
    return blocked('pending', reason, remedy, { origin: deployModule.origin });
  }
  if (live.series !== undefined && live.series !== series) {
    const reason = `series is ${settings.series ? shown(settings.series, series) : quote(series)}, but the instance is "${live.series}"`;
    const remedy = `Set series: ${live.series}; it decides which rules the manifest is checked by.`;
    return blocked('pending', reason, remedy, {
      origin: (settings.series ?? settings.instanceId)?.origin,
    });
  }
  return undefined;
}

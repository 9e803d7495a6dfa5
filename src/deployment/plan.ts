import type { LiveInstance } from '../alibaba/live.ts';
import type { Status } from '../alibaba/status.ts';
import type { StartRequest } from '../manifest/request.ts';
import { type Drift, driftOf } from './drift.ts';
import type { Failure } from './failure.ts';
import type { LiveState } from './live-state.ts';
import { MEANINGS, NOT_FOUND } from './statuses.ts';

export type PlannedAction = 'start' | 'wait' | 'none' | 'blocked';

/** What is to be done with one instance, and why. */
export interface PlanItem {
  readonly request: StartRequest;
  readonly action: PlannedAction;
  readonly reason: string;
  readonly drift: readonly Drift[];
  readonly status: Status;
  readonly live: LiveInstance | undefined;
  /** RequestId, Code and Message of the call that read the status. */
  readonly reading: { readonly requestId: string; readonly code: string; readonly message: string };
  /** What to do, for a blocked instance. */
  readonly failure: Failure | undefined;
}

/** Decides for each request, by the live state. Nothing is sent here. */
export function makePlan(requests: readonly StartRequest[], state: LiveState): PlanItem[] {
  return requests.map((request) => {
    const region = state.get(request.regionId);
    if (!region || region.failure) {
      const failure = region?.failure;
      const reading = {
        requestId: failure?.requestId ?? '',
        code: failure?.code ?? '',
        message: failure?.apiMessage ?? '',
      };
      const base = { request, drift: [], status: 'unknown', live: undefined, reading } as const;
      return {
        ...base,
        action: 'blocked',
        reason: 'its status could not be read',
        failure: failure?.failure,
      };
    }
    const { requestId, code, message } = region.listing;
    const live = region.listing.instances.get(request.instanceId);
    return { request, ...decide(request, live), live, reading: { requestId, code, message } };
  });
}

type Decision = Pick<PlanItem, 'action' | 'reason' | 'drift' | 'status' | 'failure'>;

function decide(request: StartRequest, live: LiveInstance | undefined): Decision {
  if (!live) return blocked('not-found', `there is no such instance in ${request.regionId}`, NOT_FOUND);
  const { status } = live;
  const drift = status === 'pending' || status === 'changing' ? [] : driftOf(request.settings, live);
  if (status === 'pending') return mismatch(request, live) ?? decision(status);
  if (status === 'running' && drift.length > 0)
    return { ...decision(status), drift, reason: 'it is in service, with drift' };
  return { ...decision(status), drift };
}

function decision(status: Status): Decision {
  const { action, reason, remedy } = MEANINGS[status];
  if (action === 'blocked') return blocked(status, reason, remedy);
  return { action, reason, drift: [], status, failure: undefined };
}

function blocked(status: Status, reason: string, remedy: string): Decision {
  const failure = { message: `It cannot be started: ${reason}`, remedy, recommend: undefined, details: {} };
  return { action: 'blocked', reason, drift: [], status, failure };
}

/** A pending instance that was not bought as the manifest says would be refused, or deployed as something else. */
function mismatch({ settings, series }: StartRequest, live: LiveInstance): Decision | undefined {
  const wanted = settings.deployModule?.value;
  if (wanted !== undefined && live.deployModule !== undefined && wanted !== live.deployModule) {
    const reason = `deployModule is "${wanted}", but the instance was bought as "${live.deployModule}"`;
    return blocked(
      'pending',
      reason,
      `Set deployModule: ${live.deployModule}, or buy an instance of the other type.`,
    );
  }
  if (live.series !== undefined && live.series !== series) {
    const reason = `series is "${series}", but the instance is "${live.series}"`;
    return blocked(
      'pending',
      reason,
      `Set series: ${live.series}; it decides which rules the manifest is checked by.`,
    );
  }
  return undefined;
}

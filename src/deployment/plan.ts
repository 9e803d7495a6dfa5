import type { LiveInstance } from '../alibaba/live.ts';
import type { Status } from '../alibaba/status.ts';
import type { StartRequest } from '../manifest/request.ts';
import { type Drift, driftOf } from './drift.ts';
import type { Failure } from './failure.ts';
import type { Survey } from './survey.ts';

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
export function makePlan(requests: readonly StartRequest[], survey: Survey): PlanItem[] {
  return requests.map((request) => {
    const region = survey.get(request.regionId);
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
  const drift = status === 'pending' ? [] : driftOf(request.settings, live);
  switch (status) {
    case 'pending':
      return mismatch(request, live) ?? decision('start', 'it is pending deployment', status);
    case 'deploying':
      return { ...decision('wait', 'it is being deployed', status), drift };
    case 'running':
      return {
        ...decision('none', drift.length > 0 ? 'it is in service, with drift' : 'it is in service', status),
        drift,
      };
    default:
      return { ...blocked(status, BLOCKED[status].reason, BLOCKED[status].remedy), drift };
  }
}

function decision(action: PlannedAction, reason: string, status: Status): Decision {
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

const NOT_FOUND =
  'Check instanceId and regionId in the console, and that the credentials belong to the account that bought it. Just bought? Try again in a few minutes.';

const BLOCKED: Readonly<
  Record<Exclude<Status, 'pending' | 'deploying' | 'running'>, { reason: string; remedy: string }>
> = {
  stopped: { reason: 'it is stopped', remedy: 'Start it again in the console; it was deployed before.' },
  expired: { reason: 'it is expired', remedy: 'Renew it in the console, or take it out of the manifest.' },
  released: {
    reason: 'it is released',
    remedy: 'Take it out of the manifest, or name the instance that replaces it.',
  },
  failed: {
    reason: 'its deployment, upgrade or migration failed',
    remedy:
      'Look at the instance in the console, and open a ticket with Alibaba Cloud support if it says no more.',
  },
  changing: { reason: 'it is being changed', remedy: 'Wait until the change is over, and run again.' },
  'not-found': { reason: 'it is not there', remedy: NOT_FOUND },
  unknown: {
    reason: 'its status is unknown to this release',
    remedy:
      'Look at the instance in the console. If it is pending deployment there, report this with a debug log.',
  },
};

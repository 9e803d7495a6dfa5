import type { Status } from '../alibaba/status.ts';
import type { PlannedAction } from './steps.ts';

/** What a status means: for the plan, and for a run that waits for the instance. */
interface Meaning {
  readonly action: PlannedAction;
  readonly reason: string;
  /** What its owner can do, where nothing can be done from here. */
  readonly remedy: string;
  /** What happened, where a deployment does not come back by itself. */
  readonly end?: string;
  /** The same of one that was in service, and was being changed. */
  readonly endOfChange?: string;
}

export const NOT_FOUND =
  'Check instanceId and regionId in the console, and that the credentials belong to the account that bought it. Just bought? Try again in a few minutes.';

export const MEANINGS: Readonly<Record<Status, Meaning>> = {
  pending: { action: 'start', reason: 'it is pending deployment', remedy: '' },
  deploying: { action: 'wait', reason: 'it is being deployed', remedy: '' },
  running: { action: 'none', reason: 'it is in service', remedy: '' },
  changing: {
    action: 'none',
    reason: 'it is being upgraded, migrated, scaled or started again, so nothing is compared or done now',
    remedy: '',
  },
  stopped: {
    action: 'blocked',
    reason: 'it is stopped, or being stopped',
    remedy: 'Start it again in the console; it was deployed before.',
    end: 'It was stopped before it was in service',
    endOfChange: 'It was stopped while it was being changed',
  },
  expired: {
    action: 'blocked',
    reason: 'it is expired',
    remedy: 'Renew it in the console, or take it out of the manifest.',
    end: 'It expired before it was in service',
    endOfChange: 'It expired while it was being changed',
  },
  released: {
    action: 'blocked',
    reason: 'it is released, or being released',
    remedy: 'Take it out of the manifest, or name the instance that replaces it.',
    end: 'It was released before it was in service',
    endOfChange: 'It was released while it was being changed',
  },
  failed: {
    action: 'blocked',
    reason: 'its deployment, upgrade or migration failed',
    remedy:
      'Look at the instance in the console, and open a ticket with Alibaba Cloud support if it says no more.',
    end: 'Its deployment failed',
    endOfChange: 'Its upgrade or migration failed',
  },
  'not-found': { action: 'blocked', reason: 'it is not there', remedy: NOT_FOUND },
  unknown: {
    action: 'blocked',
    reason: 'its status is unknown to this release, or contradicts itself',
    remedy:
      'Look at the instance in the console. If it is pending deployment there, report this with the status codes.',
  },
};

/** Whether a status shows that a start was carried out, whoever sent it. */
export function hasStarted(status: Status): boolean {
  return status === 'deploying' || status === 'running';
}

/** Whether an instance does not come into service from here by itself. */
export function isFinal(status: Status): boolean {
  return MEANINGS[status].end !== undefined;
}

/** The state of an instance, one word for the service's two tables of codes. */
export type Status =
  | 'pending'
  | 'deploying'
  | 'running'
  | 'stopped'
  | 'expired'
  | 'released'
  | 'failed'
  | 'changing'
  | 'not-found'
  | 'unknown';

/** `ViewInstanceStatusCode`, the field that the vendor recommends (GetInstanceList). */
const BY_VIEW = new Map<number, Status>([
  [0, 'pending'],
  [1, 'deploying'],
  [2, 'running'],
  [3, 'stopped'],
  [4, 'running'], // about to expire, and in service until then
  [5, 'expired'],
  [6, 'released'],
  [7, 'changing'], // upgrading
  [8, 'changing'], // migrating
  [21, 'changing'], // stopping
  [22, 'changing'], // starting after a stop
  [23, 'changing'], // releasing
  [30, 'changing'], // scaling
  [101, 'failed'], // deployment
  [102, 'failed'], // upgrade
  [103, 'failed'], // migration
]);

/** `ServiceStatus`, the older field: the same numbers mean other things. */
const BY_SERVICE = new Map<number, Status>([
  [-1, 'unknown'],
  [0, 'pending'],
  [1, 'deploying'], // preparing hardware
  [2, 'deploying'], // initializing
  [3, 'deploying'], // starting
  [5, 'running'],
  [6, 'changing'], // migrating
  [7, 'changing'], // ready to upgrade
  [8, 'changing'], // upgrading
  [9, 'changing'], // ready for a change
  [10, 'released'],
  [11, 'changing'],
  [15, 'expired'],
  [30, 'changing'], // scaling
  [101, 'failed'], // deployment
  [102, 'failed'], // upgrade
]);

/** Codes of the older field that are final, whatever the newer one still shows: released, expired, failed. */
const FINAL_SERVICE = new Set([10, 15, 101]);

/** The status that the two fields show together. Some series lack one of them. */
export function statusOf(view: number | undefined, service: number | undefined): Status {
  const byService = service === undefined ? undefined : BY_SERVICE.get(service);
  if (service !== undefined && byService !== undefined && FINAL_SERVICE.has(service)) return byService;
  const byView = view === undefined ? undefined : BY_VIEW.get(view);
  return byView ?? byService ?? 'unknown';
}

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
const BY_VIEW: ReadonlyMap<number, Status> = new Map([
  [0, 'pending'],
  [1, 'deploying'],
  [2, 'running'],
  [3, 'stopped'],
  [4, 'running'], // about to expire, and in service until then
  [5, 'expired'],
  [6, 'released'],
  [7, 'changing'], // upgrading
  [8, 'changing'], // migrating
  [21, 'stopped'], // stopping
  [22, 'changing'], // starting after a stop
  [23, 'released'], // releasing
  [30, 'changing'], // scaling
  [101, 'failed'], // deployment
  [102, 'failed'], // upgrade
  [103, 'failed'], // migration
]);

/** `ServiceStatus`, the older field: the same numbers mean other things. */
const BY_SERVICE: ReadonlyMap<number, Status> = new Map([
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
const FINAL_SERVICE: ReadonlySet<number> = new Set([10, 15, 101]);

/**
 * The status that the two fields show together; some series lack one of them. Where they contradict each
 * other, the more cautious reading wins: a start cannot be undone, and what is not in service serves nobody.
 */
export function statusOf(view: number | undefined, service: number | undefined): Status {
  const byView = view === undefined ? undefined : (BY_VIEW.get(view) ?? 'unknown');
  const byService = service === undefined ? undefined : (BY_SERVICE.get(service) ?? 'unknown');
  if (byService !== undefined && FINAL_SERVICE.has(service ?? 0)) return byService;
  if (byView === undefined || byService === undefined) return byView ?? byService ?? 'unknown';
  switch (byView) {
    case 'pending':
      return byService === 'pending' || byService === 'deploying' ? byService : 'unknown';
    case 'running':
      return besideRunning(view, byService);
    case 'changing':
      return byService === 'pending' ? 'unknown' : 'changing';
    default:
      return byView;
  }
}

/** An instance is only in service if the older field has nothing against it. */
function besideRunning(view: number | undefined, byService: Status): Status {
  if (byService !== 'pending') return byService;
  return view === 2 ? 'deploying' : 'unknown';
}

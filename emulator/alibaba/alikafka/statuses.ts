/**
 * The two status fields of an instance, which use different code tables.
 * `undefined` means that the field is not shown.
 */
export interface StatusCodes {
  /** ServiceStatus, the older field: 5 is running, 15 is expired. */
  readonly service: number | undefined;
  /** ViewInstanceStatusCode, the recommended field: 2 is running, 5 is expired. */
  readonly view: number | undefined;
}

/** Where an instance stands, by the emulator's own names. */
export type StatusName = keyof typeof STATUS_CODES;

/**
 * Every state of both tables. The older table has no word for the newest states and the other way round;
 * such a state shows -1 (unknown) in the older field, and hides the newer one.
 */
export const STATUS_CODES = {
  pending: { service: 0, view: 0 },
  preparing: { service: 1, view: 1 },
  initializing: { service: 2, view: 1 },
  starting: { service: 3, view: 1 },
  running: { service: 5, view: 2 },
  migrating: { service: 6, view: 8 },
  readyToUpgrade: { service: 7, view: 7 },
  upgrading: { service: 8, view: 7 },
  readyForChange: { service: 9, view: 7 },
  released: { service: 10, view: 6 },
  changing: { service: 11, view: 7 },
  expired: { service: 15, view: 5 },
  scaling: { service: 30, view: 30 },
  unknown: { service: -1, view: undefined },
  stopped: { service: -1, view: 3 },
  expiring: { service: 5, view: 4 },
  stopping: { service: -1, view: 21 },
  reopening: { service: -1, view: 22 },
  releasing: { service: -1, view: 23 },
  deployError: { service: 101, view: 101 },
  upgradeError: { service: 102, view: 102 },
  migrationError: { service: -1, view: 103 },
} as const satisfies Record<string, StatusCodes>;

/** The names of all states. */
export const STATUS_NAMES = Object.keys(STATUS_CODES).filter(
  (name): name is StatusName => name in STATUS_CODES,
);

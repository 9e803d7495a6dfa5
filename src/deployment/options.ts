/** `validate` asks nobody, `plan` reads the live state and changes nothing, `apply` carries the plan out. */
export const MODES = ['apply', 'plan', 'validate'] as const;
export type Mode = (typeof MODES)[number];

/** The two sites of Alibaba Cloud, whose accounts and consoles are apart; the APIs are the same. */
export const SITES = ['china', 'international'] as const;
export type Site = (typeof SITES)[number];

/** How the user wants it done. Times in milliseconds. */
export interface ApplyOptions {
  readonly wait: boolean;
  /** For all of it, starting and waiting. */
  readonly timeoutMs: number;
  readonly pollIntervalMs: number;
  readonly settling: Settling;
  /** Of each operation. */
  readonly requestsPerSecond: number;
}

/** How long the list of instances may say "pending" although a start was carried out, in milliseconds. */
export interface Settling {
  /** After a start whose answer was lost, before it is believed that nothing happened. */
  readonly lostAnswerMs: number;
  /** After the service has said that the instance does not wait for deployment. */
  readonly listLagMs: number;
}

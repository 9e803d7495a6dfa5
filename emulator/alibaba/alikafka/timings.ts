/** How long each phase of a deployment takes, in milliseconds. */
export interface Timings {
  readonly preparing: number;
  readonly initializing: number;
  readonly starting: number;
  /** For a flapping instance: how long it wavers after its deployment, and how long it holds each state. */
  readonly wavering: number;
  readonly waver: number;
}

/** Twelve minutes: the vendor's own tools see 10 to 40. */
export const REALISTIC_TIMINGS: Timings = {
  preparing: 4 * 60_000,
  initializing: 4 * 60_000,
  starting: 4 * 60_000,
  wavering: 2 * 60_000,
  waver: 20_000,
};

/** Timings of a deployment that takes `totalMs` milliseconds from its start to its end. */
export function timingsOf(totalMs: number): Timings {
  const third = totalMs / 3;
  return {
    preparing: third,
    initializing: third,
    starting: totalMs - 2 * third,
    wavering: third,
    waver: totalMs / 18,
  };
}

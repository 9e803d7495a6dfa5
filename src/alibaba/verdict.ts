/** What an error says about the call that got it. */
export type Verdict =
  /** never left this machine; try again */
  | 'not-sent'
  /** not carried out; wait and send again */
  | 'throttled'
  /** may or may not have been carried out: read the status before anything else */
  | 'ambiguous'
  /** the instance is not waiting for deployment: read the status */
  | 'not-pending'
  /** not carried out, sending again would not help */
  | 'refused';

/** What an error code means, and what the person who reads it should do. */
export interface Remedy {
  readonly meaning: string;
  readonly remedy: string;
  readonly verdict: Verdict;
  /** The user's fields that it may be about, the likeliest first. The cloud knows no fields: it only passes them on. */
  readonly fields?: readonly string[];
}

/** What an answer that is no success says of itself. */
export interface RefusalFacts {
  readonly code: string;
  readonly httpStatus: number;
  /** The field `Success`; undefined where it is missing. */
  readonly success: boolean | undefined;
}

/** Decides what a refusal means. Given to the client: the texts name the user's fields, which no call knows. */
export type Judge = (said: RefusalFacts) => Remedy;

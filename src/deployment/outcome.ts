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

/** What went wrong with one instance, in words for its owner. */
export interface Failure {
  readonly message: string;
  readonly remedy: string;
  /** The vendor's page about the error, when the API named one. */
  readonly recommend: string | undefined;
  /** Facts for a support ticket: HTTP status, host id, and what the API says of a missing permission. */
  readonly details: Readonly<Record<string, string>>;
}

/** What this run did with one instance, and how it left it. */
export interface Outcome {
  readonly key: string;
  readonly instanceId: string;
  readonly regionId: string;
  readonly action: 'start';
  /** Whether this run started it; `unknown` when the answer to the start was lost. */
  readonly changed: boolean | 'unknown';
  readonly success: boolean;
  readonly status: Status;
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
  readonly durationSeconds: number;
  readonly failure: Failure | undefined;
}

/** A text that ends like a sentence, so that another can follow. */
export function endSentence(text: string): string {
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}

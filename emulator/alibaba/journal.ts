/** One request as the cloud saw it. */
export interface JournalEntry {
  /** When it arrived: milliseconds, epoch. */
  readonly time: number;
  readonly action: string;
  /** `anonymous` where nobody had to sign the request, undefined where it could not be authenticated. */
  readonly accountId: string | undefined;
  /** Business parameters, decoded, secrets included: keep them out of logs. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The first instance it names. */
  readonly instanceId: string | undefined;
  /** `fault` wherever a fault rule took hold, whatever the service did behind it. */
  readonly outcome: 'done' | 'refused' | 'throttled' | 'fault';
  /** Of the answer; undefined where none was sent, or none with a code. `200` for a success. */
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string;
  /** The service did what was asked, whether or not the client heard of it. */
  readonly carriedOut: boolean;
  /** Name of the fault rule that took hold. */
  readonly fault: string | undefined;
}

/** How often each operation was called, whatever came of it. */
export function callCounts(journal: readonly JournalEntry[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { action } of journal) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

/** The StartInstance calls that were carried out, in their order: the ones that cannot be undone. */
export function starts(journal: readonly JournalEntry[]): readonly JournalEntry[] {
  return journal.filter((entry) => entry.action === 'StartInstance' && entry.carriedOut);
}

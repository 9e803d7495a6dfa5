/** What the service has learned since this emulator was written; not known, so never checked. */
export interface NewerNames {
  readonly parameters?: readonly string[];
  readonly configKeys?: readonly string[];
}

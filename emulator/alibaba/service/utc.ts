/** `2026-01-01T00:00:00Z` of a time in milliseconds, epoch. */
export function utc(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, '');
}

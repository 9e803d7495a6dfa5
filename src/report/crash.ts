import type { Report } from './report.ts';

/** The report of a run in which the action itself failed: what it did is told by earlier outputs only. */
export function crashReport({ mode, site }: Pick<Report, 'mode' | 'site'>, error: unknown): Report {
  const message = `Something went wrong inside the action: ${error instanceof Error ? error.message : String(error)}`;
  const remedy =
    'This is a bug: report it with the log of a run with debug logging. The log above tells what was started before.';
  const stop = { headline: 'the run broke off', message, remedy };
  return { mode, site, diagnostics: [], requests: [], plan: [], outcomes: [], stop, crashed: true };
}

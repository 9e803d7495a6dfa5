import { endSentence } from '../deployment/failure.ts';
import type { Site } from '../deployment/options.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import { describeOrigin } from '../manifest/origin.ts';
import { driftErrors } from './drift.ts';
import { adviceOf, count, type Report } from './report.ts';
import { failureLines } from './run-logger.ts';

/** GitHub shows ten annotations of a kind for a step. */
const MOST = 10;

/** A message that GitHub shows at a line of a file, or with the run when it has no place. */
export interface Annotation {
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly title: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface AnnotatedDiagnostics {
  readonly annotations: readonly Annotation[];
  /** All problems as lines of the log, with their places: but those that the run's own lines have told. */
  readonly lines: readonly string[];
  /** How many GitHub does not show; undefined where it shows all. */
  readonly hidden: string | undefined;
  /** What stopped the run, which has no place, for a log that shows no annotations. */
  readonly stopped: readonly string[];
}

/** What a run has to tell as annotations, as many as GitHub shows, and as lines for the log, which has all. */
export function annotate(report: Report): AnnotatedDiagnostics {
  const failures = report.outcomes.flatMap(({ key, failure }): Diagnostic[] => {
    if (!failure || failure.isTold) return [];
    const message = `${key}: ${endSentence(failure.message)} ${failure.remedy}`;
    return [{ severity: 'error', message, origin: failure.origin }];
  });
  const stops: Diagnostic[] = report.stop
    ? [
        {
          severity: 'error',
          message: `${endSentence(report.stop.message)} ${adviceOf(report.stop)}`,
          origin: undefined,
        },
      ]
    : [];
  const drift = driftErrors(report);
  // Applying tells each failure when it is done with an instance; a plan is only looked at.
  const planned = report.mode === 'plan' ? report.outcomes.flatMap(untoldLines(report.site)) : [];
  const all = [...stops, ...report.diagnostics, ...failures, ...drift];
  const annotations = (['error', 'warning', 'notice'] as const).flatMap((severity) =>
    all
      .filter((problem) => problem.severity === severity)
      .slice(0, MOST)
      .map(annotationOf),
  );
  const hidden = all.length - annotations.length;
  return {
    annotations,
    lines: [...[...report.diagnostics, ...drift].map(lineOf), ...planned],
    hidden: hidden > 0 ? `${count(hidden, 'problem')} more than GitHub shows as annotations` : undefined,
    stopped: stops.map(lineOf),
  };
}

function untoldLines(site: Site): (outcome: Outcome) => string[] {
  return (outcome) => {
    const { failure } = outcome;
    return failure && !failure.isTold ? failureLines(outcome, failure, site) : [];
  };
}

function annotationOf({ severity, message, origin }: Diagnostic): Annotation {
  const base = { severity, message };
  if (origin?.kind !== 'manifest') {
    return { ...base, title: origin ? `Kafka: ${describeOrigin(origin)}` : 'Kafka' };
  }
  const { file, line, column } = origin;
  return { ...base, title: 'Kafka manifest', file, line, column };
}

function lineOf({ severity, message, origin }: Diagnostic): string {
  return `${severity} ${origin ? `${describeOrigin(origin)} ` : ''}${message}`;
}

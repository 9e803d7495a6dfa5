import type { Outcome } from '../deployment/outcome.ts';
import type { Mode } from '../inputs.ts';
import type { Problem } from '../manifest/problems.ts';
import type { Parameter, StartRequest } from '../manifest/request.ts';

/** Why a run stopped before it could act on any instance. */
export interface Stop {
  readonly message: string;
  readonly remedy: string;
}

/** Everything a run has to tell, as plain data: what was asked for, what was found, what was done. */
export interface Report {
  readonly mode: Mode;
  readonly problems: readonly Problem[];
  readonly requests: readonly StartRequest[];
  readonly outcomes: readonly Outcome[];
  readonly stop: Stop | undefined;
}

export function errorsOf(report: Report): Problem[] {
  return report.problems.filter(({ severity }) => severity === 'error');
}

export function warningsOf(report: Report): Problem[] {
  return report.problems.filter(({ severity }) => severity === 'warning');
}

/** Whether everything is as the user wanted it. In mode `validate`: whether everything is valid. */
export function succeeded(report: Report): boolean {
  if (report.stop || errorsOf(report).length > 0) return false;
  return report.outcomes.every(({ success }) => success);
}

/** A parameter's value as it may be shown. */
export function shownValue({ value, privacy }: Parameter): string {
  if (privacy === 'secret') return '***';
  if (privacy === 'personal') return 'set';
  return typeof value === 'string' ? value : value.join(', ');
}

/** `1 instance`, `2 instances`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

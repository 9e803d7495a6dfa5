import type { Change } from '../deployment/change.ts';
import { endSentence } from '../deployment/failure.ts';
import type { Mode, Site } from '../deployment/options.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { StartParameter, StartRequest } from '../deployment/start-request.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import type { RunRecord } from './run.ts';

/** Why a run stopped before it could act on any instance. */
export interface Stop {
  /** What the summary begins with, when it is not that nothing was started. */
  readonly headline?: string;
  readonly message: string;
  readonly remedy: string;
  /** Of the error that stopped it: the API's Code, or one of the action's own where the API gave none. */
  readonly code?: string;
  /** Of the call that stopped it, where that was answered. */
  readonly requestId?: string | undefined;
}

/** What to do about a stop, and what one looks for in the documentation and a support ticket needs. */
export function adviceOf({ remedy, code, requestId }: Stop): string {
  const facts = Object.entries({ Code: code, RequestId: requestId }).flatMap(([name, value]) => {
    return value === undefined ? [] : [`${name} ${value}`];
  });
  return facts.length === 0 ? remedy : `${endSentence(remedy)} ${facts.join(', ')}`;
}

/** Everything a run has to tell, as plain data: what was asked for, what was found, what was done. */
export interface Report {
  readonly mode: Mode;
  /** Where links lead to. */
  readonly site: Site;
  readonly diagnostics: readonly Diagnostic[];
  readonly requests: readonly StartRequest[];
  /** Empty until the live state was read. */
  readonly plan: readonly PlanItem[];
  readonly outcomes: readonly Outcome[];
  readonly stop: Stop | undefined;
  /** Whether the action itself failed, so that what it did is told by earlier outputs only. */
  readonly crashed?: true;
  /** Set where the user cancelled the run: its step is red, whatever was done before. */
  readonly cancelled?: true;
  /** Set where drift is to fail the step. */
  readonly failOnDrift?: true;
  /** The manifest and its environment; both absent where the inputs alone say what is wanted. */
  readonly source?: { readonly manifest?: string | undefined; readonly environment?: string | undefined };
  /** Of the whole run; absent until it is over. */
  readonly durationMs?: number;
  /** Which run of GitHub's it was; undefined elsewhere. */
  readonly run?: RunRecord;
}

export function errorsOf(report: Report): Diagnostic[] {
  return report.diagnostics.filter(({ severity }) => severity === 'error');
}

export function noticesOf(report: Report): Diagnostic[] {
  return report.diagnostics.filter(({ severity }) => severity === 'notice');
}

export function warningsOf(report: Report): Diagnostic[] {
  return report.diagnostics.filter(({ severity }) => severity === 'warning');
}

/**
 * Whether everything is as the user wanted it. In mode `validate`: whether everything is valid; in mode
 * `plan`: whether nothing is blocked. Drift counts only where the user says so.
 */
export function succeeded(report: Report): boolean {
  if (report.stop || report.cancelled || errorsOf(report).length > 0) return false;
  return report.outcomes.every(({ success }) => success) && !failsOnDrift(report);
}

export function hasDrift(plan: readonly PlanItem[]): boolean {
  return plan.some(({ drift }) => drift.length > 0);
}

/** Whether the step fails for drift, whatever else was done. */
export function failsOnDrift({ failOnDrift, plan }: Report): boolean {
  return failOnDrift === true && hasDrift(plan);
}

/** Whether the plan would start or add anything. */
export function wouldChange(plan: readonly PlanItem[]): boolean {
  return plan.some(({ action, changes }) => action === 'start' || (needsWork(action) && changes.length > 0));
}

/** Whether the plan would start or add anything, or wait for what somebody has started. */
export function hasChanges({ plan }: Report): boolean {
  return plan.some(({ action }) => needsWork(action));
}

/** Whether there is anything to do with an instance. */
export function needsWork(action: PlanItem['action']): boolean {
  return action === 'start' || action === 'wait' || action === 'update';
}

/** A parameter's value as it may be shown. */
export function shownValue({ shown, privacy }: StartParameter): string {
  if (privacy === 'secret') return '***';
  if (privacy === 'personal') return 'set';
  return typeof shown === 'string' ? shown : shown.join(', ');
}

/** `1 instance`, `2 instances`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `45s`, `12m04s`, `1h02m`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const pad = (number: number) => String(number).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${pad(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${pad(Math.floor((seconds % 3600) / 60))}m`;
}

const PLANNED = {
  start: 'to start',
  wait: 'to wait for',
  update: 'to update',
  none: 'in service already',
  changing: 'being changed',
  blocked: 'blocked',
} as const satisfies Record<PlanItem['action'] | 'changing', string>;

/** An instance with which nothing is done is in service, or it is being changed and serves perhaps nobody. */
function plannedAs({ action, status }: PlanItem): keyof typeof PLANNED {
  return action === 'none' && status === 'changing' ? status : action;
}

/** `2 to start, 1 in service already, 1 in service, with drift, 4 things to add`. */
export function tally(plan: readonly PlanItem[]): string {
  const kinds = Object.entries(PLANNED).flatMap(([kind, words]) => {
    const items = plan.filter((item) => plannedAs(item) === kind);
    const drifted = items.filter(({ drift }) => drift.length > 0).length;
    return [
      { number: items.length - drifted, words },
      { number: drifted, words: `${words.replace(' already', '')}, with drift` },
    ];
  });
  const figures = kinds.filter(({ number }) => number > 0).map(({ number, words }) => `${number} ${words}`);
  const changes = plan.flatMap(({ action, changes }) => (needsWork(action) ? changes : []));
  const things = changes.reduce((sum, change) => sum + sizeOf(change), 0);
  return [...figures, ...(things > 0 ? [`${count(things, 'thing')} to add`] : [])].join(', ');
}

/** How many things a change adds. */
function sizeOf(change: Change): number {
  return change.kind === 'add-addresses' ? change.networks.length : 1;
}

/** The words by which a report is read: they decide what it means, and so are never taken for secrets. */
export const NEVER_REDACTED: ReadonlySet<string> = new Set([
  ...['error', 'warning', 'notice', 'apply', 'plan', 'validate', 'china', 'international'],
  ...['start', 'wait', 'none', 'blocked', 'update', 'fill', 'verify'],
  ...['address', 'topic', 'partitions', 'consumer-group'],
  ...['add-addresses', 'create-topic', 'add-partitions', 'create-group'],
  ...['added', 'there', 'not begun', 'answered', 'not-checked', 'failed', 'unknown', 'note'],
  ...['pending', 'deploying', 'running', 'stopped', 'expired', 'released', 'changing', 'not-found'],
  ...['manifest', 'input', 'derived', 'secret', 'personal'],
  ...['vpc', 'internet', 'plain', 'ssl', 'sasl', 'vpcSasl'],
  ...['provisioned', 'serverless', 'confluent', 'cancelled', 'timeout', 'surely', 'perhaps'],
]);

import type { Finding } from '../deployment/contents-outcome.ts';
import { endSentence, type Failure } from '../deployment/failure.ts';
import type { PlanItem } from '../deployment/plan.ts';
import { contentsOf, type DesiredContents } from '../manifest/contents.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import { type ContentsDifference, difference, pendingChanges } from './difference.ts';
import { findingsOf } from './findings.ts';
import { type ContentsReader, readContents, type SectionFailure } from './read.ts';

/** What an instance in service lacks of what it is to hold, and what there is to tell of it. */
export interface Comparison extends Pick<ContentsDifference, 'changes' | 'drift'> {
  readonly findings: readonly Finding[];
  /** Whether all sections could be read. */
  readonly isWhole: boolean;
  /** Why it will not hold all that the manifest asks for, whatever is added; undefined where it will. */
  readonly failure: Failure | undefined;
}

/** Reads an instance in service and compares it. @throws the reason of `stop` */
export async function compare(
  { regionId, instanceId, series, settings }: PlanItem['request'],
  reader: ContentsReader,
): Promise<Comparison> {
  const desired = contentsOf({ series, settings });
  const live = await readContents({ regionId, instanceId }, desired, reader);
  const found = difference(desired, live, series === 'serverless' ? 3 : 12);
  const findings = [...live.failures.map((failure) => unread(failure, desired)), ...findingsOf(found)];
  return {
    changes: found.changes,
    drift: found.drift,
    findings,
    isWhole: live.failures.length === 0,
    failure: failureOf(findings),
  };
}

function failureOf(findings: readonly Finding[]): Failure | undefined {
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length === 0) return undefined;
  const remedies = new Set(errors.flatMap(({ remedy }) => remedy ?? []));
  return {
    message: errors.map(({ message }) => endSentence(message)).join(' '),
    remedy: [...remedies].join(' '),
    details: {},
    isTold: true, // each of them at its line
  };
}

function unread(
  { section, failure: { message, remedy } }: SectionFailure,
  desired: DesiredContents,
): Finding {
  const [item] = { allowedIps: desired.addresses, topics: desired.topics, consumerGroups: desired.groups }[
    section
  ];
  return { level: 'error', field: section, message, remedy, ...(item && { origin: item.origin }) };
}

/** A plan that says what the instances are to hold beside, and what there is to tell of that. */
export interface FilledPlan {
  readonly plan: readonly PlanItem[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Adds to a plan what its instances lack: as they are, where they run; everything, where they do not yet.
 *
 * @throws the reason of `stop`
 */
export async function planContents(plan: readonly PlanItem[], reader: ContentsReader): Promise<FilledPlan> {
  const filled = await Promise.all(plan.map((item) => filledItem(item, reader)));
  return {
    plan: filled.map(({ item }) => item),
    diagnostics: filled.flatMap(({ item, findings }) => contentsDiagnostics(item.request.key, findings)),
  };
}

async function filledItem(
  item: PlanItem,
  reader: ContentsReader,
): Promise<{ readonly item: PlanItem; readonly findings: readonly Finding[] }> {
  const { request, action, status, steps } = item;
  const desired = contentsOf(request);
  const isAsked = desired.addresses.length + desired.topics.length + desired.groups.length > 0;
  if (!isAsked || action === 'blocked') return { item, findings: [] };
  const fill = { kind: 'fill' } as const;
  if (status === 'running') {
    const { findings, isWhole: _, ...compared } = await compare(request, reader);
    const drift = [...item.drift, ...compared.drift];
    const lacks = compared.changes.length > 0;
    const reason = `it is in service${lacks ? '; it lacks something' : ''}${drift.length > 0 ? ', with drift' : ''}`;
    const updating = lacks ? ({ action: 'update', steps: [...steps, fill] } as const) : {};
    return { item: { ...item, ...compared, ...updating, drift, reason }, findings };
  }
  const everything = pendingChanges(desired);
  if (status !== 'changing') {
    return { item: { ...item, changes: everything, steps: [...steps, fill] }, findings: [] };
  }
  const { changes: missing, isWhole, failure } = await compare(request, reader);
  const changes = isWhole ? missing : everything; // it may not be read while it is being changed
  if (changes.length === 0 && failure === undefined) return { item, findings: [] };
  // Whatever changes it now ends; what it lacks then is added, and what it cannot hold then is told.
  const reason = `${item.reason}; what it is to hold is ${changes.length > 0 ? 'added' : 'compared'} afterwards`;
  const waiting = [{ kind: 'wait' }, fill] as const;
  return { item: { ...item, changes, action: 'wait', steps: waiting, reason }, findings: [] };
}

const SEVERITIES = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** What there is to tell of an instance's contents, at the lines that it is about. */
export function contentsDiagnostics(key: string, findings: readonly Finding[]): Diagnostic[] {
  return findings.map(({ level, message, remedy, origin }) => ({
    severity: SEVERITIES[level],
    origin,
    message: `${key}: ${remedy === undefined ? message : `${endSentence(message)} ${remedy}`}`,
  }));
}

import type { Comparable, Drift } from '../deployment/drift.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import { count, failsOnDrift, type Report } from './report.ts';
import { escapeMarkdown, fenced } from './text.ts';

const WHAT_TO_DO =
  'Write into the manifest what is live, or change the instance in the console: this action changes nothing of an instance that was deployed.';

/** A difference in texts that may be shown. */
export interface DriftTexts {
  /** `zoneId`, `config enable.acl`. */
  readonly field: string;
  readonly manifest: string;
  readonly live: string;
}

export function driftTexts({ field, key, shown, live }: Drift): DriftTexts {
  return {
    field: key === undefined ? field : `${field} ${key}`,
    manifest: textOf(shown),
    live: textOf(live),
  };
}

function textOf(value: Comparable): string {
  return [value].flat().join(', ');
}

/** Drift at the line of the manifest that says otherwise; another zone that the service may take is a note. */
export function driftDiagnostics(plan: readonly PlanItem[]): Diagnostic[] {
  return plan.flatMap(({ request, drift, otherZone }) => [
    ...drift.map((difference): Diagnostic => {
      const { field, manifest, live } = driftTexts(difference);
      const message = `Drift: ${field} of ${request.key} is ${JSON.stringify(live)} in the cloud, ${JSON.stringify(manifest)} here`;
      return { severity: 'warning', origin: difference.origin, message };
    }),
    ...(otherZone ? [zoneNote(request.key, otherZone)] : []),
  ]);
}

function zoneNote(key: string, difference: Drift): Diagnostic {
  const { manifest, live } = driftTexts(difference);
  const message = `The zone of ${key} is ${JSON.stringify(live)}, not ${JSON.stringify(manifest)}: the service takes another where one is short, unless isForceSelectedZones is true`;
  return { severity: 'notice', origin: difference.origin, message };
}

/** That the step fails for drift, where the user wants that. */
export function driftErrors(report: Report): Diagnostic[] {
  if (!failsOnDrift(report)) return [];
  const keys = drifted(report).map(({ request }) => request.key);
  const which = `${count(keys.length, 'instance')} with drift (${keys.join(', ')})`;
  const message = `The step fails for ${which}, because fail-on-drift is true. ${WHAT_TO_DO}`;
  return [{ severity: 'error', origin: { kind: 'input', name: 'fail-on-drift' }, message }];
}

function drifted({ plan }: Report): PlanItem[] {
  return plan.filter(({ drift }) => drift.length > 0);
}

/** What differs, as a diff from what is live to what the manifest says, and what to do. */
export function driftSections(report: Report): string[] {
  const items = drifted(report);
  if (items.length === 0) return [];
  const failure = failsOnDrift(report) ? ' The step fails because `fail-on-drift` is true.' : '';
  return ['### Drift', `**What to do:** ${WHAT_TO_DO}${failure}`, ...items.map(driftSection)];
}

function driftSection({ request, drift }: PlanItem): string {
  const lines = drift.map(driftTexts).flatMap(({ field, manifest, live }) => {
    return [`- ${field}: ${live} (live)`, `+ ${field}: ${manifest} (manifest)`];
  });
  return `${escapeMarkdown(request.key)}\n\n${fenced('diff', lines)}`;
}

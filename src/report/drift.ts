import type { Comparable, Drift } from '../deployment/drift.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';

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

/** Drift at the line of the manifest that says otherwise. */
export function driftWarnings(plan: readonly PlanItem[]): Diagnostic[] {
  return plan.flatMap(({ request, drift }) =>
    drift.map((difference): Diagnostic => {
      const { field, manifest, live } = driftTexts(difference);
      const message = `Drift: ${field} of ${request.key} is ${JSON.stringify(live)} in the cloud, ${JSON.stringify(manifest)} here`;
      return { severity: 'warning', origin: difference.origin, message };
    }),
  );
}

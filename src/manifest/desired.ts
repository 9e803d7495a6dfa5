import { type Settings, shown } from './check.ts';
import type { Diagnostics } from './diagnostics.ts';
import { quote } from './node.ts';
import type { ResolvedInstance } from './resolve.ts';
import type { Series } from './rules/case.ts';
import { checkRules, seriesOf } from './rules.ts';

/** An instance as the user wants it: every value is checked, by itself and together with the others. */
export interface DesiredInstance {
  /** The manifest's name for the instance; its id in a flat manifest and without one. */
  readonly key: string;
  readonly regionId: string;
  readonly instanceId: string;
  readonly series: Series;
  readonly settings: Settings;
}

/** Checks the rules between fields; no instances when there is any error. */
export function desiredInstances(
  resolved: readonly ResolvedInstance[],
  diagnostics: Diagnostics,
): DesiredInstance[] {
  for (const instance of resolved) checkRules(instance, diagnostics);
  refuseSameInstance(resolved, diagnostics);
  return diagnostics.hasErrors ? [] : resolved.map(desiredInstance);
}

function desiredInstance({ key, settings }: ResolvedInstance): DesiredInstance {
  const { regionId, instanceId } = settings;
  if (!regionId || !instanceId)
    throw new TypeError('A desired instance was made of one that failed its checks');
  return {
    key: key ?? instanceId.value,
    regionId: regionId.value,
    instanceId: instanceId.value,
    series: seriesOf(settings),
    settings,
  };
}

function refuseSameInstance(instances: readonly ResolvedInstance[], diagnostics: Diagnostics): void {
  const first = new Map<string, string>();
  for (const { key, settings } of instances) {
    const id = settings.instanceId;
    if (!id || key === undefined) continue;
    const other = first.get(id.value);
    if (other === undefined) first.set(id.value, key);
    else
      diagnostics.error(
        id.origin,
        `instanceId ${shown(id, id.value)} is used by both ${quote(other)} and ${quote(key)}`,
      );
  }
}

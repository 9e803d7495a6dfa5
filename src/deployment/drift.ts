import type { LiveInstance } from '../alibaba/live.ts';
import type { Settings } from '../manifest/check.ts';
import type { Origin } from '../manifest/origin.ts';

/** A live value that differs from the manifest's. */
export interface Drift {
  readonly field: string;
  readonly manifest: string;
  readonly live: string;
  readonly origin: Origin;
}

/**
 * Where a deployed instance differs from what the manifest says. What the service does not show (password,
 * selected zones), or shows empty, is not compared: an absent value is no difference.
 */
export function driftOf(settings: Settings, live: LiveInstance): Drift[] {
  const drift: Drift[] = [];
  const compare = (
    field: string,
    setting: { value: string; origin: Origin } | undefined,
    shown: string | undefined,
  ) => {
    if (!setting || shown === undefined || shown === '' || setting.value === shown) return;
    drift.push({ field, manifest: setting.value, live: shown, origin: setting.origin });
  };
  compare('name', settings.name, live.name);
  compare('deployModule', settings.deployModule, live.deployModule);
  compare('vpcId', settings.vpcId, live.vpcId);
  compareVSwitches(settings, live, compare);
  if (
    settings.zoneId &&
    zoneLetter(settings.zoneId.value) !== zoneLetter(live.zoneId ?? settings.zoneId.value)
  ) {
    compare('zoneId', settings.zoneId, live.zoneId);
  }
  compare('serviceVersion', settings.serviceVersion, live.serviceVersion);
  compare('securityGroup', settings.securityGroup, live.securityGroup);
  compare('kmsKeyId', settings.kmsKeyId, live.kmsKeyId);
  const { config } = settings;
  for (const [key, value] of Object.entries(config?.value ?? {})) {
    if (config)
      compare(
        `config ${key}`,
        { value: String(value), origin: config.keys.get(key) ?? config.origin },
        live.config[key],
      );
  }
  return drift;
}

function compareVSwitches(
  { vSwitchId, vSwitchIds }: Settings,
  live: LiveInstance,
  compare: (
    field: string,
    setting: { value: string; origin: Origin } | undefined,
    shown: string | undefined,
  ) => void,
): void {
  if (vSwitchIds) {
    const value = vSwitchIds.value.toSorted().join(', ');
    compare('vSwitchIds', { value, origin: vSwitchIds.origin }, live.vSwitchIds.toSorted().join(', '));
  } else if (vSwitchId && !live.vSwitchIds.includes(vSwitchId.value)) {
    compare('vSwitchId', vSwitchId, live.vSwitchIds.join(', '));
  }
}

/** `zonea` and `cn-hangzhou-a` are the same zone. */
function zoneLetter(zoneId: string): string {
  return zoneId.slice(-1);
}

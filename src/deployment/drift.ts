import type { LiveInstance } from '../alibaba/live.ts';
import { asTemplate, type Settings, type Sourced } from '../manifest/check.ts';
import type { Origin } from '../manifest/origin.ts';

/** A live value that differs from the manifest's. */
export interface Drift {
  readonly field: string;
  readonly manifest: string;
  readonly live: string;
  readonly origin: Origin;
}

/** One value as the manifest has it, and as the service shows it. */
interface Pair {
  readonly field: string;
  readonly wanted: { readonly value: string; readonly shown: string; readonly origin: Origin } | undefined;
  readonly live: string | undefined;
}

/**
 * Where a deployed instance differs from what the manifest says. What the service does not show (password,
 * selected zones), or shows empty, is not compared: an absent value is no difference.
 */
export function driftOf(settings: Settings, live: LiveInstance): Drift[] {
  return [...plainPairs(settings, live), ...configPairs(settings, live)].flatMap(
    ({ field, wanted, live: found }) => {
      if (!wanted || !found || wanted.value === found) return [];
      return [{ field, manifest: wanted.shown, live: found, origin: wanted.origin }];
    },
  );
}

function plainPairs(settings: Settings, live: LiveInstance): Pair[] {
  const pair = (field: PlainField, found: string | undefined): Pair => {
    const setting = settings[field];
    return { field, wanted: setting && textOf(setting, setting.value), live: found };
  };
  return [
    pair('name', live.name),
    pair('deployModule', live.deployModule),
    pair('vpcId', live.vpcId),
    vSwitchPair(settings, live),
    pair('zoneId', settings.zoneId && zoneLike(settings.zoneId.value, live)),
    pair('serviceVersion', live.serviceVersion),
    pair('securityGroup', live.securityGroup),
    pair('kmsKeyId', live.kmsKeyId),
  ];
}

type PlainField =
  | 'name'
  | 'deployModule'
  | 'vpcId'
  | 'zoneId'
  | 'serviceVersion'
  | 'securityGroup'
  | 'kmsKeyId';

function textOf(setting: Sourced<unknown>, value: string, origin = setting.origin): Pair['wanted'] {
  return { value, shown: asTemplate(value, setting), origin };
}

/** The live zone in the form in which the manifest writes it: the two forms may name different zones. */
function zoneLike(wanted: string, { zoneId, standardZoneId }: LiveInstance): string | undefined {
  const [same, other] = wanted.startsWith('zone') ? [zoneId, standardZoneId] : [standardZoneId, zoneId];
  if (same !== undefined || other === undefined) return same;
  return other.at(-1) === wanted.at(-1) ? wanted : other;
}

function vSwitchPair({ vSwitchId, vSwitchIds }: Settings, live: LiveInstance): Pair {
  const ids = live.vSwitchIds;
  if (vSwitchIds) {
    const sorted = vSwitchIds.value.toSorted();
    const wanted = {
      value: sorted.join(', '),
      shown: asTemplate(sorted, vSwitchIds).join(', '),
      origin: vSwitchIds.origin,
    };
    return { field: 'vSwitchIds', wanted, live: ids.toSorted().join(', ') };
  }
  const used = vSwitchId && ids.includes(vSwitchId.value) ? vSwitchId.value : ids.join(', ');
  return { field: 'vSwitchId', wanted: vSwitchId && textOf(vSwitchId, vSwitchId.value), live: used };
}

function configPairs({ config }: Settings, live: LiveInstance): Pair[] {
  return Object.entries(config?.value ?? {}).map(([key, value]) => {
    const wanted = config && textOf(config, String(value), config.keys.get(key));
    return { field: `config ${key}`, wanted, live: live.config[key] };
  });
}

import type { LiveInstance } from '../alibaba/live.ts';
import { asTemplate, type Settings, type Sourced } from '../manifest/check.ts';
import type { FieldName } from '../manifest/fields.ts';
import type { Origin } from '../manifest/origin.ts';

/** A value that is compared; the order of a list means nothing. */
export type Comparable = string | readonly string[];

/** A live value that differs from the manifest's. */
export interface Drift {
  readonly field: FieldName;
  /** The key within `config`. */
  readonly key?: string;
  readonly wanted: Comparable;
  /** `wanted` with what came from the environment as `${NAME}`. */
  readonly shown: Comparable;
  readonly live: Comparable;
  readonly origin: Origin;
}

/** One value as the manifest has it and as the service shows it, either of them possibly not at all. */
interface Pair extends Pick<Drift, 'field' | 'key'> {
  readonly wanted: Pick<Drift, 'wanted' | 'shown' | 'origin'> | undefined;
  readonly live: Comparable | undefined;
}

/**
 * Where a deployed instance differs from what the manifest says. What the service does not show (password,
 * selected zones), or shows empty, is not compared: an absent value is no difference.
 */
export function driftOf(settings: Settings, live: LiveInstance): Drift[] {
  return Object.values(COMPARISONS).flatMap((pairsOf) => pairsOf(settings, live).flatMap(difference));
}

/**
 * The zone that an instance is in, where it is another than the wanted one and that is no drift: the service
 * takes another zone where one is short, unless it is told not to.
 */
export function otherZone(settings: Settings, live: LiveInstance): Drift | undefined {
  return isZoneForced(settings) ? undefined : difference(zonePair(settings, live))[0];
}

function isZoneForced({ isForceSelectedZones }: Settings): boolean {
  return isForceSelectedZones?.value === true;
}

function difference({ wanted, live, ...place }: Pair): Drift[] {
  if (!wanted || !live?.length || isSame(wanted.wanted, live)) return [];
  return [{ ...place, ...wanted, live }];
}

function isSame(wanted: Comparable, live: Comparable): boolean {
  const text = (value: Comparable) => JSON.stringify([value].flat().toSorted());
  return text(wanted) === text(live);
}

type PlainField = 'name' | 'deployModule' | 'vpcId' | 'serviceVersion' | 'securityGroup' | 'kmsKeyId';

const plain = (field: PlainField) => (settings: Settings, live: LiveInstance) => {
  const setting = settings[field];
  return [{ field, wanted: setting && sideOf(setting, setting.value), live: live[field] }];
};

/** What is compared, by the field that says what is wanted, in the order in which drift is told. */
const COMPARISONS = {
  name: plain('name'),
  deployModule: plain('deployModule'),
  vpcId: plain('vpcId'),
  vSwitchId: (settings, live) => (settings.vSwitchIds ? [] : [vSwitchPair(settings, live)]),
  vSwitchIds: (settings, live) => [vSwitchesPair(settings, live)],
  serviceVersion: plain('serviceVersion'),
  securityGroup: plain('securityGroup'),
  kmsKeyId: plain('kmsKeyId'),
  zoneId: (settings, live) => (isZoneForced(settings) ? [zonePair(settings, live)] : []),
  config: configPairs,
} as const satisfies Partial<Record<FieldName, (settings: Settings, live: LiveInstance) => Pair[]>>;

/** The fields whose live values are compared with the manifest's. */
export const COMPARED_FIELDS: ReadonlySet<FieldName> = new Set(Object.keys(COMPARISONS) as FieldName[]);

function sideOf(setting: Sourced<unknown>, wanted: Comparable, origin = setting.origin): Pair['wanted'] {
  return { wanted, shown: asTemplate(wanted, setting), origin };
}

function zonePair({ zoneId }: Settings, live: LiveInstance): Pair {
  const wanted = zoneId && sideOf(zoneId, zoneId.value);
  return { field: 'zoneId', wanted, live: zoneId && zoneLike(zoneId.value, live) };
}

/** The live zone in the form in which the manifest writes it: the two forms may name different zones. */
function zoneLike(wanted: string, { zoneId, standardZoneId }: LiveInstance): string | undefined {
  const [same, other] = wanted.startsWith('zone') ? [zoneId, standardZoneId] : [standardZoneId, zoneId];
  if (same !== undefined || other === undefined) return same;
  return other.at(-1) === wanted.at(-1) ? wanted : other;
}

function vSwitchPair({ vSwitchId }: Settings, { vSwitchIds: ids }: LiveInstance): Pair {
  const used = vSwitchId && ids.includes(vSwitchId.value) ? vSwitchId.value : ids;
  return { field: 'vSwitchId', wanted: vSwitchId && sideOf(vSwitchId, vSwitchId.value), live: used };
}

function vSwitchesPair({ vSwitchIds }: Settings, { vSwitchIds: ids }: LiveInstance): Pair {
  const wanted = vSwitchIds && sideOf(vSwitchIds, vSwitchIds.value.toSorted());
  return { field: 'vSwitchIds', wanted, live: ids.toSorted() };
}

function configPairs({ config }: Settings, live: LiveInstance): Pair[] {
  return Object.entries(config?.value ?? {}).map(([key, value]) => {
    const wanted = config && sideOf(config, String(value), config.keys.get(key));
    return { field: 'config', key, wanted, live: live.config[key] };
  });
}

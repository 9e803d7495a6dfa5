import { type Sourced, shown } from '../check.ts';
import { KNOWN_REGIONS } from '../regions.ts';
import { didYouMean } from '../suggest.ts';
import { regionOfZone } from '../values.ts';
import type { Case, Rule } from './case.ts';

/** Where the instance goes: region, zones, vSwitches. */
export const placementRules: readonly Rule[] = [
  checkFilledId,
  checkFilledRegion,
  warnOfRegion,
  checkZones,
  checkSelectedZones,
  checkVSwitches,
];

/** An id is shown and put into outputs, so nothing else of the environment may pass for one. */
function checkFilledId({ settings: { instanceId }, diagnostics }: Case): void {
  if (!instanceId || instanceId.templates.size === 0 || instanceId.value.startsWith('alikafka_')) return;
  const message = `instanceId ${shown(instanceId, instanceId.value)} must be filled with an id that begins with alikafka_`;
  diagnostics.error(instanceId.origin, message);
}

/** A region is shown, and becomes part of a host name. */
function checkFilledRegion({ settings: { regionId }, diagnostics }: Case): void {
  if (!regionId || !isFilledWrongly(regionId)) return;
  const message = `regionId ${shown(regionId, regionId.value)} must be filled with a region that this release knows`;
  diagnostics.error(regionId.origin, message);
}

function isFilledWrongly({ value, templates }: Sourced<string>): boolean {
  return templates.size > 0 && !KNOWN_REGIONS.includes(value);
}

function warnOfRegion({ settings: { regionId }, diagnostics }: Case): void {
  if (!regionId || regionId.templates.size > 0 || KNOWN_REGIONS.includes(regionId.value)) return;
  const hint = didYouMean(regionId.value, KNOWN_REGIONS) || '; it is called as it is';
  diagnostics.warning(
    regionId.origin,
    `regionId ${shown(regionId, regionId.value)} is not known to this release${hint}`,
  );
}

function checkZones({ settings, diagnostics }: Case): void {
  const { regionId, zoneId, selectedZones } = settings;
  if (!regionId || isFilledWrongly(regionId)) return;
  const check = (zone: string, setting: Sourced<unknown>, name: string): void => {
    const region = regionOfZone(zone);
    if (region === undefined || region === regionId.value) return;
    diagnostics.error(
      setting.origin,
      `${name} ${shown(setting, zone)} is not a zone of region ${regionId.value}`,
    );
  };
  if (zoneId) check(zoneId.value, zoneId, 'zoneId');
  for (const zone of selectedZones?.value.flat() ?? []) {
    if (selectedZones) check(zone, selectedZones, 'selectedZones:');
  }
}

function checkSelectedZones({ settings, diagnostics, has }: Case): void {
  const { crossZone, selectedZones, isForceSelectedZones } = settings;
  if (!selectedZones) {
    if (isForceSelectedZones && !has('selectedZones')) {
      diagnostics.warning(
        isForceSelectedZones.origin,
        'isForceSelectedZones has no effect without selectedZones',
      );
    }
    return;
  }
  const [primary, secondary] = selectedZones.value;
  const refuse = (message: string) => diagnostics.error(selectedZones.origin, `selectedZones ${message}`);
  if (primary.length === 0) refuse('must name at least one zone in its first list');
  const all = [...primary, ...secondary];
  const twice = firstRepeated(all);
  if (twice !== undefined) refuse(`names ${shown(selectedZones, twice)} twice`);
  if (has('crossZone') && !crossZone) return;
  if (crossZone?.value === false && secondary.length > 0) {
    refuse('must have an empty second list, because crossZone is false');
  } else if (crossZone?.value !== false && secondary.length === 0) {
    refuse('needs zones in its second list; for a single zone set crossZone: false');
  }
}

function checkVSwitches({ settings, diagnostics }: Case): void {
  const { vSwitchId, vSwitchIds } = settings;
  if (!vSwitchIds) return;
  const twice = firstRepeated(vSwitchIds.value);
  if (twice !== undefined)
    diagnostics.error(vSwitchIds.origin, `vSwitchIds names ${shown(vSwitchIds, twice)} twice`);
  if (vSwitchId && !vSwitchIds.value.includes(vSwitchId.value)) {
    const message = `vSwitchId ${shown(vSwitchId, vSwitchId.value)} is not among vSwitchIds, which the service prefers`;
    diagnostics.warning(vSwitchId.origin, message);
  }
}

function firstRepeated(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}

import type { PlanItem } from '../deployment/plan.ts';
import type { Sourced } from '../manifest/check.ts';

/** Something that is named by its id in a region. */
export interface Place {
  readonly regionId: string;
  readonly id: string;
}

/** What has to be asked for a plan; each thing once, however many instances name it. */
export interface Questions {
  readonly vSwitches: readonly Place[];
  /** The ids of security groups by region. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly keys: readonly Place[];
  /** The regions in which names are to be given. */
  readonly names: readonly string[];
}

/** Whether a run would start the instance: only then is anything asked. */
export function isStart({ steps }: PlanItem): boolean {
  return steps.some(({ kind }) => kind === 'start');
}

/** A vSwitch of a request, and the field that names it. */
export interface NamedVSwitch {
  readonly field: 'vSwitchId' | 'vSwitchIds';
  readonly setting: Sourced<unknown>;
  readonly id: string;
}

/** The vSwitches of a request: the service prefers the list. */
export function vSwitchesOf({ request }: PlanItem): NamedVSwitch[] {
  const { vSwitchId, vSwitchIds } = request.settings;
  if (vSwitchIds) return vSwitchIds.value.map((id) => ({ field: 'vSwitchIds', setting: vSwitchIds, id }));
  return vSwitchId ? [{ field: 'vSwitchId', setting: vSwitchId, id: vSwitchId.value }] : [];
}

/** The VPC of a request. */
export function vpcOf({ request: { regionId, settings } }: PlanItem): Place[] {
  return settings.vpcId ? [{ regionId, id: settings.vpcId.value }] : [];
}

/** The key of a place in a map. */
export function placeKey({ regionId, id }: Place): string {
  return `${regionId} ${id}`;
}

export function questionsOf(plan: readonly PlanItem[]): Questions {
  const starts = plan.filter(isStart);
  const places = (idsOf: (item: PlanItem) => readonly (string | undefined)[]) =>
    once(
      starts.flatMap((item) =>
        idsOf(item).flatMap((id) => (id === undefined ? [] : [{ regionId: item.request.regionId, id }])),
      ),
    );
  const groups = places(({ request }) => [request.settings.securityGroup?.value]);
  const names = places(({ request }) => [request.settings.name?.value]);
  return {
    vSwitches: places((item) => vSwitchesOf(item).map(({ id }) => id)),
    groups: new Map(
      [...Map.groupBy(groups, ({ regionId }) => regionId)].map(([region, found]) => [
        region,
        found.map(({ id }) => id),
      ]),
    ),
    keys: places(({ request }) => [request.settings.kmsKeyId?.value]),
    names: [...new Set(names.map(({ regionId }) => regionId))],
  };
}

/** Each place once, in the order in which they come. */
export function once(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

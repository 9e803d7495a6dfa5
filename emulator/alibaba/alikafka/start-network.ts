import { booleanIn, listOf, type Parameters, valueIn } from '../service/parameters.ts';
import { firstRefusal, notFound, type Refusal, refusal } from '../service/refusal.ts';
import { regionOf, regionOfVSwitch, type Surroundings } from '../surroundings.ts';
import { isZone, selectedZonesFrom, standardZone } from './zones.ts';

interface Placement {
  readonly parameters: Parameters;
  readonly surroundings: Surroundings;
}

/** What the service has against the network and the zones of a start, if anything. */
export function networkRefusal({ parameters, surroundings }: Placement): Refusal | undefined {
  return firstRefusal(CHECKS, { parameters, surroundings });
}

/** The vSwitches of a start: VSwitchIds win over VSwitchId. */
export function vSwitchesOf(parameters: Parameters): readonly string[] {
  const list = listOf(parameters, 'VSwitchIds').filter((id) => id !== '');
  const one = valueIn(parameters, 'VSwitchId');
  return list.length > 0 || one === undefined ? list : [one];
}

const CHECKS = [noVSwitch, malformedZone, wrongSelectedZones, wrongVSwitch, wrongZone, wrongGroup];

function noVSwitch({ parameters }: Placement): Refusal | undefined {
  if (vSwitchesOf(parameters).length > 0) return undefined;
  return refusal('MISSING_PARAMETER', 'VSwitchId or VSwitchIds is mandatory for this action.');
}

function malformedZone({ parameters }: Placement): Refusal | undefined {
  const zone = valueIn(parameters, 'ZoneId');
  if (zone === undefined || isZone(zone, parameters.RegionId ?? '')) return undefined;
  return refusal('INVALID_PARAMETER_FORMAT', 'ZoneId is no zone of this region.');
}

/** The vendor's Terraform provider selects one zone without turning CrossZone off, and is served. */
function wrongSelectedZones({ parameters }: Placement): Refusal | undefined {
  const text = valueIn(parameters, 'SelectedZones');
  if (text === undefined) return undefined;
  const zones = selectedZonesFrom(text, parameters.RegionId ?? '');
  if (zones === undefined) {
    return refusal('INVALID_PARAMETER_FORMAT', 'SelectedZones is a JSON array of two arrays of zones.');
  }
  if (booleanIn(parameters, 'CrossZone') === false && zones[1].length > 0) {
    return refusal('INVALID_PARAMETER', 'Without CrossZone there is no secondary zone to select.');
  }
  return undefined;
}

function wrongVSwitch({ parameters, surroundings }: Placement): Refusal | undefined {
  const declared = surroundings.vSwitches?.filter((each) => regionOfVSwitch(each) === parameters.RegionId);
  if (declared === undefined) return undefined;
  const found = vSwitchesOf(parameters).map((id) => declared.find((each) => each.vSwitchId === id));
  if (found.some((vSwitch) => vSwitch === undefined)) {
    return notFound('VpcVSwitch.NotFound', 'The vSwitch does not exist.');
  }
  if (found.some((vSwitch) => vSwitch?.vpcId !== parameters.VpcId)) {
    return refusal('VPC_VSW_ZONE_MAPPING_ERROR', 'The vSwitch is not in the VPC.');
  }
  if (found.some((vSwitch) => vSwitch?.status === 'Pending')) {
    return refusal('DeployPreCheckError', 'The vSwitch is not available.');
  }
  return undefined;
}

/** One of the vSwitches has to be in the zone; which zones are selected does not matter. */
function wrongZone({ parameters, surroundings }: Placement): Refusal | undefined {
  const zone = valueIn(parameters, 'ZoneId');
  if (zone === undefined || surroundings.vSwitches === undefined) return undefined;
  const standard = standardZone(zone, parameters.RegionId ?? '');
  const ids = vSwitchesOf(parameters);
  const inZone = surroundings.vSwitches.some(
    ({ vSwitchId, zoneId }) => zoneId === standard && ids.includes(vSwitchId),
  );
  return inZone
    ? undefined
    : refusal('VPC_VSW_ZONE_MAPPING_ERROR', 'The zone is not the zone of the vSwitch.');
}

function wrongGroup({ parameters, surroundings }: Placement): Refusal | undefined {
  const id = valueIn(parameters, 'SecurityGroup');
  if (id === undefined || surroundings.securityGroups === undefined) return undefined;
  const isThere = surroundings.securityGroups.some(
    (each) =>
      each.securityGroupId === id &&
      each.vpcId === parameters.VpcId &&
      regionOf(each) === parameters.RegionId,
  );
  return isThere ? undefined : notFound('SG_ERROR', 'The security group cannot be found.');
}

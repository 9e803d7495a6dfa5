import type { JsonObject } from '../../json.ts';
import type { VSwitch } from '../surroundings.ts';

/** The CIDR block of a vSwitch that does not say it. */
export const DEFAULT_CIDR_BLOCK = '192.168.0.0/24';

/** What the service tells of a vSwitch, with the account that calls. */
export function vSwitchView(vSwitch: VSwitch, callerId: string): JsonObject {
  return {
    VSwitchId: vSwitch.vSwitchId,
    VSwitchName: vSwitch.name ?? '',
    VpcId: vSwitch.vpcId,
    ZoneId: vSwitch.zoneId,
    Status: vSwitch.status ?? 'Available',
    CidrBlock: vSwitch.cidrBlock ?? DEFAULT_CIDR_BLOCK,
    AvailableIpAddressCount: vSwitch.availableIpAddressCount ?? 252,
    ShareType: vSwitch.shareType ?? '',
    OwnerId: Number(vSwitch.ownerId ?? callerId),
    Description: '',
    IsDefault: false,
  };
}

/** What is told of a vSwitch that nobody declared: it is there. */
export function undeclaredVSwitch(vSwitchId: string): JsonObject {
  return { VSwitchId: vSwitchId, Status: 'Available' };
}

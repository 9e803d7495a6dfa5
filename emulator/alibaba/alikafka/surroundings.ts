/**
 * What else exists in the account. Each part is enforced only where it is given:
 * a cloud that knows no vSwitches takes any vSwitch.
 */
export interface Surroundings {
  readonly vSwitches?: readonly VSwitch[];
  readonly securityGroups?: readonly string[];
  readonly kmsKeys?: readonly string[];
}

/** A vSwitch in its VPC and its zone (`cn-hangzhou-h`). */
export interface VSwitch {
  readonly vSwitchId: string;
  readonly vpcId: string;
  readonly zoneId: string;
}

/** What the service has learned since this emulator was written; not known, so never checked. */
export interface NewerNames {
  readonly parameters?: readonly string[];
  readonly configKeys?: readonly string[];
}

/**
 * What else exists in the cloud. A part that is not declared is not enforced: whatever is asked for is there, and
 * nothing more is told of it. So a vSwitch that nobody declared has a status, and neither VPC nor zone.
 */
export interface Surroundings {
  readonly vSwitches?: readonly VSwitch[];
  readonly securityGroups?: readonly SecurityGroup[];
  readonly keys?: readonly KmsKey[];
  /**
   * How DescribeVSwitchAttributes answers for a declared world that lacks the vSwitch: with an error (the default), or
   * with HTTP status 200 and an empty vSwitch or one that nobody asked for. The vendor's Terraform provider knows all.
   */
  readonly missingVSwitch?: 'error' | 'empty' | 'other';
}

/** A vSwitch in its VPC and its zone. */
export interface VSwitch {
  readonly vSwitchId: string;
  readonly vpcId: string;
  /** `cn-hangzhou-h` */
  readonly zoneId: string;
  /** Default: the region of its zone. */
  readonly regionId?: string;
  readonly name?: string;
  /** Default 192.168.0.0/24. */
  readonly cidrBlock?: string;
  /** Default Available. */
  readonly status?: 'Available' | 'Pending';
  /** Default 252. */
  readonly availableIpAddressCount?: number;
  /** `Shared` is another account's, `Sharing` is shared with others. Default: neither. */
  readonly shareType?: 'Shared' | 'Sharing';
  /** The account it belongs to. Default: the caller's. */
  readonly ownerId?: string;
}

/** A security group of a VPC. */
export interface SecurityGroup {
  readonly securityGroupId: string;
  readonly vpcId: string;
  /** Default cn-hangzhou. */
  readonly regionId?: string;
  readonly name?: string;
  /** Default normal. */
  readonly type?: 'normal' | 'enterprise';
  /** Another product made it for itself. Default false. */
  readonly serviceManaged?: boolean;
}

/** A key of the Key Management Service. */
export interface KmsKey {
  readonly keyId: string;
  /** Default cn-hangzhou. */
  readonly regionId?: string;
  /** Default Enabled. */
  readonly state?: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport';
  /** Default ENCRYPT/DECRYPT. */
  readonly usage?: 'ENCRYPT/DECRYPT' | 'SIGN/VERIFY';
  /** Default Aliyun_AES_256. */
  readonly spec?: string;
  /** `alias/orders` */
  readonly aliases?: readonly string[];
  /** The account it belongs to. Default: the caller's. */
  readonly accountId?: string;
}

/** The region of a vSwitch: that of `cn-hangzhou-h` is `cn-hangzhou`. */
export function regionOfVSwitch({ regionId, zoneId }: VSwitch): string {
  return regionId ?? zoneId.slice(0, zoneId.lastIndexOf('-'));
}

/** The region of what does not stand in a zone. */
export function regionOf({ regionId = 'cn-hangzhou' }: SecurityGroup | KmsKey): string {
  return regionId;
}

/** Whether an instance can be encrypted with a key: only an enabled one that is made for it. */
export function canEncrypt({ state = 'Enabled', usage = 'ENCRYPT/DECRYPT' }: KmsKey): boolean {
  return state === 'Enabled' && usage === 'ENCRYPT/DECRYPT';
}

/** The resource name of a key, whose owner is the caller unless it says otherwise. */
export function arnOf(key: KmsKey, callerId: string): string {
  return `acs:kms:${regionOf(key)}:${key.accountId ?? callerId}:key/${key.keyId}`;
}

/** The key that an id, an alias or a resource name of either stands for, if any; in one region, where it is given. */
export function keyNamed(
  keys: readonly KmsKey[],
  reference: string,
  { callerId, regionId }: { readonly callerId: string; readonly regionId?: string | undefined },
): KmsKey | undefined {
  return keys
    .filter((key) => regionId === undefined || regionOf(key) === regionId)
    .find((key) => {
      const arn = arnOf(key, callerId);
      const names = [`key/${key.keyId}`, ...(key.aliases ?? [])];
      const arns = names.map((name) => arn.replace(/key\/.*$/, () => name));
      return reference === key.keyId || names.slice(1).includes(reference) || arns.includes(reference);
    });
}

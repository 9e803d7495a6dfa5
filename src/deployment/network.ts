/** What is known of the network that an instance would be deployed into. */
export interface NetworkFacts {
  readonly vSwitches: readonly VSwitchFacts[];
  /** Whether the security group belongs to another product, which may change it. */
  readonly managedGroup: boolean;
}

/** A vSwitch in words that may be shown. */
export interface VSwitchFacts {
  /** The id, as `${NAME}` where it came from the environment. */
  readonly shown: string;
  readonly name: string | undefined;
  readonly cidrBlock: string | undefined;
  readonly freeAddresses: number | undefined;
  /** The account that shares it with this one. */
  readonly sharedBy: string | undefined;
}

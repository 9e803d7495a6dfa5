import * as z from 'zod';
import type { Client } from './client.ts';
import { contentOf, plainProduct, unlessNotFound } from './plain-product.ts';

const VERSION = '2016-04-28';

/** A vSwitch as the service shows it. What an answer lacks, or holds empty, is undefined. */
export interface VSwitch {
  readonly vSwitchId: string;
  readonly name: string | undefined;
  readonly vpcId: string | undefined;
  /** The long form, `cn-hangzhou-a`. */
  readonly zoneId: string | undefined;
  /** `Available` or `Pending`. */
  readonly status: string | undefined;
  readonly cidrBlock: string | undefined;
  readonly freeAddresses: number | undefined;
  /** The account that shares it with this one; undefined for one of the account's own. */
  readonly sharedBy: string | undefined;
}

/** The operations of Virtual Private Cloud by which a network is looked at. They throw CallError. */
export interface Vpc {
  /** Undefined where there is no such vSwitch in the region. */
  readonly vSwitch: (regionId: string, vSwitchId: string) => Promise<VSwitch | undefined>;
  /** The vSwitches of a VPC, the first fifty. */
  readonly vSwitchesOf: (regionId: string, vpcId: string) => Promise<readonly VSwitch[]>;
}

/** @param endpointOf where the calls for a region go */
export function vpc(client: Client, endpointOf: (regionId: string) => URL): Vpc {
  const operation = plainProduct(client, VERSION, endpointOf);
  return {
    vSwitch: async (RegionId, VSwitchId) => {
      const action = 'DescribeVSwitchAttributes';
      const answer = await unlessNotFound(operation(action, RegionId, { RegionId, VSwitchId }), NOT_FOUND);
      const found = answer && contentOf(action, answer, oneVSwitch);
      // For one that is not there the service may also answer well, with an empty id or another one.
      return found?.vSwitchId === VSwitchId ? found : undefined;
    },
    vSwitchesOf: async (RegionId, VpcId) => {
      const action = 'DescribeVSwitches';
      const answer = await operation(action, RegionId, { RegionId, VpcId, PageSize: '50' });
      return contentOf(action, answer, list).VSwitches.VSwitch;
    },
  };
}

/** Both spellings are documented. */
const NOT_FOUND = /^InvalidVSwitchId\.NotFound$/i;

const text = z.string().min(1).optional().catch(undefined);
// Not coerced: null and an empty text would become 0, which says that a vSwitch is full.
const number = z
  .union([
    z.number().int().min(0),
    z
      .string()
      .regex(/^[0-9]{1,15}$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);

const oneVSwitch = z
  .object({
    VSwitchId: z.string(),
    VSwitchName: text,
    VpcId: text,
    ZoneId: text,
    Status: text,
    CidrBlock: text,
    AvailableIpAddressCount: number,
    ShareType: text,
    OwnerId: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
  })
  .transform(
    (vSwitch): VSwitch => ({
      vSwitchId: vSwitch.VSwitchId,
      name: vSwitch.VSwitchName,
      vpcId: vSwitch.VpcId,
      zoneId: vSwitch.ZoneId,
      status: vSwitch.Status,
      cidrBlock: vSwitch.CidrBlock,
      freeAddresses: vSwitch.AvailableIpAddressCount,
      // `Sharing` is the account's own, which it shares with others.
      sharedBy: vSwitch.ShareType === 'Shared' ? (vSwitch.OwnerId ?? 'another account') : undefined,
    }),
  );

const list = z.object({ VSwitches: z.object({ VSwitch: z.array(oneVSwitch) }) });

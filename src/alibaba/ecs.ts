import * as z from 'zod';
import type { Client } from './client.ts';
import { UnexpectedAnswerError } from './errors.ts';
import { contentOf, plainProduct } from './plain-product.ts';

const VERSION = '2014-05-26';

/** The most ids that one call names; also the largest page (vendor page of DescribeSecurityGroups). */
export const GROUPS_AT_MOST = 100;

/** A security group as the service shows it. What an answer lacks, or holds empty, is undefined. */
export interface SecurityGroup {
  readonly vpcId: string | undefined;
  /** Whether another product made it for itself. */
  readonly serviceManaged: boolean;
}

/** The operation of the Elastic Compute Service by which security groups are looked at. It throws CallError. */
export interface Ecs {
  /** Those of the groups that are in the region, by id. At most GROUPS_AT_MOST ids. */
  readonly securityGroups: (
    regionId: string,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, SecurityGroup>>;
}

/** @param endpointOf where the calls for a region go */
export function ecs(client: Client, endpointOf: (regionId: string) => URL): Ecs {
  const operation = plainProduct(client, VERSION, endpointOf);
  return {
    securityGroups: async (RegionId, ids) => {
      const action = 'DescribeSecurityGroups';
      const parameters = {
        ...{ RegionId, SecurityGroupIds: JSON.stringify(ids) },
        MaxResults: String(GROUPS_AT_MOST), // without it a page holds ten, and the others would seem not to exist
      };
      const good = await operation(action, RegionId, parameters);
      const answer = contentOf(action, good, list);
      if (answer.NextToken !== undefined) throw partOf(action, good.requestId); // who is missing may come later
      return new Map(
        answer.SecurityGroups.SecurityGroup.map((group) => [
          group.SecurityGroupId,
          {
            vpcId: group.VpcId,
            serviceManaged: group.ServiceManaged,
          },
        ]),
      );
    },
  };
}

function partOf(action: string, requestId: string): UnexpectedAnswerError {
  const facts = { httpStatus: 200, requestId, contentType: undefined };
  return new UnexpectedAnswerError(action, { ...facts, found: 'a part of the list' });
}

const list = z.object({
  NextToken: z.string().min(1).optional().catch(undefined),
  SecurityGroups: z.object({
    SecurityGroup: z.array(
      z.object({
        SecurityGroupId: z.string(),
        VpcId: z.string().min(1).optional().catch(undefined),
        ServiceManaged: z.boolean().catch(false),
      }),
    ),
  }),
});

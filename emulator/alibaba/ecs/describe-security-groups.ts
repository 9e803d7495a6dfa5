import * as z from 'zod';
import { type JsonObject, parseJson } from '../../json.ts';
import type { Operation, Scene } from '../service/operation.ts';
import { numberedPage, tokenPage } from '../service/paging.ts';
import { valueIn } from '../service/parameters.ts';
import { refusal } from '../service/refusal.ts';
import { regionOf, type SecurityGroup } from '../surroundings.ts';

const LARGEST_PAGE = 100;

const IDS = z.array(z.string()).min(1).max(100);

/**
 * Lists the security groups of a region, ten at a time unless a page is asked for. One that is not there is left out.
 * MaxResults turns to paging by tokens, which is what the service advises.
 */
export const describeSecurityGroups: Operation = {
  ramAction: 'ecs:DescribeSecurityGroups',
  parameters: {
    RegionId: { type: 'string', required: true },
    SecurityGroupId: { type: 'string' },
    SecurityGroupIds: { type: 'string' },
    VpcId: { type: 'string' },
    PageNumber: { type: 'string' },
    PageSize: { type: 'string' },
    MaxResults: { type: 'string' },
    NextToken: { type: 'string' },
  },
  run: (scene) => {
    const { parameters } = scene;
    const asked = askedFor(scene);
    if (asked === undefined) {
      const message = 'The specified value of SecurityGroupIds is not valid.';
      return { ok: false, refusal: refusal('InvalidParameter', message) };
    }
    const groups = listed(scene, asked);
    const byToken = ['MaxResults', 'NextToken'].some((name) => valueIn(parameters, name) !== undefined);
    const page = (byToken ? tokenPage : numberedPage)(groups, parameters, LARGEST_PAGE);
    if (!page.ok) return page;
    const { RegionId = '' } = parameters;
    return { ok: true, fields: { RegionId, SecurityGroups: { SecurityGroup: page.items }, ...page.fields } };
  },
};

/** The ids of a call: none is any. Undefined where they are malformed, or too many. */
function askedFor({ parameters }: Scene): readonly string[] | undefined {
  const one = valueIn(parameters, 'SecurityGroupId');
  const text = valueIn(parameters, 'SecurityGroupIds');
  if (text === undefined) return one === undefined ? [] : [one];
  const ids = IDS.safeParse(parseJson(text));
  return ids.success ? [...(one === undefined ? [] : [one]), ...ids.data] : undefined;
}

function listed({ parameters, surroundings }: Scene, asked: readonly string[]): readonly JsonObject[] {
  if (surroundings.securityGroups === undefined) {
    return [...new Set(asked)].map((SecurityGroupId) => ({ SecurityGroupId }));
  }
  return surroundings.securityGroups
    .filter(
      (each) =>
        regionOf(each) === parameters.RegionId &&
        [undefined, each.vpcId].includes(valueIn(parameters, 'VpcId')) &&
        (asked.length === 0 || asked.includes(each.securityGroupId)),
    )
    .map(view);
}

function view({ securityGroupId, vpcId, name, type, serviceManaged }: SecurityGroup): JsonObject {
  return {
    SecurityGroupId: securityGroupId,
    SecurityGroupName: name ?? '',
    VpcId: vpcId,
    SecurityGroupType: type ?? 'normal',
    ServiceManaged: serviceManaged ?? false,
    Description: '',
  };
}

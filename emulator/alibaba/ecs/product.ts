import type { Product } from '../service/operation.ts';
import { describeSecurityGroups } from './describe-security-groups.ts';

/** The Elastic Compute Service, which keeps the security groups. Its answers say nothing of success. */
export const ECS: Product = {
  name: 'ecs',
  version: '2014-05-26',
  operations: { DescribeSecurityGroups: describeSecurityGroups },
  success: { typed: {}, strings: {} },
  denial: { code: 'Forbidden.RAM', message: 'User not authorized to operate on the specified resource.' },
};

import type { Product } from '../service/operation.ts';
import { describeVSwitchAttributes } from './describe-vswitch-attributes.ts';
import { describeVSwitches } from './describe-vswitches.ts';

/** The Virtual Private Cloud, as far as one looks before a start. Its answers say nothing of success. */
export const VPC: Product = {
  name: 'vpc',
  version: '2016-04-28',
  operations: { DescribeVSwitchAttributes: describeVSwitchAttributes, DescribeVSwitches: describeVSwitches },
  success: { typed: {}, strings: {} },
  denial: {
    code: 'Forbidden.RAM',
    message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  },
};

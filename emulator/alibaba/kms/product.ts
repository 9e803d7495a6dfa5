import type { Product } from '../service/operation.ts';
import { describeKey } from './describe-key.ts';

/** The Key Management Service. Its answers say nothing of success. */
export const KMS: Product = {
  name: 'kms',
  version: '2016-01-20',
  operations: { DescribeKey: describeKey },
  success: { typed: {}, strings: {} },
  denial: { code: 'Forbidden.NoPermission', message: 'This operation is forbidden by permission system.' },
};

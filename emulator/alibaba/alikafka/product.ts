import type { Product } from '../service/operation.ts';
import { getInstanceList } from './instance-list.ts';
import { startInstance } from './start-instance.ts';

/** ApsaraMQ for Kafka, as far as this emulator goes. */
export const ALIKAFKA: Product = {
  name: 'alikafka',
  version: '2019-09-16',
  operations: { StartInstance: startInstance, GetInstanceList: getInstanceList },
  success: {
    typed: { Message: 'operation success.', Code: 200, Success: true },
    strings: { Message: 'operation success.', Code: '200', Success: 'true' },
  },
  denial: { code: 'NoPermission', message: 'You are not authorized to perform this operation.' },
};

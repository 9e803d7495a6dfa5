import type { Product } from '../service/operation.ts';
import { createConsumerGroup } from './contents/create-consumer-group.ts';
import { createTopic } from './contents/create-topic.ts';
import { getAllowedIpList } from './contents/get-allowed-ip-list.ts';
import { getConsumerList } from './contents/get-consumer-list.ts';
import { getQuotaTip } from './contents/get-quota-tip.ts';
import { getTopicList } from './contents/get-topic-list.ts';
import { modifyPartitionNum } from './contents/modify-partition-num.ts';
import { updateAllowedIp } from './contents/update-allowed-ip.ts';
import { getInstanceList } from './instance-list.ts';
import { startInstance } from './start-instance.ts';

/** ApsaraMQ for Kafka, as far as this emulator goes. */
export const ALIKAFKA: Product = {
  name: 'alikafka',
  version: '2019-09-16',
  operations: {
    StartInstance: startInstance,
    GetInstanceList: getInstanceList,
    GetAllowedIpList: getAllowedIpList,
    UpdateAllowedIp: updateAllowedIp,
    GetTopicList: getTopicList,
    CreateTopic: createTopic,
    ModifyPartitionNum: modifyPartitionNum,
    GetConsumerList: getConsumerList,
    CreateConsumerGroup: createConsumerGroup,
    GetQuotaTip: getQuotaTip,
  },
  success: {
    typed: { Message: 'operation success.', Code: 200, Success: true },
    strings: { Message: 'operation success.', Code: '200', Success: 'true' },
  },
  denial: { code: 'NoPermission', message: 'You are not authorized to perform this operation.' },
};

import type { Operation, Result, Scene } from '../../service/operation.ts';
import { tagsOf } from '../../service/parameters.ts';
import type { Instance, Series } from '../instance.ts';
import { changing, refused } from './reach.ts';

/** Serverless instances take more signs in a group's name than in a topic's. */
const NAMES: Readonly<Record<Series, RegExp>> = {
  v2: /^[\w.-]{3,64}$/,
  v3: /^[\w.@*$#^!&-]{1,249}$/,
  confluent: /^[\w.-]{1,249}$/,
};

/** Creates a consumer group, which is usable at once. */
export const createConsumerGroup: Operation = {
  ramAction: 'alikafka:CreateGroup',
  requestsPerSecond: 100,
  parameters: {
    RegionId: { type: 'string', required: true },
    InstanceId: { type: 'string', required: true },
    ConsumerId: { type: 'string', required: true },
    Remark: { type: 'string' },
    Tag: { type: 'tags' },
  },
  run: (scene) => changing(scene, (instance) => create(scene, instance)),
};

function create({ parameters, now }: Scene, { series, contents }: Instance): Result {
  const { ConsumerId: name = '', Remark: remark = '' } = parameters;
  if (!NAMES[series].test(name)) {
    return refused('INVALID_PARAMETER_FORMAT', 'The value of ConsumerId is not a name of a group.');
  }
  if (contents.groups.some((group) => group.name === name)) {
    return refused('BIZ_SUBSCRIPTION_ALREADY_EXISTS', 'The consumer group exists already.');
  }
  if (contents.groups.length >= contents.quota.groups) {
    return refused('BIZ_SUBSCRIPTION_TOO_MUCH', 'The instance has as many consumer groups as it may.');
  }
  const tags = tagsOf(parameters, 'Tag');
  contents.groups.push({ name, remark, automatic: false, tags, createdAt: now, since: now });
  return { ok: true, fields: {} };
}

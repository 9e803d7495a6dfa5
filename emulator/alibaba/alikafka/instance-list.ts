import type { Operation, Scene } from '../service/operation.ts';
import { listOf, type ParameterRules, tagsOf, valueIn } from '../service/parameters.ts';
import { refusal } from '../service/refusal.ts';
import type { Instance } from './instance.ts';
import { instanceView } from './instance-view.ts';
import { codesAt } from './lifecycle.ts';

const PARAMETERS: ParameterRules = {
  RegionId: { type: 'string', required: true },
  InstanceId: { type: 'list' },
  OrderId: { type: 'string' },
  Series: { type: 'string' },
  ResourceGroupId: { type: 'string' },
  Tag: { type: 'tags' },
};

/** Lists an account's instances of a region, as they stood a visibility lag ago. An unknown id is left out. */
export const getInstanceList: Operation = {
  ramAction: 'alikafka:ListInstance',
  parameters: PARAMETERS,
  run: (scene) => {
    const series = valueIn(scene.parameters, 'Series');
    if (series !== undefined && !['v2', 'v3', 'confluent'].includes(series)) {
      return { ok: false, refusal: refusal('INVALID_PARAMETER', 'Series is v2, v3 or confluent.') };
    }
    const at = scene.now - scene.visibilityLagMs;
    const shown = selected(scene).map((instance) => instanceView(instance, at, codesAt(instance, at)));
    return { ok: true, fields: { InstanceList: { InstanceVO: shown } } };
  },
};

function selected({ accountId, parameters, instances }: Scene): readonly Instance[] {
  const tags = tagsOf(parameters, 'Tag');
  const isWanted = (name: string, value: string | undefined) =>
    [value, undefined].includes(valueIn(parameters, name));
  return instances
    .of(accountId, parameters.RegionId ?? '', listOf(parameters, 'InstanceId'))
    .filter(
      ({ series, seed }) =>
        isWanted('Series', series) &&
        isWanted('OrderId', seed.orderId) &&
        isWanted('ResourceGroupId', seed.resourceGroupId) &&
        tags.every(([key, value]) => seed.tags?.[key] === value),
    );
}

import type { Operation } from '../../service/operation.ts';
import { currentPage } from '../../service/paging.ts';
import { valueIn } from '../../service/parameters.ts';
import { groupsAt, groupView } from './groups.ts';
import { reading } from './reach.ts';

/** Lists the consumer groups of an instance as they stood a lag ago, ten a page. ConsumerId is a part of a name. */
export const getConsumerList: Operation = {
  ramAction: 'alikafka:ListGroup',
  requestsPerSecond: 100,
  parameters: {
    RegionId: { type: 'string', required: true },
    InstanceId: { type: 'string', required: true },
    ConsumerId: { type: 'string' },
    CurrentPage: { type: 'integer' },
    PageSize: { type: 'integer' },
  },
  run: (scene) =>
    reading(scene, (instance) => {
      const part = valueIn(scene.parameters, 'ConsumerId') ?? '';
      const groups = groupsAt(instance, scene.now - scene.contentsLagMs);
      const page = currentPage(
        groups.filter(({ name }) => name.includes(part)),
        scene.parameters,
      );
      if (!page.ok) return page;
      const shown = page.items.map((group) => groupView(group, instance));
      return { ok: true, fields: { ConsumerList: { ConsumerVO: shown }, ...page.fields } };
    }),
};

import type { Operation } from '../../service/operation.ts';
import { currentPage } from '../../service/paging.ts';
import { valueIn } from '../../service/parameters.ts';
import { reading } from './reach.ts';
import { topicsAt, topicView } from './topics.ts';

/** Lists the topics of an instance as they stood a lag ago, ten a page unless asked otherwise. Topic is a part of a name. */
export const getTopicList: Operation = {
  ramAction: 'alikafka:ListTopic',
  requestsPerSecond: 100,
  parameters: {
    RegionId: { type: 'string' },
    InstanceId: { type: 'string', required: true },
    Topic: { type: 'string' },
    CurrentPage: { type: 'integer' },
    PageSize: { type: 'integer' },
  },
  run: (scene) =>
    reading(scene, (instance) => {
      const at = scene.now - scene.contentsLagMs;
      const part = valueIn(scene.parameters, 'Topic') ?? '';
      const topics = topicsAt(instance, at).filter(({ name }) => name.includes(part));
      const page = currentPage(topics, scene.parameters);
      if (!page.ok) return page;
      const shown = page.items.map((topic) => topicView(topic, instance, at));
      return { ok: true, fields: { TopicList: { TopicVO: shown }, ...page.fields } };
    }),
};

import { pathText } from '../check.ts';
import { contentsOf, type DesiredContents, type DesiredGroup, type DesiredTopic } from '../contents.ts';
import { ANYWHERE } from '../networks.ts';
import { quote } from '../node.ts';
import { isTopicConfigKey, type TopicConfigRow, topicConfigKeys } from '../topics.ts';
import { type Case, ofOtherSeries, type Rule } from './case.ts';

/** What an instance is to hold: who may connect, topics, consumer groups. */
export const contentsRules: readonly Rule[] = [checkSections];

function checkSections(c: Case): void {
  if (c.series === 'confluent') {
    refuseSections(c);
    return;
  }
  const contents = contentsOf(c);
  checkListeners(c, contents);
  if (c.has('series') && !c.settings.series) return; // names and settings depend on it
  for (const topic of contents.topics) checkTopic(c, topic);
  for (const group of contents.groups) checkGroupName(c, group);
}

/** The sections of what an instance is to hold. Confluent instances have none. */
export const SECTIONS = ['allowedIps', 'topics', 'consumerGroups'] as const;

/** An empty section says as little as one that is absent. */
function refuseSections({ settings, series, diagnostics }: Case): void {
  for (const name of SECTIONS) {
    const section = settings[name];
    if (!section?.written?.entries.size) continue;
    diagnostics.error(section.origin, `${name} is not for ${series} instances; remove it`);
  }
}

function checkListeners(c: Case, { addresses }: DesiredContents): void {
  const { settings, has, diagnostics } = c;
  const refuse = (listener: string, message: string): void => {
    const entry = settings.allowedIps?.written?.entries.get(listener);
    if (entry) diagnostics.error(entry.origin, `allowedIps.${listener} ${message}`);
  };
  if (settings.deployModule?.value === 'vpc') {
    refuse('internet', 'is only for instances with deployModule "eip"; remove it');
  }
  if (settings.config || !has('config')) {
    const config = settings.config?.value;
    if (config?.['enable.acl'] !== 'true') refuse('sasl', 'needs config "enable.acl": true');
    if (config?.['enable.vpc_sasl_ssl'] !== 'true') {
      refuse('vpcSasl', 'needs config "enable.vpc_sasl_ssl": true');
    }
  }
  for (const { listener, network, origin, shown } of addresses) {
    if (network !== ANYWHERE) continue;
    diagnostics.warning(origin, `allowedIps.${listener} ${quote(shown)} lets every address connect`);
  }
}

const SHORT_NAME = /^.{3,64}$/;
const SHORT_RULE = 'must be named with 3 to 64 letters, digits, dots, hyphens or underscores';

function checkTopic(c: Case, topic: DesiredTopic): void {
  const { series, diagnostics } = c;
  if (series === 'provisioned' && !SHORT_NAME.test(topic.name)) {
    diagnostics.error(topic.origin, `${at(topic)} ${SHORT_RULE} on provisioned instances`);
  }
  if (topic.remark && !/^[A-Za-z0-9_-]*$/.test(topic.remark.value)) {
    const why = 'may be refused by the service, which documents letters, digits, hyphens and underscores';
    diagnostics.warning(topic.remark.origin, `${at(topic, 'remark')} ${why}`);
  }
  checkStorage(c, topic);
  checkReplicas(c, topic);
  checkTopicConfig(c, topic);
}

/** What the service ignores or refuses for topics in cloud storage. */
function checkStorage({ series, diagnostics }: Case, topic: DesiredTopic): void {
  if (topic.localTopic?.value === true) return;
  const { partitions, compact, replicationFactor, minInsyncReplicas } = topic;
  if (series === 'provisioned' && partitions?.value === 1) {
    const message = 'must be at least 2 in cloud storage; for a single partition set localTopic: true';
    diagnostics.error(partitions.origin, `${at(topic, 'partitions')} ${message}`);
  }
  const local = { compact: compact?.value ? compact : undefined, replicationFactor, minInsyncReplicas };
  for (const [key, setting] of Object.entries(local)) {
    if (setting) diagnostics.error(setting.origin, `${at(topic, key)} needs localTopic: true`);
  }
  const [first] = topic.config.values();
  if (series === 'provisioned' && first) {
    diagnostics.error(first.origin, `${at(topic, 'config')} needs localTopic: true on provisioned instances`);
  }
}

const MOST_REPLICAS = 3;

function checkReplicas({ diagnostics }: Case, topic: DesiredTopic): void {
  const { minInsyncReplicas: inSync, replicationFactor: replicas } = topic;
  if (!inSync || inSync.value < (replicas?.value ?? MOST_REPLICAS)) return;
  const number = replicas
    ? `replicationFactor ${replicas.shown}`
    : `${MOST_REPLICAS}, the most replicas there are`;
  const message = `${at(topic, 'minInsyncReplicas')} must be less than ${number}`;
  diagnostics.error(inSync.origin, message);
}

function checkTopicConfig({ series, diagnostics }: Case, topic: DesiredTopic): void {
  for (const [key, { origin }] of topic.config) {
    if (!isTopicConfigKey(key)) continue;
    const row: TopicConfigRow = topicConfigKeys[key];
    if (row.series === 'both' || row.series === series) continue;
    diagnostics.error(
      origin,
      `${at(topic, 'config', key)} ${ofOtherSeries(row.series, series, row.instead)}`,
    );
  }
}

function checkGroupName({ series, diagnostics }: Case, { name, origin }: DesiredGroup): void {
  if (series !== 'provisioned' || /^[A-Za-z0-9._-]{3,64}$/.test(name)) return;
  diagnostics.error(origin, `${pathText('consumerGroups', [name])} ${SHORT_RULE} on provisioned instances`);
}

function at({ name }: DesiredTopic, ...keys: readonly string[]): string {
  return pathText('topics', [name, ...keys]);
}

import type * as z from 'zod';
import { COMPARED_SETTINGS } from '../../src/contents/difference.ts';
import { COMPARED_FIELDS } from '../../src/deployment/drift.ts';
import { configKeys } from '../../src/manifest/config.ts';
import { type FieldName, fieldNames, fieldOf, fields } from '../../src/manifest/fields.ts';
import { SECTIONS } from '../../src/manifest/rules/contents.ts';
import { topicConfigKeys } from '../../src/manifest/topics.ts';
import { CHECKED_FIELDS } from '../../src/preflight/findings.ts';
import {
  CONFIG_TEXTS,
  GROUP_TEXTS,
  LISTENER_TEXTS,
  TOPIC_CONFIG_TEXTS,
  TOPIC_TEXTS,
} from '../texts/contents.ts';
import { FIELD_TEXTS } from '../texts/fields.ts';
import type { Language } from '../texts/text.ts';
import { code, table } from './markdown.ts';
import { entries, requiredText, ruleIn, seriesText, simpleValueInChinese } from './rules.ts';
import { WORDS } from './words.ts';

/** The generated parts of the manifest reference. */
export function manifestParts(language: Language): Record<string, string> {
  return {
    fields: overview(language),
    'each field': fieldNames.map((name) => sectionOf(name, language)).join('\n\n'),
    allowedIps: listeners(language),
    topics: topicSettings(language),
    'topics config': topicConfig(language),
    consumerGroups: groupSettings(language),
    config: instanceConfig(language),
  };
}

function overview(language: Language): string {
  const { heads, yes, driftInShort } = WORDS[language];
  return table(
    heads.overview,
    fieldNames.map((name) => {
      const { input, api } = fieldOf(name);
      return [
        ...[`[\`${name}\`](#${name.toLowerCase()})`, code(input), code(api), requiredText(name, language)],
        ...[driftInShort[driftOf(name)], CHECKED_FIELDS.has(name) ? yes : ''],
      ];
    }),
  );
}

function isSection(name: FieldName): boolean {
  return SECTIONS.some((section) => section === name);
}

/** How a live value that differs is told: two fields have rules of their own. */
function driftOf(name: FieldName): keyof typeof WORDS.en.drift {
  if (isSection(name)) return 'section';
  if (!COMPARED_FIELDS.has(name)) return 'not';
  return name === 'deployModule' || name === 'zoneId' ? name : 'compared';
}

function sectionOf(name: FieldName, language: Language): string {
  const { labels, drift, preflight, merged, privacy, optional, colon, comma } = WORDS[language];
  const { input, api, schema, ...field } = fieldOf(name);
  const text = FIELD_TEXTS[name];
  const facts: readonly (readonly [string, string | undefined])[] = [
    [labels.input, code(input) + (api === undefined ? '' : `${comma}${labels.api} ${code(api)}`)],
    [labels.value, language === 'zh' ? text.value : ruleIn(schema())],
    [labels.required, requiredText(name, language) || optional],
    [labels.byDefault, text.byDefault[language]],
    [labels.series, seriesText(name, language)],
    [labels.layers, field.merged && merged],
    [labels.shown, field.privacy && privacy[field.privacy]],
    [labels.drift, drift[driftOf(name)]],
    [labels.preflight, CHECKED_FIELDS.has(name) ? preflight.checked : preflight.not],
    [labels.example, code(`${name}: ${text.example}`)],
  ];
  const lines = facts.flatMap(([label, fact]) => (fact ? [`- ${label}${colon}${fact}`] : []));
  return [`### \`${name}\``, '', text[language], '', ...lines].join('\n');
}

/** A schema's rule in a language; a list's is that of what it holds. */
function ruleOf(schema: z.ZodType, language: Language, inChinese?: string): string {
  const rule = ruleIn(schema);
  return language === 'en' ? rule : (simpleValueInChinese(rule) ?? inChinese ?? rule);
}

function listeners(language: Language): string {
  const { heads, values } = WORDS[language];
  const { shape } = fields.allowedIps.schema();
  return table(
    heads.keys,
    entries(LISTENER_TEXTS).map(([key, zh]) => {
      const meaning = language === 'zh' ? zh : (shape[key].description ?? '');
      return [code(key), meaning, ruleOf(shape[key], language, values.networks)];
    }),
  );
}

function topicSettings(language: Language): string {
  const { heads, values, existing } = WORDS[language];
  const { shape } = fields.topics.schema().valueType;
  return table(
    heads.settings,
    entries(TOPIC_TEXTS).map(([key, zh]) => {
      const meaning = language === 'zh' ? zh : (shape[key].description ?? '');
      const chinese = key === 'config' ? values.map : values.remark;
      const compared = key === 'config' || COMPARED_SETTINGS.some((one) => one === key);
      const there = key === 'partitions' ? existing.grows : compared ? existing.compared : existing.not;
      return [code(key), meaning, ruleOf(shape[key], language, chinese), there];
    }),
  );
}

function topicConfig(language: Language): string {
  const { heads, series: names } = WORDS[language];
  return table(
    heads.topicConfig,
    entries(topicConfigKeys).map(([key, { series, schema, description }]) => [
      ...[code(key), language === 'zh' ? TOPIC_CONFIG_TEXTS[key] : description],
      ...[ruleOf(schema(), language), names[series]],
    ]),
  );
}

function groupSettings(language: Language): string {
  const { heads, values, existing } = WORDS[language];
  const { shape } = fields.consumerGroups.schema().valueType;
  return table(
    heads.settings,
    entries(GROUP_TEXTS).map(([key, zh]) => {
      const meaning = language === 'zh' ? zh : (shape[key].description ?? '');
      return [code(key), meaning, ruleOf(shape[key], language, values.line), existing.compared];
    }),
  );
}

function instanceConfig(language: Language): string {
  const { heads, series: names } = WORDS[language];
  return table(
    heads.config,
    entries(configKeys).map(([key, { family, schema }]) => {
      const { byDefault, ...meaning } = CONFIG_TEXTS[key];
      const standard = byDefault === undefined ? '–' : code(byDefault);
      return [code(key), meaning[language], ruleOf(schema(), language), standard, names[family]];
    }),
  );
}

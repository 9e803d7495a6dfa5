import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { requiredText, ruleIn } from '../../scripts/generate/rules.ts';
import { CONFIG_TEXTS, LISTENER_TEXTS, TOPIC_TEXTS } from '../../scripts/texts/contents.ts';
import { FIELD_TEXTS } from '../../scripts/texts/fields.ts';
import { INPUT_TEXTS } from '../../scripts/texts/inputs.ts';
import { OUTPUT_TEXTS } from '../../scripts/texts/outputs.ts';
import { configKeyNames, configKeys } from '../../src/manifest/config.ts';
import { fieldNames, fieldOf, fields } from '../../src/manifest/fields.ts';

const { shape: topic } = fields.topics.schema().valueType;
const { shape: listener } = fields.allowedIps.schema();

/** The numbers and the texts in code of a text, each once. */
const facts = (text: string): string[] => [...new Set(text.match(/`[^`]+`|\d+/g))].sort();

/** Each text in both languages, by what it is about. */
const pairs: [name: string, english: string, chinese: string][] = [
  ...[FIELD_TEXTS, INPUT_TEXTS, OUTPUT_TEXTS].flatMap((texts) =>
    Object.entries(texts).map(([name, { en, zh }]): [string, string, string] => [name, en, zh]),
  ),
  ...fieldNames.map((name): [string, string, string] => [
    ...([`value of ${name}`, ruleIn(fieldOf(name).schema()), FIELD_TEXTS[name].value] as const),
  ]),
  ...fieldNames.map((name): [string, string, string] => [
    ...([`default of ${name}`, FIELD_TEXTS[name].byDefault.en, FIELD_TEXTS[name].byDefault.zh] as const),
  ]),
  ...Object.entries(topic).map(([key, { description = '' }]): [string, string, string] => [
    ...([`topics.${key}`, description, TOPIC_TEXTS[key as keyof typeof topic]] as const),
  ]),
  ...Object.entries(listener).map(([key, { description = '' }]): [string, string, string] => [
    ...([`allowedIps.${key}`, description, LISTENER_TEXTS[key as keyof typeof listener]] as const),
  ]),
];

describe('the texts of the documents', () => {
  it.each(pairs)('say the same in Chinese, as far as numbers and names tell: %s', (_, english, chinese) => {
    expect(english).toMatch(/\p{Script=Latin}/u);
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(facts(chinese)).toEqual(expect.arrayContaining(facts(english)));
  });

  it.each(fieldNames.filter((name) => !FIELD_TEXTS[name].example.startsWith('$')))(
    'give an example that %s takes',
    (name) => {
      const value: unknown = parse(FIELD_TEXTS[name].example);
      expect(fieldOf(name).schema().safeParse(value).error).toBeUndefined();
    },
  );

  it.each(fieldNames)('say "required" of the default of %s exactly where nothing else will do', (name) => {
    const required = requiredText(name, 'en') === 'always';
    expect(FIELD_TEXTS[name].byDefault.en === 'none; required').toBe(required);
  });

  it.each(configKeyNames.filter((key) => CONFIG_TEXTS[key].byDefault !== undefined))(
    'give a default that %s takes',
    (key) => {
      const value: unknown = parse(CONFIG_TEXTS[key].byDefault ?? '');
      expect(configKeys[key].schema().safeParse(value).error).toBeUndefined();
    },
  );
});

import type * as z from 'zod';
import type { FieldName } from '../../src/manifest/fields.ts';
import type { Series } from '../../src/manifest/rules/case.ts';
import { SECTIONS } from '../../src/manifest/rules/contents.ts';
import { requirementsOf } from '../../src/manifest/rules/required.ts';
import { NOT_FOR } from '../../src/manifest/rules.ts';
import type { Language } from '../texts/text.ts';

/** The entries of a table, with the types of its keys. */
export function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}

/** What a value must be, in the words of its schema's own message. */
export function ruleIn(schema: z.ZodType): string {
  const found = schema.safeParse('\0').error?.issues[0]?.message;
  if (!found?.startsWith('must ')) throw new Error(`No rule in ${JSON.stringify(found)}`);
  return found.replace(/^must (be )?/, '');
}

/** The simple rules in Chinese; undefined for those that need a text of their own. */
export function simpleValueInChinese(rule: string): string | undefined {
  const [, min, max] = /^a whole number from (\d+) to (\d+)$/.exec(rule) ?? [];
  if (min !== undefined) return `${min}～${max} 的整数`;
  if (rule === 'a whole number') return '整数';
  return /^(".*"|true) or (".*"|false)$/.test(rule) ? rule.replace(' or ', ' 或 ') : undefined;
}

const ALL: readonly Series[] = ['provisioned', 'serverless', 'confluent'];

const SERIES_NAMES: Readonly<Record<Language, Readonly<Record<Series, string>>>> = {
  en: { provisioned: 'provisioned', serverless: 'serverless', confluent: 'Confluent' },
  zh: { provisioned: '预留实例', serverless: 'Serverless 实例', confluent: 'Confluent 实例' },
};

const LISTS = { en: new Intl.ListFormat('en'), zh: new Intl.ListFormat('zh') };

function listOf(series: readonly Series[], language: Language): string {
  const list = LISTS[language].format(series.map((each) => SERIES_NAMES[language][each]));
  return list.replaceAll(/(\p{Script=Han})([A-Z])/gu, '$1 $2'); // how Chinese sets off Latin letters
}

/** The series that have a field, as a phrase. */
export function seriesText(name: FieldName, language: Language): string {
  const isSection = SECTIONS.some((section) => section === name);
  const having = ALL.filter(
    (series) => !NOT_FOR[series].includes(name) && !(isSection && series === 'confluent'),
  );
  if (having.length === ALL.length) return { en: 'all', zh: '全部' }[language];
  return listOf(having, language);
}

/** For which series a field must be given, and what does as well, as a phrase; empty where it need not be. */
export function requiredText(name: FieldName, language: Language): string {
  const wanting = ALL.flatMap((series) => {
    const all = requirementsOf({ series, has: () => false, settings: {} });
    return all.filter(({ field }) => field === name).map(({ or = [] }) => ({ series, or }));
  });
  const [first] = wanting;
  if (!first) return '';
  const series = wanting.map((each) => each.series);
  const whole = series.length === ALL.length;
  const others = first.or.map((other) => `\`${other}\``);
  if (language === 'zh') {
    const unless = others.length > 0 ? `（未给出 ${others.join(' 或 ')} 时）` : '';
    return `${whole ? '是' : `${listOf(series, 'zh')}必填`}${unless}`;
  }
  const unless = others.length > 0 ? `, unless ${others.join(' or ')} is given` : '';
  return `${whole ? 'always' : `for ${listOf(series, 'en')} instances`}${unless}`;
}

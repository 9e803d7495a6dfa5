import { describe, expect, it } from 'vitest';
import { OWN_CODE_TEXTS } from '../../scripts/texts/errors.ts';
import { INPUT_TEXTS } from '../../scripts/texts/inputs.ts';
import { ACCESS_TEXTS } from '../../scripts/texts/remedies/access.ts';
import { DEPLOYMENT_TEXTS } from '../../scripts/texts/remedies/deployment.ts';
import type { RemedyText } from '../../scripts/texts/remedies/remedy.ts';
import { REQUEST_TEXTS } from '../../scripts/texts/remedies/request.ts';
import { ACCESS } from '../../src/remedies/access.ts';
import { DEPLOYMENT } from '../../src/remedies/deployment.ts';
import type { Entry } from '../../src/remedies/remedy.ts';
import { REQUEST } from '../../src/remedies/request.ts';

/** Nouns of the vendor that Chinese has words of its own for. */
const TRANSLATED = ['ApsaraMQ', 'vSwitch'];

const firstCode = ({ codes: [first = ''] }: Entry): string => first;

const PARTS: readonly (readonly [name: string, rows: readonly Entry[], texts: Record<string, RemedyText>])[] =
  [
    ['deployment', DEPLOYMENT, DEPLOYMENT_TEXTS],
    ['request', REQUEST, REQUEST_TEXTS],
    ['access', ACCESS, ACCESS_TEXTS],
  ];

type Pair = readonly [name: string, english: string, chinese: string];

const OF_ROWS: readonly Pair[] = PARTS.flatMap(([, rows, texts]) =>
  rows.flatMap((row): Pair[] => {
    const name = firstCode(row);
    const chinese = texts[name];
    return [
      [`meaning of ${name}`, row.meaning, chinese?.meaning ?? ''],
      [`remedy of ${name}`, row.remedy, chinese?.remedy ?? ''],
    ];
  }),
);

const OF_OWN_CODES: readonly Pair[] = Object.entries(OWN_CODE_TEXTS).flatMap(
  ([name, { meaning, remedy }]): Pair[] => [
    [`meaning of ${name}`, meaning.en, meaning.zh],
    [`remedy of ${name}`, remedy.en, remedy.zh],
  ],
);

/** What is written the same in every language: fields, inputs, permissions, hosts, versions, numbers, code. */
function namesIn(english: string): string[] {
  const text = english.replaceAll(/\]\([^)]*\)/g, ']');
  const words = text.match(/\w+(?:(?::\/\/|[.:])\w+)*/g) ?? [];
  return [
    ...words.filter((word) => /[.:\d]|[a-z][A-Z]/.test(word) && !TRANSLATED.includes(word)),
    ...(text.match(/[a-z]+(?:-[a-z]+)+/g) ?? []).filter((word) => word in INPUT_TEXTS),
    ...(text.match(/`[^`]+`/g) ?? []),
  ];
}

describe.each(PARTS)('the Chinese texts of the codes of the part %s', (_, rows, texts) => {
  it('are one for each row, in its order, and none besides', () => {
    expect(Object.keys(texts)).toEqual(rows.map(firstCode));
  });
});

describe('the texts of errors', () => {
  it.each([...OF_ROWS, ...OF_OWN_CODES])('have a Chinese %s, with its names', (_, english, chinese) => {
    expect(chinese).toMatch(/\p{Script=Han}.*。(?:\*\*)?$/u);
    expect(namesIn(english).filter((name) => !chinese.includes(name))).toEqual([]);
  });

  it('say one thing in Chinese where they say one thing in English', () => {
    const byEnglish = Map.groupBy(OF_ROWS, ([, english]) => english);
    const byChinese = Map.groupBy(OF_ROWS, ([, , chinese]) => chinese);
    const severalOf = (groups: Map<string, readonly Pair[]>, of: (pair: Pair) => string) =>
      [...groups.values()].map((pairs) => [...new Set(pairs.map(of))]).filter(({ length }) => length > 1);
    expect(severalOf(byEnglish, ([, , chinese]) => chinese)).toEqual([]);
    expect(severalOf(byChinese, ([, english]) => english)).toEqual([]);
  });
});

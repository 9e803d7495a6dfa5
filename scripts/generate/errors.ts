import { OWN_CODES } from '../../src/alibaba/errors.ts';
import type { Verdict } from '../../src/alibaba/verdict.ts';
import { ACCESS } from '../../src/remedies/access.ts';
import { DEPLOYMENT } from '../../src/remedies/deployment.ts';
import type { Entry } from '../../src/remedies/remedy.ts';
import { REQUEST } from '../../src/remedies/request.ts';
import { OWN_CODE_TEXTS } from '../texts/errors.ts';
import { ACCESS_TEXTS } from '../texts/remedies/access.ts';
import { DEPLOYMENT_TEXTS } from '../texts/remedies/deployment.ts';
import type { RemedyText } from '../texts/remedies/remedy.ts';
import { REQUEST_TEXTS } from '../texts/remedies/request.ts';
import type { Language } from '../texts/text.ts';
import { code, table } from './markdown.ts';

interface Words {
  readonly own: readonly string[];
  readonly codes: readonly string[];
  /** What a verdict means for the start that was answered so. */
  readonly next: Readonly<Record<Verdict, string>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    own: ['Code', 'Meaning', 'What to do'],
    codes: ['Code', 'Meaning', 'Fields', 'What to do', 'The start'],
    next: {
      'not-sent': 'sent again',
      throttled: 'sent again, later',
      ambiguous: 'the status is read first',
      'not-pending': 'the status is read',
      refused: 'not sent again',
    },
  },
  zh: {
    own: ['错误码', '含义', '处理方法'],
    codes: ['错误码', '含义', '相关字段', '处理方法', '部署请求'],
    next: {
      'not-sent': '重新发送',
      throttled: '稍后重新发送',
      ambiguous: '先查询状态',
      'not-pending': '查询状态',
      refused: '不再发送',
    },
  },
};

/** The generated parts of the errors' reference. */
export function errorParts(language: Language): Record<string, string> {
  return {
    own: table(
      WORDS[language].own,
      OWN_CODES.map((name) => {
        const { meaning, remedy } = OWN_CODE_TEXTS[name];
        return [code(name), meaning[language], remedy[language]];
      }),
    ),
    deployment: codesOf(DEPLOYMENT, DEPLOYMENT_TEXTS, language),
    request: codesOf(REQUEST, REQUEST_TEXTS, language),
    access: codesOf(ACCESS, ACCESS_TEXTS, language),
  };
}

type Texts = Readonly<Record<string, RemedyText>>;

function codesOf(rows: readonly Entry[], chinese: Texts, language: Language): string {
  const { codes: head, next } = WORDS[language];
  return table(
    head,
    rows.map((row) => {
      const { codes, fields = [], verdict } = row;
      const { meaning, remedy } = language === 'zh' ? chineseOf(row, chinese) : row;
      return [codes.map(code).join(' '), meaning, fields.map(code).join(' '), remedy, next[verdict]];
    }),
  );
}

function chineseOf({ codes: [first = ''] }: Entry, texts: Texts): RemedyText {
  const text = texts[first];
  if (!text) throw new Error(`No Chinese text for ${first}`);
  return text;
}

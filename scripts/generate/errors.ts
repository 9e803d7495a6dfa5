import { OWN_CODES } from '../../src/alibaba/errors.ts';
import type { Verdict } from '../../src/alibaba/verdict.ts';
import { ACCESS } from '../../src/remedies/access.ts';
import { DEPLOYMENT } from '../../src/remedies/deployment.ts';
import type { Entry } from '../../src/remedies/remedy.ts';
import { REQUEST } from '../../src/remedies/request.ts';
import { OWN_CODE_TEXTS } from '../texts/errors.ts';
import { code, table } from './markdown.ts';

/** What a verdict means for the start that was answered so. */
const NEXT: Readonly<Record<Verdict, string>> = {
  'not-sent': 'sent again',
  throttled: 'sent again, later',
  ambiguous: 'the status is read first',
  'not-pending': 'the status is read',
  refused: 'not sent again',
};

/** The generated parts of the errors' reference. */
export function errorParts(): Record<string, string> {
  return {
    own: table(
      ['Code', 'Meaning', 'What to do'],
      OWN_CODES.map((name) => [code(name), OWN_CODE_TEXTS[name].meaning, OWN_CODE_TEXTS[name].remedy]),
    ),
    deployment: codesOf(DEPLOYMENT),
    request: codesOf(REQUEST),
    access: codesOf(ACCESS),
  };
}

function codesOf(rows: readonly Entry[]): string {
  return table(
    ['Code', 'Meaning', 'Fields', 'What to do', 'The start'],
    rows.map(({ codes, meaning, fields = [], remedy, verdict }) => [
      ...[codes.map(code).join(' '), meaning, fields.map(code).join(' '), remedy, NEXT[verdict]],
    ]),
  );
}

import type { Document, LineCounter } from 'yaml';
import type { Diagnostics } from './diagnostics.ts';
import type { Origin } from './origin.ts';
import { explainSyntax, type Hint, wrongColons } from './yaml-hints.ts';

/** A text, and how a place in it is told; `locate` takes UTF-16 units from the start of the text. */
export interface Source {
  readonly text: string;
  readonly counter: LineCounter;
  readonly locate: (offset: number) => Origin;
}

/** The error for YAML that is nested more deeply than is read. */
export const TOO_DEEP = 'The YAML is nested too deeply; at most 20 levels are read';

/** The error for a tag that YAML 1.2 does not have. */
export const UNKNOWN_TAG = 'This YAML tag is not understood; custom tags are not allowed: remove it';

const MOST_SYNTAX_ERRORS = 100; // what follows the first ones is their consequence

/** Says what the YAML parser found wrong, without its quotes from the text: a secret may stand there. */
export function reportSyntax(document: Document.Parsed, source: Source, diagnostics: Diagnostics): boolean {
  const { locate } = source;
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
    diagnostics.error(locate(0), TOO_DEEP);
    return true;
  }
  reportErrors(document, source, diagnostics);
  let wrong = document.errors.length > 0;
  for (const { code, pos } of document.warnings) {
    if (code !== 'TAG_RESOLVE_FAILED') continue;
    wrong = true;
    diagnostics.error(locate(pos[0]), UNKNOWN_TAG);
  }
  const { explicit, version } = document.directives.yaml;
  if (explicit && version !== '1.2') {
    diagnostics.error(locate(0), 'Manifests are YAML 1.2; remove the %YAML directive');
    wrong = true;
  }
  return wrong;
}

function reportErrors(document: Document.Parsed, source: Source, diagnostics: Diagnostics): void {
  const { text, counter, locate } = source;
  const lines = text.split('\n');
  const end = text.trimEnd().length;
  const explained = new Set<number>(); // lines whose mistake is told: what else is wrong there follows from it
  for (const { code, message, pos } of document.errors.slice(0, MOST_SYNTAX_ERRORS)) {
    const { line } = counter.linePos(pos[0]);
    if (explained.has(line)) continue;
    const hints = explainSyntax(
      { code: message.startsWith('Missing closing') ? 'MISSING_QUOTE' : code, line },
      lines,
    );
    if (hints.length === 0) {
      diagnostics.error(locate(Math.min(pos[0], end)), SYNTAX_MESSAGES[code] ?? tellSyntax(code, message));
      continue;
    }
    reportHints(hints, source, diagnostics);
    for (const told of [line, ...hints.map((hint) => hint.line)]) explained.add(told);
    if (code === 'UNEXPECTED_TOKEN') return; // the parser has given the map up, and refuses all its other lines
  }
}

/** Reports colons that do not end a key, in a text that YAML takes for a single value because of them. */
export function reportColons(offset: number, source: Source, diagnostics: Diagnostics): boolean {
  const { line } = source.counter.linePos(offset);
  const hints = wrongColons(line, source.text.split('\n'));
  reportHints(hints, source, diagnostics);
  return hints.length > 0;
}

function reportHints(hints: readonly Hint[], { counter, locate }: Source, diagnostics: Diagnostics): void {
  for (const { line, column, message } of hints) {
    const start = counter.lineStarts[line - 1] ?? 0;
    diagnostics.error(locate(start + column - 1), `YAML syntax error: ${message}`);
  }
}

const SYNTAX_MESSAGES: Readonly<Record<string, string>> = {
  TAG_RESOLVE_FAILED: UNKNOWN_TAG,
  BAD_DIRECTIVE: 'This YAML directive is not understood; remove it',
};

const IN_OUR_WORDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'this line holds ": " twice; put a value that holds ": " in quotes',
};

const REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: '; indent with spaces',
  BAD_SCALAR_START: '; put the value in quotes',
};

function tellSyntax(code: string, message: string): string {
  const redacted = message.replace(/((?<=\S): .*| \S*\\.*)$/s, '');
  return `YAML syntax error: ${IN_OUR_WORDS[code] ?? `${redacted}${REMEDIES[code] ?? ''}`}`;
}

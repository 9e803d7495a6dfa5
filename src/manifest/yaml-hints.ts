import { configKeyNames } from './config.ts';
import { fieldNames } from './fields.ts';

/** A place in a text and what is wrong there; line and column count from 1. */
export interface Hint {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What the YAML parser says of a text. */
export interface Fault {
  readonly code: string;
  /** The line at which it stopped, from 1. */
  readonly line: number;
}

/** Names that may be repeated in a message: any other text of the line may be a secret. */
const SHOWN: ReadonlySet<string> = new Set([...fieldNames, ...configKeyNames]);

const FULL_WIDTH_COLON = /^\s*(?:- )?["']?[A-Za-z][\w.-]*["']?\s*：/;
const FULL_WIDTH_BLANK = /^\s*(?:- )?["']?[A-Za-z][\w.-]*["']?:\u3000/;
const FULL_WIDTH_COMMA = /(?<=["']\s*)，/;
const NO_SPACE = /^\s*(?:- )?([A-Za-z][\w.]*):(?=[^\s:/])/;
const KEY = /^\s*(?:- )?["']?[\w.-]+["']?:(\s|$)/;
const PLAIN = /^\s*(?:- )?\w/;
const NO_KEY = ['MULTILINE_IMPLICIT_KEY', 'MISSING_CHAR'];
const INDENT = ['BAD_INDENT', 'UNEXPECTED_TOKEN', 'BLOCK_AS_IMPLICIT_KEY'];

/**
 * The ordinary mistakes behind a syntax error, in plain words: a wrong colon, another indentation, a quote that
 * is not closed. Empty when it is none of them. Never repeats the line, except the name of a field.
 */
export function explainSyntax({ code, line }: Fault, lines: readonly string[]): Hint[] {
  if (NO_KEY.includes(code) || code === 'UNEXPECTED_TOKEN') {
    const typed = [...wrongColons(line, lines), ...wrongComma(line, lines)];
    if (typed.length > 0) return typed;
  }
  if (code === 'MISSING_QUOTE') return openQuote(lines);
  if (INDENT.includes(code)) return indentation(code, line, lines);
  const text = lines[line - 1] ?? '';
  if (!NO_KEY.includes(code) || !PLAIN.test(text) || KEY.test(text)) return [];
  return [{ line, column: indentOf(text) + 1, message: 'this line has no key; write it as "key: value"' }];
}

/** The colons, from a line on, that do not end a key: full-width ones and those without an ordinary space. */
export function wrongColons(line: number, lines: readonly string[]): Hint[] {
  const hints: Hint[] = [];
  for (const [index, text] of lines.slice(line - 1).entries()) {
    const message = wrongColon(text);
    if (message === undefined) break;
    const blank = FULL_WIDTH_BLANK.test(text) ? 1 : 0; // stands after its colon
    hints.push({ line: line + index, column: text.search(/[:：]/) + 1 + blank, message });
  }
  return hints;
}

function wrongColon(text: string): string | undefined {
  if (FULL_WIDTH_COLON.test(text)) return 'this is a full-width colon; write ":" and a space instead';
  if (FULL_WIDTH_BLANK.test(text)) return 'this is a full-width blank; write an ordinary one instead';
  const [, name] = NO_SPACE.exec(text) ?? [];
  if (name === undefined) return undefined;
  return `a space is missing after the colon${SHOWN.has(name) ? ` of ${name}` : ''}`;
}

/** The full-width comma behind a quoted item on a line. */
function wrongComma(line: number, lines: readonly string[]): Hint[] {
  const column = (lines[line - 1] ?? '').search(FULL_WIDTH_COMMA) + 1;
  return column === 0 ? [] : [{ line, column, message: 'this is a full-width comma; write "," instead' }];
}

function indentation(code: string, at: number, lines: readonly string[]): Hint[] {
  const line = code === 'BLOCK_AS_IMPLICIT_KEY' ? nextLine(at, lines) : at;
  const text = lines[line - 1];
  if (text === undefined || !KEY.test(text)) return [];
  const indent = indentOf(text);
  const above = indentsAbove(line, lines);
  const [nearest] = above;
  if (nearest === undefined || above.includes(indent)) return [];
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && indent < nearest) return [];
  const deeper = above.findLast((other) => other > indent);
  const shallower = above.find((other) => other < indent);
  const theirs = [deeper, shallower].filter((other) => other !== undefined).join(' and ');
  const message = `this line is indented by ${indent}, the lines above by ${theirs}; indent the keys of one map alike`;
  return [{ line, column: indent + 1, message }];
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function isBlank(text: string): boolean {
  return /^\s*(#|$)/.test(text);
}

/** The next line that says something; 0 when there is none. */
function nextLine(line: number, lines: readonly string[]): number {
  const further = lines.slice(line).findIndex((text) => !isBlank(text));
  return further < 0 ? 0 : line + 1 + further;
}

/** The indentations of the lines that a line stands under, the nearest first: each less than the one before. */
function indentsAbove(line: number, lines: readonly string[]): number[] {
  const indents: number[] = [];
  for (const text of lines.slice(0, line - 1).reverse()) {
    const indent = indentOf(text);
    if (!isBlank(text) && indent < (indents.at(-1) ?? Number.POSITIVE_INFINITY)) indents.push(indent);
    if (indents.at(-1) === 0) break;
  }
  return indents;
}

/** The first value that begins with a quote and has no second one on its line. */
function openQuote(lines: readonly string[]): Hint[] {
  const opens = /^\s*(?:- )?(?:[\w.-]+:\s+)?(?=(["'])((?!\1).)*$)/;
  const index = lines.findIndex((text) => opens.test(text));
  const [before] = opens.exec(lines[index] ?? '') ?? [];
  if (before === undefined) return [];
  return [{ line: index + 1, column: before.length + 1, message: 'the quote that opens here is not closed' }];
}

import * as z from 'zod';
import type { HttpAnswer } from '../http/transport.ts';
import { type ApiAnswer, ApiError, type Refusal, UnexpectedAnswerError } from './errors.ts';
import type { Judge } from './verdict.ts';

/** A good answer: HTTP 200, Code 200 and Success true, with all that came beside them. */
export interface GoodAnswer extends ApiAnswer {
  readonly content: Readonly<Record<string, unknown>>;
}

const text = z.string().optional().catch(undefined);

/** The frame that every answer of the API has, in the types of all its generations. */
const frame = z.looseObject({
  RequestId: text,
  Code: z.union([z.string(), z.number()]).transform(String).optional().catch(undefined),
  Message: text,
  Success: z.union([z.boolean(), z.string()]).optional().catch(undefined),
  Recommend: text,
  HostId: text,
  AccessDeniedDetail: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** Removes secrets from what the service says, before anything of it is cut or shown. */
export type Conceal = <T>(value: T) => T;

/** How a product tells success: `coded` with Code 200 and Success true, `plain` by the HTTP status alone. */
export type AnswerStyle = 'coded' | 'plain';

/** What the reading of an answer is given. */
export interface AnswerReader {
  readonly conceal: Conceal;
  readonly judge: Judge;
}

/** Reads an answer; throws ApiError for a refusal and UnexpectedAnswerError for what the API does not say. */
export async function readApiAnswer(
  action: string,
  answer: HttpAnswer,
  style: AnswerStyle,
  { conceal, judge }: AnswerReader,
): Promise<GoodAnswer> {
  const brief = (text: string | undefined) => conceal(text)?.slice(0, LONGEST_NAME);
  const unexpected = (id: string | undefined) =>
    new UnexpectedAnswerError(action, {
      ...{ httpStatus: answer.status, requestId: id, found: describe(answer) },
      contentType: brief(answer.header('content-type')),
    });
  const header = brief(answer.header('x-acs-request-id'));
  const parsed = answer.broken ? undefined : frame.safeParse(await parseBody(action, answer));
  if (!parsed?.success) throw unexpected(header);
  const { Code: code, Success: success } = parsed.data;
  const requestId = brief(parsed.data.RequestId) ?? header;
  const message = tidy(conceal(parsed.data.Message));
  const succeeded = success === undefined ? undefined : String(success).toLowerCase() === 'true';
  const good = style === 'coded' ? code === '200' && succeeded : code === undefined;
  if (answer.status === 200 && good) {
    return { requestId: requestId ?? '', code: code ?? '', message, content: parsed.data };
  }
  if (code === undefined || (answer.status === 200 && code === '200' && succeeded === undefined)) {
    throw unexpected(requestId);
  }
  const refusal: Refusal = {
    httpStatus: answer.status,
    requestId,
    code,
    success: succeeded,
    message,
    recommend: conceal(parsed.data.Recommend)?.slice(0, LONGEST_MESSAGE),
    hostId: brief(parsed.data.HostId),
    accessDenied: readDenial(parsed.data.AccessDeniedDetail, conceal),
    retryAfterMs: readRetryAfter(answer.header('x-acs-retry-after')),
  };
  throw new ApiError(action, refusal, judge, { ...refusal, code: brief(code) ?? '' });
}

async function parseBody(action: string, answer: HttpAnswer): Promise<unknown> {
  const body = answer.body.trim(); // a byte order mark counts as a blank
  if (body.startsWith('{')) return parseJson(body);
  return body.startsWith('<') ? parseXml(action, body) : undefined;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** In characters. The parser takes a hundred times the memory of what it reads, and this form is for odd cases. */
const LONGEST_XML = 1024 * 1024;

const xmlRoot = z.record(z.string(), z.unknown());

/** The XML form: `<StartInstanceResponse>…` for a good answer, `<Error>…` for a refusal. All values are texts. */
async function parseXml(action: string, body: string): Promise<unknown> {
  if (body.length > LONGEST_XML) return undefined;
  const { XMLParser, XMLValidator } = await import('fast-xml-parser'); // rare: only when the service is told to
  if (XMLValidator.validate(body) !== true) return undefined;
  try {
    const root = xmlRoot.safeParse(new XMLParser({ parseTagValue: false }).parse(body));
    return root.success ? (root.data.Error ?? root.data[`${action}Response`]) : undefined;
  } catch {
    return undefined; // too deep, too many entities, reserved names
  }
}

function describe(answer: HttpAnswer): string {
  const { body } = answer;
  if (answer.broken) return answer.broken === 'cut' ? 'a body that broke off' : 'a body that is too large';
  if (answer.status >= 300 && answer.status < 400) return 'a redirect, which is not followed';
  if (body.trim() === '') return 'an empty body';
  if (/^\s*<(!doctype html|html)/i.test(body)) return 'a web page';
  return 'a body that is not an answer of it';
}

// In characters. What is shown of an answer is bounded: whoever sends it may not fill logs and outputs.
const LONGEST_MESSAGE = 2000;
const LONGEST_NAME = 200; // of codes, ids and headers
const MOST_DENIAL_FIELDS = 20;

/** Some refusals repeat the whole request as the "string to sign", parameters and password included. */
function tidy(message: string | undefined): string {
  const text = (message ?? '').replace(/(string\s*to\s*sign|canonical\s*request)[\s\S]*$/i, '$1 (cut)');
  return text.slice(0, LONGEST_MESSAGE);
}

function readDenial(
  detail: Record<string, unknown> | undefined,
  conceal: Conceal,
): Record<string, string> | undefined {
  if (!detail) return undefined;
  const texts = Object.entries(detail).flatMap(([name, value]) =>
    typeof value === 'string' && name.length <= LONGEST_NAME
      ? [[conceal(name), conceal(value).slice(0, LONGEST_MESSAGE)] as const]
      : [],
  );
  return Object.fromEntries(texts.slice(0, MOST_DENIAL_FIELDS));
}

const LONGEST_PAUSE_MS = 60_000; // a wrong header must not hold a run for hours

/** The header holds milliseconds. */
function readRetryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^[0-9]{1,7}$/.test(header)
    ? Math.min(Number(header), LONGEST_PAUSE_MS)
    : undefined;
}

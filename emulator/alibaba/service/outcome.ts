import type { JsonObject } from '../../json.ts';
import type { AnswerFormat } from './call.ts';
import type { Refusal } from './refusal.ts';
import { toXml } from './xml.ts';

/** What becomes of a call on the wire, after `delayMs` milliseconds. */
export type Outcome =
  | Answer
  | { readonly kind: 'reset'; readonly delayMs: number }
  /** Never answered; the connection stays open. */
  | { readonly kind: 'hang' };

/** An HTTP answer. */
export interface Answer {
  readonly kind: 'answer';
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The Code that a reader finds in the body. */
  readonly code: string | undefined;
  readonly delayMs: number;
  /** The connection breaks after this body, though the answer announces more. */
  readonly interrupted?: true;
}

/** What an answer's form depends on. */
export interface Envelope {
  readonly requestId: string;
  /** `alikafka` */
  readonly product: string;
  /** For the HostId of an error. */
  readonly host: string;
  readonly action: string;
  readonly format: AnswerFormat;
}

/** An answer with HTTP status 200 and these fields. */
export function success(envelope: Envelope, fields: JsonObject): Answer {
  const body = { RequestId: envelope.requestId, ...fields };
  return written(envelope, 200, `${envelope.action}Response`, body, String(fields.Code ?? 200));
}

/** The error answer that tells a refusal. */
export function failure(envelope: Envelope, refusal: Refusal): Answer {
  const { requestId } = envelope;
  const body = {
    RequestId: requestId,
    HostId: envelope.host,
    Code: refusal.code,
    Message: refusal.message,
    Recommend: recommendation(refusal.code, envelope),
    ...refusal.fields,
  };
  const answer = written(envelope, refusal.httpStatus, 'Error', body, refusal.code);
  return { ...answer, headers: { ...answer.headers, ...refusal.headers } };
}

/** An answer of a machine between client and service, which knows nothing of the API. */
export function foreign(httpStatus: number, body: string, headers: Record<string, string> = {}): Answer {
  return {
    kind: 'answer',
    httpStatus,
    headers: { 'content-type': 'text/html', ...headers },
    body,
    code: undefined,
    delayMs: 0,
  };
}

function written(
  envelope: Envelope,
  httpStatus: number,
  root: string,
  body: JsonObject,
  code: string,
): Answer {
  const xml = envelope.format === 'XML';
  return {
    kind: 'answer',
    httpStatus,
    headers: {
      'content-type': xml ? 'text/xml;charset=utf-8' : 'application/json;charset=utf-8',
      'x-acs-request-id': envelope.requestId,
    },
    body: xml ? toXml(root, body) : JSON.stringify(body),
    code,
    delayMs: 0,
  };
}

function recommendation(code: string, { product, requestId }: Envelope): string {
  const query = new URLSearchParams({ q: code, product, requestId });
  return `https://api.alibabacloud.com/troubleshoot?${query}`;
}

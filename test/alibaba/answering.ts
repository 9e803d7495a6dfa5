import { type AnswerStyle, type Conceal, type GoodAnswer, readApiAnswer } from '../../src/alibaba/answer.ts';
import { ApiError, CallError, UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import type { HttpAnswer } from '../../src/http/transport.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { Redactor } from '../../src/report/redact.ts';

/** What an HTTP answer consists of; all but the body has a default. */
export interface Given {
  readonly body: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly broken?: HttpAnswer['broken'];
  /** `coded` unless said. */
  readonly style?: AnswerStyle;
  /** A text that is concealed wherever the service says it. */
  readonly secret?: string;
}

/** Reads an answer to StartInstance. A body that is no text is sent as JSON. */
export function read(given: Given): Promise<GoodAnswer> {
  const { body, status = 200, headers = {}, broken, style = 'coded', secret } = given;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = { status, body: text, header: (name: string) => headers[name], broken };
  const redactor = new Redactor();
  if (secret !== undefined) redactor.add(secret);
  const conceal: Conceal = (value) => redactor.redact(value);
  return readApiAnswer('StartInstance', answer, style, { conceal, judge: remedyFor });
}

/** The refusal in an answer. Fails where there is none. */
export async function refusalIn(given: Given): Promise<ApiError> {
  const error = await read(given).catch((reason: unknown) => reason);
  if (error instanceof ApiError) return error;
  throw new Error('the answer is no refusal', { cause: error });
}

/** The error for an answer that the API does not give. Fails where it is one that the API gives. */
export async function unexpectedIn(given: Given): Promise<UnexpectedAnswerError> {
  const error = await read(given).catch((reason: unknown) => reason);
  if (error instanceof UnexpectedAnswerError) return error;
  throw new Error('the answer is not unexpected', { cause: error });
}

/** The error for an answer, or undefined for a good one; fails for whatever is no CallError. */
export async function errorIn(given: Given): Promise<CallError | undefined> {
  const error = await read(given).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined || error instanceof CallError) return error;
  throw error;
}

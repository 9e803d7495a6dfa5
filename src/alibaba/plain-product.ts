import type * as z from 'zod';
import type { GoodAnswer } from './answer.ts';
import { type Client, call } from './client.ts';
import { ApiError, UnexpectedAnswerError } from './errors.ts';

/** Calls one operation of a product in a region. Throws CallError. */
export type Operation = (
  action: string,
  regionId: string,
  parameters: Readonly<Record<string, string>>,
) => Promise<GoodAnswer>;

/** A product whose answers tell success by the HTTP status alone, without a Code. */
export function plainProduct(
  client: Client,
  version: string,
  endpointOf: (regionId: string) => URL,
): Operation {
  return (action, regionId, parameters) => {
    const made = { endpoint: endpointOf(regionId), action, version, parameters: Object.entries(parameters) };
    return call(client, made, 'plain');
  };
}

/** What an answer holds. Throws UnexpectedAnswerError where it is not of this form. */
export function contentOf<T>(action: string, { content, requestId }: GoodAnswer, form: z.ZodType<T>): T {
  const read = form.safeParse(content);
  if (read.success) return read.data;
  const found = 'an answer without what was asked for';
  throw new UnexpectedAnswerError(action, { httpStatus: 200, requestId, contentType: undefined, found });
}

/** What a call brings, or undefined where the service says by one of these codes that there is no such thing. */
export async function unlessNotFound<T>(work: Promise<T>, codes: RegExp): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiError && codes.test(error.code)) return undefined;
    throw error;
  }
}

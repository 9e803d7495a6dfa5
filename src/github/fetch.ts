import type { HttpRequest, Send } from '../http/transport.ts';

/** Said of whatever answers in GitHub's place: a page of a proxy, an answer that broke off. */
export const NOT_GITHUBS = "the answer is not one of GitHub's API";

/** What octokit asks of `fetch` for a JSON API. */
interface FetchOptions {
  readonly method: HttpRequest['method'];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** What octokit reads of a Response of the Fetch standard. Node's own would load its HTTP client for nothing. */
interface FetchAnswer {
  readonly status: number;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: () => Promise<string>;
}

/** The headers that are read, by octokit (the next page) and by the explanation of a failure. */
const HEADERS = ['link', 'retry-after', 'x-ratelimit-remaining'];

/**
 * Makes octokit speak over a transport: a `fetch` for an API whose every good answer is JSON.
 *
 * @throws Error on a redirect, which nobody follows, and where a good status comes without JSON: octokit would
 * take an empty body for an empty list
 * @throws the reason of the signal, once it is aborted
 * @throws TransportError
 */
export function fetchOver(send: Send) {
  return async (address: string, options: FetchOptions): Promise<FetchAnswer> => {
    const { method, headers, body = '', signal } = options;
    const sending = send({ method, url: new URL(address), headers, body, signal });
    // An abort is told as what it is, not as the connection that it broke.
    const answer = await sending.finally(() => signal.throwIfAborted());
    const { status } = answer;
    if (status >= 300 && status < 400) throw new Error('unexpected redirect');
    if (status < 300 && !isJson(answer.body)) throw new Error(NOT_GITHUBS);
    const told = HEADERS.flatMap((name): [string, string][] => {
      const value = answer.header(name);
      return value === undefined ? [] : [[name, value]];
    });
    return {
      status,
      url: address,
      headers: new Map([['content-type', 'application/json'], ...told]),
      text: async () => answer.body,
    };
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

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
 * @throws Error on a redirect, which nobody follows, and where a good status comes without an object or a list in
 * JSON: octokit would take an empty body, and `null`, for an empty list
 * @throws Error for an address on another host than the API's, such as a next page: each request carries the token
 * @throws the reason of the signal, once it is aborted
 * @throws TransportError
 */
export function fetchOver(send: Send, apiUrl: string) {
  const { origin } = new URL(apiUrl);
  return async (address: string, options: FetchOptions): Promise<FetchAnswer> => {
    const { method, headers, body = '', signal } = options;
    const url = new URL(address);
    if (url.origin !== origin) throw new Error('the next page is on another host');
    const sending = send({ method, url, headers, body, signal });
    // An abort is told as what it is, not as the connection that it broke.
    const answer = await sending.finally(() => signal.throwIfAborted());
    const { status } = answer;
    if (status >= 300 && status < 400) throw new Error('unexpected redirect');
    if (status < 300 && !holdsJson(answer.body)) throw new Error(NOT_GITHUBS);
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

/** Whether a text is an object or a list in JSON. */
function holdsJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

import type { IncomingMessage } from 'node:http';
import type { HttpClient } from '@actions/http-client';

/** One HTTP request, complete and signed. */
export interface HttpRequest {
  readonly method: 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
  /** Undefined for a whole body, else what happened to it. */
  readonly broken: 'cut' | 'too large' | undefined;
}

/** Why there is no answer. `sent` is false only when the request certainly did not leave. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly sent: boolean;
  readonly remedy: string;

  constructor(message: string, sent: boolean, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.sent = sent;
    this.remedy = remedy;
  }
}

/** Sends one request and gives the answer, or throws a TransportError. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

export interface Transport {
  readonly send: Send;
  /** Closes what is open; requests under way fail. */
  readonly close: () => void;
}

export interface TransportOptions {
  readonly userAgent: string;
  /** For a whole call, from connecting to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  /** The largest body that is read, in bytes. */
  readonly limitBytes: number;
}

/** Calls over HTTP(S): proxies by HTTPS_PROXY and NO_PROXY, kept-alive connections, no redirects, TLS verified. */
export function openTransport(options: TransportOptions): Transport {
  let client: Promise<HttpClient> | undefined;
  const connect = async (): Promise<HttpClient> => {
    const { HttpClient } = await import('@actions/http-client'); // half a megabyte that a broken manifest never needs
    return new HttpClient(options.userAgent, [], {
      allowRedirects: false,
      allowRetries: false,
      keepAlive: true,
      socketTimeout: options.timeoutMs,
    });
  };
  return {
    send: async (request) => {
      client ??= connect();
      return exchange(await client, request, options);
    },
    close: () => {
      client?.then((opened) => opened.dispose()).catch(() => undefined);
    },
  };
}

/** A `send` that tells of each call: where it went, what came back, how long it took. Never the query. */
export function traced(send: Send, tell: (line: string) => void, now: () => number): Send {
  return async (request) => {
    const began = now();
    const called = `${request.headers['x-acs-action'] ?? request.method} at ${request.url.host}`;
    try {
      const answer = await send(request);
      const id = answer.header('x-acs-request-id') ?? 'none';
      tell(`${called}: HTTP ${answer.status} after ${now() - began} ms, RequestId ${id}`);
      return answer;
    } catch (error) {
      tell(`${called}: ${error instanceof Error ? error.message : error} after ${now() - began} ms`);
      throw error;
    }
  };
}

async function exchange(
  client: HttpClient,
  request: HttpRequest,
  options: TransportOptions,
): Promise<HttpAnswer> {
  const deadline = Promise.withResolvers<never>();
  let message: IncomingMessage | undefined;
  const timer = setTimeout(() => {
    message?.destroy();
    deadline.reject(new TransportError(LATE, true, TRY_LATER));
  }, options.timeoutMs);
  try {
    const { method, url, headers, body } = request;
    const response = await Promise.race([
      client.request(method, url.href, body, { ...headers }).catch((error) => {
        throw explain(error, url);
      }),
      deadline.promise,
    ]);
    message = response.message;
    return await Promise.race([readAnswer(message, options.limitBytes), deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function readAnswer(message: IncomingMessage, limitBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let broken: HttpAnswer['broken'];
  try {
    for await (const chunk of message) {
      size += chunk.length;
      if (size > limitBytes) {
        broken = 'too large';
        break; // leaving the loop destroys the stream
      }
      chunks.push(chunk);
    }
  } catch {
    broken = 'cut';
  }
  return {
    status: message.statusCode ?? 0,
    header: (name) => [message.headers[name] ?? []].flat()[0],
    body: Buffer.concat(chunks).toString('utf8'),
    broken,
  };
}

const LATE = 'no answer in time';
const TRY_LATER = 'Check the network between the runner and *.aliyuncs.com, then try again.';

/** Failures that happen before anything of the request is sent, and what to do about them. */
const BEFORE_SENDING: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Check regionId: the host name is made of it. If it is right, check the runner’s DNS.',
  EAI_AGAIN: 'Check the runner’s DNS, then try again.',
  ECONNREFUSED: 'Check the endpoint, and the network or proxy between the runner and it.',
  EHOSTUNREACH: TRY_LATER,
  ENETUNREACH: TRY_LATER,
};

const CERTIFICATE =
  'The server’s certificate is not trusted. If a proxy of yours opens TLS, name its CA in NODE_EXTRA_CA_CERTS.';

/** Puts a client library's error in our own words: its messages may hold the URL, and so the password. */
function explain(error: unknown, url: URL): TransportError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const syscall = error instanceof Error && 'syscall' in error ? String(error.syscall) : '';
  const message = error instanceof Error ? error.message : '';
  const cause = code === '' ? undefined : new Error(code);
  if (message.startsWith('tunneling socket could not be established')) {
    const proxy = 'Check the proxy in HTTPS_PROXY, its login, and that it allows CONNECT to *.aliyuncs.com.';
    return new TransportError('the proxy did not open a tunnel', false, proxy, cause);
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^EPROTO$|^ERR_SSL/.test(code)) {
    return new TransportError(`no TLS with ${url.host} (${code})`, false, CERTIFICATE, cause);
  }
  const before = BEFORE_SENDING[code] ?? (syscall === 'connect' ? TRY_LATER : undefined);
  if (before !== undefined) {
    return new TransportError(`no connection to ${url.host} (${code})`, false, before, cause);
  }
  if (message.startsWith('Request timeout')) {
    return new TransportError(LATE, true, TRY_LATER, cause);
  }
  return new TransportError(
    `the connection was lost${code === '' ? '' : ` (${code})`}`,
    true,
    TRY_LATER,
    cause,
  );
}

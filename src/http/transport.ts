import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { ProxyError, type ProxyVariables, proxyFor } from './proxy.ts';

/** One HTTP request, complete and signed. */
export interface HttpRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Breaks the request off, beside the transport's own time limit. */
  readonly signal?: AbortSignal;
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
  /** The process's environment, for HTTPS_PROXY and NO_PROXY. */
  readonly variables: ProxyVariables;
}

/** Calls over HTTP(S): proxies by HTTPS_PROXY and NO_PROXY, kept-alive connections, no redirects, TLS verified. */
export function openTransport(options: TransportOptions): Transport {
  const closing = new AbortController();
  const agents = new Map<string, http.Agent>();
  const agentFor = async (url: URL): Promise<http.Agent> => {
    const proxy = proxyFor(url, options.variables);
    const route = proxy?.href ?? url.protocol;
    const agent = agents.get(route) ?? (await openAgent(url, proxy, closing.signal));
    agents.set(route, agent);
    return agent;
  };
  return {
    send: (request) => exchange(request, agentFor, options, closing.signal),
    close: () => {
      closing.abort();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

async function openAgent(url: URL, proxy: URL | undefined, closing: AbortSignal): Promise<http.Agent> {
  if (!proxy) return new (url.protocol === 'https:' ? https : http).Agent({ keepAlive: true });
  const { TunnelAgent } = await import('./tunnel.ts'); // most runs have no proxy
  return new TunnelAgent(proxy, closing);
}

async function exchange(
  request: HttpRequest,
  agentFor: (url: URL) => Promise<http.Agent>,
  { timeoutMs, limitBytes, userAgent }: TransportOptions,
  closing: AbortSignal,
): Promise<HttpAnswer> {
  const { method, url, body } = request;
  let connected = false; // not a byte of the request leaves before
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    const agent = await agentFor(url);
    const length = String(Buffer.byteLength(body));
    const headers = {
      ...request.headers,
      'user-agent': userAgent,
      'content-length': length,
    };
    const signal = AbortSignal.any([closing, late.signal, ...(request.signal ? [request.signal] : [])]);
    if (signal.aborted) throw new Error('aborted'); // it tells nobody a second time
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = http.request(url, { method, headers, agent, signal }); // over TLS where the agent is one of https
      whenConnected(outgoing, url, () => {
        connected = true;
      });
      outgoing.on('response', resolve).on('error', reject).end(body);
      outgoing.on('close', reject); // alone where Node ends a connection that is asked to switch protocols
      signal.addEventListener('abort', reject); // the tunnel forgets requests that end while it is opened
    });
    const answer = await readBody(message, limitBytes);
    if (late.signal.aborted) throw new Error('late');
    return answer;
  } catch (error) {
    throw transportErrorOf(error, url, { connected, late: late.signal.aborted });
  } finally {
    clearTimeout(timer);
  }
}

function whenConnected(outgoing: ClientRequest, url: URL, connected: () => void): void {
  outgoing.on('socket', (socket) => {
    if (outgoing.reusedSocket) connected();
    else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
  });
}

async function readBody(message: IncomingMessage, limitBytes: number): Promise<HttpAnswer> {
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

const TRY_LATER = 'Check the network between the runner and *.aliyuncs.com, then try again.';
const CHECK_PROXY =
  'Check the proxy in HTTPS_PROXY, its login, and that it allows CONNECT to *.aliyuncs.com.';
const CERTIFICATE =
  'The server’s certificate is not trusted. If a proxy of yours opens TLS, name its CA in NODE_EXTRA_CA_CERTS.';
const WRONG_TIME =
  'The server’s certificate is not valid now. Check the clock of the runner; if it is right, whoever answers there is not the service.';
const WRONG_NAME =
  'The server’s certificate is another host’s. Check the endpoint, the runner’s DNS, and the proxy if there is one.';
const NO_TLS = 'Check the endpoint: what answers there speaks no TLS, or none that can be agreed on.';
const HEADER = 'Check the keys and the token: one has a line break or another character that no key has.';

/** What to do about failures to connect, by the codes of Node. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'Check regionId: the host name is made of it. If it is right, check the runner’s DNS.'],
  ['EAI_AGAIN', 'Check the runner’s DNS, then try again.'],
  ['ECONNREFUSED', 'Check the endpoint, and the network or proxy between the runner and it.'],
  ['CERT_HAS_EXPIRED', WRONG_TIME],
  ['CERT_NOT_YET_VALID', WRONG_TIME],
  ['ERR_TLS_CERT_ALTNAME_INVALID', WRONG_NAME],
]);

/** Puts an error in our own words: those of libraries may hold the URL, and so the password. */
function transportErrorOf(
  error: unknown,
  url: URL,
  { connected, late }: { connected: boolean; late: boolean },
): TransportError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = code === '' ? undefined : new Error(code);
  const because = code === '' ? '' : ` (${code})`;
  const notSent = (what: string, remedy: string) => new TransportError(what, false, remedy, cause);
  if (connected) {
    const what = late ? 'no answer in time' : `the connection was lost${because}`;
    return new TransportError(what, true, TRY_LATER, cause);
  }
  if (late) return notSent(`no connection to ${url.host} in time`, TRY_LATER);
  if (code === 'ERR_INVALID_CHAR') return notSent('a header cannot be written', HEADER);
  if (error instanceof ProxyError) return notSent(error.message, CHECK_PROXY);
  const handshake = code === 'EPROTO' || code.startsWith('ERR_SSL');
  if (handshake || /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code)) {
    const remedy = REMEDIES.get(code) ?? (handshake ? NO_TLS : CERTIFICATE);
    return notSent(`no TLS with ${url.host}${because}`, remedy);
  }
  return notSent(`no connection to ${url.host}${because}`, REMEDIES.get(code) ?? TRY_LATER);
}

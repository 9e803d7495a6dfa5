import { type HttpAnswer, type Send, TransportError } from '../http/transport.ts';
import { unlessAborted } from '../time/clock.ts';
import { type AnswerReader, type AnswerStyle, type GoodAnswer, readApiAnswer } from './answer.ts';
import { NoAnswerError } from './errors.ts';
import { authorization, encodeQuery, type Keys, sha256 } from './signature.ts';

export interface Credentials extends Keys {
  readonly securityToken: string | undefined;
}

/** Everything a call needs beside its parameters. Time and randomness are given, so that calls can be repeated. */
export interface Client extends AnswerReader {
  readonly send: Send;
  readonly credentials: () => Promise<Credentials>;
  /** Milliseconds since 1970: every signature carries the time. */
  readonly wallTime: () => number;
  /** A text that no earlier call used. */
  readonly nonce: () => string;
}

/** One operation of an RPC-style API. */
export interface Call {
  readonly endpoint: URL;
  readonly action: string;
  readonly version: string;
  /** Names and values as they are sent, lists already written out as `Name.1`, `Name.2`, …. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Aborted when it must not be sent any more; what is out already goes on. */
  readonly stop?: AbortSignal;
}

/**
 * Makes one signed call: POST `/`, every parameter in the query, an empty body, as the official SDK does.
 *
 * @throws CallError whatever goes wrong with the call; its verdict says whether it may have been carried out.
 *   The reason of `stop`, when that is aborted before it is sent
 */
export async function call(client: Client, made: Call, style: AnswerStyle = 'coded'): Promise<GoodAnswer> {
  const { endpoint, action, parameters } = made;
  const credentials = await credentialsUnless(made.stop, client);
  const headers = { ...headersOf(client, made, ''), ...tokenHeaders(credentials) };
  const unsigned = { method: 'POST', path: '/', query: parameters, headers, body: '' };
  const url = new URL(`/?${encodeQuery(parameters)}`, endpoint);
  const signed = { ...headers, authorization: authorization(unsigned, credentials) };
  return readApiAnswer(action, await sendTo(client.send, action, url, signed, ''), style, client);
}

/** Getting credentials may take a while; a call that must not be sent any more does not wait for them. */
async function credentialsUnless(stop: AbortSignal | undefined, client: Client): Promise<Credentials> {
  if (!stop) return client.credentials();
  const credentials = await unlessAborted(client.credentials(), stop);
  stop.throwIfAborted();
  return credentials;
}

/**
 * Makes one call without a signature, its parameters in the form body, for operations that anybody may call.
 *
 * @throws CallError
 */
export async function callAnonymously(client: Omit<Client, 'credentials'>, made: Call): Promise<GoodAnswer> {
  const { endpoint, action, version, parameters } = made;
  const body = encodeQuery(parameters);
  const headers = {
    ...headersOf(client, made, body),
    'content-type': 'application/x-www-form-urlencoded',
  };
  const common = [
    ['Action', action],
    ['Version', version],
    ['Format', 'JSON'],
    ['Timestamp', headers['x-acs-date']],
    ['SignatureNonce', headers['x-acs-signature-nonce']],
  ] as const;
  const url = new URL(`/?${encodeQuery(common)}`, endpoint);
  return readApiAnswer(action, await sendTo(client.send, action, url, headers, body), 'plain', client);
}

function headersOf(
  { wallTime, nonce }: Pick<Client, 'wallTime' | 'nonce'>,
  { endpoint, action, version }: Call,
  body: string,
) {
  return {
    host: endpoint.host,
    accept: 'application/json',
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': `${new Date(wallTime()).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce(),
    'x-acs-content-sha256': sha256(body),
  };
}

function tokenHeaders({ accessKeyId, securityToken }: Credentials): Record<string, string> {
  if (securityToken === undefined) return {};
  return { 'x-acs-accesskey-id': accessKeyId, 'x-acs-security-token': securityToken };
}

async function sendTo(
  send: Send,
  action: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<HttpAnswer> {
  try {
    return await send({ method: 'POST', url, headers, body });
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const { sent, message: reason, remedy } = error;
    throw new NoAnswerError(action, { sent, reason, remedy, cause: error });
  }
}

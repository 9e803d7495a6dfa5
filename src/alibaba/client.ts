import { type Conceal, type GoodAnswer, readAnswer } from './answer.ts';
import { NoAnswerError } from './errors.ts';
import { authorization, encodeQuery, type Keys, sha256 } from './signature.ts';
import { type HttpAnswer, type Send, TransportError } from './transport.ts';

export interface Credentials extends Keys {
  readonly securityToken: string | undefined;
}

/** Everything a call needs beside its parameters. Time and randomness are given, so that calls can be repeated. */
export interface Client {
  readonly send: Send;
  readonly credentials: () => Promise<Credentials>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A text that no earlier call used. */
  readonly nonce: () => string;
  readonly conceal: Conceal;
}

/** One operation of an RPC-style API. */
export interface Call {
  readonly endpoint: URL;
  readonly action: string;
  readonly version: string;
  /** Names and values as they are sent, lists already written out as `Name.1`, `Name.2`, …. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/**
 * Makes one signed call: POST `/`, every parameter in the query, an empty body, as the official SDK does.
 *
 * @throws CallError whatever goes wrong; its verdict says whether the call may have been carried out
 */
export async function call(
  client: Client,
  { endpoint, action, version, parameters }: Call,
): Promise<GoodAnswer> {
  const credentials = await client.credentials();
  const headers = {
    host: endpoint.host,
    accept: 'application/json',
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': `${new Date(client.now()).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': client.nonce(),
    'x-acs-content-sha256': sha256(''),
    ...tokenHeaders(credentials),
  };
  const unsigned = { method: 'POST', path: '/', query: parameters, headers, body: '' };
  const url = new URL(`/?${encodeQuery(parameters)}`, endpoint);
  const signed = { ...headers, authorization: authorization(unsigned, credentials) };
  return readAnswer(action, await sendTo(client.send, action, url, signed), client.conceal);
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
): Promise<HttpAnswer> {
  try {
    return await send({ method: 'POST', url, headers, body: '' });
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const { sent, message: reason, remedy } = error;
    throw new NoAnswerError(action, { sent, reason, remedy, cause: error });
  }
}

import { inspect } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import {
  type HttpAnswer,
  openTransport,
  type Transport,
  TransportError,
  type TransportOptions,
} from '../../src/http/transport.ts';

/** A password that travels in the query of every request of these tests, and may be told to nobody. */
export const CANARY = 'Canary-Passw0rd';

/** A transport that is closed when the test is over. Its time limit is one that no good test reaches. */
export function transportForTest(options: Partial<TransportOptions> = {}): Transport {
  const transport = openTransport({
    userAgent: 'deploy-alikafka/test',
    timeoutMs: 10_000,
    limitBytes: 100_000,
    variables: process.env,
    ...options,
  });
  onTestFinished(transport.close);
  return transport;
}

/** Sends a StartInstance to an origin, `http://127.0.0.1:80`. */
export function sendTo(
  { send }: Transport,
  origin: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const url = new URL(`/?InstanceId=one&Password=${CANARY}`, origin);
  return send({ method: 'POST', url, headers: { 'x-acs-action': 'StartInstance', ...headers }, body: '' });
}

/** How sending failed. Fails itself where sending did not, or where the error tells the password. */
export async function failureOf(sending: Promise<HttpAnswer>): Promise<TransportError> {
  const failure = await sending.then(
    (answer) => new Error(`there was an answer, HTTP ${answer.status}`),
    (error: unknown) => error,
  );
  if (!(failure instanceof TransportError)) throw failure;
  expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain(CANARY);
  return failure;
}

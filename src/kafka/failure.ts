import { type Address, writeAddress } from './address.ts';
import { NotKafkaError } from './api-versions.ts';

/** Why no broker answered; each has another remedy. */
export type FailureKind =
  /** The name could not be looked up. */
  | 'dns'
  | 'refused'
  /** There is no way through the network to the address. */
  | 'unreachable'
  /** The time was up. */
  | 'silent'
  /** Plaintext where TLS should be. */
  | 'not-tls'
  /** No TLS that can be agreed on, or a certificate that is not of the vendor's CA. */
  | 'tls'
  /** A certificate of the vendor's first CA, which is too weak for today's TLS. */
  | 'old-ca'
  /** The other side ended the connection before it answered. */
  | 'closed'
  /** Something answers, but in no way that a broker does. */
  | 'not-kafka';

export interface Failure {
  readonly kind: FailureKind;
  /** What happened at which address and what to do, in whole sentences. */
  readonly sentence: string;
}

/** How far a probe came. */
export interface Sight {
  readonly tls: boolean;
  stage: 'look up' | 'connect' | 'handshake' | 'answer';
  /** Whether the certificate was signed by the vendor's first CA. */
  oldCa: boolean;
}

/** What ended a probe: its time limit, in milliseconds, or an error. */
export type End = { readonly late: number } | { readonly error: unknown };

export function explain(address: Address, sight: Sight, end: End): Failure {
  const where = writeAddress(address);
  if ('late' in end) return timedOut(address, sight, `in ${Number((end.late / 1000).toFixed(1))} s`);
  if (end.error instanceof NotKafkaError) return notKafka(where, end.error);
  const code = codeOf(end.error);
  if (sight.stage === 'look up') return unresolved(address, ` (${code || 'no address'})`);
  if (sight.stage === 'connect') return unconnected(where, code);
  if (sight.stage === 'handshake') return unsecured(where, sight, code);
  return unanswered(where, sight, code);
}

function timedOut(address: Address, { stage }: Sight, time: string): Failure {
  const where = writeAddress(address);
  const silent = (sentence: string): Failure => ({ kind: 'silent', sentence });
  switch (stage) {
    case 'look up':
      return unresolved(address, ` ${time}`);
    case 'connect':
      return silent(`No answer from ${where} ${time}: this runner’s address may not be on the allow list.`);
    case 'handshake':
      return silent(`${where} took the connection, but ended no TLS handshake ${time}. It may speak no TLS.`);
    case 'answer':
      return silent(
        `${where} took the connection, but gave no whole answer ${time}. It may still be starting.`,
      );
  }
}

function unresolved({ host }: Address, why: string): Failure {
  return { kind: 'dns', sentence: `The name ${host} could not be resolved${why}. Check the runner’s DNS.` };
}

function notKafka(where: string, { message }: NotKafkaError): Failure {
  return {
    kind: 'not-kafka',
    sentence: `What answers at ${where} is no Kafka broker as expected: ${message}.`,
  };
}

function unconnected(where: string, code: string): Failure {
  if (code === 'ECONNREFUSED') {
    return {
      kind: 'refused',
      sentence: `${where} refused the connection (${code}). No broker listens there, or a firewall is in the way.`,
    };
  }
  if (code === 'ETIMEDOUT') {
    return {
      kind: 'silent',
      sentence: `No answer from ${where} (${code}): this runner’s address may not be on the allow list.`,
    };
  }
  if (code === 'ECONNRESET') {
    return { kind: 'closed', sentence: `${where} broke the connection off as it was opened (${code}).` };
  }
  return {
    kind: 'unreachable',
    sentence: `This runner has no way to ${where} (${code || 'no connection'}). Check its network.`,
  };
}

/** What OpenSSL says of bytes that are no TLS record. */
const NO_RECORD = 'ERR_SSL_WRONG_VERSION_NUMBER';

function unsecured(where: string, { oldCa }: Sight, code: string): Failure {
  if (oldCa) {
    return {
      kind: 'old-ca',
      sentence: `${where} has a certificate of the vendor’s old CA, whose key of 1024 bits is too weak to be trusted. Update the SSL certificate algorithm of the instance.`,
    };
  }
  if (code === NO_RECORD) {
    return {
      kind: 'not-tls',
      sentence: `${where} answers without TLS (${code}). It may be a plaintext port.`,
    };
  }
  if (TLS_ERROR.test(code)) return noTls(where, code);
  if (code === '' || /^(ECONN|EPIPE)/.test(code)) {
    return {
      kind: 'closed',
      sentence: `${where} closed the connection during the TLS handshake. It may speak no TLS, or have dropped an address that is not on the allow list.`,
    };
  }
  return {
    kind: 'tls',
    sentence: `The certificate of ${where} is not of Alibaba Cloud’s CA for Kafka (${code}). Something else answers there, or opens TLS on the way.`,
  };
}

/** The server judges what TLS 1.3 brings of the client, a certificate for one, after the client's own handshake. */
function unanswered(where: string, { tls }: Sight, code: string): Failure {
  if (TLS_ERROR.test(code)) return noTls(where, code);
  const maybe = tls ? 'It may have' : 'It may speak TLS, or have';
  return {
    kind: 'closed',
    sentence: `${where} closed the connection without an answer. ${maybe} dropped an address that is not on the allow list.`,
  };
}

const TLS_ERROR = /^ERR_SSL_/;

function noTls(where: string, code: string): Failure {
  return { kind: 'tls', sentence: `No TLS could be agreed on with ${where} (${code}).` };
}

/** Node's code of an error. Where several addresses failed, that of a refusal says most. */
function codeOf(error: unknown): string {
  const errors = error instanceof AggregateError ? error.errors : [error];
  const codes = errors.map((one: unknown) => (one instanceof Error && 'code' in one ? String(one.code) : ''));
  return codes.find((code) => code === 'ECONNREFUSED') ?? codes[0] ?? '';
}

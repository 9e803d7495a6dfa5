import type { Announced, VersionRange } from '../deployment/brokers.ts';

/** The bytes are no answer of a Kafka broker to ApiVersions. The message says what they are, without a subject. */
export class NotKafkaError extends Error {
  override readonly name = 'NotKafkaError';
}

/** No more is read of an answer, in bytes after its length. Brokers of today send some 500. */
export const FRAME_LIMIT = 65_536;

/** There is one request on a connection. An echo of it starts with the API key, so it cannot pass for the answer. */
export const CORRELATION_ID = 0x616b_6101;

const CLIENT_ID = 'deploy-alikafka';

const PRODUCE = 0;
const FETCH = 1;
const API_VERSIONS = 18;

const UNSUPPORTED_VERSION = 35;

/** A correlation id and an error code: no answer is shorter. */
const SHORTEST_FRAME = 6;
const BYTES_PER_API = 6;

/**
 * ApiVersions in version 0, with request header version 1: the one request that every broker since 0.10 answers before
 * a login. Source: kafka.apache.org/protocol, "The Messages: ApiVersions".
 */
export function apiVersionsRequest(): Buffer {
  const client = Buffer.from(CLIENT_ID);
  const request = Buffer.alloc(14);
  request.writeInt32BE(10 + client.length, 0); // what follows
  request.writeInt16BE(API_VERSIONS, 4);
  request.writeInt16BE(0, 6); // version
  request.writeInt32BE(CORRELATION_ID, 8);
  request.writeInt16BE(client.length, 12);
  return Buffer.concat([request, client]);
}

/**
 * The answer in the bytes received so far, or undefined while more must come.
 * @throws NotKafkaError as soon as no further byte could make a broker's answer of them
 */
export function readAnswer(received: Buffer): Announced | undefined {
  if (received.length < 4) return undefined;
  const length = received.readInt32BE(0);
  if (length < SHORTEST_FRAME || length > FRAME_LIMIT) throw new NotKafkaError(foreign(received, length));
  if (received.length < 4 + length) return undefined;
  if (received.length > 4 + length) throw new NotKafkaError('more came than one answer');
  return decode(received.subarray(4));
}

/** Names what sent these bytes, by the first of them. */
function foreign(received: Buffer, length: number): string {
  if (received.toString('latin1', 0, 4) === 'HTTP') return 'it speaks HTTP';
  // A TLS record: alert (21) or handshake (22), then the major version, 3 (RFC 8446, 5.1).
  if ((received[0] === 21 || received[0] === 22) && received[1] === 3) return 'it speaks TLS';
  return `the answer starts with the length ${length}, and that of a broker is between ${SHORTEST_FRAME} and ${FRAME_LIMIT}`;
}

function decode(frame: Buffer): Announced {
  const id = frame.readInt32BE(0);
  if (id !== CORRELATION_ID) {
    throw new NotKafkaError(`the answer is to request ${id}, and the one sent was ${CORRELATION_ID}`);
  }
  const error = frame.readInt16BE(4);
  // Whoever knows this code is a broker, and what follows is only about ApiVersions itself.
  if (error === UNSUPPORTED_VERSION) return { apis: 0, produce: undefined, fetch: undefined };
  if (error !== 0) throw new NotKafkaError(`the answer is Kafka’s error code ${error}`);
  const ranges = decodeRanges(frame.subarray(SHORTEST_FRAME));
  return { apis: ranges.size, produce: ranges.get(PRODUCE), fetch: ranges.get(FETCH) };
}

/** An array in Kafka's notation: its length, then key, lowest and highest version of each. */
function decodeRanges(array: Buffer): ReadonlyMap<number, VersionRange> {
  const count = array.length < 4 ? -1 : array.readInt32BE(0);
  if (count < 1 || array.length !== 4 + count * BYTES_PER_API) {
    throw new NotKafkaError('the answer’s length does not fit the number of APIs in it');
  }
  const ranges = new Map<number, VersionRange>();
  for (let at = 4; at < array.length; at += BYTES_PER_API) {
    const key = array.readInt16BE(at);
    const min = array.readInt16BE(at + 2);
    const max = array.readInt16BE(at + 4);
    if (key < 0 || min < 0 || max < min || ranges.has(key)) {
      throw new NotKafkaError('the answer’s API versions contradict each other');
    }
    ranges.set(key, [min, max]);
  }
  return ranges;
}

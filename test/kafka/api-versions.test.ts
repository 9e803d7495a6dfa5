import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apiVersionsRequest,
  CORRELATION_ID,
  FRAME_LIMIT,
  NotKafkaError,
  readAnswer,
} from '../../src/kafka/api-versions.ts';
import { APIS, type Api, answerOf, int16, int32 } from './broker.ts';

const SEEDED = { seed: 20261124, numRuns: 2000 };

const api: fc.Arbitrary<Api> = fc
  .tuple(fc.nat(0x7fff), fc.nat(0x7fff), fc.nat(0x7fff))
  .map(([key, one, other]) => [key, Math.min(one, other), Math.max(one, other)]);
const apis = fc.uniqueArray(api, { minLength: 1, maxLength: 80, selector: ([key]) => key });

it('asks in the bytes that Kafka’s protocol prescribes', () => {
  const client = Buffer.from('deploy-alikafka');
  const header = [int16(18), int16(0), int32(CORRELATION_ID), int16(client.length), client];
  const frame = Buffer.concat(header);
  expect(apiVersionsRequest()).toEqual(Buffer.concat([int32(frame.length), frame]));
});

describe('an answer', () => {
  it('is read whole, and is none before its last byte', () => {
    const property = fc.property(apis, fc.nat(), (list, cut) => {
      const answer = answerOf(CORRELATION_ID, list);
      const rangeOf = (wanted: number) => list.find(([key]) => key === wanted)?.slice(1);
      expect(readAnswer(answer)).toEqual({ apis: list.length, produce: rangeOf(0), fetch: rangeOf(1) });
      expect(readAnswer(answer.subarray(0, cut % answer.length))).toBeUndefined();
    });
    fc.assert(property, SEEDED);
  });

  it('tells the ranges of Produce and Fetch', () => {
    expect(readAnswer(answerOf(CORRELATION_ID))).toEqual({ apis: 3, produce: [0, 11], fetch: [0, 17] });
  });

  it.each([
    ['with an empty list, as old brokers send it', []],
    ['with a list, as newer ones do', APIS.slice(2)],
  ])('that does not know the version is a broker’s too: %s', (_, list) => {
    const answer = answerOf(CORRELATION_ID, list, { error: 35 });
    expect(readAnswer(answer)).toEqual({ apis: 0, produce: undefined, fetch: undefined });
  });

  it('may be as long as the limit', () => {
    expect(readAnswer(int32(FRAME_LIMIT))).toBeUndefined();
  });

  const good = answerOf(CORRELATION_ID);
  it.each<[string, Buffer, string]>([
    ['of another request', answerOf(7), `the answer is to request 7, and the one sent was ${CORRELATION_ID}`],
    ['with an error', answerOf(CORRELATION_ID, [], { error: -1 }), 'the answer is Kafka’s error code -1'],
    ['of no API', answerOf(CORRELATION_ID, []), 'the answer’s length does not fit the number of APIs in it'],
    [
      'of fewer APIs than it says',
      answerOf(CORRELATION_ID, APIS, { count: 4 }),
      'the answer’s length does not fit the number of APIs in it',
    ],
    [
      'of more APIs than it says',
      answerOf(CORRELATION_ID, APIS, { count: 2 }),
      'the answer’s length does not fit the number of APIs in it',
    ],
    [
      'of a negative number of APIs',
      answerOf(CORRELATION_ID, APIS, { count: -1 }),
      'the answer’s length does not fit the number of APIs in it',
    ],
    [
      'without a list',
      Buffer.concat([int32(6), int32(CORRELATION_ID), int16(0)]),
      'the answer’s length does not fit the number of APIs in it',
    ],
    [
      'with a range upside down',
      answerOf(CORRELATION_ID, [[0, 3, 2]]),
      'the answer’s API versions contradict each other',
    ],
    [
      'with a negative key',
      answerOf(CORRELATION_ID, [[-1, 0, 2]]),
      'the answer’s API versions contradict each other',
    ],
    [
      'with a negative version',
      answerOf(CORRELATION_ID, [[0, -1, 2]]),
      'the answer’s API versions contradict each other',
    ],
    [
      'with an API twice',
      answerOf(CORRELATION_ID, [...APIS, [0, 0, 1]]),
      'the answer’s API versions contradict each other',
    ],
    ['with a byte after it', Buffer.concat([good, Buffer.of(0)]), 'more came than one answer'],
    [
      'of a negative length',
      int32(-1),
      'the answer starts with the length -1, and that of a broker is between 6 and 65536',
    ],
    [
      'too short for an error code',
      int32(5),
      'the answer starts with the length 5, and that of a broker is between 6 and 65536',
    ],
    [
      'too long to be read',
      int32(FRAME_LIMIT + 1),
      'the answer starts with the length 65537, and that of a broker is between 6 and 65536',
    ],
    ['in HTTP', Buffer.from('HTTP/1.1 400'), 'it speaks HTTP'],
    ['that is a TLS alert', Buffer.of(21, 3, 3, 0, 2, 2, 70), 'it speaks TLS'],
    ['that is a TLS handshake', Buffer.of(22, 3, 1, 0, 2, 1, 0), 'it speaks TLS'],
    ...[Buffer.of(21, 0, 0, 0), Buffer.of(22, 4, 0, 0), Buffer.of(20, 3, 0, 0)].map(
      (bytes): [string, Buffer, string] => [
        `that is no record of TLS, ${bytes.toString('hex')}`,
        bytes,
        `the answer starts with the length ${bytes.readInt32BE(0)}, and that of a broker is between 6 and 65536`,
      ],
    ),
    [
      'that is the request itself',
      apiVersionsRequest(),
      `the answer is to request ${18 << 16}, and the one sent was ${CORRELATION_ID}`,
    ],
  ])('%s is refused in words', (_, bytes, message) => {
    expect(() => readAnswer(bytes)).toThrow(new NotKafkaError(message));
  });

  it('of any bytes is read or refused, and nothing else happens', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    const framed = bytes.map((body) => Buffer.concat([int32(body.length), body]));
    const addressed = bytes.map((body) =>
      Buffer.concat([int32(body.length + 4), int32(CORRELATION_ID), body]),
    );
    const damaged = fc.tuple(apis, fc.nat(), fc.nat(255)).map(([list, at, byte]) => {
      const answer = answerOf(CORRELATION_ID, list);
      answer[at % answer.length] = byte;
      return answer;
    });
    const property = fc.property(fc.oneof(bytes, framed, addressed, damaged), (received) => {
      let announced: ReturnType<typeof readAnswer>;
      try {
        announced = readAnswer(received);
      } catch (error) {
        expect(error).toBeInstanceOf(NotKafkaError);
        return;
      }
      if (announced) expect(announced.apis).toBeLessThanOrEqual(received.length / 6);
    });
    fc.assert(property, { ...SEEDED, numRuns: 10_000 });
  });
});

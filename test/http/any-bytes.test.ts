import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TransportError } from '../../src/http/transport.ts';
import { httpAnswer, loopback } from './loopback.ts';
import { CANARY, sendTo, transportForTest } from './sending.ts';

const PIECES = [
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.0 500 \r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'content-length: 2\r\n',
  'content-length: 99999999999999999999\r\n',
  'transfer-encoding: chunked\r\n',
  'connection: close\r\n',
  'content-encoding: gzip\r\n',
  '2\r\n{}\r\n',
  '0\r\n',
  '\r\n',
  '{"Code":200,"Success":true}',
  '\u0000',
  CANARY,
];

it('whatever bytes a server sends, a call ends with an answer or with an error of ours that tells no secret', async () => {
  let bytes = Buffer.alloc(0);
  const server = await loopback((socket) => socket.end(bytes));
  const transport = transportForTest({ limitBytes: 1000 });
  const pieces = fc
    .array(fc.constantFrom(...PIECES), { maxLength: 10 })
    .map((all) => Buffer.from(all.join('')));
  const anything = fc.uint8Array({ maxLength: 300 }).map((all) => Buffer.from(all));
  await fc.assert(
    fc.asyncProperty(fc.oneof(pieces, anything), async (said) => {
      bytes = said;
      const ended = await sendTo(transport, server.origin).catch((error: unknown) => error);
      if (ended instanceof TransportError) {
        expect(ended.sent).toBe(true);
        expect(ended.message).not.toMatch(/in time/);
        expect(`${ended.message} ${ended.remedy}`).not.toContain(CANARY);
      } else {
        expect(ended).toMatchObject({ status: expect.any(Number), body: expect.any(String) });
      }
    }),
    { seed: 20261124, numRuns: 500 },
  );
});

it('what a server says on a connection that is kept, and nobody has asked for, is no answer to the next call', async () => {
  const server = await loopback((socket) => {
    socket.write(httpAnswer(`answer ${server.heads.length}`));
    setTimeout(() => socket.write(httpAnswer('forged')), 5);
  });
  const transport = transportForTest();
  const bodies: string[] = [];
  for (const _ of [1, 2, 3]) {
    const { body } = await sendTo(transport, server.origin);
    bodies.push(body);
    await expect.poll(() => server.connections.at(-1)?.destroyed).toBe(true);
  }
  expect(bodies).toEqual(['answer 1', 'answer 2', 'answer 3']);
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { lazyTransport } from '../../src/http/lazy-transport.ts';
import { httpAnswer, loopback } from './loopback.ts';

const OPTIONS = { userAgent: 'test', timeoutMs: 60_000, limitBytes: 1000, variables: {} };

describe('a transport that is loaded with the first request', () => {
  it('sends all requests over one kept connection', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer('{}')));
    const transport = lazyTransport(OPTIONS);
    onTestFinished(transport.close);
    const request = { method: 'POST', url: new URL(server.origin), headers: {}, body: '' } as const;
    const answers = [await transport.send(request), await transport.send(request)];
    expect(answers.map(({ body }) => body)).toEqual(['{}', '{}']);
    expect(server.connections).toHaveLength(1);
  });

  it('leaves no connection open when it is closed', async () => {
    const server = await loopback((socket) => socket.write(httpAnswer('{}')));
    const transport = lazyTransport(OPTIONS);
    await transport.send({ method: 'POST', url: new URL(server.origin), headers: {}, body: '' });
    transport.close();
    await expect.poll(() => server.connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it.each(['before it is loaded', 'while it is loaded'])(
    'sends nothing once it is closed %s',
    async (when) => {
      const server = await loopback((socket) => socket.write(httpAnswer('{}')));
      const transport = lazyTransport(OPTIONS);
      const send = () =>
        transport.send({ method: 'POST', url: new URL(server.origin), headers: {}, body: '' }).catch(String);
      const loading = when.startsWith('while') ? [send()] : [];
      transport.close();
      const ended = await Promise.all([...loading, send()]);
      expect(new Set(ended)).toEqual(new Set([`TransportError: no connection to 127.0.0.1:${server.port}`]));
      expect(server.connections).toEqual([]);
    },
  );
});

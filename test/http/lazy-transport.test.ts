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

  it('sends nothing once it is closed, also when it is closed while it is loaded', async () => {
    const server = await loopback(() => undefined);
    const transport = lazyTransport(OPTIONS);
    const request = { method: 'POST', url: new URL(server.origin), headers: {}, body: '' } as const;
    const sending = transport.send(request);
    transport.close();
    await expect(sending).rejects.toMatchObject({ name: 'TransportError', sent: false });
    await expect(transport.send(request)).rejects.toMatchObject({ name: 'TransportError', sent: false });
  });
});

import type { Send, Transport, TransportOptions } from './transport.ts';

/**
 * A transport that is loaded with the first request: Node's modules for HTTP and TLS take as long to load as all
 * of a run that needs none.
 */
export function lazyTransport(options: TransportOptions): Transport {
  let opened: Promise<Transport> | undefined;
  let closed = false;
  const open = async (): Promise<Transport> => {
    const { openTransport } = await import('./transport.ts');
    const transport = openTransport(options);
    if (closed) transport.close();
    return transport;
  };
  const send: Send = async (request) => {
    opened ??= open();
    return (await opened).send(request);
  };
  return {
    send,
    close: () => {
      closed = true;
      opened?.then(
        (transport) => transport.close(),
        () => undefined, // whoever sent something has been told
      );
    },
  };
}

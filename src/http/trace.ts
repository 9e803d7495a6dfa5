import type { Send } from './transport.ts';

/** A `send` that tells of each call: where it went, what came back, how long it took. Never the query. */
export function traced(send: Send, tell: (line: string) => void, now: () => number): Send {
  return async (request) => {
    const began = now();
    const called = `${request.headers['x-acs-action'] ?? request.method} at ${request.url.host}`;
    try {
      const answer = await send(request);
      const id = answer.header('x-acs-request-id') ?? 'none';
      tell(`${called}: HTTP ${answer.status} after ${Math.round(now() - began)} ms, RequestId ${id}`);
      return answer;
    } catch (error) {
      tell(
        `${called}: ${error instanceof Error ? error.message : error} after ${Math.round(now() - began)} ms`,
      );
      throw error;
    }
  };
}

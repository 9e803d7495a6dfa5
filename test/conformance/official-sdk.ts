import { createServer, type IncomingHttpHeaders } from 'node:http';
import alikafkaSdk, { StartInstanceRequest } from '@alicloud/alikafka20190916';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import type { ApiParameter } from '../../src/alibaba/alikafka.ts';
import type { Credentials } from '../../src/alibaba/client.ts';

/** The SDK is CommonJS: Node hands its exports over as the default export, vitest unwraps them. */
const SdkClient = 'default' in alikafkaSdk ? alikafkaSdk.default : alikafkaSdk;

/** The official client, for an endpoint on loopback. */
export function officialClient(host: string, { securityToken, ...keys }: Credentials) {
  return new SdkClient(
    new $OpenApiUtil.Config({
      endpoint: host,
      protocol: 'HTTP',
      ...keys,
      ...(securityToken !== undefined && { securityToken }),
    }),
  );
}

/** The same StartInstance for both clients. */
export interface SameStart {
  readonly theirs: StartInstanceRequest;
  readonly ours: readonly ApiParameter[];
}

/** Any characters, and more of those that are easily encoded wrongly than chance would bring. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(...'!*\'();:@&=+$,/?#[]%~ -_.<>"\\^`{|}', '%2A', '%', '+', '\t', '\n', '\0'),
  }),
  fc.string({ unit: fc.constantFrom('é', '部署', '🚀', '👩‍💻', 'ß', '\u{10FFFF}', '\uFEFF', '\u200B') }),
);

/** StartInstance with any of the parameters that the official client knows, their values of the right types. */
export const anyStart: fc.Arbitrary<SameStart> = fc
  .record(
    Object.fromEntries(
      Object.entries(StartInstanceRequest.types()).map(([name, type]) => [name, anyValueOf(type)]),
    ),
    { requiredKeys: [] },
  )
  .map((values) => ({ theirs: new StartInstanceRequest(values), ours: parametersOf(values) }));

function anyValueOf(type: unknown): fc.Arbitrary<unknown> {
  if (type === 'string') return anyText;
  if (type === 'boolean') return fc.boolean();
  const list = { minLength: 1, maxLength: 15 } as const;
  return fc.oneof(fc.array(anyText, list), fc.array(anyText, { ...list, minLength: 15 }));
}

/** In the reverse of the official order, so that both have to sort. */
function parametersOf(values: Readonly<Record<string, unknown>>): ApiParameter[] {
  const names: Readonly<Record<string, string>> = StartInstanceRequest.names();
  return Object.entries(values)
    .map(([key, value]) => ({
      name: names[key] ?? key,
      value: Array.isArray(value) ? value.map(String) : String(value),
    }))
    .toReversed();
}

/** A request as a server sees it. */
export interface Captured {
  readonly method: string | undefined;
  readonly path: string | undefined;
  /** Decoded, in the order of the wire. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that answers every request well and remembers it. */
export async function captureServer() {
  const requests: Captured[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [path, query] = (request.url ?? '').split('?');
    requests.push({
      method: request.method,
      path,
      query: [...new URLSearchParams(query)],
      headers: request.headers,
      body: String(Buffer.concat(chunks)),
    });
    response.setHeader('content-type', 'application/json;charset=utf-8');
    response.end('{"RequestId":"R-1","Code":200,"Message":"operation success.","Success":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await server[Symbol.asyncDispose]();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { host: `127.0.0.1:${address.port}`, requests };
}

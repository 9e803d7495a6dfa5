/** An HTTP request, read to its end. */
export interface HttpRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  /** Name and value pairs of the URL's query, decoded, in their order. */
  readonly query: readonly Pair[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A decoded name and its value. */
export type Pair = readonly [name: string, value: string];

/** The request of a URL as it stands in a request line. */
export function httpRequest(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): HttpRequest {
  const [path = '', ...query] = url.split('?');
  return { method, path, query: [...new URLSearchParams(query.join('?'))], headers, body };
}

/** The pairs of a form body; none where the body is no form. */
export function formOf({ headers, body }: HttpRequest): readonly Pair[] {
  const type = headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return [];
  return [...new URLSearchParams(Buffer.from(body).toString('utf8'))];
}

/** The first name that occurs twice, if any. */
export function repeatedName(pairs: readonly Pair[]): string | undefined {
  const seen = new Set<string>();
  for (const [name] of pairs) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

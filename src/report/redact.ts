/** What stands in the place of a secret. */
export const REDACTED = '***';

const SHORTEST = 4; // characters; what is shorter stands in half of all words

/**
 * Removes secrets from everything in a value, also where they are percent-encoded, in base64 or escaped in
 * JSON. The runner masks its log too, but not files, and only if it was told in time.
 */
export function redact<T>(value: T, secrets: Iterable<string>): T {
  const forms = [...secrets].flatMap(formsOf).filter((form) => form.length >= SHORTEST);
  if (forms.length === 0) return value;
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((form) => RegExp.escape(form)).join('|'), 'g');
  return walk(value, (text) => text.replaceAll(pattern, REDACTED)) as T; // same shape, other texts
}

/** Changes all texts in a value; what holds none that changes stays the very same, so that nothing is copied. */
function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) {
    const entries = [...value];
    const changed = walk(entries, change);
    return changed === entries ? value : new Map(changed as typeof entries);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => walk(item, change));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const changed = entries.filter(([, item]) => walk(item, change) !== item);
  if (changed.length === 0) return value;
  return Object.fromEntries(entries.map(([key, item]) => [key, walk(item, change)]));
}

function formsOf(secret: string): string[] {
  const percent = encodeURIComponent(secret.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const twice = [encodeURIComponent(percent), encodeURIComponent(strict)];
  return [
    secret,
    json,
    xml,
    percent,
    strict,
    percent.replaceAll('%20', '+'),
    ...twice,
    ...base64Forms(secret),
  ];
}

/** The letters that a secret becomes in base64, wherever in a longer text it begins. */
function base64Forms(secret: string): string[] {
  const forms = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const ownStart = Math.ceil((shift * 8) / 6);
    const ownEnd = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(ownStart, ownEnd);
  });
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

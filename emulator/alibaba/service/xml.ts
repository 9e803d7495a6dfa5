import type { Json, JsonObject } from '../../json.ts';

/** The XML form of an answer; a list becomes repeated elements. */
export function toXml(root: string, body: JsonObject): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root, body)}`;
}

function element(name: string, value: Json): string {
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: Exclude<Json, readonly Json[]>): string {
  if (value === null) return '';
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .map(([name, child]) => element(name, child))
    .join('');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

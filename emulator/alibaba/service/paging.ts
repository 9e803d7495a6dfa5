import type { JsonObject } from '../../json.ts';
import { type Parameters, valueIn } from './parameters.ts';
import { type Refusal, refusal } from './refusal.ts';

/** A part of a list, and what the answer says of it. */
export type Page<T> =
  | { readonly ok: true; readonly items: readonly T[]; readonly fields: JsonObject }
  | { readonly ok: false; readonly refusal: Refusal };

/** The page that PageNumber and PageSize (1 to `most`) ask for: default the first ten. */
export function numberedPage<T>(all: readonly T[], parameters: Parameters, most: number): Page<T> {
  const number = count(parameters, 'PageNumber', 1);
  const size = count(parameters, 'PageSize', 10);
  if (number === undefined || number < 1) return wrong('PageNumber');
  if (size === undefined || size < 1 || size > most) return wrong('PageSize');
  const items = all.slice((number - 1) * size, number * size);
  return { ok: true, items, fields: { TotalCount: all.length, PageNumber: number, PageSize: size } };
}

/** The page that CurrentPage and PageSize (1 to 100) ask for, as alikafka counts: default the first ten. */
export function currentPage<T>(all: readonly T[], parameters: Parameters): Page<T> {
  const number = Number(valueIn(parameters, 'CurrentPage') ?? 1);
  const size = Number(valueIn(parameters, 'PageSize') ?? 10);
  if (number < 1 || size < 1 || size > 100) {
    return { ok: false, refusal: refusal('INVALID_PARAMETER_RANGE', 'There is no such page.') };
  }
  const items = all.slice((number - 1) * size, number * size);
  return { ok: true, items, fields: { Total: all.length, CurrentPage: number, PageSize: size } };
}

/** The page that NextToken and MaxResults (1 to `most`) ask for: default the first ten. The last one has no token. */
export function tokenPage<T>(all: readonly T[], parameters: Parameters, most: number): Page<T> {
  const from = count(parameters, 'NextToken', 0);
  const size = count(parameters, 'MaxResults', 10);
  if (from === undefined) return wrong('NextToken');
  if (size === undefined || size < 1 || size > most) return wrong('MaxResults');
  const NextToken = from + size < all.length ? String(from + size) : '';
  return {
    ok: true,
    items: all.slice(from, from + size),
    fields: { TotalCount: all.length, PageNumber: 1, PageSize: size, NextToken },
  };
}

function count(parameters: Parameters, name: string, unset: number): number | undefined {
  const text = valueIn(parameters, name) ?? String(unset);
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function wrong(name: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: refusal('InvalidParameter', `The specified value of ${name} is not valid.`) };
}

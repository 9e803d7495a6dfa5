import type { Page } from '../alibaba/contents-answers.ts';

const MOST_PASSES = 5;
const MOST_PAGES = 1000;

/** One reading of all pages. */
interface Pass<T> {
  readonly items: ReadonlyMap<string, T>;
  /** Whether its pages agree on how many there are, and that many are there. */
  readonly agrees: boolean;
}

/**
 * All items of a list, by name. Pages shift when something is created or deleted between two of them: then the
 * list is read again, and where it never comes to rest, what any reading showed counts.
 *
 * @param readPage counted from 1
 */
export async function allPages<T extends { readonly name: string }>(
  readPage: (page: number) => Promise<Page<T>>,
): Promise<ReadonlyMap<string, T>> {
  const seen = new Map<string, T>();
  let before = '';
  for (let passes = 1; ; passes += 1) {
    const { items, agrees } = await readOnce(readPage);
    const names = JSON.stringify([...items.keys()].toSorted());
    if (agrees || names === before) return items;
    before = names;
    for (const [name, item] of items) seen.set(name, item);
    if (passes === MOST_PASSES) return seen;
  }
}

async function readOnce<T extends { readonly name: string }>(
  readPage: (page: number) => Promise<Page<T>>,
): Promise<Pass<T>> {
  const first = await readPage(1);
  const rest = first.total === undefined ? await untilNothingNew(first, readPage) : [];
  for (let missing = missingOf(first, rest); missing.length > 0; missing = missingOf(first, rest)) {
    rest.push(...(await Promise.all(missing.map(readPage))));
  }
  const pages = [first, ...rest];
  const items = new Map(pages.flatMap((page) => page.items).map((item) => [item.name, item]));
  const { total } = first;
  const agrees = total === undefined || (items.size === total && pages.every((page) => page.total === total));
  return { items, agrees };
}

/** The pages that are still to be read, by what is known by now. The service may give fewer a page than asked for. */
function missingOf(first: Page<unknown>, rest: readonly Page<unknown>[]): number[] {
  const size = first.items.length;
  const total = Math.max(...[first, ...rest].map((page) => page.total ?? 0));
  const count = size === 0 ? 1 : Math.min(MOST_PAGES, Math.ceil(total / size));
  const known = rest.length + 1;
  return Array.from({ length: Math.max(0, count - known) }, (_, index) => known + 1 + index);
}

async function untilNothingNew<T extends { readonly name: string }>(
  first: Page<T>,
  readPage: (page: number) => Promise<Page<T>>,
): Promise<Page<T>[]> {
  const names = new Set(first.items.map(({ name }) => name));
  const pages: Page<T>[] = [];
  while (names.size > 0 && pages.length < MOST_PAGES) {
    const page = await readPage(pages.length + 2);
    if (page.items.every(({ name }) => names.has(name))) break;
    for (const { name } of page.items) names.add(name);
    pages.push(page);
  }
  return pages;
}

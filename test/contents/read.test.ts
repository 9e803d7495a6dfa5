import { describe, expect, it } from 'vitest';
import { allPages } from '../../src/contents/pages.ts';
import { place, ran, wanting } from './holding.ts';

const ALL = wanting({ addresses: { vpc: ['10.0.0.0/8'] }, topics: { orders: {} }, groups: { orders: {} } });

it('a thousand topics and groups are read whole, ten pages each, side by side at five times the usual rate', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => ({ name: `orders-${index}` }));
  const here = place({ topics: names, consumerGroups: names, quota: { topics: 2000, groups: 2000 } });
  const began = here.clock.now();
  const { live, difference } = await ran(here, ALL);
  expect([live.topics?.size, live.groups?.size]).toEqual([1000, 1000]);
  expect(difference.unmanaged).toMatchObject({ topics: 1000, groups: 1000 });
  const read = here.cloud.journal.filter(({ action }) => action.startsWith('Get')).slice(0, 22);
  expect(read.filter(({ action }) => action === 'GetTopicList')).toHaveLength(10);
  expect(read.filter(({ action }) => action === 'GetConsumerList')).toHaveLength(10);
  expect(Math.max(...read.map(({ time }) => time)) - began).toBeLessThan(1_100);
});

it('a reading that is made again is told with what is read', async () => {
  const actions = ['GetAllowedIpList', 'GetTopicList', 'GetConsumerList', 'GetQuotaTip'];
  const effect = { kind: 'refuse', code: 'ServiceUnavailable', httpStatus: 503, message: 'Later.' } as const;
  const { notes } = await ran(place({}, { faults: actions.map((action) => ({ action, effect })) }), ALL);
  const again = (what: string) => expect.stringMatching(`^Reading the ${what} of alikafka-1 again: Get`);
  expect(notes.filter((note) => note.startsWith('Reading')).toSorted()).toEqual([
    ...[again('allow list'), again('consumer groups'), again('quota'), again('topics')],
  ]);
});

it('sections that the manifest does not give are not read', async () => {
  const here = place();
  await ran(here, wanting({}));
  await ran(here, wanting({ addresses: { vpc: ['10.0.0.0/8'] } }));
  expect(new Set(here.cloud.journal.map(({ action }) => action))).toEqual(
    new Set(['GetAllowedIpList', 'UpdateAllowedIp']),
  );
});

it('answers in the older types and in XML are read as the others, lists of one too', async () => {
  const seed = {
    ...{ allowedIps: { '9092/9092': ['10.0.0.0/8'] }, consumerGroups: [{ name: 'orders', remark: 'bills' }] },
    topics: [{ name: 'orders', partitions: 6, localTopic: true, config: { 'retention.ms': '3600000' } }],
  };
  const typed = await ran(place(seed), ALL);
  const xml = ['GetTopicList', 'GetConsumerList', 'GetQuotaTip'].map((action) => ({
    ...{ action, effect: { kind: 'xml' } as const },
  }));
  expect((await ran(place(seed, { faults: xml }), ALL)).live).toEqual(typed.live);
  expect((await ran(place(seed, { answerStyle: 'strings' }), ALL)).live).toEqual(typed.live);
  expect(typed.live.topics?.get('orders')).toEqual({
    ...{ name: 'orders', partitions: 6, remark: 'orders', localTopic: true, compact: false },
    ...{ config: { 'retention.ms': '3600000' }, inService: true },
  });
  expect(typed.difference.changes).toEqual([]);
});

describe('pages', () => {
  const named = (names: readonly string[]) => names.map((name) => ({ name }));
  const letters = [...'abcdefghij'];

  /** A list of which somebody changes something after every reading of a page. */
  function pagesOf(change: (list: readonly string[], reading: number) => readonly string[], size = 3) {
    let list: readonly string[] = letters;
    let readings = 0;
    return async (page: number) => {
      const items = named(list.slice((page - 1) * size, page * size));
      const answer = { items, total: list.length };
      readings += 1;
      list = change(list, readings);
      return answer;
    };
  }

  it('that shift when something is deleted lose nothing', async () => {
    const found = await allPages(pagesOf((list, reading) => (reading === 1 ? list.slice(1) : list)));
    expect([...found.keys()]).toEqual(letters.slice(1));
  });

  it('that shift when something is created duplicate and lose nothing', async () => {
    const found = await allPages(pagesOf((list, reading) => (reading === 2 ? ['new', ...list] : list)));
    expect([...found.keys()]).toEqual(['new', ...letters]);
  });

  it('that shift when one is deleted and one is created lose nothing', async () => {
    const moved = (list: readonly string[], reading: number) =>
      reading === 1 ? ['new', ...list.filter((name) => name !== 'j')] : list;
    expect([...(await allPages(pagesOf(moved))).keys()]).toEqual(['new', ...letters.slice(0, -1)]);
  });

  it('that never come to rest end all the same, with all that was seen', async () => {
    let serial = 0;
    const found = await allPages(pagesOf((list) => [`new-${serial++}`, ...list]));
    expect([...found.keys()]).toEqual(expect.arrayContaining(letters));
  });

  it.each([
    ['does not say how many there are', undefined, 1 * 5],
    ['counts what it does not show', 12, 2 * 4],
  ])('of a service that %s are read to their end', async (_, total, most) => {
    let readings = 0;
    const found = await allPages(async (page) => {
      readings += 1;
      return { items: named(letters.slice((page - 1) * 3, page * 3)), total };
    });
    expect([...found.keys()]).toEqual(letters);
    expect(readings).toBe(most);
  });

  it('of a service that shows the first page whatever it is asked for come to an end', async () => {
    for (const total of [undefined, 10]) {
      const found = await allPages(async () => ({ items: named(['a', 'b']), total }));
      expect([...found.keys()]).toEqual(['a', 'b']);
    }
  });

  /** All pages of a service that does not say how many there are, and how many were read. */
  async function untold(itemsOf: (page: number) => readonly string[], total?: number) {
    let readings = 0;
    const found = await allPages(async (page) => {
      readings += 1;
      return { items: named(itemsOf(page)), total };
    });
    return [[...found.keys()], readings];
  }

  it('of which one brings nothing new are the end', async () => {
    expect(await untold(() => [])).toEqual([[], 1]);
    expect(await untold(() => ['a', 'b'])).toEqual([['a', 'b'], 2]);
    expect(await untold((page) => (page === 1 ? ['a', 'b'] : ['b', 'c']))).toEqual([['a', 'b', 'c'], 3]);
    expect(await untold(() => [], 5)).toEqual([[], 2]);
  });

  it('without an end are a thousand more than the first', async () => {
    const [names, readings] = await untold((page) => [`orders-${page}`]);
    expect([names, readings]).toEqual([expect.objectContaining({ length: 1001 }), 1001]);
  });
});

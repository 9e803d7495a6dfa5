import { describe, expect, it } from 'vitest';
import { UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import { readInstanceList } from '../../src/alibaba/live.ts';
import { fleet } from '../deployment/fleet.ts';
import { ID, idsOf, readerOf } from '../deployment/given.ts';

/** GetInstanceList for these ids from a service that answers so, and the URL it was asked at. */
async function list(ids: readonly string[] | 'all', body: string) {
  const asked: URL[] = [];
  const dependencies = fleet({});
  const { api } = readerOf(dependencies, {
    send: async ({ url }) => {
      asked.push(url);
      return { status: 200, header: () => undefined, body, broken: undefined };
    },
  });
  return { listing: await api.getInstanceList('cn-hangzhou', ids), asked };
}

const answer = (more: object) =>
  JSON.stringify({ RequestId: 'R-1', Code: 200, Message: 'operation success.', Success: true, ...more });

describe('a list', () => {
  it('leaves out released entries that linger, entries without an id, and what is no entry', () => {
    const entries = [
      { InstanceId: 'a', ServiceStatus: 10 },
      { InstanceId: 'b', ServiceStatus: '10', ViewInstanceStatusCode: 2 },
      { InstanceId: 'c', ServiceStatus: 5 },
      { InstanceId: 'c', ServiceStatus: 10 },
      { InstanceId: 5 },
      { Name: 'nobody' },
      null,
      'x',
      { InstanceId: 'd', ServiceStatus: 15 },
    ];
    const found = readInstanceList({ InstanceList: { InstanceVO: entries } });
    expect([...(found ?? [])].map(([id, { status }]) => [id, status])).toEqual([
      ['c', 'running'],
      ['d', 'expired'],
    ]);
  });

  it('with entries of one instance that contradict each other leaves its status open, in whatever order', () => {
    const pending = { InstanceId: 'a', ViewInstanceStatusCode: 0, ServiceStatus: 0 };
    const running = { InstanceId: 'a', ViewInstanceStatusCode: 2, ServiceStatus: 5 };
    const statusIn = (...entries: object[]) =>
      readInstanceList({ InstanceList: { InstanceVO: entries } })?.get('a')?.status;
    expect([statusIn(pending, running), statusIn(running, pending)]).toEqual(['unknown', 'unknown']);
    expect(statusIn(running, pending, pending)).toBe('unknown');
    expect(statusIn(pending, pending)).toBe('pending');
    expect(readInstanceList({ InstanceList: { InstanceVO: [pending, running] } })?.get('a')?.codes).toBe(
      'ViewInstanceStatusCode 0, ServiceStatus 0; ViewInstanceStatusCode 2, ServiceStatus 5',
    );
  });

  it.each<[string, unknown, string[]]>([
    ['one entry as itself', { InstanceVO: { InstanceId: 'a' } }, ['a']],
    ['several entries', { InstanceVO: [{ InstanceId: 'a' }, { InstanceId: 'b' }] }, ['a', 'b']],
    ['an empty text', '', []],
    ['nothing in it', {}, []],
    ['an empty entry', { InstanceVO: '' }, []],
    ['an empty list', { InstanceVO: [] }, []],
  ])('may be, in either form, %s', (_, InstanceList, ids) => {
    expect([...(readInstanceList({ InstanceList })?.keys() ?? ['no list'])]).toEqual(ids);
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['null', { InstanceList: null }],
    ['a text', { InstanceList: 'none' }],
    ['a list', { InstanceList: [] }],
    ['a number', { InstanceList: 0 }],
  ])('that is %s makes the answer an unexpected one, not an empty region', async (_, content) => {
    const asking = list([ID], answer(content));
    await expect(asking).rejects.toThrow(UnexpectedAnswerError);
    await expect(asking).rejects.toMatchObject({
      message: 'GetInstanceList got no answer of the API but an answer without a list (HTTP 200)',
      verdict: 'ambiguous',
      requestId: 'R-1',
    });
  });

  it('is read in the XML form', async () => {
    const frame = (inner: string) =>
      `<GetInstanceListResponse><RequestId>R-1</RequestId><Code>200</Code><Message>m</Message><Success>true</Success>${inner}</GetInstanceListResponse>`;
    const entry =
      `<InstanceVO><InstanceId>${ID}</InstanceId><ServiceStatus>0</ServiceStatus><DeployType>5</DeployType>` +
      '<VSwitchId>vsw-1</VSwitchId><VSwitchIds><VSwitchIds>vsw-1</VSwitchIds></VSwitchIds></InstanceVO>';
    const one = await list([ID], frame(`<InstanceList>${entry}</InstanceList>`));
    expect(one.listing.instances.get(ID)).toMatchObject({
      status: 'pending',
      deployModule: 'vpc',
      vSwitchIds: ['vsw-1'],
    });
    const none = await list([ID], frame('<InstanceList></InstanceList>'));
    expect(none.listing.instances.size).toBe(0);
    const two = await list(['b'], frame(`<InstanceList>${entry}${entry.replace(ID, 'b')}</InstanceList>`));
    expect([...two.listing.instances.keys()]).toEqual(['b']);
  });

  it('holds only what was asked for, with RequestId, Code and Message', async () => {
    const entries = [{ InstanceId: 'a' }, { InstanceId: 'b' }, { InstanceId: 'c' }];
    const { listing } = await list(['c', 'a', 'd'], answer({ InstanceList: { InstanceVO: entries } }));
    expect([...listing.instances.keys()]).toEqual(['a', 'c']);
    expect(listing).toMatchObject({ requestId: 'R-1', code: '200', message: 'operation success.' });
  });

  it('of all instances is one call that lists the region whole, and keeps what it finds', async () => {
    const entries = [{ InstanceId: 'one' }, { InstanceId: 'two' }];
    const { listing, asked } = await list('all', answer({ InstanceList: { InstanceVO: entries } }));
    expect(asked.map(({ searchParams }) => [...searchParams])).toEqual([[['RegionId', 'cn-hangzhou']]]);
    expect([...listing.instances.keys()]).toEqual(['one', 'two']);
  });

  it.each([1, 2, 20])('of %i instances names them in the call', async (count) => {
    const ids = idsOf(count);
    const { asked } = await list(ids, answer({ InstanceList: { InstanceVO: [] } }));
    const named = ids.map((id, index) => [`InstanceId.${index + 1}`, id]);
    expect(asked.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
      { RegionId: 'cn-hangzhou', ...Object.fromEntries(named) },
    ]);
  });

  it.each([21, 500])('of %i instances is one call that lists the region whole', async (count) => {
    const ids = idsOf(count);
    const entries = [...ids, 'other'].map((InstanceId) => ({ InstanceId }));
    const { listing, asked } = await list(ids, answer({ InstanceList: { InstanceVO: entries } }));
    expect(asked.map(({ searchParams }) => [...searchParams])).toEqual([[['RegionId', 'cn-hangzhou']]]);
    expect([...listing.instances.keys()]).toEqual(ids);
  });
});

import { describe, expect, it } from 'vitest';
import { ApiError, NO_ANSWER, NoAnswerError } from '../../src/alibaba/errors.ts';
import { add } from '../../src/contents/add.ts';
import type { Addition } from '../../src/contents/addition.ts';
import { concernsAll, failureAt } from '../../src/contents/operations.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { Stopped } from '../../src/time/clock.ts';
import { BEGAN } from '../deployment/given.ts';
import { dependencies, place } from './holding.ts';

const cut = (sent: boolean) => new NoAnswerError('CreateTopic', { sent, reason: 'cut', remedy: 'Mend it.' });

function refused(code: string): ApiError {
  const none = { requestId: 'R', success: undefined, recommend: undefined, hostId: undefined };
  const more = { accessDenied: undefined, retryAfterMs: undefined };
  return new ApiError('CreateTopic', { ...none, ...more, code, message: 'No.', httpStatus: 400 }, remedyFor);
}

type Call = 'send' | 'look' | 'answered';

/** Adds one topic whose calls do this; tells when each was made, in milliseconds. */
async function adding(of: Partial<Addition>) {
  const here = place();
  const times: Record<Call, number[]> = { send: [], look: [], answered: [] };
  const heard = (call: Call) => void times[call].push(here.clock.now() - BEGAN);
  const addition: Addition = {
    ...({ name: 'topic orders', operation: 'CreateTopic', reading: 'GetTopicList' } as const),
    looksFirst: of.looksFirst ?? false,
    look: async () => {
      heard('look');
      return of.look ? of.look() : 'missing';
    },
    send: async () => {
      heard('send');
      return of.send ? of.send() : NO_ANSWER;
    },
  };
  const never = new AbortController().signal;
  const run = dependencies(here, {}, never, never);
  const kind = { closing: new AbortController(), answered: () => heard('answered') };
  const added = await here.clock.run(add(addition, kind, run));
  return { added, times, notes: run.notes };
}

describe('one addition', () => {
  it('that cannot be sent is tried three times, between half and one and a half intervals apart', async () => {
    const { added, times } = await adding({ send: () => Promise.reject(cut(false)) });
    expect(added).toMatchObject({
      result: 'failed',
      failure: { message: 'topic orders: CreateTopic could not be sent: cut' },
    });
    const [first = 0, second = 0, third = 0, ...more] = times.send;
    expect(more).toEqual([]);
    for (const gap of [second - first, third - second]) {
      expect(gap).toBeGreaterThanOrEqual(7_500);
      expect(gap).toBeLessThan(23_500);
    }
  });

  it('whose answer is lost frees the others of its kind at once, and is looked for soon', async () => {
    const { added, times, notes } = await adding({
      send: () => Promise.reject(cut(true)),
      look: async () => 'there',
    });
    expect(added).toEqual({ result: 'added' });
    expect(times).toMatchObject({ send: [0], look: [5_000] });
    expect(times.answered[0]).toBe(0);
    expect(notes).toEqual(['topic orders: CreateTopic got no answer: cut. Looking whether it is there.']);
  });

  it('whose answer is lost is looked for for a minute before it is sent again', async () => {
    const { added, times } = await adding({ send: () => Promise.reject(cut(true)) });
    expect(added).toMatchObject({ result: 'unknown' });
    expect(times.send).toHaveLength(2);
    expect(times.look.filter((time) => time <= 60_000)).toEqual([
      5_000, 20_000, 35_000, 50_000, 60_000, 60_000,
    ]);
  });

  it('to something that is not found is tried for two minutes', async () => {
    const { added, times } = await adding({ looksFirst: true, look: async () => 'lost' });
    expect(added).toEqual({
      result: 'failed',
      failure: {
        message: 'topic orders: the topic was there when it was read, and is not found any more',
        remedy: 'Run again: a topic that was deleted is then created.',
        details: {},
      },
    });
    expect(times.look).toEqual(Array.from({ length: 9 }, (_, index) => index * 15_000));
  });

  it.each([
    ['an error', new Error('odd')],
    ['anything', 'odd'],
  ])('in which %s is thrown is a bug, which keeps its record', async (_, thrown) => {
    const { added, times } = await adding({ looksFirst: true, look: () => Promise.reject(thrown) });
    expect(added).toEqual({
      result: 'failed',
      failure: {
        message: 'topic orders: something went wrong inside the action: odd',
        remedy: 'This is a bug; report it with a debug log.',
        details: {},
      },
    });
    expect(times.send).toEqual([]);
  });

  it('whose look is refused fails with what the reading needs', async () => {
    const { added } = await adding({ looksFirst: true, look: () => Promise.reject(refused('NoPermission')) });
    expect(added.failure?.message).toBe(
      'topic orders: CreateTopic was refused with NoPermission (HTTP 400): No.',
    );
    expect(added.failure?.remedy).toContain('The section topics needs the permission alikafka:ListTopic. ');
    expect(added.answer).toMatchObject({ code: 'NoPermission' });
  });

  it('that was not sent because the run stopped is not begun', async () => {
    const { added } = await adding({ send: () => Promise.reject(new Stopped('cancelled')) });
    expect(added).toEqual({ result: 'not begun' });
  });
});

describe('a refusal', () => {
  it.each([
    ['NoPermission', true],
    ['INSTANCE_STATUS_NOT_WAIT_DEPLOY', true],
    ['BIZ_INSTANCE_NOT_FOUND', true],
    ['InvalidAccessKeyId.NotFound', true],
    ['BIZ_TOPIC_TOO_MUCH', true],
    ['Credentials', true],
    ['BIZ_FIELD_CHECK_INVALID', false],
  ])('with %s concerns all of a kind: %s', (code, all) => {
    expect(concernsAll(refused(code))).toBe(all);
  });

  it.each([
    ['BIZ_TOPIC_NAME', 'The Message says why: correct what it names in topics, or try again later.'],
    ['BIZ_TOPIC_TOO_MUCH', 'Upgrade the instance in the console, or remove what is not needed.'],
    ['INSTANCE_STATUS_NOT_WAIT_DEPLOY', 'Run again when the instance is in service.'],
  ])('with %s is told by what it means, and what to do', (code, remedy) => {
    const error = refused(code);
    expect(failureAt('CreateTopic', 'topic orders', error)).toMatchObject({
      message: `topic orders: ${error.message}`,
      remedy: `${error.meaning} ${remedy}`,
      code,
    });
  });

  it('of another kind is told as after a start', () => {
    const error = refused('Something.New');
    expect(failureAt('CreateTopic', 'topic orders', error).remedy).toBe(`${error.meaning} ${error.remedy}`);
  });
});

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Emulator, type FaultEffect, starts } from '../../emulator/index.ts';
import { ApiError, type CallError, NoAnswerError, UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import { emulatorForTest, start } from './calling.ts';

type ErrorClass = abstract new (...all: never) => CallError;

describe('whatever goes wrong, the error tells what is known, and nothing is sent twice', () => {
  const lost = { code: 'NoAnswer', verdict: 'ambiguous', requestId: undefined };
  const strange = { code: 'UnexpectedAnswer', verdict: 'ambiguous' };

  it.each<[FaultEffect, ErrorClass | 'accepted', object, { readonly carriedOut: boolean }]>([
    [{ kind: 'delay', delayMs: 50 }, 'accepted', { code: '200' }, { carriedOut: true }],
    [{ kind: 'xml' }, 'accepted', { code: '200', message: 'operation success.' }, { carriedOut: true }],
    [{ kind: 'reset-before' }, NoAnswerError, lost, { carriedOut: false }],
    [{ kind: 'reset-after' }, NoAnswerError, lost, { carriedOut: true }],
    [{ kind: 'timeout-before' }, NoAnswerError, lost, { carriedOut: false }],
    [{ kind: 'timeout-after' }, NoAnswerError, lost, { carriedOut: true }],
    [{ kind: 'delay', delayMs: 10_000 }, NoAnswerError, lost, { carriedOut: true }],
    [{ kind: 'late', afterMs: 0 }, NoAnswerError, lost, { carriedOut: true }],
    [{ kind: 'late', afterMs: 60_000 }, NoAnswerError, lost, { carriedOut: false }],
    [
      { kind: 'error-before' },
      ApiError,
      { code: 'ServiceUnavailable', verdict: 'ambiguous' },
      { carriedOut: false },
    ],
    [
      { kind: 'error-after' },
      ApiError,
      { code: 'InternalError', verdict: 'ambiguous' },
      { carriedOut: true },
    ],
    [
      { kind: 'soft-failure', code: 500 },
      ApiError,
      { code: '500', verdict: 'ambiguous' },
      { carriedOut: false },
    ],
    [
      { kind: 'soft-failure', code: 'BIZ_PARAM_EMPTY' },
      ApiError,
      { code: 'BIZ_PARAM_EMPTY', verdict: 'refused' },
      { carriedOut: false },
    ],
    [
      { kind: 'refuse', code: 'DeployPreCheckError' },
      ApiError,
      { code: 'DeployPreCheckError', verdict: 'refused' },
      { carriedOut: false },
    ],
    [
      { kind: 'nonce-used' },
      ApiError,
      { code: 'SignatureNonceUsed', verdict: 'ambiguous' },
      { carriedOut: false },
    ],
    [
      { kind: 'throttle', retryAfterMs: 70 },
      ApiError,
      { code: 'Throttling.User', verdict: 'throttled', refusal: { retryAfterMs: 70 } },
      { carriedOut: false },
    ],
    [{ kind: 'html-before' }, UnexpectedAnswerError, strange, { carriedOut: false }],
    [{ kind: 'html-after', httpStatus: 504 }, UnexpectedAnswerError, strange, { carriedOut: true }],
    [{ kind: 'empty-body' }, UnexpectedAnswerError, strange, { carriedOut: true }],
    [{ kind: 'cut-body' }, UnexpectedAnswerError, strange, { carriedOut: true }],
    [{ kind: 'cut-connection' }, UnexpectedAnswerError, strange, { carriedOut: true }],
    [{ kind: 'oversize-body', length: 200_000 }, UnexpectedAnswerError, strange, { carriedOut: true }],
    [
      { kind: 'redirect', location: 'http://127.0.0.1:1/' },
      UnexpectedAnswerError,
      strange,
      { carriedOut: false },
    ],
  ])('%j', async (effect, kind, known, { carriedOut }) => {
    const emulator = await emulatorForTest({ faults: [{ effect }] });
    if (known === lost) endOfTimeOnceHeard(emulator);
    const result = await start(emulator);
    vi.useRealTimers();
    if (kind !== 'accepted') expect(result).toBeInstanceOf(kind);
    expect(result).toMatchObject(known);
    await expect.poll(() => emulator.journal.length).toBe(1);
    expect(emulator.journal).toMatchObject([{ action: 'StartInstance', fault: effect.kind, carriedOut }]);
    expect(starts(emulator.journal)).toHaveLength(carriedOut ? 1 : 0);
  });

  it('the RequestId of an answer that cannot be read is still told', async () => {
    const emulator = await emulatorForTest({ faults: [{ effect: { kind: 'cut-body' } }] });
    expect(await start(emulator)).toMatchObject({ requestId: emulator.journal[0]?.requestId });
  });

  it('the service’s own no is told: an instance that was started before', async () => {
    const emulator = await emulatorForTest();
    await start(emulator);
    expect(await start(emulator)).toMatchObject({
      code: 'INSTANCE_STATUS_NOT_WAIT_DEPLOY',
      verdict: 'not-pending',
      requestId: emulator.journal[1]?.requestId,
    });
    expect(starts(emulator.journal)).toHaveLength(1);
  });

  it('a server that is gone was sent nothing', async () => {
    const emulator = await emulatorForTest();
    await emulator.close();
    const error = await start(emulator);
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ code: 'NotSent', verdict: 'not-sent' });
    expect(emulator.journal).toEqual([]);
  });
});

/** Has the client's time be up as soon as the call has arrived, however long that takes. */
function endOfTimeOnceHeard({ journal }: Emulator): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const looking = setInterval(() => journal.length > 0 && vi.runAllTimers(), 10);
  onTestFinished(() => {
    clearInterval(looking);
    vi.useRealTimers();
  });
}

import { type ApiAnswer, CallError } from '../alibaba/errors.ts';
import { endSentence, type Failure } from '../deployment/failure.ts';
import type { Settling } from '../deployment/options.ts';
import { Stopped } from '../time/clock.ts';
import type { Addition, Seen } from './addition.ts';
import { concernsAll, failureAt } from './operations.ts';
import type { ContentsReader } from './read.ts';

/**
 * What became of a change: `there` if somebody else was faster, `unknown` if it may have been carried out, and
 * `not begun` if nothing was sent that may have been.
 */
export type AdditionResult = 'added' | 'there' | 'failed' | 'unknown' | 'not begun';

/** What became of a change, and what the service said last. */
export interface Added {
  readonly result: AdditionResult;
  /** Absent where no answer came. */
  readonly answer?: ApiAnswer;
  readonly failure?: Failure;
}

/** What adding to an instance needs. */
export interface ContentsDependencies extends ContentsReader {
  /** Resolves when answers that are still out are no longer waited for. */
  readonly graceOver: Promise<void>;
  readonly pollIntervalMs: number;
  /** How long a reading may lack what was added. */
  readonly settling: Settling;
}

/** What the additions of one kind share. */
export interface KindState {
  /** Whether none of them can succeed. */
  closed: boolean;
  /** Called when the first answer is known, whatever it is. */
  readonly answered: () => void;
}

const MOST_UNANSWERED = 2;
const MOST_UNSENT = 3;
const FIRST_LOOK_IN_INTERVALS = 1 / 3;

const EXISTS = /^(BIZ[._])?(TOPIC|SUBSCRIPTION|CONSUMER|GROUP).*EXIST|DataNotChange$/i;
const NOT_FOUND = /TOPIC[._]?NOT[._]?FOUND/i;

/**
 * Adds one thing, once. It is sent again only when the call before was certainly not carried out, or when its
 * answer was lost and readings have lacked it for a while. Never throws for what happens to it.
 */
export async function add(addition: Addition, kind: KindState, run: ContentsDependencies): Promise<Added> {
  const { operation, name } = addition;
  const limiter = run.limits.of(operation);
  let doubt: CallError | undefined; // the last answer that left open whether it was carried out
  let sending = false;
  const failed = (error: CallError, at = operation): Added => ({
    result: doubt || sending ? 'unknown' : 'failed',
    answer: error.answer,
    failure: failureAt(at, name, error),
  });
  let lostSince: number | undefined; // when what it is added to was not found
  const isLost = (): boolean => {
    lostSince ??= run.clock.now();
    return run.clock.now() - lostSince >= run.settling.listLagMs;
  };
  try {
    for (let unanswered = 0, unsent = 0; ; ) {
      await limiter.acquire(run.stop);
      if (kind.closed) return { result: doubt ? 'unknown' : 'not begun' };
      const seen = addition.looksFirst || doubt ? await look(addition) : 'missing';
      if (seen === 'there') return { result: doubt ? 'added' : 'there' };
      if (seen === 'lost') {
        if (isLost()) return { result: doubt ? 'unknown' : 'failed', failure: lost(name) };
        await run.clock.sleep(run.pollIntervalMs, run.stop);
        continue;
      }
      sending = true;
      const answer = await send(addition, run);
      sending = false;
      if (answer === 'not sent') return { result: doubt ? 'unknown' : 'not begun' };
      kind.answered();
      if (!(answer instanceof CallError)) {
        limiter.accepted();
        return { result: 'added', answer };
      }
      const error = answer;
      switch (error.verdict) {
        case 'throttled':
          limiter.throttled(error.retryAfterMs);
          continue;
        case 'not-sent':
          unsent += 1;
          if (unsent >= MOST_UNSENT) return failed(error);
          await run.clock.sleep(run.pollIntervalMs * (0.5 + run.random()), run.stop);
          continue;
        case 'refused':
        case 'not-pending':
          if (EXISTS.test(error.code)) return { result: doubt ? 'added' : 'there', answer: error.answer };
          if (NOT_FOUND.test(error.code) && !isLost()) {
            await run.clock.sleep(run.pollIntervalMs, run.stop);
            continue;
          }
          kind.closed ||= concernsAll(error);
          return failed(error);
        case 'ambiguous':
          unanswered += 1;
          doubt = error;
          run.note(`${name}: ${endSentence(error.message)} Looking whether it is there.`);
          if (await showsUp(addition, run)) return { result: 'added' };
          if (unanswered >= MOST_UNANSWERED) return failed(error);
      }
    }
  } catch (error) {
    if (error instanceof Stopped) return { result: doubt || sending ? 'unknown' : 'not begun' };
    if (error instanceof LookFailed) return failed(error.cause, addition.reading);
    return { result: doubt || sending ? 'unknown' : 'failed', failure: bug(name, error) };
  } finally {
    kind.answered();
  }
}

/** Sends one call. What is out when the run stops is waited for only a little. */
async function send(
  addition: Addition,
  run: ContentsDependencies,
): Promise<ApiAnswer | CallError | 'not sent'> {
  const sent = addition.send().catch((error: unknown) => {
    if (error instanceof CallError) return error;
    if (error instanceof Stopped) return 'not sent' as const;
    throw error;
  });
  const answer = await Promise.race([sent, run.graceOver.then(() => 'no answer' as const)]);
  if (answer === 'no answer') throw run.stop.reason;
  return answer;
}

class LookFailed extends Error {
  override readonly cause: CallError;

  constructor(cause: CallError) {
    super(cause.message, { cause });
    this.cause = cause;
  }
}

async function look(addition: Addition): Promise<Seen> {
  try {
    return await addition.look();
  } catch (error) {
    throw error instanceof CallError ? new LookFailed(error) : error;
  }
}

/** Whether readings show it, until they have lacked it for long enough to be believed. */
async function showsUp(addition: Addition, run: ContentsDependencies): Promise<boolean> {
  const until = run.clock.now() + run.settling.lostAnswerMs;
  for (let pause = run.pollIntervalMs * FIRST_LOOK_IN_INTERVALS; ; pause = run.pollIntervalMs) {
    const left = Math.max(0, until - run.clock.now());
    await run.clock.sleep(Math.min(pause, left), run.stop);
    if ((await look(addition)) === 'there') return true;
    if (left <= pause) return false;
  }
}

/** What others have added must not lose its record. */
function bug(name: string, error: unknown): Failure {
  const what = error instanceof Error ? error.message : String(error);
  const message = `${name}: something went wrong inside the action: ${what}`;
  return { message, remedy: 'This is a bug; report it with a debug log.', details: {} };
}

function lost(name: string): Failure {
  return {
    message: `${name}: the topic was there when it was read, and is not found any more`,
    remedy: 'Run again: a topic that was deleted is then created.',
    details: {},
  };
}

import { type ApiAnswer, CallError } from '../alibaba/errors.ts';
import type { Added, AdditionResult } from '../deployment/contents-outcome.ts';
import { endSentence, type Failure } from '../deployment/failure.ts';
import type { Settling } from '../deployment/options.ts';
import { Stopped } from '../time/clock.ts';
import type { Addition, Seen } from './addition.ts';
import { concernsAll, failureAt } from './operations.ts';
import type { ContentsReader } from './read.ts';

/** What adding to an instance needs. */
export interface ContentsDependencies extends ContentsReader {
  /** Called each time something was added. */
  readonly added?: () => void;
  /** Resolves when answers that are still out are no longer waited for. */
  readonly graceOver: Promise<void>;
  readonly pollIntervalMs: number;
  /** How long a reading may lack what was added. */
  readonly settling: Settling;
}

/** What the additions of one kind share. */
export interface KindState {
  /** Aborted, with a KindClosed, as soon as it is known that none of them can succeed. */
  readonly closing: AbortController;
  /** Called when the first answer is known, whatever it is. */
  readonly answered: () => void;
}

/** Why what has not been begun of a kind is not begun any more. */
class KindClosed extends Error {}

const MOST_UNANSWERED = 2;
const MOST_UNSENT = 3;
const FIRST_LOOK_IN_INTERVALS = 1 / 3;

const EXISTS = /^(BIZ[._])?(TOPIC|SUBSCRIPTION|CONSUMER|GROUP)(?!.*NOT).*EXIST|DataNotChange$/i;
const NOT_FOUND = /TOPIC[._]?NOT[._]?(FOUND|EXIST)/i;

/**
 * Adds one thing, once. It is sent again only when the call before was certainly not carried out, or when its
 * answer was lost and readings have lacked it for a while. Never throws for what happens to it.
 */
export async function add(addition: Addition, kind: KindState, run: ContentsDependencies): Promise<Added> {
  const attempt = new Attempt(addition, kind, run);
  try {
    for (;;) {
      const added = await attempt.once();
      if (added) return added;
    }
  } catch (error) {
    return attempt.endedBy(error);
  } finally {
    kind.answered();
  }
}

/** How far one addition is. */
class Attempt {
  readonly #addition: Addition;
  readonly #kind: KindState;
  readonly #run: ContentsDependencies;
  /** Aborted when it is not to be begun any more. */
  readonly #end: AbortSignal;
  /** Whether an answer was lost, or is out: the call may have been carried out. */
  #inDoubt = false;
  #unanswered = 0;
  #unsent = 0;
  /** Since when what it is added to was not found. */
  #lostSince: number | undefined;

  constructor(addition: Addition, kind: KindState, run: ContentsDependencies) {
    this.#addition = addition;
    this.#kind = kind;
    this.#run = run;
    this.#end = AbortSignal.any([run.stop, kind.closing.signal]);
  }

  /** One call at most; undefined when another one is due. */
  async once(): Promise<Added | undefined> {
    const limiter = this.#run.limits.of(this.#addition.operation);
    await limiter.acquire(this.#end);
    this.#end.throwIfAborted();
    const seen = this.#addition.looksFirst || this.#inDoubt ? await this.#look() : 'missing';
    if (seen === 'there') return this.#there();
    if (seen === 'lost') return this.#lost();
    const answer = await this.#send();
    if (answer === 'not sent') return this.#unlessInDoubt('not begun');
    this.#kind.answered();
    if (answer instanceof CallError) return this.#refusedBy(answer);
    limiter.accepted();
    return { result: 'added', answer };
  }

  endedBy(error: unknown): Added {
    if (error instanceof Stopped || error instanceof KindClosed) return this.#unlessInDoubt('not begun');
    const { reading, name } = this.#addition;
    if (error instanceof LookFailed) {
      if (this.#addition.looksFirst) this.#closeAfter(error.cause); // the others would have to look, too
      return this.#failed(error.cause, reading);
    }
    return { ...this.#unlessInDoubt('failed'), failure: bug(name, error) };
  }

  #closeAfter(error: CallError): void {
    if (concernsAll(error)) this.#kind.closing.abort(new KindClosed());
  }

  async #refusedBy(error: CallError): Promise<Added | undefined> {
    const { limits, clock, random, pollIntervalMs, stop } = this.#run;
    switch (error.verdict) {
      case 'throttled':
        limits.of(this.#addition.operation).throttled(error.retryAfterMs);
        return undefined;
      case 'not-sent':
        this.#unsent += 1;
        if (this.#unsent >= MOST_UNSENT) return this.#failed(error);
        await clock.sleep(pollIntervalMs * (0.5 + random()), stop);
        return undefined;
      case 'refused':
      case 'not-pending':
        if (EXISTS.test(error.code)) return { ...this.#there(), answer: error.answer };
        if (NOT_FOUND.test(error.code)) return this.#lost(error);
        this.#closeAfter(error);
        return this.#failed(error);
      case 'ambiguous':
        return this.#unansweredBy(error);
    }
  }

  async #unansweredBy(error: CallError): Promise<Added | undefined> {
    this.#unanswered += 1;
    this.#inDoubt = true;
    const { name } = this.#addition;
    this.#run.note(`${name}: ${endSentence(error.message)} Looking whether it is there.`);
    if (await this.#showsUp()) return this.#there();
    return this.#unanswered >= MOST_UNANSWERED ? this.#failed(error) : undefined;
  }

  /** Sends one call. What is out when the run stops is waited for only a little. */
  async #send(): Promise<ApiAnswer | CallError | 'not sent'> {
    const before = this.#inDoubt;
    this.#inDoubt = true;
    const sent = this.#addition.send().catch((error: unknown) => {
      if (error instanceof CallError) return error;
      if (error instanceof Stopped) return 'not sent' as const;
      throw error;
    });
    const answer = await Promise.race([sent, this.#run.graceOver.then(() => 'no answer' as const)]);
    if (answer === 'no answer') throw this.#run.stop.reason;
    this.#inDoubt = before;
    return answer;
  }

  async #look(): Promise<Seen> {
    try {
      return await this.#addition.look();
    } catch (error) {
      throw error instanceof CallError ? new LookFailed(error) : error;
    }
  }

  /** Whether readings show it, until they have lacked it for long enough to be believed. */
  async #showsUp(): Promise<boolean> {
    const { clock, settling, pollIntervalMs, stop } = this.#run;
    const until = clock.now() + settling.lostAnswerMs;
    for (let pause = pollIntervalMs * FIRST_LOOK_IN_INTERVALS; ; pause = pollIntervalMs) {
      const left = Math.max(0, until - clock.now());
      await clock.sleep(Math.min(pause, left), stop);
      if ((await this.#look()) === 'there') return true;
      if (left <= pause) return false;
    }
  }

  /** What it is added to was perhaps just created: it is looked for again, but not for ever. */
  async #lost(error?: CallError): Promise<Added | undefined> {
    const { clock, settling, pollIntervalMs, stop } = this.#run;
    this.#lostSince ??= clock.now();
    if (clock.now() - this.#lostSince < settling.listLagMs) {
      await clock.sleep(pollIntervalMs, stop);
      return undefined;
    }
    if (error) return this.#failed(error);
    return { ...this.#unlessInDoubt('failed'), failure: lost(this.#addition.name) };
  }

  #there(): Added {
    return { result: this.#inDoubt ? 'added' : 'there' };
  }

  #failed(error: CallError, at = this.#addition.operation): Added {
    const failure = failureAt(at, this.#addition.name, error);
    return { ...this.#unlessInDoubt('failed'), answer: error.answer, failure };
  }

  #unlessInDoubt(result: AdditionResult): Added {
    return { result: this.#inDoubt ? 'unknown' : result };
  }
}

class LookFailed extends Error {
  override readonly cause: CallError;

  constructor(cause: CallError) {
    super(cause.message, { cause });
    this.cause = cause;
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

import { CallError, NO_ANSWER } from '../alibaba/errors.ts';
import { Stopped } from '../time/clock.ts';
import { endSentence } from './failure.ts';
import { InstanceFailed } from './instance-failed.ts';
import type { Progress } from './progress.ts';
import { hasStarted, isFinal } from './statuses.ts';
import type { StepDependencies } from './step-dependencies.ts';

/** The most times that one instance's start brings no answer that counts, and that it does not leave. */
const MOST_UNANSWERED = 3;
const MOST_UNSENT = 3;

/** The first look at the status comes soon, and so shows most starts whose answer was lost. */
const FIRST_LOOK_IN_INTERVALS = 1 / 3;

/**
 * Starts one instance, once. A start is sent again only when the one before was certainly not carried out, or
 * when its answer was lost and the status has still said for a while that nothing has happened. Once an answer
 * was lost, the status is read again right before every start that is sent.
 *
 * @throws InstanceFailed when it cannot be started, Stopped when the run ends before it is known to be
 */
export async function start(progress: Progress, run: StepDependencies): Promise<void> {
  const limiter = run.limits.of('StartInstance');
  let doubt: CallError | undefined; // the last answer that left open whether the start was carried out
  for (let unanswered = 0, unsent = 0; ; ) {
    await limiter.acquire(run.stop);
    if (doubt && (await wasCarriedOut(progress, run, doubt, 0))) return;
    if (progress.sends === 0) run.listener.starting(progress);
    const error = await send(progress, run);
    if (error === undefined) return;
    progress.answeredBy(error);
    if (error.verdict !== 'ambiguous' && !doubt) progress.record('start', 'no');
    switch (error.verdict) {
      case 'throttled':
        limiter.throttled(error.retryAfterMs);
        continue;
      case 'not-sent':
        unsent += 1;
        if (unsent >= MOST_UNSENT) throw InstanceFailed.by(error, progress.item.request);
        await run.clock.sleep(run.pollIntervalMs * (0.5 + run.random()), run.stop);
        continue;
      case 'refused':
        throw InstanceFailed.by(error, progress.item.request);
      case 'not-pending':
        return confirm(progress, run, error);
      case 'ambiguous':
        unanswered += 1;
        doubt = error;
        run.listener.note(
          progress,
          `${endSentence(error.message)} Looking at its status before anything else.`,
        );
        if (await wasCarriedOut(progress, run, error, run.settling.lostAnswerMs)) return;
        if (unanswered >= MOST_UNANSWERED) throw InstanceFailed.by(error, progress.item.request, GAVE_UP);
        run.listener.note(progress, 'It still waits for deployment, so the start is sent again.');
    }
  }
}

const GAVE_UP =
  'Three starts brought no answer that counts, and the status still says that it waits for deployment. Look at it in the console before you run again.';

/** Sends one start; returns what went wrong. What is out when the run stops is waited for only a little. */
async function send(progress: Progress, run: StepDependencies): Promise<CallError | undefined> {
  const { regionId, parameters } = progress.item.request;
  const before = progress.effectOf('start');
  progress.sends += 1;
  progress.record('start', 'perhaps');
  progress.answer = NO_ANSWER;
  const sending = run.api.startInstance(regionId, parameters, run.stop).then(
    (answer) => {
      if (progress.ended) return undefined; // what was reported is final
      progress.answer = answer;
      progress.record('start', 'yes');
      progress.status = 'deploying';
      run.limits.of('StartInstance').accepted();
      run.listener.accepted(progress);
      return undefined;
    },
    (error: unknown) => {
      if (error instanceof CallError) return error;
      if (error instanceof Stopped) progress.record('start', before); // it was not sent any more
      throw error;
    },
  );
  const answered = await Promise.race([sending, run.graceOver.then(() => 'no answer' as const)]);
  if (answered === 'no answer') throw run.stop.reason;
  return answered;
}

/** Whether a start whose answer was lost was carried out, as the status tells within so many milliseconds. */
async function wasCarriedOut(
  progress: Progress,
  run: StepDependencies,
  error: CallError,
  withinMs: number,
): Promise<boolean> {
  switch (await look(progress, run, withinMs)) {
    case 'started':
      progress.record('start', 'yes');
      return true;
    case 'pending':
      return false;
    case 'unclear':
      throw InstanceFailed.by(
        error,
        progress.item.request,
        `Its status does not tell either: it is ${progress.status}. Look at it in the console before you run again.`,
        progress.codes,
      );
  }
}

/** The service says that the instance does not wait for deployment: somebody has started it, or it is broken. */
async function confirm(progress: Progress, run: StepDependencies, error: CallError): Promise<void> {
  if ((await look(progress, run, run.settling.listLagMs)) !== 'started')
    throw InstanceFailed.by(error, progress.item.request);
  if (progress.effectOf('start') === 'perhaps') progress.record('start', 'yes');
  else run.listener.note(progress, 'Somebody else has started it.');
}

/**
 * Reads the status until it shows a start, for so many milliseconds: the list may lag behind what happened.
 * The last reading begins when they are over. `pending` only if no reading said anything else.
 */
async function look(
  progress: Progress,
  run: StepDependencies,
  forMs: number,
): Promise<'started' | 'pending' | 'unclear'> {
  const poller = run.pollerOf(progress.item.request.regionId);
  const until = run.clock.now() + forMs;
  let pause = run.pollIntervalMs * FIRST_LOOK_IN_INTERVALS;
  for (let contradicted = false; ; pause = run.pollIntervalMs) {
    const left = Math.max(0, until - run.clock.now());
    const { live, answer } = await poller.after(progress.instanceId, Math.min(pause, left));
    progress.see(live, run.listener);
    if (hasStarted(progress.status)) {
      progress.answer = answer; // the start's own answer is lost, or is of no use
      return 'started';
    }
    if (isFinal(progress.status)) return 'unclear';
    contradicted ||= progress.status !== 'pending' && progress.status !== 'not-found';
    if (left > pause) continue;
    return contradicted || progress.status !== 'pending' ? 'unclear' : 'pending';
  }
}

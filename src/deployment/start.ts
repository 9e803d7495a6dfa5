import { ApiError, CallError } from '../alibaba/errors.ts';
import { endSentence } from './failure.ts';
import { InstanceFailed, type Progress, STARTED, type Tools } from './progress.ts';

/** The most times that one instance's start brings no answer that counts, and that it does not leave. */
const MOST_UNANSWERED = 3;
const MOST_UNSENT = 3;

/**
 * When the status is read after an answer was lost, in poll intervals: soon, and once more before it is
 * believed that nothing happened, because the list may lag behind a start by some seconds.
 */
const LOOKS_IN_INTERVALS = [1 / 3, 1];

/**
 * Starts one instance, once: a start is sent again only when the one before was certainly not carried out, or
 * when its answer was lost and the status still says, after a while, that nothing has happened.
 *
 * @throws InstanceFailed when it cannot be started, Stopped when the run ends before it is known to be
 */
export async function start(progress: Progress, tools: Tools): Promise<void> {
  for (let unanswered = 0, unsent = 0; ; ) {
    await tools.startPace.turn(tools.stop);
    if (progress.sends === 0) tools.tell.starting(progress);
    progress.sends += 1;
    const error = await send(progress, tools);
    if (error === undefined) return;
    progress.answeredBy(error);
    // This one was certainly not carried out; what an earlier one did may still be open.
    if (error.verdict !== 'ambiguous' && unanswered === 0) progress.started = 'no';
    switch (error.verdict) {
      case 'throttled':
        tools.startPace.throttled(error instanceof ApiError ? error.refusal.retryAfterMs : undefined);
        continue;
      case 'refused':
        unsent += 1;
        if (error.code !== 'NotSent' || unsent >= MOST_UNSENT) throw InstanceFailed.by(error);
        await tools.clock.sleep(tools.pollIntervalMs * (0.5 + tools.random()), tools.stop);
        continue;
      case 'not-pending':
        return confirm(progress, tools, error);
      case 'ambiguous':
        unanswered += 1;
        tools.tell.note(
          progress,
          `${endSentence(error.message)} Looking at its status before anything else.`,
        );
        if (await wasStarted(progress, tools)) return;
        if (progress.status !== 'pending') throw InstanceFailed.by(error, doesNotTell(progress));
        if (unanswered >= MOST_UNANSWERED) throw InstanceFailed.by(error, GAVE_UP);
        tools.tell.note(progress, 'It still waits for deployment, so the start is sent again.');
    }
  }
}

const doesNotTell = ({ status }: Progress): string =>
  `Its status does not tell either: it is ${status}. Look at it in the console before you run again.`;

const GAVE_UP =
  'Three starts brought no answer that counts, and the status still says that it waits for deployment. Look at it in the console before you run again.';

/** Sends one start; returns what went wrong. What is out when the run stops is waited for only a little. */
async function send(progress: Progress, tools: Tools): Promise<CallError | undefined> {
  const { regionId, parameters } = progress.item.request;
  progress.started = 'perhaps';
  const sending = tools.api.startInstance(regionId, parameters).then(
    (answer) => {
      progress.answer = answer;
      progress.started = 'yes';
      progress.status = 'deploying';
      tools.startPace.accepted();
      tools.tell.accepted(progress);
      return undefined;
    },
    (error: unknown) => {
      if (error instanceof CallError) return error;
      throw error;
    },
  );
  const answered = await Promise.race([sending, tools.graceOver.then(() => 'no answer' as const)]);
  if (answered === 'no answer') throw tools.stop.reason;
  return answered;
}

/** Whether a start whose answer was lost was carried out, as far as the status tells. */
async function wasStarted(progress: Progress, tools: Tools): Promise<boolean> {
  if (!(await looksStarted(progress, tools))) return false;
  progress.started = 'yes';
  return true;
}

/** The service says that the instance does not wait for deployment: somebody has started it, or it is broken. */
async function confirm(progress: Progress, tools: Tools, error: CallError): Promise<void> {
  if (!(await looksStarted(progress, tools))) throw InstanceFailed.by(error);
  if (progress.started === 'perhaps') progress.started = 'yes';
  else tools.tell.note(progress, 'Somebody else has started it.');
}

async function looksStarted(progress: Progress, tools: Tools): Promise<boolean> {
  const watcher = tools.watcherOf(progress.item.request.regionId);
  for (const intervals of LOOKS_IN_INTERVALS) {
    const { live, answer } = await watcher.after(progress.instanceId, intervals * tools.pollIntervalMs);
    progress.see(live, tools.tell);
    if (!STARTED.has(progress.status)) continue;
    progress.answer = answer; // the start's own answer is lost, or is of no use
    return true;
  }
  return false;
}

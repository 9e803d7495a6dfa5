import { CallError } from '../alibaba/errors.ts';
import { Stopped } from '../time/clock.ts';
import { endSentence, type Failure, failureOf } from './failure.ts';
import { InstanceFailed } from './instance-failed.ts';
import type { Outcome } from './outcome.ts';
import type { Progress } from './progress.ts';

const RESUME = 'Run again: it waits on from where this run stopped, and starts nothing twice.';

/** What ended the work on an instance, in words for its owner: what happened, and what goes on in the cloud. */
export function failureIn(error: unknown, progress: Progress): Failure {
  const earlier = progress.failure;
  if (!earlier) return endIn(error, progress);
  if (error instanceof Stopped) return earlier;
  const { message, remedy } = endIn(error, progress);
  const { isTold: _, ...untold } = earlier; // the later one is told nowhere else
  return {
    ...untold,
    message: `${endSentence(earlier.message)} ${message}`,
    remedy: `${earlier.remedy} ${remedy}`,
  };
}

function endIn(error: unknown, progress: Progress): Failure {
  const after = aftermath(progress);
  if (error instanceof InstanceFailed) {
    const { failure } = error;
    return progress.effectOf('start') === 'perhaps'
      ? { ...failure, message: `${endSentence(failure.message)} ${after}` }
      : failure;
  }
  if (error instanceof Stopped) return stoppedFailure(error, progress);
  if (error instanceof CallError) {
    const failure = failureOf(error, progress.item.request);
    return {
      ...failure,
      message: `${endSentence(failure.message)} ${after}`,
      remedy: `${failure.remedy} ${RESUME}`,
    };
  }
  const what = error instanceof Error ? error.message : String(error);
  const message = `Something went wrong inside the action: ${endSentence(what)} ${after}`;
  return {
    message,
    remedy: `This is a bug; report it with a debug log. ${RESUME}`,
    details: {},
  };
}

function stoppedFailure({ message, why }: Stopped, progress: Progress): Failure {
  const remedy = why === 'timeout' ? `${RESUME} If deployments take longer, raise wait-timeout.` : RESUME;
  const text = `${message} while it was ${progress.status}. ${aftermath(progress)}`;
  return { message: text, remedy, details: progress.status === 'unknown' ? progress.codes : {} };
}

/** The facts behind the words of `failureIn`. An instance that failed is at its end, unless an answer was lost. */
export function leftBehind(error: unknown, progress: Progress): Pick<Outcome, 'stopped' | 'goesOn'> {
  const stopped = error instanceof Stopped ? { stopped: error.why } : {};
  const isOver = error instanceof InstanceFailed && progress.effectOf('start') !== 'perhaps';
  const goesOn = isOver ? undefined : goesOnOf(progress);
  return { ...stopped, ...(goesOn && { goesOn }) };
}

function goesOnOf(progress: Progress): Outcome['goesOn'] {
  if (progress.status === 'running') return undefined; // deployed; what it lacks is told by itself
  const started = progress.effectOf('start');
  if (started === 'yes' || progress.deploying) return 'surely';
  return started === 'perhaps' ? 'perhaps' : undefined;
}

/** What goes on in the cloud when a run leaves an instance. */
function aftermath(progress: Progress): string {
  const isUnfilled = progress.item.changes.length > 0 && !progress.contents;
  return `${whatGoesOn(progress)}${isUnfilled ? ' What it is to hold was not added.' : ''}`;
}

function whatGoesOn(progress: Progress): string {
  const { instanceId, item } = progress;
  if (progress.status === 'running') return `${instanceId} is in service.`;
  if (item.status === 'changing') return `${instanceId} is still being changed in the cloud.`;
  const goesOn = goesOnOf(progress);
  if (goesOn === 'surely') return `The deployment of ${instanceId} goes on in the cloud.`;
  if (goesOn === undefined) return `${instanceId} was not started.`;
  return `The answer to the start of ${instanceId} was lost: it may be deploying in the cloud now, and that cannot be undone.`;
}

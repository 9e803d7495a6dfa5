import type { ApplyListener } from '../deployment/apply.ts';
import type { Failure } from '../deployment/failure.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { Progress } from '../deployment/progress.ts';
import type { Clock } from '../time/clock.ts';
import type { Report, Stop } from './report.ts';

/**
 * Hears of the report as far as it is known while the run goes on: it may be killed at any time.
 *
 * @throws Error when it cannot be put on record
 */
export type RecordEarly = (report: Report) => void;

/** Nothing is started without a record: a run whose outputs are lost would be repeated by hand. */
export function unrecordable(planned: Report, recordEarly: RecordEarly): Stop | undefined {
  try {
    recordEarly(planned);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The outputs could not be written: ${why}`;
    return { message, remedy: 'Make room on the runner, or repair what GITHUB_OUTPUT names, and run again.' };
  }
}

interface Recording<L> {
  readonly logger: L;
  readonly recordEarly: RecordEarly;
  readonly clock: Clock;
}

/** A listener that puts on record, before it says so, that something is being started, and that it was. */
export function recordingFirst<L extends ApplyListener>(
  planned: Report,
  { logger, recordEarly, clock }: Recording<L>,
): L {
  let began = false;
  let told = false;
  const record = (progress: Progress, changed: Outcome['changed']): void => {
    recordEarly({
      ...planned,
      outcomes: [
        { ...progress.outcome(clock.now(), progress.status === 'running' ? UNFILLED : UNFINISHED), changed },
      ],
    });
  };
  const starting = (progress: Progress): void => {
    try {
      if (!began) record(progress, 'unknown'); // from here on the run may be killed while an answer is out
    } finally {
      began = true;
      logger.starting(progress);
    }
  };
  const accepted = (progress: Progress): void => {
    try {
      if (!told) record(progress, true);
    } finally {
      told = true;
      logger.accepted(progress);
    }
  };
  const adding = (progress: Progress): void => {
    try {
      if (!began && !told) record(progress, 'unknown');
    } finally {
      began = true;
      logger.adding(progress);
    }
  };
  const added = (progress: Progress): void => {
    try {
      if (!told) record(progress, true);
    } finally {
      told = true;
      logger.added(progress);
    }
  };
  return { ...logger, starting, accepted, adding, added };
}

/** The same for an instance in service, to which something was being added. */
const UNFILLED: Failure = {
  message: 'The run broke off while it added what the instance is to hold',
  remedy: 'Run again: it adds what is missing, and nothing twice.',
  details: {},
};

/** What stands in the outputs for an instance that the run has not finished with. */
const UNFINISHED: Failure = {
  message: 'The run broke off; the deployment goes on in the cloud',
  remedy: 'Run again: it waits on, and starts nothing twice.',
  details: {},
};

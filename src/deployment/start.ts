import type { Alikafka } from '../alibaba/alikafka.ts';
import { ApiError, CallError } from '../alibaba/errors.ts';
import type { StartRequest } from '../manifest/request.ts';
import { endSentence, type Failure, type Outcome } from './outcome.ts';

/**
 * Sends one StartInstance, once, and tells what came of it. It never throws for what the service or the
 * network does: the other instances go on.
 *
 * @param now milliseconds of a clock that only goes forward
 */
export async function start(request: StartRequest, api: Alikafka, now: () => number): Promise<Outcome> {
  const { key, instanceId, regionId } = request;
  const began = now();
  const seen = { key, instanceId, regionId, action: 'start' } as const;
  const elapsed = () => Math.round((now() - began) / 1000);
  try {
    const answer = await api.startInstance(regionId, request.parameters);
    const good = { changed: true, success: true, status: 'deploying', failure: undefined } as const;
    return { ...seen, ...good, ...answer, durationSeconds: elapsed() };
  } catch (error) {
    const bad = { ...seen, success: false, status: 'unknown', durationSeconds: elapsed() } as const;
    if (!(error instanceof CallError)) return { ...bad, ...bug(error, instanceId) };
    const lost = error.verdict === 'ambiguous';
    return {
      ...bad,
      changed: lost ? 'unknown' : false,
      requestId: error.requestId ?? '',
      code: error.code,
      message: error instanceof ApiError ? error.refusal.message : error.message,
      failure: lost ? withWarning(failureOf(error), instanceId) : failureOf(error),
    };
  }
}

/** An error in the words of a report. */
export function failureOf(error: CallError): Failure {
  const { message, remedy } = error;
  if (!(error instanceof ApiError)) return { message, remedy, recommend: undefined, details: {} };
  const { recommend, hostId, httpStatus, accessDenied } = error.refusal;
  const details = {
    'HTTP status': String(httpStatus),
    ...(hostId ? { HostId: hostId } : {}),
    ...accessDenied,
  };
  return { message, remedy: `${error.meaning} ${remedy}`, recommend, details };
}

/** What is told of an error that nobody foresaw: the request may have left, so the worst is assumed. */
function bug(error: unknown, instanceId: string) {
  const message = `Something went wrong inside the action: ${error instanceof Error ? error.message : String(error)}`;
  const remedy = 'This is a bug; report it with the log of a run with debug logging.';
  const failure = withWarning({ message, remedy, recommend: undefined, details: {} }, instanceId);
  return { changed: 'unknown', requestId: '', code: 'Bug', message, failure } as const;
}

function withWarning(failure: Failure, instanceId: string): Failure {
  const warning = `The request may have been carried out: ${instanceId} may be deploying now, and cost money.`;
  const look = 'Look at its status in the console before starting it again.';
  return {
    ...failure,
    message: `${endSentence(failure.message)} ${warning}`,
    remedy: `${look} ${failure.remedy}`,
  };
}

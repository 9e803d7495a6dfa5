import type { Alikafka, Listing } from '../alibaba/alikafka.ts';
import { ApiError, CallError } from '../alibaba/errors.ts';
import type { StartRequest } from '../manifest/request.ts';
import { type Clock, unlessAborted } from '../time/clock.ts';
import type { RateLimiter } from '../time/rate-limit.ts';
import { type Failure, failureOf } from './failure.ts';

/** What the reading of a region brought: its instances, or why there is nothing. */
export type RegionState =
  | { readonly listing: Listing; readonly failure?: undefined }
  | { readonly listing?: undefined; readonly failure: ReadFailure };

export interface ReadFailure {
  readonly requestId: string;
  readonly code: string;
  readonly apiMessage: string;
  readonly failure: Failure;
}

/** The live state of every region of a run. */
export type LiveState = ReadonlyMap<string, RegionState>;

/** What reading needs. */
export interface LiveReader {
  readonly api: Alikafka;
  readonly clock: Clock;
  readonly limiter: RateLimiter;
  readonly random: () => number;
  readonly stop: AbortSignal;
  /** Hears of calls that have to be made again. */
  readonly note: (line: string) => void;
}

const SURVEY_TRIES = 6; // with growing pauses, about half a minute
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Reads the state of all requested instances: one call a region. */
export async function readLiveState(
  requests: readonly StartRequest[],
  reader: LiveReader,
): Promise<LiveState> {
  const regions = Map.groupBy(requests, ({ regionId }) => regionId);
  const surveys = [...regions].map(async ([regionId, wanted]) => {
    const ids = wanted.map(({ instanceId }) => instanceId);
    return [regionId, await live(regionId, ids, reader)] as const;
  });
  return new Map(await Promise.all(surveys));
}

async function live(regionId: string, ids: readonly string[], reader: LiveReader): Promise<RegionState> {
  try {
    return { listing: await readRegion(regionId, ids, reader, SURVEY_TRIES) };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { code, requestId = '' } = error;
    const apiMessage = error instanceof ApiError ? error.refusal.message : error.message;
    return { failure: { code, requestId, apiMessage, failure: failureOf(error) } };
  }
}

/**
 * Reads a region, again and again while the trouble may pass: reading changes nothing.
 *
 * @throws CallError when the service refuses for good, or after so many tries
 */
export async function readRegion(
  regionId: string,
  ids: readonly string[],
  { api, clock, limiter, random, stop, note }: LiveReader,
  tries: number,
): Promise<Listing> {
  for (let attempt = 1; ; attempt += 1) {
    await limiter.acquire(stop);
    try {
      const listing = await unlessAborted(api.getInstanceList(regionId, ids), stop);
      limiter.accepted();
      return listing;
    } catch (error) {
      if (!(error instanceof CallError) || error.verdict === 'refused' || attempt >= tries) throw error;
      if (error.verdict === 'throttled')
        limiter.throttled(error instanceof ApiError ? error.refusal.retryAfterMs : undefined);
      else note(`Reading ${regionId} again: ${error.message}`);
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
      await clock.sleep(pause * (0.5 + random() / 2), stop);
    }
  }
}

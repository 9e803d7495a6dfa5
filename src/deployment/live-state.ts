import type { Alikafka, Listing } from '../alibaba/alikafka.ts';
import { type ApiAnswer, CallError } from '../alibaba/errors.ts';
import { READ_TRIES, type ReadDependencies, read } from '../alibaba/read.ts';
import type { DesiredInstance } from '../manifest/desired.ts';
import { type Failure, failureOf } from './failure.ts';

/** What the reading of a region brought: its instances, or why there is nothing. */
export type RegionState =
  | { readonly listing: Listing; readonly failure?: undefined }
  | { readonly listing?: undefined; readonly answer: ApiAnswer; readonly failure: Failure };

/** The live state of every region of a run. */
export type LiveState = ReadonlyMap<string, RegionState>;

/** What reading the state of instances needs. */
export interface LiveReader extends ReadDependencies {
  readonly api: Alikafka;
}

/** Reads the state of all desired instances: one call for each region. */
export async function readLiveState(
  desired: readonly DesiredInstance[],
  reader: LiveReader,
): Promise<LiveState> {
  const regions = Map.groupBy(desired, ({ regionId }) => regionId);
  const states = [...regions].map(async ([regionId, wanted]) => {
    const ids = wanted.map(({ instanceId }) => instanceId);
    return [regionId, await stateOf(regionId, ids, reader)] as const;
  });
  return new Map(await Promise.all(states));
}

async function stateOf(regionId: string, ids: readonly string[], reader: LiveReader): Promise<RegionState> {
  try {
    return { listing: await readRegion(regionId, ids, reader) };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { answer: error.answer, failure: failureOf(error) };
  }
}

/** Reads a region. @throws CallError when the service refuses for good, or after so many tries */
export function readRegion(
  regionId: string,
  ids: readonly string[],
  reader: LiveReader,
  tries = READ_TRIES,
): Promise<Listing> {
  return read('GetInstanceList', regionId, () => reader.api.getInstanceList(regionId, ids), reader, tries);
}

import { type Ecs, GROUPS_AT_MOST, type SecurityGroup } from '../alibaba/ecs.ts';
import { CallError, NoAnswerError } from '../alibaba/errors.ts';
import type { Kms, KmsKey } from '../alibaba/kms.ts';
import type { LiveInstance } from '../alibaba/live.ts';
import { read } from '../alibaba/read.ts';
import type { Vpc, VSwitch } from '../alibaba/vpc.ts';
import type { LiveReader } from '../deployment/live-state.ts';
import { type Place, placeKey, type Questions } from './questions.ts';

/** What a question brought. `unchecked`: nothing is known, and so nothing may be concluded. */
export type Answer<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unchecked'; readonly error: CallError };

/** The answers to all questions, by place; names by region. */
export interface Answers {
  readonly vSwitches: ReadonlyMap<string, Answer<VSwitch>>;
  readonly groups: ReadonlyMap<string, Answer<SecurityGroup>>;
  readonly keys: ReadonlyMap<string, Answer<KmsKey>>;
  readonly names: ReadonlyMap<string, Answer<ReadonlyMap<string, LiveInstance>>>;
}

/** What looking at the surroundings of instances needs. */
export interface Surveyor extends LiveReader {
  readonly vpc: Vpc;
  readonly ecs: Ecs;
  readonly kms: Kms;
}

/** A check may fail without harm, so it does not hold up a start for long. */
const TRIES = 3;

/**
 * Asks all questions side by side, at the rate of each operation. What cannot be read is an answer too. Throws the
 * reason of `stop` alone.
 */
export async function ask(questions: Questions, surveyor: Surveyor): Promise<Answers> {
  const { vpc, ecs, kms, api } = surveyor;
  const asked = asker(surveyor);
  const each = <T>(places: readonly Place[], question: (place: Place) => Promise<Answer<T>>) =>
    Promise.all(places.map(async (place) => [placeKey(place), await question(place)] as const));
  const [vSwitches, keys, groups, names] = await Promise.all([
    each(questions.vSwitches, ({ regionId, id }) =>
      asked('DescribeVSwitchAttributes', regionId, () => vpc.vSwitch(regionId, id)),
    ),
    each(questions.keys, ({ regionId, id }) => asked('DescribeKey', regionId, () => kms.key(regionId, id))),
    Promise.all(
      [...questions.groups].flatMap(([regionId, ids]) =>
        pagesOf(ids).map(async (page) => {
          const answer = await asked('DescribeSecurityGroups', regionId, () =>
            ecs.securityGroups(regionId, page),
          );
          return page.map((id) => [placeKey({ regionId, id }), entryOf(answer, id)] as const);
        }),
      ),
    ),
    Promise.all(
      questions.names.map(async (regionId) => {
        const all = async () => (await api.getInstanceList(regionId, 'all')).instances;
        return [regionId, await asked('GetInstanceList', regionId, all)] as const;
      }),
    ),
  ]);
  return {
    ...{ vSwitches: new Map(vSwitches), keys: new Map(keys), groups: new Map(groups.flat()) },
    names: new Map(names),
  };
}

/** The vSwitches of these VPCs, as far as they can be read: they only serve to say what may have been meant. */
export async function neighboursIn(
  vpcs: readonly Place[],
  surveyor: Surveyor,
): Promise<ReadonlyMap<string, readonly VSwitch[]>> {
  const asked = asker(surveyor);
  const found = vpcs.map(async (place) => {
    const { regionId, id } = place;
    const answer = await asked('DescribeVSwitches', regionId, () => surveyor.vpc.vSwitchesOf(regionId, id));
    return [placeKey(place), answer.kind === 'found' ? answer.value : []] as const;
  });
  return new Map(await Promise.all(found));
}

/**
 * Makes calls whose failure is an answer. Where nothing has answered a few times in a row, the calls of that operation
 * in the region are given up: those that wait for their turn would only hold up the start.
 */
function asker(surveyor: Surveyor) {
  const silences = new Map<string, Silence>();
  return async <T>(
    operation: string,
    regionId: string,
    call: () => Promise<T | undefined>,
  ): Promise<Answer<T>> => {
    const key = `${operation} ${regionId}`;
    const silence = silences.get(key) ?? new Silence();
    silences.set(key, silence);
    const dependencies = { ...surveyor, stop: AbortSignal.any([surveyor.stop, silence.signal]) };
    const heard = () => silence.hear(call);
    try {
      const value = await read(operation, `${operation} of ${regionId}`, heard, dependencies, TRIES);
      return value === undefined ? { kind: 'missing' } : { kind: 'found', value };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      return { kind: 'unchecked', error };
    }
  };
}

/** Listens to the calls of one kind, and is aborted when nothing answers any of them. */
class Silence {
  readonly #end = new AbortController();
  #unanswered = 0;

  /** Its reason is the error of the last call. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  async hear<T>(call: () => Promise<T>): Promise<T> {
    try {
      const value = await call();
      this.#unanswered = 0;
      return value;
    } catch (error) {
      this.#unanswered = error instanceof NoAnswerError ? this.#unanswered + 1 : 0;
      if (this.#unanswered >= TRIES) this.#end.abort(error);
      throw error;
    }
  }
}

function entryOf<T>(answer: Answer<ReadonlyMap<string, T>>, id: string): Answer<T> {
  if (answer.kind !== 'found') return answer;
  const value = answer.value.get(id);
  return value === undefined ? { kind: 'missing' } : { kind: 'found', value };
}

function pagesOf(ids: readonly string[]): (readonly string[])[] {
  const pages = Math.ceil(ids.length / GROUPS_AT_MOST);
  return Array.from({ length: pages }, (_, page) =>
    ids.slice(page * GROUPS_AT_MOST, (page + 1) * GROUPS_AT_MOST),
  );
}

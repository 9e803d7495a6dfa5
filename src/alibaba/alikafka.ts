import { type Client, call } from './client.ts';
import { type ApiAnswer, UnexpectedAnswerError } from './errors.ts';
import { type LiveInstance, readInstanceList } from './live.ts';

const VERSION = '2019-09-16';

/** The most ids that one GetInstanceList names: they travel in the URL. For more, the region is listed whole. */
const NAMED_AT_MOST = 20;

/** A parameter and its value; a list is sent as `Name.1`, `Name.2`, …. */
export interface ApiParameter {
  readonly name: string;
  readonly value: string | readonly string[];
}

/** What a GetInstanceList says of the instances that were asked for; one that is not there has no entry. */
export interface Listing extends ApiAnswer {
  readonly instances: ReadonlyMap<string, LiveInstance>;
}

/** The operations of ApsaraMQ for Kafka that a deployment needs. Both throw CallError and send only once. */
export interface Alikafka {
  /**
   * The deployment that it begins goes on for 10 to 40 minutes.
   *
   * @param stop aborted when it must not be sent any more; then it throws the signal's reason
   */
  readonly startInstance: (
    regionId: string,
    parameters: readonly ApiParameter[],
    stop?: AbortSignal,
  ) => Promise<ApiAnswer>;
  /** One call, however many ids: the operation has no paging. */
  readonly getInstanceList: (regionId: string, ids: readonly string[] | 'all') => Promise<Listing>;
}

/** @param endpointOf where the calls for a region go */
export function alikafka(client: Client, endpointOf: (regionId: string) => URL): Alikafka {
  const operation = (
    action: string,
    regionId: string,
    parameters: readonly ApiParameter[],
    stop?: AbortSignal,
  ) =>
    call(client, {
      ...(stop && { stop }),
      endpoint: endpointOf(regionId),
      action,
      version: VERSION,
      parameters: writtenOut(parameters),
    });
  return {
    startInstance: async (regionId, parameters, stop) => {
      const { requestId, code, message } = await operation('StartInstance', regionId, parameters, stop);
      return { requestId, code, message };
    },
    getInstanceList: async (regionId, ids) => {
      const byName = ids !== 'all' && ids.length <= NAMED_AT_MOST;
      const named = byName ? [{ name: 'InstanceId', value: ids }] : [];
      const parameters = [{ name: 'RegionId', value: regionId }, ...named];
      const { requestId, code, message, content } = await operation('GetInstanceList', regionId, parameters);
      const all = readInstanceList(content);
      if (!all) {
        const facts = {
          httpStatus: 200,
          requestId,
          contentType: undefined,
          found: 'an answer without a list',
        };
        throw new UnexpectedAnswerError('GetInstanceList', facts);
      }
      const asked = ids === 'all' ? all : new Set(ids);
      return { requestId, code, message, instances: new Map([...all].filter(([id]) => asked.has(id))) };
    },
  };
}

function writtenOut(parameters: readonly ApiParameter[]): [string, string][] {
  return parameters.flatMap(({ name, value }): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : value.map((item, index) => [`${name}.${index + 1}`, item]),
  );
}

import { type Client, call } from './client.ts';

const VERSION = '2019-09-16';

/** A parameter and its value; a list is sent as `Name.1`, `Name.2`, …. */
export interface ApiParameter {
  readonly name: string;
  readonly value: string | readonly string[];
}

/** What a StartInstance that was accepted says. The deployment itself goes on for 10 to 40 minutes. */
export interface Accepted {
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
}

/** The operations of ApsaraMQ for Kafka that a deployment needs. */
export interface Alikafka {
  /** @throws CallError; nothing is ever sent twice here */
  readonly startInstance: (regionId: string, parameters: readonly ApiParameter[]) => Promise<Accepted>;
}

/** @param endpointOf where the calls for a region go */
export function alikafka(client: Client, endpointOf: (regionId: string) => URL): Alikafka {
  return {
    startInstance: async (regionId, parameters) => {
      const { requestId, code, message } = await call(client, {
        endpoint: endpointOf(regionId),
        action: 'StartInstance',
        version: VERSION,
        parameters: writtenOut(parameters),
      });
      return { requestId, code, message };
    },
  };
}

function writtenOut(parameters: readonly ApiParameter[]): [string, string][] {
  return parameters.flatMap(({ name, value }): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : value.map((item, index) => [`${name}.${index + 1}`, item]),
  );
}

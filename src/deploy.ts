import { alikafka } from './alibaba/alikafka.ts';
import type { Client } from './alibaba/client.ts';
import { type ChosenCredentials, CredentialsError, chooseCredentials } from './alibaba/credentials.ts';
import { alikafkaEndpoint } from './alibaba/endpoints.ts';
import type { Outcome } from './deployment/outcome.ts';
import { start } from './deployment/start.ts';
import type { Inputs } from './inputs.ts';
import { loadRequests } from './manifest/load.ts';
import type { Problem } from './manifest/problems.ts';
import type { StartRequest } from './manifest/request.ts';
import type { Narrator } from './report/narrator.ts';
import { errorsOf, type Report } from './report/report.ts';

/** What the run needs of the world outside. Time and randomness come in, so that a run can be repeated. */
export interface World {
  readonly client: Omit<Client, 'credentials'>;
  readonly narrator: Narrator;
  /** Told every secret as soon as it is known, before anything is said. */
  readonly mask: (secrets: readonly string[]) => void;
}

/** The whole run: resolve what the user asked for, check it, start what is to be started, and report. */
export async function deploy(inputs: Inputs, problems: readonly Problem[], world: World): Promise<Report> {
  const loaded = await loadRequests(inputs.wish);
  world.mask(loaded.privateValues);
  const report: Report = {
    mode: inputs.mode,
    problems: [...problems, ...loaded.problems],
    requests: loaded.requests,
    outcomes: [],
    stop: undefined,
  };
  if (errorsOf(report).length > 0) return report;
  world.narrator.requests(report.requests, inputs.wish);
  if (inputs.mode === 'validate') return report;

  const chosen = choose(inputs);
  if (chosen instanceof CredentialsError) {
    return { ...report, stop: { message: chosen.message, remedy: chosen.remedy } };
  }
  world.narrator.credentials(chosen.source);
  return { ...report, outcomes: await startEach(report.requests, inputs, chosen, world) };
}

function choose(inputs: Inputs): ChosenCredentials | CredentialsError {
  try {
    return chooseCredentials(inputs.keySources);
  } catch (error) {
    if (error instanceof CredentialsError) return error;
    throw error;
  }
}

async function startEach(
  requests: readonly StartRequest[],
  { endpoint, network }: Inputs,
  { credentials }: ChosenCredentials,
  { client, narrator }: World,
): Promise<Outcome[]> {
  const api = alikafka({ ...client, credentials: async () => credentials }, (region) => {
    return endpoint ?? alikafkaEndpoint(region, network);
  });
  const outcomes: Outcome[] = [];
  for (const request of requests) {
    narrator.starting(request);
    const outcome = await start(request, api, client.now);
    narrator.outcome(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

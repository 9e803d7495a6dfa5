import { type Alikafka, alikafka } from './alibaba/alikafka.ts';
import type { Client } from './alibaba/client.ts';
import { type ChosenCredentials, CredentialsError, chooseCredentials } from './alibaba/credentials.ts';
import { alikafkaEndpoint } from './alibaba/endpoints.ts';
import { apply } from './deployment/apply.ts';
import { type Clock, Stopped } from './deployment/clock.ts';
import { untouched } from './deployment/outcome.ts';
import { Pace } from './deployment/pace.ts';
import { makePlan, type PlanItem } from './deployment/plan.ts';
import { type Reader, surveyRegions } from './deployment/survey.ts';
import type { Inputs } from './inputs.ts';
import { loadRequests } from './manifest/load.ts';
import type { Problem } from './manifest/problems.ts';
import type { Narrator } from './report/narrator.ts';
import { errorsOf, type Report, type Stop } from './report/report.ts';

/** What the run needs of the world outside. Time and randomness come in, so that a run can be repeated. */
export interface World {
  readonly client: Pick<Client, 'send' | 'nonce' | 'conceal'>;
  readonly clock: Clock;
  /** Numbers from 0 to 1. */
  readonly random: () => number;
  /** Aborted when the user cancels the job. */
  readonly cancel: AbortSignal;
  readonly narrator: Narrator;
  /** Told every secret as soon as it is known, before anything is said. */
  readonly mask: (secrets: readonly string[]) => void;
}

/** The whole run: resolve what the user asked for, plan against the live state, apply, wait, and report. */
export async function deploy(inputs: Inputs, problems: readonly Problem[], world: World): Promise<Report> {
  const loaded = await loadRequests(inputs.wish);
  world.mask(loaded.privateValues);
  const report: Report = {
    mode: inputs.mode,
    problems: [...problems, ...loaded.problems],
    requests: loaded.requests,
    plan: [],
    outcomes: [],
    stop: undefined,
  };
  if (errorsOf(report).length > 0) return report;
  world.narrator.requests(report.requests, inputs.wish);
  if (inputs.mode === 'validate') return report;

  const chosen = choose(inputs);
  if (chosen instanceof CredentialsError) return { ...report, stop: chosen };
  world.narrator.credentials(chosen.source);
  const reader = readerOf(inputs, chosen, world);

  const plan = await planOrStop(report, reader);
  if (!Array.isArray(plan)) return { ...report, stop: plan };
  world.narrator.plan(plan);
  const planned = { ...report, plan, problems: [...report.problems, ...driftWarnings(plan)] };
  if (inputs.mode === 'plan') return { ...planned, outcomes: plan.map(untouched) };

  const outcomes = await apply(plan, inputs.apply, { ...reader, cancel: world.cancel, tell: world.narrator });
  return { ...planned, outcomes };
}

function choose(inputs: Inputs): ChosenCredentials | CredentialsError {
  try {
    return chooseCredentials(inputs.keySources);
  } catch (error) {
    if (error instanceof CredentialsError) return error;
    throw error;
  }
}

function readerOf(inputs: Inputs, { credentials }: ChosenCredentials, world: World): Reader {
  const { clock, random, client, narrator, cancel } = world;
  const api: Alikafka = alikafka(
    { ...client, now: clock.now, credentials: async () => credentials },
    (region) => {
      return inputs.endpoint ?? alikafkaEndpoint(region, inputs.network);
    },
  );
  const pace = new Pace(inputs.apply.requestsPerSecond, clock, random);
  return { api, clock, random, pace, stop: cancel, note: narrator.readingAgain };
}

async function planOrStop({ requests }: Report, reader: Reader): Promise<PlanItem[] | Stop> {
  try {
    return makePlan(requests, await surveyRegions(requests, reader));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return {
      message: 'The run was cancelled before anything was started',
      remedy: 'Run again when you want to.',
    };
  }
}

/** Drift at the line of the manifest that says otherwise. */
function driftWarnings(plan: readonly PlanItem[]): Problem[] {
  return plan.flatMap(({ request, drift }) =>
    drift.map(({ field, manifest, live, origin }): Problem => {
      const message = `Drift: ${field} of ${request.key} is ${JSON.stringify(live)} in the cloud, ${JSON.stringify(manifest)} here`;
      return { severity: 'warning', origin, message };
    }),
  );
}

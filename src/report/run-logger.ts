import type { ApplyListener } from '../deployment/apply.ts';
import type { Failure } from '../deployment/failure.ts';
import type { Site } from '../deployment/options.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { Progress } from '../deployment/progress.ts';
import type { StartRequest } from '../deployment/start-request.ts';
import type { ManifestSource } from '../manifest/load.ts';
import { describeOrigin } from '../manifest/origin.ts';
import { additionTally, additionTexts, changeLines } from './changes.ts';
import { checkLines, connectionsOf } from './clients.ts';
import { consoleUrl, errorUrl } from './links.ts';
import { networkTexts } from './network.ts';
import { count, duration, shownValue, tally } from './report.ts';

/** Where the story of a run is told, line by line; the log makes every line safe. */
export interface LogSink {
  readonly info: (line: string) => void;
  readonly debug: (line: string) => void;
  readonly group: (title: string, lines: readonly string[]) => void;
}

/** Tells the run as it goes. */
export interface RunLogger extends ApplyListener {
  readonly requests: (requests: readonly StartRequest[], manifestSource: ManifestSource) => void;
  readonly credentials: (source: string) => void;
  readonly plan: (plan: readonly PlanItem[]) => void;
  readonly identity: (identity: { readonly accountId: string; readonly arn: string }) => void;
  /** Something worth a line that is about no instance. */
  readonly remark: (line: string) => void;
}

/** Above this, the log shows no parameters, and the heartbeat counts instead of naming. */
const MANY = 50;

/** @param now milliseconds of a clock that only goes forward @param site where links lead to */
export function runLogger(log: LogSink, now: () => number, site: Site): RunLogger {
  const since = ({ began }: Progress) => duration(now() - began);
  return {
    requests: (requests, manifestSource) => {
      log.info(`${count(requests.length, 'instance')} ${sourceOf(manifestSource)}`);
      if (requests.length > MANY) return;
      for (const request of requests) log.group(`Parameters of ${titleOf(request)}`, parameterLines(request));
    },
    credentials: (source) => log.info(`Credentials from ${source}`),
    plan: (plan) => {
      log.info(`Plan: ${tally(plan)}`);
      for (const item of plan) {
        for (const line of planLines(item)) log.info(line);
        log.debug(`${item.request.key}: ${item.live?.codes ?? item.status}`);
      }
    },
    identity: ({ accountId, arn }) => log.info(`Acting in account ${accountId} as ${arn}`),
    remark: (line) => log.info(line),
    starting: ({ key }) => log.info(`${key}: starting`),
    accepted: ({ key, answer, item }) => {
      log.info(
        `${key}: start accepted, RequestId ${answer.requestId}; deploying takes the service 10 to 40 minutes`,
      );
      log.info(`${key}: in the console at ${consoleUrl(site, item.request)}`);
    },
    adding: ({ key }) => log.info(`${key}: adding what it lacks`),
    added: () => undefined, // noted by its name
    statusChanged: (progress, before) => {
      log.info(`${progress.key}: ${before} → ${progress.status} after ${since(progress)}`);
      log.debug(`${progress.key}: ${progress.live?.codes ?? 'not in the list'}`);
    },
    note: ({ key }, line) => log.info(`${key}: ${line}`),
    heartbeat: (waiting, elapsedMs) => log.info(`After ${duration(elapsedMs)}: ${stillWaiting(waiting)}`),
    finished: (outcome) => {
      for (const line of outcomeLines(outcome, site)) log.info(line);
    },
  };
}

function sourceOf({ manifest, selection }: ManifestSource): string {
  if (manifest === undefined) return 'from the inputs';
  const environment = selection.environment === undefined ? '' : `, environment ${selection.environment}`;
  return `from ${manifest}${environment}`;
}

function titleOf({ key, instanceId, regionId }: StartRequest): string {
  const name = key === instanceId ? instanceId : `${key} (${instanceId})`;
  return `${name} in ${regionId}`;
}

function parameterLines({ parameters }: StartRequest): string[] {
  const rows = parameters.map((parameter) => ({
    name: parameter.name,
    value: shownValue(parameter),
    origin: describeOrigin(parameter.origin),
  }));
  const nameWidth = rows.reduce((width, { name }) => Math.max(width, name.length), 0);
  const valueWidth = rows.reduce((width, { value }) => Math.max(width, Math.min(60, value.length)), 0);
  return rows.map(({ name, value, origin }) => {
    return `  ${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${origin}`;
  });
}

/** What is to be done, and with what: drift is told at its lines. */
function planLines(item: PlanItem): string[] {
  const { request, action, reason } = item;
  const texts = [...networkTexts(item), ...changeLines(item.changes)].map((text) => `           ${text}`);
  return [`  ${action.padEnd(7)}  ${titleOf(request)}: ${reason}`, ...texts];
}

function stillWaiting(waiting: readonly Progress[]): string {
  if (waiting.length <= 5) return waiting.map(({ key, status }) => `${key} is ${status}`).join(', ');
  const groups = Object.groupBy(waiting, ({ status }) => status);
  const counts = Object.entries(groups).map(([status, group]) => `${group.length} ${status}`);
  return `waiting for ${waiting.length} instances, ${counts.join(', ')}`;
}

function outcomeLines(outcome: Outcome, site: Site): string[] {
  const { key, failure } = outcome;
  const answers = checkLines(outcome, 'answered').map((line) => `${key}: ${line}`);
  if (!failure) return [...answers, `✔ ${key}: ${done(outcome)}`];
  if (failure.isTold) return [`✘ ${key}: ${failure.message}`];
  return [...answers, ...failureLines(outcome, failure, site)];
}

/** A failure with its place, what to do, and all that a ticket needs. */
export function failureLines({ key, code, requestId }: Outcome, failure: Failure, site: Site): string[] {
  const request = requestId === '' ? '' : `, RequestId ${requestId}`;
  const details = Object.entries(failure.details).map(([name, value]) => `${name} ${value}`);
  return [
    `✘ ${key}: ${failure.message}`,
    ...(failure.origin ? [`  At ${describeOrigin(failure.origin)}`] : []),
    `  What to do: ${failure.remedy}`,
    ...(code === '' ? [] : [`  ${[`Code ${code}${request}`, ...details].join(', ')}`]),
    ...(failure.code ? [`  ${errorUrl(site, failure.code, failure.recommend)}`] : []),
  ];
}

function done(outcome: Outcome): string {
  const { action, status, endpoints, durationSeconds } = outcome;
  const [fitting] = connectionsOf(endpoints);
  const servers = fitting ? `, bootstrap servers ${fitting.servers.join(',')}` : '';
  const added = additionTally(additionTexts(outcome, undefined));
  const where = `${added === '' ? '' : `, ${added}`}${servers}`;
  if (action === 'update') return `in service${where}`;
  if (action === 'none') {
    return `${status === 'changing' ? 'being changed' : 'in service already'}, nothing to start${where}`;
  }
  const time = duration(durationSeconds * 1000);
  return status === 'running' ? `in service after ${time}${where}` : `${status}; not waited for`;
}

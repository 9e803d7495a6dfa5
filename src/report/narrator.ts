import type { Outcome } from '../deployment/outcome.ts';
import type { Wish } from '../manifest/load.ts';
import { describeOrigin } from '../manifest/origin.ts';
import type { StartRequest } from '../manifest/request.ts';
import { errorUrl } from './links.ts';
import { count, shownValue } from './report.ts';

/** Where the story of a run is told, line by line; the log makes every line safe. */
export interface Log {
  readonly info: (line: string) => void;
  readonly debug: (line: string) => void;
  readonly group: (title: string, lines: readonly string[]) => void;
}

/** Tells the run as it goes. */
export interface Narrator {
  readonly requests: (requests: readonly StartRequest[], wish: Wish) => void;
  readonly credentials: (source: string) => void;
  readonly starting: (request: StartRequest) => void;
  readonly outcome: (outcome: Outcome) => void;
}

export function narrator(log: Log): Narrator {
  return {
    requests: (requests, wish) => {
      if (requests.length === 0) return;
      log.info(`${count(requests.length, 'instance')} ${sourceOf(wish)}`);
      for (const request of requests) log.group(titleOf(request), parameterLines(request));
    },
    credentials: (source) => log.info(`Credentials from ${source}`),
    starting: (request) => log.info(`Starting ${titleOf(request)}`),
    outcome: (outcome) => {
      for (const line of outcomeLines(outcome)) log.info(line);
    },
  };
}

function sourceOf({ manifest, selection }: Wish): string {
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
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const valueWidth = Math.min(60, Math.max(...rows.map(({ value }) => value.length)));
  return rows.map(({ name, value, origin }) => {
    return `  ${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${origin}`;
  });
}

function outcomeLines({ key, failure, code, requestId }: Outcome): string[] {
  const request = requestId === '' ? '' : `, RequestId ${requestId}`;
  if (!failure) return [`✔ ${key}: accepted${request}; deploying takes the service 10 to 40 minutes`];
  const details = Object.entries(failure.details).map(([name, value]) => `${name} ${value}`);
  return [
    `✘ ${key}: ${failure.message}`,
    `  What to do: ${failure.remedy}`,
    `  ${[`Code ${code}${request}`, ...details].join(', ')}`,
    `  ${errorUrl(code, failure.recommend)}`,
  ];
}

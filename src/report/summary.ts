import { endSentence, type Outcome } from '../deployment/outcome.ts';
import { describeOrigin } from '../manifest/origin.ts';
import type { Problem } from '../manifest/problems.ts';
import type { StartRequest } from '../manifest/request.ts';
import { consoleUrl, errorUrl } from './links.ts';
import {
  count,
  duration,
  errorsOf,
  type Report,
  shownValue,
  succeeded,
  tally,
  warningsOf,
} from './report.ts';
import { code, cutBytes, escapeMarkdown } from './text.ts';

/** The runner refuses a step's summary over 1 MiB whole; some room is left for what others wrote before. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024 - 16 * 1024;

/** The job summary in GitHub's Markdown. `report` must be free of secrets; everything else is escaped here. */
export function summaryOf(report: Report): string {
  const many = report.requests.length > 1;
  const sections = [
    `## ${headline(report)}`,
    ...stopSection(report),
    ...problemTable('Errors', errorsOf(report)),
    ...instanceTable(report),
    ...bootstrapTable(report.outcomes),
    ...report.outcomes.flatMap(failureSection),
    ...problemTable('Warnings', warningsOf(report)),
    ...report.requests.map((request) => parameterSection(request, !many)),
  ];
  return cutToLimit(sections, SUMMARY_LIMIT_BYTES);
}

function headline(report: Report): string {
  const { mode, requests, plan, outcomes } = report;
  const errors = errorsOf(report).length;
  if (report.stop) return '❌ Kafka: nothing was started';
  if (errors > 0) return `❌ Kafka: ${count(errors, 'error')}, nothing was started`;
  if (mode === 'validate') return `✅ Kafka: ${count(requests.length, 'instance')} valid`;
  if (mode === 'plan') return `${succeeded(report) ? '📋' : '❌'} Kafka plan: ${tally(plan)}`;
  const failed = outcomes.filter(({ success }) => !success).length;
  if (failed > 0) return `❌ Kafka: ${failed} of ${count(outcomes.length, 'instance')} failed`;
  const started = outcomes.filter(({ changed }) => changed === true).length;
  const serving = outcomes.every(({ status }) => status === 'running');
  const what = serving
    ? `${count(outcomes.length, 'instance')} in service`
    : `${count(outcomes.length, 'instance')} deploying`;
  return `✅ Kafka: ${what}, ${started === 0 ? 'nothing to start' : `${started} started`}`;
}

function stopSection({ stop }: Report): string[] {
  if (!stop) return [];
  return [`> **${escapeMarkdown(endSentence(stop.message))}**<br>${escapeMarkdown(stop.remedy)}`];
}

function problemTable(title: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const rows = problems.map(({ origin, message }) => {
    return [origin ? code(describeOrigin(origin)) : '', escapeMarkdown(message)];
  });
  return [`### ${title}`, table(['Place', 'What'], rows)];
}

function instanceTable({ mode, requests, plan, outcomes }: Report): string[] {
  if (requests.length === 0) return [];
  const planned = new Map(plan.map((item) => [item.request.key, item]));
  const ended = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  const rows = requests.map((request) => {
    const item = planned.get(request.key);
    const outcome = mode === 'apply' ? ended.get(request.key) : undefined;
    const why = item ? `**${item.action}**, ${escapeMarkdown(item.reason)}` : '';
    const cells = [nameCell(request), code(request.regionId), why];
    return mode === 'apply' ? [...cells, resultCell(outcome), code(outcome?.requestId ?? '')] : cells;
  });
  const titles = ['Instance', 'Region', 'Plan', ...(mode === 'apply' ? ['Result', 'RequestId'] : [])];
  return [table(titles, rows)];
}

function nameCell({ key, instanceId, regionId }: StartRequest): string {
  const name = key === instanceId ? '' : `**${escapeMarkdown(key)}**<br>`;
  return `${name}[${code(instanceId)}](${consoleUrl(regionId, instanceId)})`;
}

function resultCell(outcome: Outcome | undefined): string {
  if (!outcome) return 'not begun';
  const { success, changed, status, durationSeconds } = outcome;
  if (!success) return changed === false ? '❌ failed' : '❌ failed; deployment may go on';
  if (changed === false) return `✅ ${status}`;
  return `✅ started, ${status} after ${duration(durationSeconds * 1000)}`;
}

/** What clients need to connect, for the instances that are in service. */
function bootstrapTable(outcomes: readonly Outcome[]): string[] {
  const rows = outcomes.flatMap(({ key, endpoints }) =>
    ENDPOINT_KINDS.filter(([kind]) => endpoints[kind] !== '').map(([kind, what]) => {
      return [escapeMarkdown(key), what, code(endpoints[kind])];
    }),
  );
  return rows.length === 0 ? [] : ['### Bootstrap servers', table(['Instance', 'Access', 'Servers'], rows)];
}

const ENDPOINT_KINDS = [
  ['plain', 'VPC'],
  ['ssl', 'Internet, SSL'],
  ['sasl', 'VPC, SASL'],
  ['vpcSasl', 'VPC, SASL and SSL'],
] as const;

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => ':--'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

function failureSection({
  key,
  regionId,
  instanceId,
  code: errorCode,
  requestId,
  failure,
}: Outcome): string[] {
  if (!failure) return [];
  const facts = { ...(requestId !== '' && { RequestId: requestId }), ...failure.details };
  const details = Object.entries(facts).map(([name, value]) => `${escapeMarkdown(name)} ${code(value)}`);
  const isError = errorCode !== '' && errorCode !== '200'; // the call went well where the instance did not
  const links = [
    ...(isError ? [`[About this error](${errorUrl(errorCode, failure.recommend)})`] : []),
    `[Instance in the console](${consoleUrl(regionId, instanceId)})`,
  ];
  return [
    `### ❌ ${escapeMarkdown(key)}${isError ? `: ${code(errorCode)}` : ''}`,
    `> ${escapeMarkdown(failure.message)}`,
    `**What to do:** ${escapeMarkdown(failure.remedy)}`,
    [...details, ...links].join(' · '),
  ];
}

function parameterSection({ key, parameters }: StartRequest, open: boolean): string {
  const rows = parameters.map((parameter) => {
    const origin = describeOrigin(parameter.origin);
    return [code(parameter.name), code(shownValue(parameter)), code(origin)];
  });
  return `<details${open ? ' open' : ''}><summary>Parameters of ${escapeMarkdown(key)}</summary>\n\n${table(['Parameter', 'Value', 'From'], rows)}\n\n</details>`;
}

/** Joins sections up to a limit in bytes; what does not fit is counted, never cut in its middle. */
function cutToLimit(sections: readonly string[], limit: number): string {
  const kept: string[] = [];
  let size = 0;
  for (const [index, section] of sections.entries()) {
    size += Buffer.byteLength(section) + 2;
    if (size > limit) {
      const left = `_${count(sections.length - index, 'section')} left out: the summary is at its limit. The log has everything._`;
      return [...kept, index === 0 ? cutBytes(section, limit) : '', left, ''].join('\n\n');
    }
    kept.push(section);
  }
  return `${kept.join('\n\n')}\n`;
}

import { endSentence, type Outcome } from '../deployment/outcome.ts';
import { describeOrigin } from '../manifest/origin.ts';
import type { Problem } from '../manifest/problems.ts';
import type { StartRequest } from '../manifest/request.ts';
import { consoleUrl, errorUrl } from './links.ts';
import { count, errorsOf, type Report, shownValue, succeeded, warningsOf } from './report.ts';
import { code, cutBytes, escapeMarkdown } from './text.ts';

/** The runner refuses a step's summary over 1 MiB whole; some room is left for what others wrote before. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024 - 16 * 1024;

/** The job summary in GitHub's Markdown. `report` must be free of secrets; everything else is escaped here. */
export function summaryOf(report: Report): string {
  const sections = [
    `## ${headline(report)}`,
    ...(report.stop
      ? [`> **${escapeMarkdown(endSentence(report.stop.message))}**<br>${escapeMarkdown(report.stop.remedy)}`]
      : []),
    ...problemTable('Errors', errorsOf(report)),
    ...instanceTable(report),
    ...report.outcomes.flatMap(failureSection),
    ...problemTable('Warnings', warningsOf(report)),
    ...report.requests.map((request) => parameterSection(request, report.requests.length === 1)),
  ];
  return cutToLimit(sections, SUMMARY_LIMIT_BYTES);
}

function headline(report: Report): string {
  const errors = errorsOf(report).length;
  if (report.stop) return '❌ Kafka: nothing was started';
  if (errors > 0) return `❌ Kafka: ${count(errors, 'error')}, nothing was started`;
  if (report.mode === 'validate') return `✅ Kafka: ${count(report.requests.length, 'instance')} valid`;
  const started = report.outcomes.filter(({ success }) => success).length;
  const all = report.outcomes.length;
  if (succeeded(report)) return `✅ Kafka: ${count(started, 'instance')} started`;
  return started === 0 ? '❌ Kafka: the start failed' : `❌ Kafka: ${started} of ${all} instances started`;
}

function problemTable(title: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const rows = problems.map(({ origin, message }) => {
    return `| ${origin ? code(describeOrigin(origin)) : ''} | ${escapeMarkdown(message)} |`;
  });
  return [`### ${title}`, ['| Place | What |', '|:--|:--|', ...rows].join('\n')];
}

function instanceTable(report: Report): string[] {
  if (report.requests.length === 0) return [];
  const outcomes = new Map(report.outcomes.map((outcome) => [outcome.key, outcome]));
  const rows = report.requests.map((request) => {
    const { key, instanceId, regionId } = request;
    const outcome = outcomes.get(key);
    const name = key === instanceId ? '' : `**${escapeMarkdown(key)}**<br>`;
    const link = `[${code(instanceId)}](${consoleUrl(regionId, instanceId)})`;
    const requestId = code(outcome?.requestId ?? '');
    return `| ${name}${link} | ${code(regionId)} | ${resultOf(outcome)} | ${requestId} |`;
  });
  return [['| Instance | Region | Result | RequestId |', '|:--|:--|:--|:--|', ...rows].join('\n')];
}

function resultOf(outcome: Outcome | undefined): string {
  if (!outcome) return 'not started';
  if (outcome.success) return '✅ started, now deploying';
  return outcome.changed === 'unknown' ? '⚠️ unknown, may be deploying' : '❌ not started';
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
  const links = [
    `[About this error](${errorUrl(errorCode, failure.recommend)})`,
    `[Instance in the console](${consoleUrl(regionId, instanceId)})`,
  ];
  return [
    `### ❌ ${escapeMarkdown(key)}: ${code(errorCode)}`,
    `> ${escapeMarkdown(failure.message)}`,
    `**What to do:** ${escapeMarkdown(failure.remedy)}`,
    [...details, ...links].join(' · '),
  ];
}

function parameterSection({ key, parameters }: StartRequest, open: boolean): string {
  const rows = parameters.map((parameter) => {
    const origin = describeOrigin(parameter.origin);
    return `| ${code(parameter.name)} | ${code(shownValue(parameter))} | ${code(origin)} |`;
  });
  const table = ['| Parameter | Value | From |', '|:--|:--|:--|', ...rows].join('\n');
  return `<details${open ? ' open' : ''}><summary>Parameters of ${escapeMarkdown(key)}</summary>\n\n${table}\n\n</details>`;
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

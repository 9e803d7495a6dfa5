import { endSentence } from '../deployment/failure.ts';
import type { Site } from '../deployment/options.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { StartRequest } from '../deployment/start-request.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import { describeOrigin } from '../manifest/origin.ts';
import { driftSections } from './drift.ts';
import { failureWords, headline } from './headline.ts';
import { consoleUrl, errorUrl } from './links.ts';
import { networkCell } from './network.ts';
import { count, duration, errorsOf, noticesOf, type Report, shownValue, warningsOf } from './report.ts';
import { commitUrl, runUrl } from './run.ts';
import { code, escapeMarkdown } from './text.ts';

/** The runner refuses a step's summary over 1 MiB whole; some room is left for what others wrote before. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024 - 16 * 1024;

/** The job summary in GitHub's Markdown. `report` must be free of secrets; everything else is escaped here. */
export function summaryOf(report: Report): string {
  return cutToLimit(
    [`## ${headline(report)}`, ...detailsOf(report), ...recordSection(report)],
    SUMMARY_LIMIT_BYTES,
  );
}

/** What a report tells below its headline: diagnostics, instances, failures, and every parameter, folded. */
export function detailsOf(report: Report): string[] {
  const open = report.requests.length === 1;
  return [
    ...stopSection(report),
    ...diagnosticTable('Errors', errorsOf(report)),
    ...instanceTable(report),
    ...bootstrapTable(report.outcomes),
    ...report.outcomes.flatMap((outcome) => failureSection(outcome, report.site)),
    ...driftSections(report),
    ...diagnosticTable('Warnings', warningsOf(report)),
    ...diagnosticTable('Notes', noticesOf(report)),
    ...report.requests.map((request) => parameterSection(request, open)),
  ];
}

/** Who deployed what, and who let them. */
function recordSection({ mode, run }: Report): string[] {
  if (mode !== 'apply' || !run?.repository) return [];
  const commit = commitUrl(run);
  const page = runUrl(run);
  const facts = [
    ['Commit', commit ? `[${code(run.sha.slice(0, 12))}](${commit})` : code(run.sha)],
    ['Actor', code(run.actor)],
    [
      'Workflow',
      `${escapeMarkdown(run.workflow)}, ${page ? `[attempt ${escapeMarkdown(run.attempt)}](${page})` : ''}`,
    ],
    ...(run.approvals ?? []).map(({ user, state, environments, comment }) => {
      const note = comment === '' ? '' : `: ${escapeMarkdown(comment)}`;
      return [
        `${escapeMarkdown(environments.join(', '))} ${escapeMarkdown(state)} by`,
        `${code(user)}${note}`,
      ];
    }),
  ];
  return ['### On record', table(['What', 'Who'], facts)];
}

function stopSection({ stop }: Report): string[] {
  if (!stop) return [];
  return [`> **${escapeMarkdown(endSentence(stop.message))}**<br>${escapeMarkdown(stop.remedy)}`];
}

function diagnosticTable(title: string, diagnostics: readonly Diagnostic[]): string[] {
  if (diagnostics.length === 0) return [];
  const rows = diagnostics.map(({ origin, message }) => {
    return [origin ? code(describeOrigin(origin)) : '', escapeMarkdown(message)];
  });
  return [`### ${title}`, table(['Place', 'What'], rows)];
}

function instanceTable({ mode, site, requests, plan, outcomes }: Report): string[] {
  if (requests.length === 0) return [];
  const planned = new Map(plan.map((item) => [item.request.key, item]));
  const ended = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  const rows = requests.map((request) => {
    const item = planned.get(request.key);
    const outcome = mode === 'apply' ? ended.get(request.key) : undefined;
    const why = item ? `**${item.action}**, ${escapeMarkdown(item.reason)}${networkCell(item)}` : '';
    const cells = [nameCell(request, site), code(request.regionId), why];
    return mode === 'apply' ? [...cells, resultCell(outcome), code(outcome?.requestId ?? '')] : cells;
  });
  const titles = ['Instance', 'Region', 'Plan', ...(mode === 'apply' ? ['Result', 'RequestId'] : [])];
  return [table(titles, rows)];
}

function nameCell(request: StartRequest, site: Site): string {
  const { key, instanceId } = request;
  const name = key === instanceId ? '' : `**${escapeMarkdown(key)}**<br>`;
  return `${name}[${code(instanceId)}](${consoleUrl(site, request)})`;
}

function resultCell(outcome: Outcome | undefined): string {
  if (!outcome) return 'not begun';
  const { success, changed, status, durationSeconds } = outcome;
  if (!success) return `❌ ${failureWords(outcome)}`;
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
  ['plain', 'VPC, PLAINTEXT'],
  ['ssl', 'Internet, SASL_SSL'],
  ['sasl', 'VPC, SASL_PLAINTEXT'],
  ['vpcSasl', 'VPC, SASL_SSL'],
] as const;

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => ':--'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

function failureSection(outcome: Outcome, site: Site): string[] {
  const { key, requestId, failure } = outcome;
  if (!failure || failure.isTold) return [];
  // The last call may have gone well where the instance did not.
  const errorCode = outcome.code === '200' ? '' : outcome.code;
  const facts = { ...(requestId !== '' && { RequestId: requestId }), ...failure.details };
  const details = Object.entries(facts).map(([name, value]) => `${escapeMarkdown(name)} ${code(value)}`);
  const links = [
    ...(failure.code ? [`[About this error](${errorUrl(site, failure.code, failure.recommend)})`] : []),
    `[Instance in the console](${consoleUrl(site, outcome)})`,
  ];
  return [
    `### ❌ ${escapeMarkdown(key)}${errorCode === '' ? '' : `: ${code(errorCode)}`}`,
    `> ${escapeMarkdown(failure.message)}${failure.origin ? `<br>at ${code(describeOrigin(failure.origin))}` : ''}`,
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

/**
 * Joins sections up to a limit in bytes. The first that does not fit is cut between the rows of its table;
 * what is left out is counted, never hidden.
 */
export function cutToLimit(sections: readonly string[], limit: number, what = 'the summary'): string {
  const kept: string[] = [];
  let size = 0;
  for (const [index, section] of sections.entries()) {
    const bytes = Buffer.byteLength(section) + 2;
    if (size + bytes > limit) {
      const left = `_${count(sections.length - index, 'section')} left out or cut: ${what} is at its limit. The log has everything._`;
      const part = cutRows(section, limit - size - Buffer.byteLength(left) - 8);
      return [...kept, ...(part === '' ? [] : [part]), left, ''].join('\n\n');
    }
    size += bytes;
    kept.push(section);
  }
  return `${kept.join('\n\n')}\n`;
}

/** As many rows of a table as fit; nothing of what is no table. */
function cutRows(section: string, limit: number): string {
  if (!section.startsWith('| ')) return '';
  const rows: string[] = [];
  let size = 0;
  for (const row of section.split('\n')) {
    size += Buffer.byteLength(row) + 1;
    if (size > limit) break;
    rows.push(row);
  }
  return rows.length > 2 ? rows.join('\n') : '';
}

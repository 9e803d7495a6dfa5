import { endSentence } from '../deployment/failure.ts';
import type { Site } from '../deployment/options.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { StartRequest } from '../deployment/start-request.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import { describeOrigin } from '../manifest/origin.ts';
import { additionLines, additionTally, additionTexts, changeLines } from './changes.ts';
import { connectSections } from './connect.ts';
import { cutToLimit } from './cut.ts';
import { driftSections } from './drift.ts';
import { failureWords, headline } from './headline.ts';
import { consoleUrl, errorUrl } from './links.ts';
import { networkCell } from './network.ts';
import { adviceOf, duration, errorsOf, noticesOf, type Report, shownValue, warningsOf } from './report.ts';
import { commitUrl, runUrl } from './run.ts';
import { htmlTable, table } from './table.ts';
import { code, escapeMarkdown, fenced, identifier } from './text.ts';

/** The runner refuses a step's summary over 1 MiB whole; some room is left for what others wrote before. */
const SUMMARY_LIMIT_BYTES = 1024 * 1024 - 16 * 1024;

/** The job summary in GitHub's Markdown. `report` must be free of secrets; everything else is escaped here. */
export function summaryOf(report: Report): string {
  return cutToLimit(
    [
      `## ${headline(report)}`,
      ...sourceSection(report),
      ...detailsOf(report, connectSections(report.outcomes)),
      ...recordSection(report),
    ],
    SUMMARY_LIMIT_BYTES,
  );
}

/** So many failures are told before all else; the others come after the changes. */
const FIRST_FAILURES = 20;

/**
 * What a report tells below its headline, what one must act on first. Every parameter is there, folded.
 *
 * @param connect how clients connect
 */
export function detailsOf(report: Report, connect: readonly string[]): string[] {
  const open = report.requests.length === 1;
  const failures = report.outcomes.map((outcome) => failureSection(outcome, report.site));
  return [
    ...stopSection(report),
    ...diagnosticTable('Errors', errorsOf(report)),
    ...failures.slice(0, FIRST_FAILURES).flat(),
    ...driftSections(report),
    ...instanceTable(report),
    ...changeSections(report),
    ...failures.slice(FIRST_FAILURES).flat(),
    ...connect,
    ...diagnosticTable('Warnings', warningsOf(report)),
    ...diagnosticTable('Notes', noticesOf(report)),
    ...report.requests.map((request) => parameterSection(request, open)),
  ];
}

/** What was deployed from, and how long it took. */
function sourceSection({ source, durationMs }: Report): string[] {
  if (!source) return [];
  const { manifest, environment } = source;
  const facts = [
    `From ${manifest === undefined ? 'the inputs' : code(manifest)}`,
    ...(environment === undefined ? [] : [`environment ${code(environment)}`]),
    ...(durationMs === undefined ? [] : [`in ${duration(durationMs)}`]),
  ];
  return [`${facts.join(', ')}.`];
}

/** What is to be added to the instances that lack something, or what became of it. */
function changeSections({ mode, plan, outcomes }: Report): string[] {
  const ended = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  const sections = plan.flatMap((item) => {
    const { key } = item.request;
    const outcome = mode === 'apply' ? ended.get(key) : undefined;
    const additions = outcome ? additionTexts(outcome, item) : [];
    const lines = outcome ? additionLines(additions) : changeLines(item.changes);
    const tally = outcome ? `: ${additionTally(additions)}` : '';
    return lines.length === 0
      ? []
      : [`${escapeMarkdown(key)}${tally}\n\n${fenced(outcome ? '' : 'diff', lines)}`];
  });
  return sections.length === 0 ? [] : ['### Changes', ...sections];
}

/** Who deployed what, and who let them. */
function recordSection({ mode, run }: Report): string[] {
  if (mode !== 'apply' || !run?.repository) return [];
  const commit = commitUrl(run);
  const page = runUrl(run);
  const attempt = `attempt ${escapeMarkdown(run.attempt)}`;
  const facts = [
    ['Commit', commit ? `[${code(run.sha.slice(0, 12))}](${commit})` : code(run.sha)],
    ['Actor', code(run.actor)],
    ['Workflow', `${escapeMarkdown(run.workflow)}, ${page ? `[${attempt}](${page})` : attempt}`],
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
  return [`> **${escapeMarkdown(endSentence(stop.message))}**<br>${escapeMarkdown(adviceOf(stop))}`];
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
    const outcome = ended.get(request.key);
    const why = item
      ? `<strong>${item.action}</strong>, ${escapeMarkdown(item.reason)}${networkCell(item)}`
      : '';
    const cells = [nameCell(request, site), identifier(request.regionId), why];
    return mode === 'apply'
      ? [...cells, resultCell(outcome, item), identifier(outcome?.requestId ?? '')]
      : cells;
  });
  const titles = ['Instance', 'Region', 'Plan', ...(mode === 'apply' ? ['Result', 'RequestId'] : [])];
  return [htmlTable(titles, rows, NEVER_WRAPPED)];
}

/** Identifiers are no words that a line may end in. */
const NEVER_WRAPPED = new Set(['Instance', 'Region', 'RequestId']);

function nameCell(request: StartRequest, site: Site): string {
  const { key, instanceId } = request;
  const name = key === instanceId ? '' : `<strong>${escapeMarkdown(key)}</strong><br>`;
  return `${name}<a href="${consoleUrl(site, request)}">${identifier(instanceId)}</a>`;
}

function resultCell(outcome: Outcome | undefined, item: PlanItem | undefined): string {
  if (!outcome) return 'not begun';
  const tally = additionTally(additionTexts(outcome, item));
  return tally === '' ? endingCell(outcome) : `${endingCell(outcome)}<br>${tally}`;
}

function endingCell(outcome: Outcome): string {
  const { success, action, changed, status, durationSeconds } = outcome;
  if (!success) return `❌ ${failureWords(outcome)}`;
  if (changed === false || action !== 'start') return `✅ ${status}`;
  return `✅ started, ${status} after ${duration(durationSeconds * 1000)}`;
}

function failureSection(outcome: Outcome, site: Site): string[] {
  const { key, requestId, failure } = outcome;
  if (!failure || failure.isTold) return [];
  // The last call may have gone well where the instance did not.
  const errorCode = outcome.code === '200' ? '' : outcome.code;
  const facts = { ...(requestId !== '' && { RequestId: requestId }), ...failure.details };
  const details = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  const links = [
    ...(failure.code ? [`[About this error](${errorUrl(site, failure.code, failure.recommend)})`] : []),
    `[Instance in the console](${consoleUrl(site, outcome)})`,
  ];
  return [
    `### ❌ ${escapeMarkdown(key)}${errorCode === '' ? '' : `: ${code(errorCode)}`}`,
    `> ${escapeMarkdown(failure.message)}${failure.origin ? `<br>at ${code(describeOrigin(failure.origin))}` : ''}`,
    `**What to do:** ${escapeMarkdown(failure.remedy)}`,
    ...(details.length > 0 ? [fenced('', details)] : []),
    links.join(' · '),
  ];
}

function parameterSection({ key, parameters }: StartRequest, open: boolean): string {
  const rows = parameters.map((parameter) => {
    const origin = describeOrigin(parameter.origin);
    return [code(parameter.name), code(shownValue(parameter)), code(origin)];
  });
  return `<details${open ? ' open' : ''}><summary>Parameters of ${escapeMarkdown(key)}</summary>\n\n${table(['Parameter', 'Value', 'From'], rows)}\n\n</details>`;
}

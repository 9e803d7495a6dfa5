import { connectSections } from './connect.ts';
import { cutToLimit } from './cut.ts';
import { headline, planWords } from './headline.ts';
import { hasChanges, hasDrift, type Report, succeeded, tally } from './report.ts';
import { detailsOf } from './summary.ts';
import { code, escapeMarkdown } from './text.ts';

/** GitHub refuses a comment of more characters than this. */
export const COMMENT_LIMIT = 65_536;

/** Where the comment's plan comes from. */
export interface CommentContext {
  readonly manifest: string | undefined;
  readonly environment: string | undefined;
  readonly sha: string;
  readonly runUrl: string;
}

/** The plan as a comment of a pull request. `report` must be free of secrets; everything else is escaped here. */
export function commentOf(report: Report, { manifest, environment, sha, runUrl }: CommentContext): string {
  const where = [
    manifest === undefined ? 'the inputs' : code(manifest),
    ...(environment === undefined ? [] : [`environment ${code(environment)}`]),
  ];
  const what = report.mode === 'plan' ? 'Plan for' : 'Result of';
  const footer = `<sub>${what} ${code(sha.slice(0, 12))} by [this run](${runUrl}), whose summary has everything.</sub>`;
  const connect = report.mode === 'plan' ? [] : connectSections(report.outcomes);
  const sections = [`### ${titleOf(report)}`, `From ${where.join(', ')}.`, ...detailsOf(report, connect)];
  return `${cutToLimit(sections, COMMENT_LIMIT - footer.length - 500, 'this comment')}\n${footer}\n`;
}

function titleOf(report: Report): string {
  if (report.mode !== 'plan') return headline(report);
  if (!succeeded(report))
    return `❌ Kafka plan: ${escapeMarkdown(report.plan.length > 0 ? planWords(report).join(', ') : 'it could not be made')}`;
  if (hasChanges(report)) return `📋 Kafka plan: ${tally(report.plan)}`;
  return hasDrift(report.plan) ? `⚠️ Kafka plan: ${tally(report.plan)}` : '✅ Kafka plan: no changes';
}

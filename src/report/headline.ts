import type { Outcome } from '../deployment/outcome.ts';
import { count, errorsOf, type Report, succeeded, tally } from './report.ts';

/** How a run left an instance, in the words and the order of a headline. */
const ENDINGS = [
  ...['failed', 'may be deploying', 'still deploying', 'not started', 'blocked'],
  ...['in service', 'being changed', 'deploying'],
] as const;

type Ending = (typeof ENDINGS)[number];

const STOPS = { cancelled: 'cancelled', timeout: 'time was up' } as const;

/** The first line of a summary: how it ended, in figures of each kind. */
export function headline(report: Report): string {
  const { mode, requests, plan } = report;
  const errors = errorsOf(report).length;
  if (report.stop) return `❌ Kafka: ${report.stop.headline ?? 'nothing was started'}`;
  if (errors > 0) return `❌ Kafka: ${count(errors, 'error')}, nothing was started`;
  if (mode === 'validate') return `✅ Kafka: ${count(requests.length, 'instance')} valid`;
  if (mode === 'plan') return `${succeeded(report) ? '📋' : '❌'} Kafka plan: ${tally(plan)}`;
  return `${succeeded(report) ? '✅' : '❌'} Kafka: ${appliedWords(report).join(', ')}`;
}

function appliedWords(report: Report): string[] {
  const { plan, outcomes } = report;
  const stops = (['cancelled', 'timeout'] as const).filter((why) =>
    outcomes.some(({ stopped }) => stopped === why),
  );
  const endings = outcomes.map(endingOf);
  const figures = ENDINGS.map((ending) => ({
    ending,
    number: endings.filter((one) => one === ending).length,
  }))
    .filter(({ number }) => number > 0)
    .map(({ ending, number }, index) => `${index === 0 ? count(number, 'instance') : number} ${ending}`);
  const drifted = plan.filter(({ drift }) => drift.length > 0).length;
  const drift = drifted > 0 ? [`${drifted} with drift`] : [];
  return [...stops.map((why) => STOPS[why]), ...figures, ...drift, ...startedWords(report, endings)];
}

/** How many this run has started; that it was none is said unless another figure says more of it. */
function startedWords(report: Report, endings: readonly Ending[]): string[] {
  const started = report.outcomes.filter(({ changed }) => changed === true).length;
  if (started > 0) return [`${started} started`];
  if (succeeded(report)) return ['nothing to start'];
  const saysMore: readonly Ending[] = ['may be deploying', 'still deploying', 'not started'];
  return endings.some((ending) => saysMore.includes(ending)) ? [] : ['nothing was started'];
}

function endingOf({ success, action, status, stopped, goesOn }: Outcome): Ending {
  if (success && status === 'running') return 'in service';
  if (success) return status === 'changing' ? 'being changed' : 'deploying';
  if (action === 'blocked') return 'blocked';
  if (goesOn) return goesOn === 'surely' ? 'still deploying' : 'may be deploying';
  return stopped ? 'not started' : 'failed';
}

/** How a run left an instance that is not as wanted, with why. */
export function failureWords(outcome: Outcome): string {
  const ending = endingOf(outcome);
  if (outcome.stopped) return `${STOPS[outcome.stopped]}, ${ending}`;
  if (ending === 'still deploying') return 'not waited for to the end, still deploying';
  return ending === 'may be deploying' ? `failed, ${ending}` : ending;
}

import type { Outcome } from '../deployment/outcome.ts';
import { addedCount } from './changes.ts';
import { count, errorsOf, failsOnDrift, type Report, succeeded, tally } from './report.ts';

/** How a run left an instance, in the words and the order of a headline. */
const ENDINGS = [
  ...['failed', 'may be deploying', 'still deploying', 'not started', 'incomplete', 'blocked'],
  ...['in service', 'being changed', 'deploying'],
] as const;

const TIME_WAS_UP = 'time was up';

type Ending = (typeof ENDINGS)[number];

/** The first line of a summary: how it ended, in figures of each kind. */
export function headline(report: Report): string {
  const good = report.mode === 'plan' ? '📋' : '✅';
  const words = [...(report.cancelled ? ['cancelled'] : []), ...endWords(report)];
  const planned = report.mode === 'plan' && report.plan.length > 0;
  return `${succeeded(report) ? good : '❌'} Kafka${planned ? ' plan' : ''}: ${words.join(', ')}`;
}

function endWords(report: Report): string[] {
  const { mode, requests, plan, stop } = report;
  const errors = errorsOf(report).length;
  if (stop) return [stop.headline ?? 'nothing was started'];
  if (errors > 0 && plan.length === 0) return [count(errors, 'error'), 'nothing was started'];
  if (mode === 'validate') return [`${count(requests.length, 'instance')} valid`];
  return mode === 'plan' ? planWords(report) : appliedWords(report);
}

/** What is to be done, in figures of each kind. */
export function planWords(report: Report): string[] {
  return [tally(report.plan), ...driftFailure(report)];
}

function driftFailure(report: Report): string[] {
  return failsOnDrift(report) ? ['drift fails the step'] : [];
}

function appliedWords(report: Report): string[] {
  const { plan, outcomes } = report;
  const stops = outcomes.some(({ stopped }) => stopped === 'timeout') ? [TIME_WAS_UP] : [];
  const endings = outcomes.map(endingOf);
  const figures = ENDINGS.map((ending) => ({
    ending,
    number: endings.filter((one) => one === ending).length,
  }))
    .filter(({ number }) => number > 0)
    .map(({ ending, number }, index) => `${index === 0 ? count(number, 'instance') : number} ${ending}`);
  const drifted = plan.filter(({ drift }) => drift.length > 0).length;
  const drift = drifted > 0 ? [`${drifted} with drift`] : [];
  return [...stops, ...figures, ...drift, ...startedWords(report, endings), ...driftFailure(report)];
}

/** How many instances this run has started, and how many things it added to them; that it was none is said unless another figure says more of it. */
function startedWords(report: Report, endings: readonly Ending[]): string[] {
  const { outcomes, cancelled } = report;
  const started = outcomes.filter(({ action, changed }) => action === 'start' && changed === true).length;
  const number = addedCount(outcomes);
  const added = number > 0 ? [`${count(number, 'thing')} added`] : [];
  if (started > 0) return [`${started} started`, ...added];
  if (!cancelled && outcomes.every(({ success }) => success)) return [...added, 'nothing to start'];
  const saysMore: readonly Ending[] = ['may be deploying', 'still deploying', 'not started', 'incomplete'];
  return endings.some((ending) => saysMore.includes(ending)) ? added : [...added, 'nothing was started'];
}

function endingOf({ success, action, status, stopped, goesOn }: Outcome): Ending {
  if (success && status === 'running') return 'in service';
  if (success) return status === 'changing' ? 'being changed' : 'deploying';
  if (action === 'blocked') return 'blocked';
  if (status === 'running') return 'incomplete';
  if (status === 'changing') return 'being changed';
  if (goesOn) return goesOn === 'surely' ? 'still deploying' : 'may be deploying';
  return stopped ? 'not started' : 'failed';
}

/** How a run left an instance that is not as wanted, with why. */
export function failureWords(outcome: Outcome): string {
  const ending = endingOf(outcome);
  if (outcome.stopped) return `${outcome.stopped === 'timeout' ? TIME_WAS_UP : 'cancelled'}, ${ending}`;
  if (ending === 'still deploying') return 'not waited for to the end, still deploying';
  return ending === 'may be deploying' ? `failed, ${ending}` : ending;
}

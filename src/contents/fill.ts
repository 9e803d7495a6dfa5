import type { ContentsApi } from '../alibaba/contents.ts';
import { NO_ANSWER } from '../alibaba/errors.ts';
import { nameOf } from '../deployment/change.ts';
import type { ContentsOutcome, Finding } from '../deployment/contents-outcome.ts';
import { endSentence, type Failure } from '../deployment/failure.ts';
import type { Progress } from '../deployment/progress.ts';
import type { StepDependencies, StepRunner } from '../deployment/step-dependencies.ts';
import { applyContents } from './apply.ts';
import type { ContentsDrift } from './difference.ts';
import { fewOf, originOf, overgrowthOf } from './findings.ts';
import { type Comparison, compare } from './plan.ts';

/**
 * The step that adds to an instance in service what it is to hold. What could not be added is the failure of its
 * progress, and ends nothing else; only a run that stops in the middle ends the step.
 */
export function filling(contents: ContentsApi): StepRunner {
  return async (progress, run) => {
    if (progress.status !== 'running') {
      const what = progress.item.changes.length > 0 ? 'added' : 'compared';
      run.listener.note(progress, `It is not in service yet: what it is to hold is ${what} by the next run.`);
      return;
    }
    const { changes, findings, failure: cannot } = await lackOf(progress, run, contents);
    if (changes.length > 0) run.listener.adding(progress);
    const { regionId, instanceId } = progress.item.request;
    const outcome = await applyContents({ regionId, instanceId }, changes, {
      ...run,
      contents,
      note: (line) => run.listener.note(progress, line),
      added: () => run.listener.added(progress),
    });
    progress.contents = { ...outcome, findings: [...findings, ...overgrowthOf(outcome.overgrown)] };
    progress.record('fill', outcome.changed === 'unknown' ? 'perhaps' : outcome.changed ? 'yes' : 'no');
    const failed = outcome.items.find(({ result, failure }) => failure || result === 'unknown');
    if (failed) progress.answer = failed.answer ?? NO_ANSWER;
    progress.failure = failureOf(outcome, cannot);
    if (outcome.stopped) throw run.stop.reason;
  };
}

/** The plan tells drift by itself; of an instance that did not run then it knew none. */
function differenceOf({ field, key, shown, live, origin }: ContentsDrift): Finding {
  const message = `${field} ${key} is ${JSON.stringify(live)} in the cloud, ${JSON.stringify(shown)} here`;
  return { level: 'warning', field, message, origin };
}

/** What the plan has found where the instance ran then; else what it lacks now. */
async function lackOf(
  progress: Progress,
  run: StepDependencies,
  contents: ContentsApi,
): Promise<Pick<Comparison, 'changes' | 'findings' | 'failure'>> {
  const { request, status, changes, failure } = progress.item;
  if (status === 'running') return { changes, findings: [], failure };
  const found = await compare(request, {
    ...{ ...run, contents },
    note: (line) => run.listener.note(progress, line),
  });
  return { ...found, findings: [...found.findings, ...found.drift.map(differenceOf)] };
}

const RESUME = 'Run again: it adds what is missing, and nothing twice.';

function failureOf(outcome: ContentsOutcome, cannot: Failure | undefined): Failure | undefined {
  if (outcome.complete) return cannot;
  const { items, stopped } = outcome;
  const failed = items.filter(({ failure }) => failure);
  const unknown = items.filter(({ result }) => result === 'unknown');
  const [left, added] = (['not begun', 'added'] as const).map((what) =>
    items.filter(({ result, failure }) => result === what && !failure),
  );
  const what = [
    ...(stopped ? [stopped === 'timeout' ? 'The time was up' : 'The run was cancelled'] : []),
    ...(failed[0]?.failure ? [failed[0].failure.message] : []),
    ...(failed.length > 1 ? [`${failed.length - 1} more could not be added`] : []),
    ...listed('Whether these were added is not known', unknown),
    ...listed('Added', stopped ? added : []),
    ...listed('Not begun', left),
    ...(cannot ? [cannot.message] : []),
  ];
  const first = failed[0]?.failure;
  const origin = failed[0] && originOf(failed[0].change);
  return {
    ...first,
    ...(origin && { origin }),
    message: what.map(endSentence).join(' '),
    remedy: [first?.remedy, cannot?.remedy, RESUME].filter((each) => each !== undefined).join(' '),
    details: first?.details ?? {},
  };
}

function listed(what: string, items: ContentsOutcome['items'] = []): string[] {
  if (items.length === 0) return [];
  return [`${what}: ${fewOf(items.map(({ change }) => nameOf(change)))}`];
}

import type { ContentsApi } from '../alibaba/contents.ts';
import { nameOf } from '../deployment/change.ts';
import type { ContentsOutcome, Finding } from '../deployment/contents-outcome.ts';
import { endSentence, type Failure } from '../deployment/failure.ts';
import { InstanceFailed } from '../deployment/instance-failed.ts';
import type { Progress } from '../deployment/progress.ts';
import type { StepDependencies, StepRunner } from '../deployment/step-dependencies.ts';
import { applyContents } from './apply.ts';
import { overgrowthOf } from './findings.ts';
import { type Comparison, compare } from './plan.ts';

/** The step that adds to an instance in service what it is to hold. */
export function filling(contents: ContentsApi): StepRunner {
  return async (progress, run) => {
    if (progress.status !== 'running') {
      run.listener.note(progress, 'It is not in service yet: what it is to hold is added by the next run.');
      return;
    }
    const { changes, findings } = await lackOf(progress, run, contents);
    if (changes.length > 0) run.listener.adding(progress);
    const { regionId, instanceId } = progress.item.request;
    const outcome = await applyContents({ regionId, instanceId }, changes, {
      ...run,
      contents,
      note: (line) => run.listener.note(progress, line),
      added: () => run.listener.added(progress),
    });
    if (progress.ended) return;
    progress.contents = { ...outcome, findings: [...findings, ...overgrowthOf(outcome.overgrown)] };
    progress.record('fill', outcome.changed === 'unknown' ? 'perhaps' : outcome.changed ? 'yes' : 'no');
    const failed = outcome.items.find(({ failure }) => failure);
    if (failed?.answer) progress.answer = failed.answer;
    const failure = failureOf(outcome, findings);
    if (failure) throw new InstanceFailed(failure);
  };
}

/** What the plan has found where the instance ran then; else what it lacks now. */
async function lackOf(
  progress: Progress,
  run: StepDependencies,
  contents: ContentsApi,
): Promise<Pick<Comparison, 'changes' | 'findings'>> {
  const { request, status, changes } = progress.item;
  if (status === 'running') return { changes, findings: [] };
  return compare(request, { ...run, contents, note: (line) => run.listener.note(progress, line) });
}

const RESUME = 'Run again: it adds what is missing, and nothing twice.';

function failureOf(outcome: ContentsOutcome, findings: readonly Finding[]): Failure | undefined {
  const errors = findings.filter(({ level }) => level === 'error');
  if (outcome.complete && errors.length === 0) return undefined;
  const { items, stopped } = outcome;
  const failed = items.filter(({ failure }) => failure);
  const unknown = items.filter(({ result }) => result === 'unknown');
  const left = items.filter(({ result }) => result === 'not begun');
  const what = [
    ...(stopped ? [stopped === 'timeout' ? 'The time was up' : 'The run was cancelled'] : []),
    ...(failed[0]?.failure ? [failed[0].failure.message] : []),
    ...(failed.length > 1 ? [`${failed.length - 1} more could not be added`] : []),
    ...(unknown.length > 0 ? [`Whether these were added is not known: ${namesOf(unknown)}`] : []),
    ...(left.length > 0 ? [`Not begun: ${namesOf(left)}`] : []),
    ...(errors[0] ? [errors[0].message] : []),
  ];
  const first = failed[0]?.failure;
  return {
    ...first,
    message: what.map(endSentence).join(' '),
    remedy: first ? `${first.remedy} ${RESUME}` : (errors[0]?.remedy ?? RESUME),
    details: first?.details ?? {},
    ...(errors.length > 0 && outcome.complete && { isToldAtLine: true as const }),
  };
}

const MOST_NAMED = 10;

function namesOf(items: ContentsOutcome['items']): string {
  const names = items.slice(0, MOST_NAMED).map(({ change }) => nameOf(change));
  const more = items.length > MOST_NAMED ? [`and ${items.length - MOST_NAMED} more`] : [];
  return [...names, ...more].join(', ');
}

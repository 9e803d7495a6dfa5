import type { InstanceRef } from '../alibaba/contents.ts';
import { type Change, type ChangeKind, nameOf, ORDER } from '../deployment/change.ts';
import type { Added, ContentsItem, ContentsOutcome } from '../deployment/contents-outcome.ts';
import { Stopped, unlessAborted } from '../time/clock.ts';
import { add, type ContentsDependencies, type KindState } from './add.ts';
import { additionOf } from './addition.ts';
import { watchTopics } from './watch.ts';

/**
 * Adds to an instance in service what it lacks, each thing once, in the order that ORDER tells. What goes wrong
 * with one does not stop the others; a refusal that concerns all of a kind ends that kind. Never throws for what
 * happens to them.
 */
export async function applyContents(
  to: InstanceRef,
  changes: readonly Change[],
  run: ContentsDependencies,
): Promise<ContentsOutcome> {
  const results = new Map<Change, Added>();
  const carryOut = (kinds: readonly ChangeKind[]) =>
    Promise.all(
      kinds.map((kind) =>
        addAll(
          changes.filter((each) => each.kind === kind),
          to,
          run,
          results,
        ),
      ),
    );
  for (const kinds of ORDER.slice(0, -1)) await carryOut(kinds);
  const [watched] = await Promise.all([watchTopics(to, results, run), carryOut(ORDER.at(-1) ?? [])]);
  const items = changes.map((change) => {
    const failure = watched.failures.get(change);
    return { change, ...(results.get(change) ?? NOT_BEGUN), ...(failure && { failure }) };
  });
  return {
    items,
    changed: changedBy(items),
    complete: items.every(({ result, failure }) => !failure && (result === 'added' || result === 'there')),
    overgrown: watched.overgrown,
    ...(run.stop.reason instanceof Stopped && isCutShort(items) && { stopped: run.stop.reason.why }),
  };
}

const NOT_BEGUN: Added = { result: 'not begun' };

function changedBy(items: readonly ContentsItem[]): ContentsOutcome['changed'] {
  const results = items.map(({ result }) => result);
  if (results.includes('added')) return true;
  return results.includes('unknown') ? 'unknown' : false;
}

function isCutShort(items: readonly ContentsItem[]): boolean {
  return items.some(({ result, failure }) => failure || result === 'not begun' || result === 'unknown');
}

/** Adds all changes of one kind. The first goes alone: what refuses it may refuse them all. */
async function addAll(
  changes: readonly Change[],
  to: InstanceRef,
  run: ContentsDependencies,
  results: Map<Change, Added>,
): Promise<void> {
  const firstAnswer = Promise.withResolvers<void>();
  const kind: KindState = { closing: new AbortController(), answered: firstAnswer.resolve };
  const carryOut = async (change: Change): Promise<void> => {
    const added = await add(additionOf(change, to, run), kind, run);
    results.set(change, added);
    if (added.result !== 'added') return;
    run.added?.();
    run.note(`Added ${nameOf(change)}`);
  };
  if (changes[0]?.kind === 'add-addresses') {
    for (const change of changes) await carryOut(change); // they all change the same list
    return;
  }
  const [first, ...rest] = changes;
  const others = async (): Promise<void> => {
    await unlessAborted(firstAnswer.promise, run.stop).catch(() => undefined);
    await Promise.all(rest.map(carryOut));
  };
  if (first) await Promise.all([carryOut(first), others()]);
}

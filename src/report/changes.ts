import { type Change, nameOf, PORT_RANGES, wantedPartitions } from '../deployment/change.ts';
import type { AdditionResult } from '../deployment/contents-outcome.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { DesiredTopic } from '../manifest/contents.ts';

/** What is added, in the words of the outputs. */
export type ChangedKind = 'address' | 'topic' | 'partitions' | 'consumer-group';

/** One thing that an instance lacks, in texts that may be shown. */
export interface ChangeText {
  readonly kind: ChangedKind;
  readonly name: string;
  /** `12 partitions`, `6 → 12 partitions`, `on 9092`; empty where there is nothing more to say. */
  readonly what: string;
}

/** A change in texts, one for each address of it. */
export function changeTexts(change: Change): ChangeText[] {
  switch (change.kind) {
    case 'add-addresses': {
      const [port] = PORT_RANGES[change.listener].split('/');
      return change.networks.map(({ shown }) => ({ kind: 'address', name: shown, what: `on ${port}` }));
    }
    case 'create-topic':
      return [{ kind: 'topic', name: change.topic.shown, what: topicText(change.topic) }];
    case 'add-partitions':
      return [
        {
          kind: 'partitions',
          name: change.topic.shown,
          what: `${change.from} → ${wantedPartitions(change)} partitions`,
        },
      ];
    case 'create-group':
      return [{ kind: 'consumer-group', name: change.group.shown, what: '' }];
  }
}

/** What the manifest says of a new topic, but its remark. */
function topicText({ partitions, replicationFactor, minInsyncReplicas, ...topic }: DesiredTopic): string {
  const partition = partitions?.shown === '1' ? 'partition' : 'partitions';
  return [
    ...(partitions ? [`${partitions.shown} ${partition}`] : []),
    ...(topic.localTopic?.value ? ['local'] : []),
    ...(topic.compact?.value ? ['compact'] : []),
    ...(replicationFactor ? [`replicationFactor ${replicationFactor.shown}`] : []),
    ...(minInsyncReplicas ? [`minInsyncReplicas ${minInsyncReplicas.shown}`] : []),
    ...[...topic.config].map(([key, { shown }]) => `${key} ${shown}`),
  ].join(', ');
}

/** A change as a line of a plan: `+ topic orders, 12 partitions`, `~ topic audit, 6 → 12 partitions`. */
function changeLine({ kind, name, what }: ChangeText): string {
  switch (kind) {
    case 'address':
      return `+ address ${name} ${what}`;
    case 'partitions':
      return `~ topic ${name}, ${what}`;
    case 'topic':
      return `+ topic ${[name, what].filter((text) => text !== '').join(', ')}`;
    case 'consumer-group':
      return `+ consumer group ${name}`;
  }
}

/** What became of one thing that an instance lacked. */
export interface AdditionText extends ChangeText {
  readonly result: AdditionResult;
  /** Why it is not there; absent where nothing is known to have gone wrong. */
  readonly error?: string;
}

/**
 * What an instance lacked, and what became of it. Where the run ended before it came to that, nothing was begun.
 *
 * @param planned its place in the plan, if there is one
 */
export function additionTexts(outcome: Outcome, planned: PlanItem | undefined): AdditionText[] {
  const items =
    outcome.contents?.items ??
    (planned?.changes ?? []).map((change) => ({ change, result: 'not begun' as const, failure: undefined }));
  return items.flatMap(({ change, result, failure }) =>
    changeTexts(change).map((text) => ({
      ...text,
      result,
      ...(failure && { error: failure.message.replace(`${nameOf(change)}: `, () => '') }),
    })),
  );
}

/** More of one kind are counted, and not named. */
const MOST_NAMED = 20;

const PLURALS: Readonly<Record<ChangedKind, string>> = {
  address: 'addresses',
  topic: 'new topics',
  partitions: 'topics with more partitions',
  'consumer-group': 'consumer groups',
};

/** Changes as lines, by kind; of each kind so many as one can read. */
export function changeLines(changes: readonly Change[]): string[] {
  return boundedLines(changes.flatMap(changeTexts), changeLine);
}

/** What became of changes as lines: what went wrong first. */
export function additionLines(additions: readonly AdditionText[]): string[] {
  const width = Math.max(0, ...additions.map((each) => resultOf(each).length));
  return RESULTS.flatMap((result) =>
    boundedLines(
      additions.filter((each) => resultOf(each) === result),
      (each) => `${result.padEnd(width)}  ${changeLine(each)}${each.error ? `: ${each.error}` : ''}`,
      (more) => `${result.padEnd(width)}  ${more}`,
    ),
  );
}

/** The words for what became of a change, what went wrong first. */
const RESULTS = ['failed', 'unknown', 'not begun', 'added', 'there already'] as const;

/** Something may have been added, and still not come into service. */
function resultOf({ result, error }: AdditionText): (typeof RESULTS)[number] {
  if (error !== undefined && result !== 'unknown') return 'failed';
  return result === 'there' ? 'there already' : result;
}

function boundedLines<T extends ChangeText>(
  texts: readonly T[],
  lineOf: (text: T) => string,
  around = (more: string) => more,
): string[] {
  const byKind = [...Map.groupBy(texts, ({ kind }) => kind)];
  return byKind.flatMap(([kind, alike]) => {
    const left = alike.length - MOST_NAMED;
    const more = left > 0 ? [around(`… and ${left} more ${PLURALS[kind]}`)] : [];
    return [...alike.slice(0, MOST_NAMED).map(lineOf), ...more];
  });
}

/** How many things became what: `3 added, 1 failed`; empty where an instance lacked nothing. */
export function additionTally(additions: readonly AdditionText[]): string {
  return RESULTS.map((result) => ({
    result,
    number: additions.filter((each) => resultOf(each) === result).length,
  }))
    .filter(({ number }) => number > 0)
    .map(({ result, number }) => `${number} ${result}`)
    .join(', ');
}

/** How many things a run has added. */
export function addedCount(outcomes: readonly Outcome[]): number {
  return outcomes
    .flatMap((outcome) => additionTexts(outcome, undefined))
    .filter(({ result }) => result === 'added').length;
}

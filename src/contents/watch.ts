import type { InstanceRef } from '../alibaba/contents.ts';
import type { LiveTopic } from '../alibaba/contents-answers.ts';
import { type Change, wantedPartitions } from '../deployment/change.ts';
import type { Added, Overgrown } from '../deployment/contents-outcome.ts';
import type { Failure } from '../deployment/failure.ts';
import { Stopped } from '../time/clock.ts';
import type { ContentsDependencies } from './add.ts';
import { readTopics } from './read.ts';

/** What is seen of topics after they were added to. */
export interface Watched {
  /** Topics that were created and are not in service. */
  readonly failures: ReadonlyMap<Change, Failure>;
  readonly overgrown: readonly Overgrown[];
}

const IN_SERVICE_WITHIN_MS = 5 * 60_000; // as the vendor's Terraform provider waits
const FIRST_LOOK_IN_INTERVALS = 1 / 3;

type Creation = Extract<Change, { kind: 'create-topic' }>;
type Growth = Extract<Change, { kind: 'add-partitions' }>;

/** Waits until created topics are in service, and looks what grown ones have come to, an interval later at least. */
export async function watchTopics(
  of: InstanceRef,
  results: ReadonlyMap<Change, Added>,
  run: ContentsDependencies,
): Promise<Watched> {
  const failuresOf = (topics: readonly Creation[], when: string) =>
    new Map(topics.map((change) => [change, lateness(change, results.get(change), when)]));
  const changes = [...results].filter(([, { result }]) => result === 'added' || result === 'there');
  const growths = changes.flatMap(([change, { result }]) =>
    change.kind === 'add-partitions' && result === 'added' ? [change] : [],
  );
  let waiting = changes.flatMap(([change]) => (change.kind === 'create-topic' ? [change] : []));
  let overgrown: readonly Overgrown[] = [];
  const began = run.clock.now();
  const rest = growths.length > 0 ? run.pollIntervalMs : 0;
  try {
    let pause = rest > 0 ? rest : run.pollIntervalMs * FIRST_LOOK_IN_INTERVALS;
    while (waiting.length > 0 || run.clock.now() - began < rest) {
      await run.clock.sleep(pause, run.stop);
      const live = await readTopics(of, run);
      waiting = waiting.filter(({ topic }) => !live.get(topic.name)?.inService);
      overgrown = overgrownOf(growths, live);
      pause = run.pollIntervalMs;
      if (run.clock.now() - began >= IN_SERVICE_WITHIN_MS) break;
    }
    return { failures: failuresOf(waiting, 'after five minutes'), overgrown };
  } catch (error) {
    if (error instanceof Stopped) return { failures: failuresOf(waiting, 'when the run ended'), overgrown };
    const why = error instanceof Error ? error.message : String(error);
    return { failures: failuresOf(waiting, `as far as is known: ${why}`), overgrown };
  }
}

function overgrownOf(growths: readonly Growth[], live: ReadonlyMap<string, LiveTopic>): Overgrown[] {
  return growths.flatMap((growth) => {
    const { topic, to } = growth;
    const partitions = live.get(topic.name)?.partitions ?? 0;
    return partitions > to ? [{ topic: topic.name, wanted: wantedPartitions(growth), live: partitions }] : [];
  });
}

function lateness({ topic }: Creation, added: Added | undefined, when: string): Failure {
  const known = added?.result === 'there' ? 'is there' : 'was created';
  return {
    message: `topic ${topic.shown} ${known}, and was not in service ${when}`,
    remedy: 'Look at it in the console; run again when it is in service.',
    details: {},
  };
}

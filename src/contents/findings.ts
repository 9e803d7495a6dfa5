import type { Change, ChangeKind, Section } from '../deployment/change.ts';
import type { Finding, Overgrown } from '../deployment/contents-outcome.ts';
import type { Origin } from '../manifest/origin.ts';
import type { ContentsDifference } from './difference.ts';
import type { Shortfall } from './quota.ts';

/** What a comparison has to tell beside its changes and its drift: what cannot be, and what is there besides. */
export function findingsOf({ errors, shortfalls, shared, unmanaged }: ContentsDifference): Finding[] {
  return [
    ...errors.map(({ field, message, remedy, origin }) => ({
      ...({ level: 'error', field, message, remedy, origin } as const),
    })),
    ...shortfalls.map(shortage),
    ...shared.map((listener) => ({
      ...({ level: 'warning', field: 'allowedIps' } as const),
      message: `The allow list of ${listener} is kept in a security group that other instances share: they open up too.`,
    })),
    ...unmanaged.addresses.map(({ listener, networks, everybody }) => ({
      ...({ level: everybody ? 'warning' : 'note', field: 'allowedIps' } as const),
      message: everybody
        ? `The allow list of ${listener} restricts nothing: it lets in 0.0.0.0/0, which the manifest does not name. ${alone(networks)}`
        : `The allow list of ${listener} lets in more than the manifest names. ${alone(networks)}`,
      ...(everybody && { remedy: 'If that is not wanted, remove 0.0.0.0/0 in the console.' }),
    })),
    ...counted('topics', 'topic', unmanaged.topics),
    ...counted('consumerGroups', 'consumer group', unmanaged.groups),
  ];
}

/** Partitions cannot be taken away: all that is left is to say so. */
export function overgrowthOf(overgrown: readonly Overgrown[]): Finding[] {
  return overgrown.map(({ topic, wanted, live }) => ({
    ...({ level: 'warning', field: 'topics' } as const),
    message: `Topic ${topic} has ${live} partitions by now, and not ${wanted}: another run added some at the same time`,
    remedy: `Set its partitions to ${live}; give jobs that deploy the same instance one concurrency group.`,
  }));
}

const WHAT: Readonly<Record<ChangeKind, string>> = {
  'add-addresses': 'addresses',
  'create-topic': 'new topics',
  'add-partitions': 'more partitions',
  'create-group': 'new consumer groups',
};

const MOST_NAMED = 10;

/** `a, b, and 3 more`. */
export function fewOf(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? [`and ${names.length - MOST_NAMED} more`] : [];
  return [...names.slice(0, MOST_NAMED), ...more].join(', ');
}

function shortage({ kind, of, needed, left, changes }: Shortfall): Finding {
  const names = changes.map(subjectOf);
  const origin = changes.map(originOf).find((each) => each !== undefined);
  return {
    ...({ level: 'error', field: kind === 'create-group' ? 'consumerGroups' : 'topics' } as const),
    message:
      `The instance has too little room for ${WHAT[kind]}: ${needed} ${of} are needed, ${left} are left. ` +
      `None of these is added: ${fewOf(names)}`,
    remedy: 'Upgrade the instance in the console, or remove what is not needed, then run again.',
    ...(origin && { origin }),
  };
}

function subjectOf(change: Change): string {
  switch (change.kind) {
    case 'add-addresses':
      return change.listener;
    case 'create-topic':
    case 'add-partitions':
      return change.topic.shown;
    case 'create-group':
      return change.group.shown;
  }
}

/** Where the manifest asks for a change. */
export function originOf(change: Change): Origin | undefined {
  switch (change.kind) {
    case 'add-addresses':
      return change.networks[0]?.origin;
    case 'create-topic':
      return change.topic.origin;
    case 'add-partitions':
      return change.topic.partitions?.origin;
    case 'create-group':
      return change.group.origin;
  }
}

function alone(networks: readonly string[]): string {
  return `Left as they are: ${networks.join(', ')}`;
}

function counted(field: Section, what: string, count: number | undefined): Finding[] {
  if (!count) return [];
  const [some, are] = count === 1 ? [what, 'is'] : [`${what}s`, 'are'];
  return [
    { level: 'note', field, message: `${count} ${some} that the manifest does not name ${are} left alone` },
  ];
}

import { ApiError, type CallError, isDenied } from '../alibaba/errors.ts';
import type { ChangeKind, Section } from '../deployment/change.ts';
import { type Failure, failureOf } from '../deployment/failure.ts';

/** What RAM has to allow for an operation, and the section of the manifest that makes it necessary. */
export interface Need {
  readonly ramAction: string;
  readonly section: Section;
}

/** Vendor's pages on RAM authorisation, and those of the operations. */
export const NEEDS = {
  GetAllowedIpList: { ramAction: 'alikafka:ListInstance', section: 'allowedIps' },
  UpdateAllowedIp: { ramAction: 'alikafka:UpdateInstance', section: 'allowedIps' },
  GetTopicList: { ramAction: 'alikafka:ListTopic', section: 'topics' },
  GetQuotaTip: { ramAction: 'alikafka:ListTopic', section: 'topics' },
  CreateTopic: { ramAction: 'alikafka:CreateTopic', section: 'topics' },
  ModifyPartitionNum: { ramAction: 'alikafka:UpdateTopic', section: 'topics' },
  GetConsumerList: { ramAction: 'alikafka:ListGroup', section: 'consumerGroups' },
  CreateConsumerGroup: { ramAction: 'alikafka:CreateGroup', section: 'consumerGroups' },
} as const satisfies Readonly<Record<string, Need>>;

export type ContentsOperation = keyof typeof NEEDS;

/** By which operation a change is carried out. */
export const OPERATIONS: Readonly<Record<ChangeKind, ContentsOperation>> = {
  'add-addresses': 'UpdateAllowedIp',
  'create-topic': 'CreateTopic',
  'add-partitions': 'ModifyPartitionNum',
  'create-group': 'CreateConsumerGroup',
};

const OF_ALL_CALLS =
  /^Credentials$|^BIZ[._]INSTANCE|^AUTH_|^InvalidAccessKey|Signature|SecurityToken|InvalidTimeStamp|_TOO_MUCH$/;

/** Whether a refusal is not about the one thing that was to be added, so that none of its kind can be. */
export function concernsAll(error: CallError): boolean {
  return isDenied(error) || error.verdict === 'not-pending' || OF_ALL_CALLS.test(error.code);
}

/** An error in the words of a report: what went wrong with what, and what to do about it. */
export function failureAt(operation: ContentsOperation, what: string, error: CallError): Failure {
  const failure = failureOf(error);
  const message = `${what}: ${failure.message}`;
  const remedy = remedyAt(operation, error);
  if (remedy === undefined) return { ...failure, message };
  const meaning = error instanceof ApiError && !isDenied(error) ? `${error.meaning} ` : '';
  return { ...failure, message, remedy: `${meaning}${remedy}` };
}

const OF_CONTENTS = /^(BIZ[._])?(TOPIC|SUBSCRIPTION|CONSUMER|GROUP|WHITE)|^AsyncTask.DeleteTopic$/i;
const NO_ROOM = /_TOO_MUCH$|NUM_EXCEED$|OVERLONG/;

/** What to do where it is another thing than after a start; undefined where it is the same. */
function remedyAt(operation: ContentsOperation, error: CallError): string | undefined {
  const { ramAction, section } = NEEDS[operation];
  if (isDenied(error)) {
    const described = error instanceof ApiError && error.refusal.accessDenied !== undefined;
    const grant = described ? error.remedy : 'Grant it to the RAM user or role of the credentials in RAM.';
    return `The section ${section} needs the permission ${ramAction}. ${grant}`;
  }
  if (error.verdict === 'ambiguous') return 'Run again: it reads first, and adds only what is not there.';
  if (error.verdict === 'not-pending') return 'Run again when the instance is in service.';
  if (NO_ROOM.test(error.code)) return 'Upgrade the instance in the console, or remove what is not needed.';
  if (!OF_CONTENTS.test(error.code)) return undefined;
  return `The Message says why: correct what it names in ${section}, or try again later.`;
}

import { ApiError, type CallError, isDenied, UnexpectedAnswerError } from '../alibaba/errors.ts';
import { endSentence } from '../deployment/failure.ts';
import type { PlanItem } from '../deployment/plan.ts';
import { type Sourced, shown } from '../manifest/check.ts';
import type { Answer, Answers } from './asking.ts';
import { placeKey, vSwitchesOf } from './questions.ts';

/** A check of one instance that could not be made. */
export interface Unchecked {
  readonly check: keyof typeof ACTIONS;
  /** What was to be looked at, in quotes; as `${NAME}` where it came from the environment. */
  readonly what: string;
  readonly error: CallError;
}

/** The RAM action that each check needs. */
export const ACTIONS = {
  vSwitch: 'vpc:DescribeVSwitchAttributes',
  'security group': 'ecs:DescribeSecurityGroups',
  'KMS key': 'kms:DescribeKey',
  name: 'alikafka:ListInstance',
} as const;

/** The checks of one start that could not be made. */
export function uncheckedOf(item: PlanItem, answers: Answers): Unchecked[] {
  const { regionId, settings } = item.request;
  const { securityGroup, kmsKeyId, name } = settings;
  const missed = (
    check: Unchecked['check'],
    setting: Sourced<unknown>,
    id: string,
    answer: Answer<unknown> | undefined,
  ): Unchecked[] =>
    answer?.kind === 'unchecked' ? [{ check, what: shown(setting, id), error: answer.error }] : [];
  const at = <T>(found: ReadonlyMap<string, T>, id: string) => found.get(placeKey({ regionId, id }));
  const of = (
    check: Unchecked['check'],
    setting: Sourced<string> | undefined,
    answerTo: (id: string) => Answer<unknown> | undefined,
  ) => (setting ? missed(check, setting, setting.value, answerTo(setting.value)) : []);
  return [
    ...vSwitchesOf(item).flatMap(({ setting, id }) =>
      missed('vSwitch', setting, id, at(answers.vSwitches, id)),
    ),
    ...of('security group', securityGroup, (id) => at(answers.groups, id)),
    ...of('KMS key', kmsKeyId, (id) => at(answers.keys, id)),
    ...of('name', name, () => answers.names.get(regionId)),
  ];
}

/**
 * The checks of one start whose answer lacks what they compare. Nobody is held up by them unless checks are
 * required: then a green would claim what was not looked at.
 */
export function incompleteOf(item: PlanItem, answers: Answers): Unchecked[] {
  const { regionId, settings } = item.request;
  const { securityGroup, kmsKeyId, zoneId } = settings;
  const found = <T>(map: ReadonlyMap<string, Answer<T>>, id: string): T | undefined => {
    const answer = map.get(placeKey({ regionId, id }));
    return answer?.kind === 'found' ? answer.value : undefined;
  };
  const lacks = (
    check: Unchecked['check'],
    what: Sourced<unknown>,
    id: string,
    action: string,
  ): Unchecked => {
    const facts = { httpStatus: 200, requestId: undefined, contentType: undefined };
    const error = new UnexpectedAnswerError(action, {
      ...facts,
      found: 'an answer without what is compared',
    });
    return { check, what: shown(what, id), error };
  };
  const group = securityGroup && found(answers.groups, securityGroup.value);
  const key = kmsKeyId && found(answers.keys, kmsKeyId.value);
  return [
    ...vSwitchesOf(item).flatMap(({ setting, id }) => {
      const vSwitch = found(answers.vSwitches, id);
      const isWhole = vSwitch?.vpcId !== undefined && (!zoneId || vSwitch.zoneId !== undefined);
      return !vSwitch || isWhole ? [] : [lacks('vSwitch', setting, id, 'DescribeVSwitchAttributes')];
    }),
    ...(securityGroup && group && group.vpcId === undefined
      ? [lacks('security group', securityGroup, securityGroup.value, 'DescribeSecurityGroups')]
      : []),
    ...(kmsKeyId && key && (key.state === undefined || key.usage === undefined)
      ? [lacks('KMS key', kmsKeyId, kmsKeyId.value, 'DescribeKey')]
      : []),
  ];
}

const NAMED_AT_MOST = 5;

/** The same in sentences: one for each check and cause, however many instances it is about. */
export function uncheckedTexts(unchecked: readonly Unchecked[]): string[] {
  const causes = Map.groupBy(unchecked, ({ check, error }) => `${check} ${error.code}`);
  return [...causes.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const names = listed([...new Set(alike.map(({ what }) => what))]);
    return [`Not checked before the start: ${first.check} ${names} (${reasonOf(first)}). ${remedyOf(first)}`];
  });
}

/** A few of many names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMED_AT_MOST;
  return `${names.slice(0, NAMED_AT_MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function reasonOf({ check, error }: Unchecked): string {
  return isDenied(error) ? `the credentials lack ${ACTIONS[check]}` : error.message.replace(/\.$/, '');
}

function remedyOf({ check, error }: Unchecked): string {
  const instead = 'or set preflight: off to go without these checks';
  if (isDenied(error)) return `Grant ${ACTIONS[check]} in RAM, ${instead}`;
  const remedy =
    error instanceof ApiError ? 'Run again when the service answers.' : endSentence(error.remedy);
  return `${remedy} Or set preflight: off to go without these checks`;
}

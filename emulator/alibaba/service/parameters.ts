import { firstRefusal, type Refusal, refusal } from './refusal.ts';

/** A decoded set of request parameters. */
export type Parameters = Readonly<Record<string, string>>;

/** `list` stands for Name.1, Name.2 ...; `tags` for Name.1.Key and Name.1.Value. */
export interface ParameterRule {
  readonly type: 'string' | 'boolean' | 'integer' | 'list' | 'tags';
  /** The gateway refuses a call without it before the service sees the call. */
  readonly required?: true;
}

/** The parameters an operation knows, by name. */
export type ParameterRules = Readonly<Record<string, ParameterRule>>;

/** What is wrong with the parameters' names and forms, if anything. Newer names are taken as they are. */
export function malformed(
  parameters: Parameters,
  rules: ParameterRules,
  newer: readonly string[] = [],
): Refusal | undefined {
  const known = Object.fromEntries(Object.entries(parameters).filter(([name]) => !newer.includes(name)));
  return firstRefusal([missing, unknown, unlisted, notBoolean, notInteger], { parameters: known, rules });
}

/** A parameter's value; an empty one counts as not given, as the service takes it. */
export function valueIn(parameters: Parameters, name: string): string | undefined {
  return parameters[name] || undefined;
}

/** A parameter's value as a boolean: Python writes `True` and `False`. Undefined where it is not given. */
export function booleanIn(parameters: Parameters, name: string): boolean | undefined {
  return BOOLEANS.get(parameters[name] ?? '');
}

const BOOLEANS: ReadonlyMap<string, boolean | undefined> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['', undefined],
]);

/** The values of Name.1, Name.2 ... in their order. */
export function listOf(parameters: Parameters, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = parameters[`${name}.${index}`];
    if (value === undefined) return values;
    values.push(value);
  }
}

/** The pairs of Name.1.Key and Name.1.Value ... in their order. A tag may have no value. */
export function tagsOf(parameters: Parameters, name: string): readonly (readonly [string, string])[] {
  const tags: [string, string][] = [];
  for (let index = 1; ; index += 1) {
    const key = parameters[`${name}.${index}.Key`];
    if (key === undefined) return tags;
    tags.push([key, parameters[`${name}.${index}.Value`] ?? '']);
  }
}

interface Subject {
  readonly parameters: Parameters;
  readonly rules: ParameterRules;
}

function missing({ parameters, rules }: Subject): Refusal | undefined {
  const name = Object.keys(rules).find((key) => rules[key]?.required && !parameters[key]);
  return name === undefined ? undefined : refusal(`Missing${name}`, `${name} is mandatory for this action.`);
}

function unknown({ parameters, rules }: Subject): Refusal | undefined {
  const name = Object.keys(parameters).find((key) => ruleOf(key, rules) === undefined);
  return name === undefined
    ? undefined
    : refusal('INVALID_PARAMETER', `The parameter ${name} is not supported.`);
}

function unlisted({ parameters, rules }: Subject): Refusal | undefined {
  const wellFormed = Object.entries(rules).reduce((count, [name, { type }]) => {
    if (type === 'list') return count + listOf(parameters, name).length;
    if (type === 'tags') return count + tagFieldsOf(parameters, name);
    return count + (name in parameters ? 1 : 0);
  }, 0);
  return wellFormed === Object.keys(parameters).length
    ? undefined
    : refusal('INVALID_PARAMETER_FORMAT', 'The parts of a list are numbered from 1 without a gap.');
}

function notBoolean({ parameters, rules }: Subject): Refusal | undefined {
  const entry = Object.entries(parameters).find(
    ([name, value]) => ruleOf(name, rules)?.type === 'boolean' && !BOOLEANS.has(value),
  );
  return entry && refusal('INVALID_PARAMETER_FORMAT', `The parameter ${entry[0]} must be true or false.`);
}

function notInteger({ parameters, rules }: Subject): Refusal | undefined {
  const entry = Object.entries(parameters).find(
    ([name, value]) => ruleOf(name, rules)?.type === 'integer' && !/^(-?\d{1,9})?$/.test(value),
  );
  return entry && refusal('INVALID_PARAMETER_FORMAT', `The parameter ${entry[0]} must be a number.`);
}

function tagFieldsOf(parameters: Parameters, name: string): number {
  return tagsOf(parameters, name).reduce(
    (count, _, index) => count + (`${name}.${index + 1}.Value` in parameters ? 2 : 1),
    0,
  );
}

function ruleOf(key: string, rules: ParameterRules): ParameterRule | undefined {
  const [name = '', index, field] = key.split('.');
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule?.type === 'list') return index && field === undefined ? rule : undefined;
  if (rule?.type === 'tags') return field === 'Key' || field === 'Value' ? rule : undefined;
  return index === undefined ? rule : undefined;
}

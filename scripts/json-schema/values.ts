import * as z from 'zod';

/*
 * Single values for editors: each has a message in words, because without one an editor shows the expression.
 * `errorMessage` is a keyword of the language servers for YAML; other readers of a JSON Schema ignore it.
 */

export type Json = z.core.JSONSchema.BaseSchema;

const REFERENCE = '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}';

/** The definition that `$ref: REFERENCE_REF` names: a text with a variable in it. */
export const reference: Json = {
  type: 'string',
  pattern: REFERENCE,
  errorMessage: 'must be a value of the field, or a variable such as ${NAME}',
};
export const REFERENCE_REF = '#/$defs/reference';

/** What a secret field takes in a manifest: a variable and nothing else. */
export const onlyReference = z.string().regex(new RegExp(`^${REFERENCE}$`), {
  error:
    'must not be written in a manifest; write a variable such as ${KAFKA_PASSWORD}, and give it to the step from a secret',
});

/** Gives a value its message, and lets it be a text with a variable wherever a rule restricts texts. */
export function forEditors({
  zodSchema,
  jsonSchema,
  path,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: Json;
  path: (string | number)[];
}): void {
  const schema = zodSchema as unknown as z.ZodType;
  const isKey = path.includes('propertyNames');
  const kinds = kindsOf(jsonSchema);
  if (kinds) replace(jsonSchema, kinds, withMessage(schema));
  else if (jsonSchema.type === 'string') forTexts(schema, jsonSchema, isKey);
  else if (hasOwnMessage(jsonSchema)) Object.assign(jsonSchema, withMessage(schema));
  if (jsonSchema.prefixItems) Object.assign(jsonSchema, { minItems: 2, items: false });
}

/** A list, or a map with any keys: of another map, the message would stand for those of unknown keys too. */
function hasOwnMessage({ type, additionalProperties }: Json): boolean {
  return type === 'array' || (type === 'object' && additionalProperties !== false);
}

/** A flag or a whole number, which may be written as a text too, as one schema: alternatives have no message. */
function kindsOf({ anyOf }: Json): Json | undefined {
  const [own, text, ...others] = anyOf ?? [];
  if (!own || !text || others.length > 0 || (own.type !== 'boolean' && own.type !== 'integer'))
    return undefined;
  const words = text.anyOf?.[0]?.enum ?? text.enum;
  const pattern = words ? orReference(`^(?:${words.join('|')})$`) : text.pattern;
  return pattern === undefined ? undefined : { ...own, type: [own.type, 'string'] as never, pattern };
}

function forTexts(schema: z.ZodType, jsonSchema: Json, isKey: boolean): void {
  const { enum: words, pattern, allOf } = jsonSchema;
  const patterns = [pattern, ...(allOf ?? []).map((part) => part.pattern)].filter(
    (text) => text !== undefined,
  );
  if (words) {
    const own = { type: 'string', enum: words, ...withMessage(schema) } as const;
    replace(jsonSchema, isKey ? own : { anyOf: [own, { $ref: REFERENCE_REF }] });
    return;
  }
  const rules = patterns.map((text) => ({
    pattern: isKey ? text : orReference(text),
    ...withMessage(schema, text),
  }));
  const [only = {}, ...more] = rules;
  const type = { type: 'string' } as const;
  if (more.length === 0) replace(jsonSchema, type, only);
  else replace(jsonSchema, type, { allOf: rules });
}

function orReference(pattern: string): string {
  return pattern.includes(REFERENCE) ? pattern : `${pattern}|${REFERENCE}`;
}

/** What the field's own rule says of a bad value; of one that does not match a pattern, where one is given. */
export function messageOf(schema: z.ZodType, pattern?: string): string | undefined {
  const samples = pattern === undefined ? [Symbol('none of it')] : ['\u0001', '', '!'];
  const issues = samples
    .filter((sample) => pattern === undefined || !new RegExp(pattern, 'u').test(String(sample)))
    .flatMap((sample) => schema.safeParse(sample).error?.issues ?? []);
  return issues.map(({ message }) => message).find((message) => !isOfLibrary(message));
}

/** Such a message is shown nowhere: the field has one of its own for the value that this is a part of. */
function isOfLibrary(message: string): boolean {
  return message.startsWith('Invalid');
}

function withMessage(schema: z.ZodType, pattern?: string): Json {
  const errorMessage = messageOf(schema, pattern);
  return errorMessage === undefined ? {} : { errorMessage };
}

function replace(target: Json, ...parts: Json[]): void {
  const { description } = target;
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, ...parts, description !== undefined && { description });
}

/** Alternatives that say only of which types a value may be, `null` above all, as one list of types. */
export function withTypesMerged(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withTypesMerged);
  if (typeof schema !== 'object' || schema === null) return schema;
  const merged = Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, withTypesMerged(part)]),
  );
  if (!Array.isArray(merged.anyOf)) return merged;
  const { anyOf, ...rest } = merged as { anyOf: Json[] };
  const plain = anyOf.filter((part) => Object.keys(part).join() === 'type');
  const [other, ...others] = anyOf.filter((part) => !plain.includes(part));
  const types = [...(other?.type === undefined ? [] : [other.type]), ...plain.map(({ type }) => type)].flat();
  if (others.length > 0 || (other && other.type === undefined)) {
    const nested = other?.anyOf && Object.keys(other).join() === 'anyOf' ? [...other.anyOf, ...plain] : anyOf;
    return { ...rest, anyOf: others.length > 0 ? anyOf : nested };
  }
  return { ...other, type: types, ...rest };
}
